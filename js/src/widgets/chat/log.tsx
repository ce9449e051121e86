import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isAtEnd } from "../../lib/following";
import type { Transcript } from "../../lib/transcript";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Spinner } from "../../ui/spinner";
import { EntryView } from "./entry";

/** The conversation. It scrolls with the newest line unless the reader has scrolled up. */
export function Log({
  transcript,
  empty,
}: {
  transcript: Transcript;
  empty: ComponentChildren;
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isBehind, setBehind] = useState(false);

  const hasLines = transcript.entries.length > 0;
  const follow = () => {
    // Without lines the box holds the introduction, which is read from its beginning.
    if (box.current && isFollowing.current && hasLines) box.current.scrollTop = box.current.scrollHeight;
  };
  const toEnd = () => {
    isFollowing.current = true;
    setBehind(false);
    follow();
  };
  const lastSaid = transcript.entries.findLast((entry) => entry.item.role === "person")?.item.item_id;
  useLayoutEffect(toEnd, [lastSaid]);
  useLayoutEffect(follow);
  useEffect(() => {
    // Pictures and opened cards change the height without a new line.
    const observer = new ResizeObserver(follow);
    if (content.current) observer.observe(content.current);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, [hasLines]);

  return (
    <div class="srnb-log-frame">
      <div
        ref={box}
        class="srnb-log"
        role="log"
        aria-label="Conversation"
        // A finished turn is announced once, by the panel; each word of a stream would be noise.
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it
        tabIndex={0}
        onScroll={(event) => {
          isFollowing.current = isAtEnd(event.currentTarget);
          setBehind(!isFollowing.current);
        }}
      >
        <div ref={content}>
          {!hasLines && empty}
          <ol class="srnb-lines">
            {transcript.entries.map((entry) => (
              <EntryView
                key={entry.item.item_id}
                entry={entry}
                isGrowing={entry.item.item_id === transcript.growing}
              />
            ))}
          </ol>
          <Ending transcript={transcript} />
        </div>
      </div>
      {isBehind && (
        <div class="srnb-log-end">
          <Button label="Go to the newest line" icon="down" onPress={toEnd} />
        </div>
      )}
    </div>
  );
}

/** What follows the last line: that work goes on, or how the turn ended when it did not end well. */
function Ending({ transcript }: { transcript: Transcript }): JSX.Element | null {
  if (transcript.running) {
    const isVisiblyBusy =
      transcript.growing !== "" || transcript.entries.some((entry) => entry.item.call?.state === "running");
    return isVisiblyBusy ? null : (
      <p class="srnb-ending">
        <Spinner /> Thinking…
      </p>
    );
  }
  switch (transcript.outcome) {
    case "cancelled":
      return (
        <p class="srnb-ending srnb-ending-cancelled">
          <Icon name="stop" size={14} /> Stopped. The motion was given up; the robot holds its position.
        </p>
      );
    case "error":
      return (
        <p class="srnb-ending srnb-ending-error">
          <Icon name="error" size={14} /> The turn ended with an error.
        </p>
      );
    case "done":
    case "":
      return null;
  }
}
