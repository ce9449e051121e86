import { describe, expect, it } from "vitest";
import type { ChatItem, ToolCall } from "../../src/contract/messages.gen";
import {
  type ChatMessage,
  callDuration_s,
  emptyTranscript,
  lastTurn,
  reduce,
  type Transcript,
} from "../../src/lib/transcript";

const call = (change: Partial<ToolCall> = {}): ToolCall => ({
  call_id: "c1",
  tool: "move_to",
  title: "Move the gripper",
  parameters: [{ name: "x", value: "0.20", unit: "m" }],
  state: "running",
  duration_s: 0,
  result: "",
  image_count: 0,
  ...change,
});
const line = (item_id: string, role: ChatItem["role"], text: string): ChatItem => ({
  item_id,
  role,
  text,
  call: null,
  at_s: 0,
});
const tool = (item_id: string, change: Partial<ToolCall> = {}): ChatItem => ({
  item_id,
  role: "tool",
  text: "",
  call: call(change),
  at_s: 0,
});
const added = (item: ChatItem): ChatMessage => ({ kind: "chat.item", item });
const text = (item_id: string, delta: string): ChatMessage => ({ kind: "chat.text", item_id, delta });
const running = (is: boolean, outcome: "" | "done" | "cancelled" | "error" = ""): ChatMessage => ({
  kind: "chat.running",
  running: is,
  outcome,
});
const picture = () => new DataView(new ArrayBuffer(4));
const play = (messages: readonly ChatMessage[], from: Transcript = emptyTranscript) =>
  messages.reduce((state, message) => reduce(state, message, [], 100), from);
const texts = (state: Transcript) => state.entries.map((entry) => entry.item.text);

describe("transcript", () => {
  it("appends streamed text to the line it belongs to", () => {
    const state = play([
      running(true),
      added(line("a", "agent", "I ")),
      text("a", "move "),
      text("a", "now."),
    ]);
    expect(texts(state)).toEqual(["I move now."]);
    expect(state.growing).toBe("a");
  });

  it("keeps every other entry identical when one line grows, so that only that line is painted", () => {
    const before = play([added(line("p", "person", "go")), added(line("a", "agent", ""))]);
    const after = play([text("a", "ok")], before);
    expect(after.entries[0]).toBe(before.entries[0]);
    expect(after.entries[1]).not.toBe(before.entries[1]);
  });

  it("replaces a line that is told again instead of adding a second one", () => {
    const state = play([
      added(tool("t")),
      added(tool("t", { state: "done", duration_s: 2, result: "there" })),
    ]);
    expect(state.entries).toHaveLength(1);
    expect(state.entries[0]?.item.call?.result).toBe("there");
  });

  it("stays the same object when a line is told again unchanged", () => {
    const state = play([added(line("a", "agent", "hello"))]);
    expect(play([added(line("a", "agent", "hello"))], state)).toBe(state);
  });

  it("heals a line whose text lost a part when the whole line is told again", () => {
    const state = play([
      added(line("a", "agent", "one ")),
      text("a", "three"),
      added(line("a", "agent", "one two three")),
    ]);
    expect(texts(state)).toEqual(["one two three"]);
  });

  it("notices text for a line it never saw", () => {
    expect(play([text("ghost", "boo")]).hasGap).toBe(true);
  });

  it("gives each tool line of a whole transcript its own pictures", () => {
    const pictures = [picture(), picture(), picture()];
    const items = [tool("t1", { image_count: 1 }), line("a", "agent", ""), tool("t2", { image_count: 2 })];
    const message: ChatMessage = {
      kind: "chat.transcript",
      items,
      running: false,
      model_name: "m",
      prompts: ["home"],
    };
    const state = reduce(emptyTranscript, message, pictures, 0);
    expect(state.entries.map((entry) => entry.pictures)).toEqual([
      [pictures[0]],
      [],
      [pictures[1], pictures[2]],
    ]);
    expect(state.isLoaded).toBe(true);
  });

  it("keeps pictures when a later state of the line comes without them", () => {
    const shown = reduce(
      emptyTranscript,
      added(tool("t", { state: "done", image_count: 1 })),
      [picture()],
      0,
    );
    const later = reduce(shown, added(tool("t", { state: "done", image_count: 1, result: "more" })), [], 0);
    expect(later.entries[0]?.pictures).toHaveLength(1);
  });

  it("forgets a gap once the whole transcript has come", () => {
    const state = play([text("ghost", "boo")]);
    const whole: ChatMessage = {
      kind: "chat.transcript",
      items: [],
      running: false,
      model_name: "",
      prompts: [],
    };
    expect(play([whole], state).hasGap).toBe(false);
  });

  it("goes on growing the last agent line after a reload in the middle of a turn", () => {
    const whole: ChatMessage = {
      kind: "chat.transcript",
      items: [line("p", "person", "go"), line("a", "agent", "I am")],
      running: true,
      model_name: "",
      prompts: [],
    };
    const state = play([whole, text("a", " moving")]);
    expect(texts(state)).toEqual(["go", "I am moving"]);
    expect(state.growing).toBe("a");
  });

  it("announces a finished turn once, with its steps and last words", () => {
    const turn = play([
      running(true),
      added(line("p", "person", "go home")),
      added(tool("t", { state: "done" })),
      added(line("a", "agent", "I am home.")),
    ]);
    expect(turn.announcement).toBe("");
    const ended = play([running(false, "done")], turn);
    expect(ended.announcement).toBe("The agent has finished. 1 step, 0 failed. I am home.");
    expect(play([running(false, "done")], ended).announcement).toBe(ended.announcement);
  });

  it("says that the robot holds when a turn was stopped", () => {
    expect(play([running(true), running(false, "cancelled")]).announcement).toContain(
      "The robot holds its position.",
    );
  });

  it("clears the outcome of the last turn when the person speaks again", () => {
    const state = play([running(true), running(false, "cancelled"), added(line("p", "person", "again"))]);
    expect(state.outcome).toBe("");
  });

  it("takes the lines since the person last spoke as the last turn", () => {
    const state = play([
      added(line("p", "person", "1")),
      added(line("a", "agent", "2")),
      added(line("q", "person", "3")),
      added(line("b", "agent", "4")),
    ]);
    expect(lastTurn(state).map((entry) => entry.item.text)).toEqual(["4"]);
  });
});

describe("duration of a call", () => {
  it("is counted by the page's clock while the call runs", () => {
    const state = reduce(emptyTranscript, added(tool("t")), [], 100);
    expect(callDuration_s(state.entries[0] as never, 103.5)).toBeCloseTo(3.5);
  });

  it("goes on from what the kernel had counted when the page was reloaded", () => {
    const state = reduce(emptyTranscript, added(tool("t", { duration_s: 8 })), [], 100);
    expect(callDuration_s(state.entries[0] as never, 101)).toBeCloseTo(9);
  });

  it("does not start again when the running call is told again", () => {
    const first = reduce(emptyTranscript, added(tool("t")), [], 100);
    const again = reduce(first, added(tool("t", { result: "half" })), [], 105);
    expect(callDuration_s(again.entries[0] as never, 106)).toBeCloseTo(6);
  });

  it("is the kernel's figure once the call has ended", () => {
    const state = reduce(emptyTranscript, added(tool("t", { state: "done", duration_s: 2.25 })), [], 100);
    expect(callDuration_s(state.entries[0] as never, 900)).toBe(2.25);
  });
});
