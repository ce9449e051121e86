import { Component, type JSX } from "preact";
import { clockText } from "../../lib/format";
import type { Entry } from "../../lib/transcript";
import { CopyButton } from "../../ui/copy_button";
import { Icon } from "../../ui/icon";
import { Markdown } from "../../ui/markdown";
import { ToolCard } from "./tool_card";

interface Props {
  entry: Entry;
  /** Whether text is still coming. */
  isGrowing: boolean;
}

/** One line of the conversation; a line that did not change is not drawn again, however long the conversation is. */
export class EntryView extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return next.entry !== this.props.entry || next.isGrowing !== this.props.isGrowing;
  }

  override render({ entry, isGrowing }: Props): JSX.Element {
    const { item } = entry;
    return (
      <li class={`srnb-entry srnb-entry-${item.role}`} title={clockText(item.at_s)}>
        <Content entry={entry} isGrowing={isGrowing} />
      </li>
    );
  }
}

function Content({ entry, isGrowing }: Props): JSX.Element {
  const { role, text, call } = entry.item;
  switch (role) {
    case "person":
      return (
        <div class="srnb-said">
          <span class="srnb-visually-hidden">You: </span>
          {text}
        </div>
      );
    case "agent":
      return (
        <div class={isGrowing ? "srnb-answer srnb-growing" : "srnb-answer"}>
          <span class="srnb-visually-hidden">Agent: </span>
          <Markdown text={text} />
          {!isGrowing && text.trim() !== "" && <CopyButton label="Copy this answer" text={() => text} />}
        </div>
      );
    case "error":
      return (
        <div class="srnb-failure">
          <Icon name="error" />
          <span class="srnb-visually-hidden">Error: </span>
          <div>{text}</div>
        </div>
      );
    case "tool":
      return call === null ? <Markdown text={text} /> : <ToolCard entry={entry} call={call} />;
  }
}
