/** Tells the kernel every few poses how far the page has come; the kernel stops sending 12 poses ahead of that. */
export class Acknowledger {
  static readonly EVERY = 4;
  #last = 0;

  constructor(private readonly send: (seq: number) => void) {}

  /** The page has drawn pose `seq`. */
  drawn(seq: number): void {
    // A number that falls back belongs to a new stream.
    if (seq - this.#last >= Acknowledger.EVERY || seq < this.#last) {
      this.#last = seq;
      this.send(seq);
    }
  }
}
