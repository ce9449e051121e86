import "../../ui/theme.css";
import "./chat.css";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { transcriptText } from "../../lib/transcript_text";
import { CopyButton } from "../../ui/copy_button";
import { Icon } from "../../ui/icon";
import { Notices } from "../../ui/notices";
import { Spinner } from "../../ui/spinner";
import type { WidgetDefinition } from "../model";
import { mount } from "../mount";
import { Composer } from "./composer";
import { type ChatControl, controlOf } from "./control";
import { Log } from "./log";
import { Prompts } from "./prompts";

function Chat({ control }: { control: ChatControl }): JSX.Element {
  const [draft, setDraft] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const transcript = control.transcript.value;
  const pick = (prompt: string) => {
    setDraft(prompt);
    box.current?.focus();
  };
  return (
    <section
      class="srnb srnb-panel srnb-chat"
      aria-label="Agent chat"
      style={{ "--height": `${control.height_px.value}px` }}
    >
      <header class="srnb-chat-head">
        <h2>Agent</h2>
        <p title={`${transcript.modelName}\nPython: agent.model`}>{transcript.modelName}</p>
        {transcript.entries.length > 0 && (
          <CopyButton label="Copy the conversation" text={() => transcriptText(transcript.entries)} />
        )}
      </header>
      {control.link.value === "silent" && (
        <p class="srnb-chat-silent" role="alert">
          <Icon name="warning" />
          <span>Kernel not answering. What is shown may be old. After a restart, run the cell again.</span>
        </p>
      )}
      <Log transcript={transcript} empty={<Empty control={control} onPick={pick} />} />
      <Notices list={control.notices} />
      <Composer control={control} draft={draft} box={box} onDraft={setDraft} onPick={pick} />
      <div class="srnb-visually-hidden" role="status">
        {transcript.announcement}
      </div>
    </section>
  );
}

function Empty(props: { control: ChatControl; onPick: (prompt: string) => void }): JSX.Element {
  const { transcript, lock } = props.control;
  if (!transcript.value.isLoaded) {
    return (
      <p class="srnb-ending">
        <Spinner /> Connecting to the kernel…
      </p>
    );
  }
  return (
    <div class="srnb-empty">
      <p>
        <strong>Tell the robot what to do.</strong> Each step the agent takes appears here as a card: which
        tool, with which values, how long it took and what came of it.
      </p>
      <Prompts prompts={transcript.value.prompts} isLocked={lock.value !== ""} onPick={props.onPick} />
      <p class="srnb-empty-code">
        From a cell: <code>agent("{transcript.value.prompts[0] ?? "go home"}")</code>
      </p>
    </div>
  );
}

export const chat: WidgetDefinition = {
  render: (context) => mount(context, <Chat control={controlOf(context.model)} />),
};
