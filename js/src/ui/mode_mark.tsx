import type { JSX } from "preact";

/** The shape that stands for a mode wherever it is shown: a ring for SIM, a solid triangle for REAL. */
export function ModeMark({ mode, size = 9 }: { mode: "sim" | "real"; size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 9 9" aria-hidden="true" focusable="false">
      {mode === "sim" ? (
        <circle cx="4.5" cy="4.5" r="3.5" fill="none" stroke="currentColor" stroke-width="1.5" />
      ) : (
        <path d="M4.5 0.5 9 8.5H0z" fill="currentColor" />
      )}
    </svg>
  );
}
