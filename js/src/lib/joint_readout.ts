/** The joint readout: one line a joint, in LeRobot's units. */

export interface JointLine {
  name: string;
  position: string;
  /** How far the goal is away, or "" when it is reached. */
  remaining: string;
}

/** Half a unit: about what the servos resolve, so that a resting arm reads as arrived. */
const REACHED = 0.5;

export function jointLines(positions: Record<string, number>, goals: Record<string, number>): JointLine[] {
  return Object.entries(positions).map(([key, value]) => {
    const name = key.replace(/\.pos$/, "");
    // LeRobot's gripper is 0 (closed) to 100 (open), every other joint is an angle.
    const unit = name.endsWith("gripper") ? " %" : "°";
    const goal = goals[key];
    const remaining = goal === undefined || Math.abs(goal - value) < REACHED ? "" : signed(goal - value);
    return { name: name.replaceAll("_", " "), position: `${plain(value)}${unit}`, remaining };
  });
}

function plain(value: number): string {
  const text = value.toFixed(1);
  return (text === "-0.0" ? "0.0" : text).replace("-", "−");
}

function signed(value: number): string {
  return value > 0 ? `+${plain(value)}` : plain(value);
}
