/** What the mode switch shows, from the widget's traits. */
import type { CheckResult, ModeChangeRefused, ModeSet } from "../contract/messages.gen";

export type Mode = ModeSet["mode"];
export const MODES: readonly Mode[] = ["sim", "real"];

export interface ModeTraits {
  /** The robot's name. */
  readonly title: string;
  readonly mode: Mode;
  /** The mode that is being checked; empty while no change is under way. */
  readonly pending_mode: Mode | "";
  /** Says more about the current mode than its name, e.g. "VIRTUAL"; empty for nothing more. */
  readonly mode_label: string;
  readonly epoch: number;
  readonly is_stopped: boolean;
  readonly stop_reason: string;
  readonly is_closed: boolean;
  /** The last refusal, until it is dismissed or a change succeeds. */
  readonly refusal: ModeChangeRefused | null;
}

export interface Segment {
  readonly mode: Mode;
  readonly word: string;
  readonly hint: string;
  readonly isChosen: boolean;
  readonly isChecking: boolean;
  readonly isDisabled: boolean;
}

const WORDS: Record<Mode, string> = { sim: "SIM", real: "REAL" };
const HINTS: Record<Mode, string> = {
  sim: "The simulated robot.",
  real: "The arm on your desk: it is checked first, and it really moves.",
};

export function segments(traits: ModeTraits): readonly Segment[] {
  return MODES.map((mode) => ({
    mode,
    word: WORDS[mode],
    hint: `${HINTS[mode]} Python: robot.mode = "${mode}"`,
    isChosen: mode === traits.mode,
    isChecking: mode === traits.pending_mode,
    isDisabled: traits.is_closed || traits.pending_mode !== "",
  }));
}

/** One short sentence for the line beside the switch. */
export function statusText(traits: ModeTraits): string {
  if (traits.is_closed) return "Closed";
  if (traits.pending_mode !== "") return `Checking ${WORDS[traits.pending_mode]}…`;
  if (traits.mode_label !== "") return traits.mode_label;
  return traits.mode === "sim" ? "Simulated robot" : "Real arm";
}

export interface RefusalView {
  readonly title: string;
  readonly failed: readonly CheckResult[];
  readonly passed: readonly CheckResult[];
}

export function refusalView(refusal: ModeChangeRefused, mode: Mode): RefusalView {
  return {
    title: `${WORDS[refusal.mode]} is not possible now. The robot stays in ${WORDS[mode]}.`,
    failed: refusal.checks.filter((check) => !check.ok),
    passed: refusal.checks.filter((check) => check.ok),
  };
}

/** The segment that an arrow key leads to; null for any other key. Choosing needs Enter or Space: a stray arrow must not switch a robot. */
export function neighbour(mode: Mode, key: string): Mode | null {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (step === undefined) return null;
  return MODES[(MODES.indexOf(mode) + step + MODES.length) % MODES.length] ?? null;
}
