/** The three figures of the viewport's badge as text. */

export interface BadgeFigures {
  frames_per_s: number;
  /** Nothing in the scene moves: the kernel sends two signs of life a second, and a frame rate would say nothing. */
  still: boolean;
  /** Null before the first pose. */
  age_s: number | null;
  /** Simulated seconds per wall second; null without a pose. */
  real_time_factor: number | null;
}

/** Frame rate and age of the data, or that nothing moves. */
export function streamText(figures: BadgeFigures): string[] {
  if (figures.still) return ["still"];
  return [`${figures.frames_per_s} fps`, ageText(figures.age_s)];
}

export function ageText(age_s: number | null): string {
  if (age_s === null) return "–";
  if (age_s < 0.995) return `${Math.round(age_s * 1000)} ms`;
  return age_s < 99.5 ? `${age_s.toFixed(age_s < 9.95 ? 1 : 0)} s` : "> 99 s";
}

export function factorText(factor: number | null): string {
  if (factor === null) return "–";
  return factor >= 9.95 ? `${Math.round(factor)}×` : `${factor.toFixed(factor < 0.995 ? 2 : 1)}×`;
}
