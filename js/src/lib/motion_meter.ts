/** How far a body must have come [m], or turned, to count as moved; the kernel's own measure is the same. */
const UNSEEN = 2e-5;

/** Tells whether anything in the scene has moved lately. */
export class MotionMeter {
  private last: Float32Array | null = null;
  private moved_s = Number.NEGATIVE_INFINITY;

  constructor(private readonly patience_s = 1) {}

  add(poses: Float32Array, now_s: number): void {
    const last = this.last;
    if (last === null || last.length !== poses.length || differ(last, poses)) {
      this.last = poses;
      this.moved_s = now_s;
    }
  }

  still(now_s: number): boolean {
    return this.last !== null && now_s - this.moved_s > this.patience_s;
  }
}

function differ(one: Float32Array, other: Float32Array): boolean {
  return one.some((value, index) => Math.abs(value - (other[index] ?? 0)) > UNSEEN);
}
