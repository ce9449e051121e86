import "./notices.css";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { JSX } from "preact";
import type { Notice } from "../contract/messages.gen";
import { Button } from "./button";
import { Icon } from "./icon";

export interface NoticeEntry {
  /** Counts up; tells two notices of the same text apart. */
  key: number;
  level: Notice["level"];
  text: string;
  /** How often it came in a row. */
  count: number;
}

export interface NoticeList {
  readonly entries: ReadonlySignal<readonly NoticeEntry[]>;
  add(level: Notice["level"], text: string): void;
  dismiss(key: number): void;
}

/** The notices of one widget: at most `limit`, the newest last, a repeated one counted instead of repeated. */
export function createNoticeList(limit = 3): NoticeList {
  const entries = signal<readonly NoticeEntry[]>([]);
  let nextKey = 1;
  return {
    entries,
    add(level, text) {
      const last = entries.value.at(-1);
      if (last && last.level === level && last.text === text) {
        entries.value = [...entries.value.slice(0, -1), { ...last, count: last.count + 1 }];
        return;
      }
      entries.value = [...entries.value, { key: nextKey++, level, text, count: 1 }].slice(-limit);
    },
    dismiss(key) {
      entries.value = entries.value.filter((entry) => entry.key !== key);
    },
  };
}

/** The notices with a button to put each away. Empty without any. */
export function Notices({ list }: { list: NoticeList }): JSX.Element {
  return (
    <div class="srnb-notices" role="log" aria-live="polite" aria-label="Notices">
      {list.entries.value.map((entry) => (
        <div key={entry.key} class={`srnb-notice srnb-notice-${entry.level}`}>
          <Icon name={entry.level} />
          <div class="srnb-notice-text">
            {entry.text}
            {entry.count > 1 && <span class="srnb-notice-count"> ({entry.count} times)</span>}
          </div>
          <Button label="Dismiss" icon="close" onPress={() => list.dismiss(entry.key)} />
        </div>
      ))}
    </div>
  );
}
