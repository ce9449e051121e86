/** Whether the kernel answers: asks, waits, says so, and asks again. */

export type LinkState = "connecting" | "live" | "silent";

/** How long an answer may take before the page says that the kernel is silent. A loaded machine needs up to 0.3 s. */
const PATIENCE_MS = 3000;
/** How often a silent kernel is asked again. */
const RETRY_MS = 5000;

export class KernelLink {
  state: LinkState = "connecting";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: () => void,
    private readonly onChange: (state: LinkState) => void,
  ) {}

  /** Ask the kernel something that it must answer. */
  expectAnswer(ask = this.ask): void {
    this.#attempt(ask);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(), PATIENCE_MS);
  }

  /** A message came from the kernel. */
  heard(): void {
    clearTimeout(this.#timer);
    this.#become("live");
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #giveUp(): void {
    this.#become("silent");
    this.#timer = setTimeout(() => {
      this.#attempt(this.ask);
      this.#giveUp();
    }, RETRY_MS);
  }

  #attempt(ask: () => void): void {
    try {
      ask();
    } catch {
      // A closed comm throws; it is the same to the reader as a kernel that does not answer.
    }
  }

  #become(state: LinkState): void {
    if (state === this.state) return;
    this.state = state;
    this.onChange(state);
  }
}
