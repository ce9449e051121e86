/** The speed menu. On the wire 0 stands for "as fast as possible". */

export const MAX_SPEED = 0;

export const speedChoices: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 100, MAX_SPEED];

export function speedLabel(speed: number): string {
  return speed === MAX_SPEED ? "max" : `${speed}×`;
}

/** The same in Python, after `world.speed = `. */
export function speedInPython(speed: number): string {
  return speed === MAX_SPEED ? 'float("inf")' : String(speed);
}

/** The menu's choices, with the current speed among them even if Python set one that the menu lacks. */
export function choicesWith(current: number): readonly number[] {
  if (speedChoices.includes(current)) return speedChoices;
  const finite = [...speedChoices.filter((speed) => speed !== MAX_SPEED), current].sort((a, b) => a - b);
  return [...finite, MAX_SPEED];
}
