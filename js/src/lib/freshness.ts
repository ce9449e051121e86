/** How old the picture is, and what to say about it. */

export type Freshness =
  | { state: "waiting" }
  | { state: "live" }
  /** Nothing came for a while, though the kernel should send twice a second. */
  | { state: "silent"; since_s: number }
  /** The widget's connection is gone for good: the kernel was stopped or restarted, or the widget closed. */
  | { state: "stopped"; since_s: number | null };

export interface FreshnessInput {
  now_s: number;
  /** When the newest message came, or null before the first. */
  heard_s: number | null;
  link: "live" | "stopped";
  /** Whether the page asked for the stream to rest because nobody sees it. */
  resting: boolean;
}

/** Five missed heartbeats of 0.5 s. */
export const SILENCE_S = 2.5;

export function freshnessOf({ now_s, heard_s, link, resting }: FreshnessInput): Freshness {
  if (link === "stopped") return { state: "stopped", since_s: heard_s };
  if (heard_s === null) return { state: "waiting" };
  if (!resting && now_s - heard_s > SILENCE_S) return { state: "silent", since_s: heard_s };
  return { state: "live" };
}

/** The caption over a picture that is not live, or "" over one that is. */
export function captionOf(freshness: Freshness, clock: (at_s: number) => string): string {
  switch (freshness.state) {
    case "live":
      return "";
    case "waiting":
      return "Waiting for the scene …";
    case "silent":
      return `Last picture ${clock(freshness.since_s)} — kernel not answering`;
    case "stopped":
      return freshness.since_s === null
        ? "Kernel stopped — run the cell again"
        : `Last picture ${clock(freshness.since_s)} — kernel stopped`;
  }
}
