import type { JSX, RefObject } from "preact";
import { useEffect, useId } from "preact/hooks";
import { Button } from "../../ui/button";
import type { ChatControl } from "./control";
import { Prompts } from "./prompts";

export interface ComposerProps {
  control: ChatControl;
  draft: string;
  box: RefObject<HTMLTextAreaElement | null>;
  onDraft: (draft: string) => void;
  /** Puts a prompt into the box. */
  onPick: (prompt: string) => void;
}

/** Where one says something, or stops the turn that is running. */
export function Composer({ control, draft, box, onDraft, onPick }: ComposerProps): JSX.Element {
  const hint = useId();
  const { running, prompts, entries } = control.transcript.value;
  const lock = control.lock.value;
  const isEmpty = draft.trim() === "";

  // The height follows the text where the browser cannot do it by itself.
  useEffect(() => {
    const area = box.current;
    if (!area || CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [draft, box]);

  const send = () => {
    if (lock !== "" || isEmpty) return;
    control.send(draft.trim(), () => onDraft(""));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a character, Enter belongs to it.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave(event.currentTarget as HTMLElement);
    }
  };

  return (
    <div class="srnb-composer">
      {!running && entries.length > 0 && <Prompts prompts={prompts} isLocked={lock !== ""} onPick={onPick} />}
      <div class={lock === "" ? "srnb-box" : "srnb-box srnb-box-locked"}>
        <textarea
          ref={box}
          rows={1}
          value={draft}
          placeholder={running ? "The agent is working…" : "Ask the robot to do something"}
          aria-label="Message to the agent"
          aria-describedby={hint}
          readOnly={lock !== ""}
          onInput={(event) => onDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {running ? (
          <Button
            label={control.isStopping.value ? "Stopping…" : "Stop turn"}
            icon="stop"
            withText
            tone="danger"
            disabled={control.isStopping.value}
            onPress={control.stop}
          />
        ) : (
          <Button
            label="Send"
            icon="send"
            shortcut="Enter"
            python='agent("…")'
            tone="primary"
            disabled={lock !== "" || isEmpty}
            onPress={send}
          />
        )}
      </div>
      <p id={hint} class="srnb-hint">
        {lock === "" ? "Enter sends · Shift+Enter new line · Esc leaves the box" : lock}
      </p>
    </div>
  );
}

/** Gives the keyboard back to the notebook: to the cell's focusable surroundings, if there are any. */
function leave(box: HTMLElement): void {
  box.blur();
  box.closest(".srnb")?.parentElement?.closest<HTMLElement>("[tabindex]")?.focus();
}
