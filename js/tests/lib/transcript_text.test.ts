import { expect, it } from "vitest";
import type { ChatItem } from "../../src/contract/messages.gen";
import { transcriptText } from "../../src/lib/transcript_text";

const entry = (item: Partial<ChatItem>) => ({
  item: { item_id: "i", role: "agent" as const, text: "", call: null, at_s: 0, ...item },
  pictures: [],
  startedAt_s: null,
});

it("writes the conversation as Markdown that names every call with its units", () => {
  const call = {
    call_id: "c",
    tool: "grip",
    title: "Close the gripper",
    parameters: [{ name: "percent", value: "20", unit: "%" }],
    state: "done" as const,
    duration_s: 0.61,
    result: "gripper at 20\nheld",
    image_count: 0,
  };
  const text = transcriptText([
    entry({ role: "person", text: "grip it" }),
    entry({ role: "tool", call }),
    entry({ text: "Done. " }),
    entry({ role: "error", text: "no\nway" }),
  ]);
  expect(text).toBe(
    [
      "**You:** grip it",
      "- `grip(percent=20 %)` done, 0.6 s\n  gripper at 20\n  held",
      "Done.",
      "> Error: no\n> way\n",
    ].join("\n\n"),
  );
});
