import "./mode_badge.css";
import type { JSX } from "preact";
import { ModeMark } from "./mode_mark";

/** SIM and REAL differ in word, shape and colour: a round outline against a solid block. */
export function ModeBadge({ mode }: { mode: "sim" | "real" }): JSX.Element {
  const title =
    mode === "sim"
      ? "The robot is simulated. Nothing moves outside this page.\nPython: robot.mode"
      : "The robot is real. It moves when it is told to.\nPython: robot.mode";
  return (
    <span class={`srnb-mode srnb-mode-${mode}`} title={title}>
      <ModeMark mode={mode} />
      {mode.toUpperCase()}
    </span>
  );
}
