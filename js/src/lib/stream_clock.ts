/**
 * The age of what the page shows. Kernel and page may stand on different machines, so their clocks differ by a constant
 * that cannot be told from travel time; the fastest message so far is taken for one that took no time.
 */
export class StreamClock {
  #offset_s = Number.POSITIVE_INFINITY;
  #newest_sent_s: number | null = null;

  /** A message that the kernel stamped `sent_s` arrived. */
  received(sent_s: number, now_s: number): void {
    this.#offset_s = Math.min(this.#offset_s, now_s - sent_s);
    this.#newest_sent_s = sent_s;
  }

  /** Seconds since the newest message was stamped, or null before the first. */
  age_s(now_s: number): number | null {
    if (this.#newest_sent_s === null) return null;
    return Math.max(0, now_s - this.#newest_sent_s - this.#offset_s);
  }
}
