/** Figures and times as people read them. */

/** A length of time: "0.4 s", "12 s", "2 min 05 s". */
export function durationText(duration_s: number): string {
  if (duration_s < 9.95) return `${duration_s.toFixed(1)} s`;
  const whole = Math.round(duration_s);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** The time of day of a Unix time, in the reader's time zone: "14:03:20". */
export function clockText(at_s: number): string {
  const at = new Date(at_s * 1000);
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** "1 check", "3 checks". */
export function countText(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? "" : "s"}`;
}
