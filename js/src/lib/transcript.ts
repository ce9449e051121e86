/** The conversation as the page holds it: a pure reducer over the kernel's chat messages. */
import type {
  ChatItem,
  ChatItemAdded,
  ChatRunning,
  ChatText,
  ChatTranscript,
} from "../contract/messages.gen";

export type ChatMessage = ChatTranscript | ChatItemAdded | ChatText | ChatRunning;

/** One line of the conversation; a new object whenever anything about it changed. */
export interface Entry {
  readonly item: ChatItem;
  readonly pictures: readonly DataView[];
  /** When a running call began, by the page's clock [s], because the kernel's clock may differ; else null. */
  readonly startedAt_s: number | null;
}

export interface Transcript {
  readonly entries: readonly Entry[];
  readonly positions: ReadonlyMap<string, number>;
  readonly running: boolean;
  /** How the last turn ended; empty while one runs and before the first. */
  readonly outcome: ChatRunning["outcome"];
  /** Id of the agent's line that is growing now; empty when none is. */
  readonly growing: string;
  readonly modelName: string;
  readonly prompts: readonly string[];
  /** Whether the kernel has told the whole conversation once. */
  readonly isLoaded: boolean;
  /** Text came for a line that the page does not know: the whole conversation has to be asked for again. */
  readonly hasGap: boolean;
  /** What a screen reader says; changes once a finished turn. */
  readonly announcement: string;
}

export const emptyTranscript: Transcript = {
  entries: [],
  positions: new Map(),
  running: false,
  outcome: "",
  growing: "",
  modelName: "",
  prompts: [],
  isLoaded: false,
  hasGap: false,
  announcement: "",
};

export function reduce(
  state: Transcript,
  message: ChatMessage,
  buffers: readonly DataView[],
  now_s: number,
): Transcript {
  switch (message.kind) {
    case "chat.transcript":
      return replaceAll(message, buffers, now_s);
    case "chat.item":
      return putItem(state, message.item, buffers, now_s);
    case "chat.text":
      return appendText(state, message);
    case "chat.running":
      return setRunning(state, message);
  }
}

/** How long a call has taken [s]: counted by the page while it runs, the kernel's figure afterwards. */
export function callDuration_s(entry: Entry, now_s: number): number {
  if (entry.startedAt_s !== null) return Math.max(0, now_s - entry.startedAt_s);
  return entry.item.call?.duration_s ?? 0;
}

/** The lines since the person last spoke. */
export function lastTurn(state: Transcript): readonly Entry[] {
  const start = state.entries.findLastIndex((entry) => entry.item.role === "person");
  return state.entries.slice(start + 1);
}

function replaceAll(message: ChatTranscript, buffers: readonly DataView[], now_s: number): Transcript {
  let used = 0;
  const entries = message.items.map((item) => {
    const count = item.call?.image_count ?? 0;
    const pictures = buffers.slice(used, used + count);
    used += count;
    return { item, pictures, startedAt_s: startOf(item, null, now_s) };
  });
  const last = message.items.at(-1);
  return {
    ...emptyTranscript,
    entries,
    positions: new Map(entries.map((entry, position) => [entry.item.item_id, position])),
    running: message.running,
    growing: message.running && last?.role === "agent" ? last.item_id : "",
    modelName: message.model_name,
    prompts: message.prompts,
    isLoaded: true,
  };
}

function putItem(state: Transcript, item: ChatItem, buffers: readonly DataView[], now_s: number): Transcript {
  const position = state.positions.get(item.item_id);
  if (position === undefined) {
    const entry = { item, pictures: buffers, startedAt_s: startOf(item, null, now_s) };
    return {
      ...state,
      entries: [...state.entries, entry],
      positions: new Map(state.positions).set(item.item_id, state.entries.length),
      growing: item.role === "agent" && state.running ? item.item_id : "",
      outcome: item.role === "person" ? "" : state.outcome,
    };
  }
  const old = state.entries[position] as Entry;
  if (item.call === null && old.item.text === item.text) return state;
  // Pictures are sent once; a later state of the same line comes without them.
  const pictures = buffers.length > 0 ? buffers : old.pictures;
  return withEntry(state, position, { item, pictures, startedAt_s: startOf(item, old, now_s) });
}

function appendText(state: Transcript, message: ChatText): Transcript {
  const position = state.positions.get(message.item_id);
  if (position === undefined) return { ...state, hasGap: true };
  const old = state.entries[position] as Entry;
  const item = { ...old.item, text: old.item.text + message.delta };
  return { ...withEntry(state, position, { ...old, item }), growing: message.item_id };
}

function setRunning(state: Transcript, message: ChatRunning): Transcript {
  const next = { ...state, running: message.running, outcome: message.outcome, growing: "" };
  const hasEnded = state.running && !message.running;
  return hasEnded ? { ...next, announcement: announce(next) } : next;
}

function withEntry(state: Transcript, position: number, entry: Entry): Transcript {
  const entries = state.entries.slice();
  entries[position] = entry;
  return { ...state, entries };
}

function startOf(item: ChatItem, old: Entry | null, now_s: number): number | null {
  if (item.call?.state !== "running") return null;
  return old?.startedAt_s ?? now_s - item.call.duration_s;
}

function announce(state: Transcript): string {
  const turn = lastTurn(state);
  const calls = turn.flatMap((entry) => entry.item.call ?? []);
  const failed = calls.filter((call) => call.state === "error" || call.state === "refused").length;
  const steps =
    calls.length === 0 ? "" : ` ${calls.length} ${calls.length === 1 ? "step" : "steps"}, ${failed} failed.`;
  const words =
    turn.findLast((entry) => entry.item.role === "agent" || entry.item.role === "error")?.item.text ?? "";
  return `${outcomeText[state.outcome]}${steps} ${words}`.trim();
}

const outcomeText: Record<ChatRunning["outcome"], string> = {
  "": "The agent has finished.",
  done: "The agent has finished.",
  cancelled: "Stopped. The robot holds its position.",
  error: "The turn ended with an error.",
};
