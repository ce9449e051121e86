/** Events a second over the last second. */
export class RateMeter {
  #times_s: number[] = [];

  add(at_s: number): void {
    this.#times_s.push(at_s);
    this.#forget(at_s);
  }

  rate(now_s: number): number {
    this.#forget(now_s);
    return this.#times_s.length;
  }

  #forget(now_s: number): void {
    const first = this.#times_s.findIndex((time) => time > now_s - 1);
    if (first !== 0) this.#times_s = first < 0 ? [] : this.#times_s.slice(first);
  }
}
