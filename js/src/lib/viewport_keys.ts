/** What the viewport's keys do. They count only while it has the focus. */

export type ViewportCommand =
  | { do: "orbit"; left_deg: number; up_deg: number }
  | { do: "pan"; right: number; up: number }
  | { do: "zoom"; factor: number }
  /** 0 is the free view, 1 the first named camera. */
  | { do: "camera"; index: number }
  | { do: "toggle-play" }
  | { do: "reset" }
  | { do: "toggle-help" }
  | { do: "close-help" };

export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

const ORBIT_STEP_DEG = 5;
const PAN_STEP = 0.05;
const ZOOM_STEP = 1.15;

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The command of a key press, or null for a key that is not the viewport's. */
export function commandOf(press: KeyPress): ViewportCommand | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const arrow = arrows[press.key];
  if (arrow) {
    const [x, y] = arrow;
    if (press.shiftKey) return { do: "pan", right: x * PAN_STEP, up: y * PAN_STEP };
    return { do: "orbit", left_deg: -x * ORBIT_STEP_DEG, up_deg: y * ORBIT_STEP_DEG };
  }
  if (/^[0-9]$/.test(press.key)) return { do: "camera", index: Number(press.key) };
  switch (press.key) {
    case "+":
    case "=":
      return { do: "zoom", factor: 1 / ZOOM_STEP };
    case "-":
    case "_":
      return { do: "zoom", factor: ZOOM_STEP };
    case " ":
      return { do: "toggle-play" };
    case "r":
      return { do: "reset" };
    case "?":
      return { do: "toggle-help" };
    case "Escape":
      return { do: "close-help" };
    default:
      return null;
  }
}

/** The help card's lines. */
export const keyHelp: readonly (readonly [string, string])[] = [
  ["← ↑ → ↓", "turn the view"],
  ["Shift + arrows", "move the view"],
  ["+  −", "nearer, farther"],
  ["1 … 9", "named cameras"],
  ["0", "free view"],
  ["Space", "play or pause"],
  ["r", "reset the scene"],
  ["?", "this help"],
];
