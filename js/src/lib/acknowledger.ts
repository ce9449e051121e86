/** Tells the kernel every few poses how far the page has come; the kernel stops sending 24 poses ahead of that. */
export class Acknowledger {
  /** One costs the kernel as much CPU time as two poses do: Jupyter answers it with a busy and an idle message. */
  static readonly EVERY = 12;
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
