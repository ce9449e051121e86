/** The conversation as Markdown, for the clipboard. */
import type { ToolCall } from "../contract/messages.gen";
import { durationText } from "./format";
import type { Entry } from "./transcript";

export function transcriptText(entries: readonly Entry[]): string {
  return `${entries.map(entryText).join("\n\n")}\n`;
}

function entryText({ item }: Entry): string {
  switch (item.role) {
    case "person":
      return `**You:** ${item.text}`;
    case "agent":
      return item.text.trim();
    case "error":
      return `> Error: ${item.text.replaceAll("\n", "\n> ")}`;
    case "tool":
      return item.call === null ? item.text : callText(item.call);
  }
}

function callText(call: ToolCall): string {
  const parameters = call.parameters.map(({ name, value, unit }) => `${name}=${value}${unit && ` ${unit}`}`);
  const head = `- \`${call.tool}(${parameters.join(", ")})\` ${call.state}, ${durationText(call.duration_s)}`;
  return call.result === "" ? head : `${head}\n  ${call.result.replaceAll("\n", "\n  ")}`;
}
