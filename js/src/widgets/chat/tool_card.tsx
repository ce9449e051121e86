import "./tool_card.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Parameter, ToolCall } from "../../contract/messages.gen";
import { durationText } from "../../lib/format";
import { callDuration_s, type Entry } from "../../lib/transcript";
import { Icon, type IconName } from "../../ui/icon";
import { Pictures } from "../../ui/pictures";
import { Spinner } from "../../ui/spinner";

const WORDS: Record<ToolCall["state"], string> = {
  queued: "waiting",
  running: "running",
  done: "done",
  refused: "refused",
  error: "failed",
  cancelled: "stopped",
};
const ICONS: Record<Exclude<ToolCall["state"], "running">, IconName> = {
  queued: "waiting",
  done: "check",
  refused: "refused",
  error: "error",
  cancelled: "stop",
};

/** One tool call: what it does with which values, how it went, how long it took, what came of it. */
export function ToolCard({ entry, call }: { entry: Entry; call: ToolCall }): JSX.Element {
  // What went wrong is open until the reader closes it.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? (call.state === "refused" || call.state === "error");
  return (
    <div class={`srnb-call srnb-call-${call.state}`}>
      <details
        open={isOpen}
        onToggle={(event) => {
          if (event.currentTarget.open !== isOpen) setChosen(event.currentTarget.open);
        }}
      >
        <summary>
          <span class="srnb-call-icon">
            {call.state === "running" ? <Spinner /> : <Icon name={ICONS[call.state]} />}
          </span>
          <span class="srnb-call-title">{call.title}</span>
          <span class="srnb-call-state">
            {WORDS[call.state]}
            {call.state !== "queued" && <Duration entry={entry} />}
          </span>
          <Icon name="down" size={12} />
          {!isOpen && <Digest call={call} />}
        </summary>
        <Details call={call} />
      </details>
      <Pictures pictures={entry.pictures} title={call.title} />
    </div>
  );
}

/** The values, then the result, in the one line that a closed card has. */
function Digest({ call }: { call: ToolCall }): JSX.Element | null {
  const result = call.result.trim().split("\n", 1)[0] ?? "";
  if (call.parameters.length === 0 && result === "") return null;
  return (
    <span class="srnb-call-digest">
      {call.parameters.map((parameter) => (
        <span key={parameter.name} class="srnb-call-value">
          <span>{parameter.name}</span> {valueText(parameter)}
        </span>
      ))}
      {result}
    </span>
  );
}

function Details({ call }: { call: ToolCall }): JSX.Element {
  return (
    <div class="srnb-call-details">
      <dl>
        <dt>tool</dt>
        <dd>
          <code>{call.tool}</code>
        </dd>
        {call.parameters.map((parameter) => (
          <div key={parameter.name}>
            <dt>{parameter.name}</dt>
            <dd>{valueText(parameter)}</dd>
          </div>
        ))}
      </dl>
      {call.result !== "" && <pre class="srnb-call-result">{call.result}</pre>}
    </div>
  );
}

function Duration({ entry }: { entry: Entry }): JSX.Element {
  const isRunning = entry.startedAt_s !== null;
  const [now_s, setNow] = useState(() => performance.now() / 1000);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(performance.now() / 1000), 100);
    return () => clearInterval(timer);
  }, [isRunning]);
  return <span class="srnb-call-duration">{durationText(callDuration_s(entry, now_s))}</span>;
}

/** A figure never stands apart from its unit. */
function valueText({ value, unit }: Parameter): string {
  if (unit === "") return value;
  return unit === "°" ? `${value}°` : `${value}\u00a0${unit}`;
}
