/** What the pointer asks of the view. Angles in degrees, distances in fractions of the picture's height. */
export interface PointerTarget {
  orbit(left_deg: number, up_deg: number): void;
  pan(right: number, up: number): void;
  zoom(factor: number): void;
}

/** Half a turn for a drag over the whole picture's height. */
const DEGREES_PER_HEIGHT = 180;
const LINE_HEIGHT_PX = 20;

interface Contact {
  x: number;
  y: number;
}

/**
 * Drag: turn. Right or middle button, or shift: move. Wheel: zoom. One finger: turn; two: move and pinch.
 * The wheel counts only while `isActive`, so that a page can be scrolled past the picture.
 */
export function controlByPointer(
  element: HTMLElement,
  target: PointerTarget,
  isActive: () => boolean,
  signal: AbortSignal,
): void {
  const contacts = new Map<number, Contact>();
  const on = <K extends keyof HTMLElementEventMap>(
    kind: K,
    handle: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ) => element.addEventListener(kind, handle, { signal, ...options });

  on("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    contacts.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });

  on("pointermove", (event) => {
    const before = contacts.get(event.pointerId);
    if (!before) return;
    const others = [...contacts].filter(([id]) => id !== event.pointerId).map(([, contact]) => contact);
    const now = { x: event.clientX, y: event.clientY };
    contacts.set(event.pointerId, now);
    const height = Math.max(1, element.clientHeight);
    const dx = (now.x - before.x) / height;
    const dy = (now.y - before.y) / height;
    const [other] = others;
    if (other) {
      // Each finger contributes half of the movement of both.
      target.pan(-dx / 2, dy / 2);
      const gap = Math.hypot(now.x - other.x, now.y - other.y);
      const gapBefore = Math.hypot(before.x - other.x, before.y - other.y);
      if (gap > 0 && gapBefore > 0) target.zoom(gapBefore / gap);
    } else if (event.shiftKey || (event.buttons & (2 | 4)) !== 0) {
      target.pan(-dx, dy);
    } else {
      target.orbit(dx * DEGREES_PER_HEIGHT, dy * DEGREES_PER_HEIGHT);
    }
  });

  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
    on(kind, (event) => {
      contacts.delete(event.pointerId);
    });
  }

  on("contextmenu", (event) => event.preventDefault());

  on(
    "wheel",
    (event) => {
      if (!isActive() && !event.ctrlKey) return;
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT_PX : 1);
      target.zoom(Math.exp(Math.max(-120, Math.min(120, pixels)) * 0.002));
    },
    { passive: false },
  );
}
