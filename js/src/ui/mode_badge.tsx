import "./mode_badge.css";
import type { JSX } from "preact";

/** SIM and REAL differ in word, shape and colour: a round outline against a solid block. */
export function ModeBadge({ mode }: { mode: "sim" | "real" }): JSX.Element {
  const title =
    mode === "sim"
      ? "The robot is simulated. Nothing moves outside this page.\nPython: robot.mode"
      : "The robot is real. It moves when it is told to.\nPython: robot.mode";
  return (
    <span class={`srnb-mode srnb-mode-${mode}`} title={title}>
      <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true" focusable="false">
        {mode === "sim" ? (
          <circle cx="4.5" cy="4.5" r="3.5" fill="none" stroke="currentColor" stroke-width="1.5" />
        ) : (
          <path d="M4.5 0 9 9H0z" fill="currentColor" />
        )}
      </svg>
      {mode.toUpperCase()}
    </span>
  );
}
