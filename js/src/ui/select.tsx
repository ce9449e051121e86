import "./select.css";
import type { JSX } from "preact";
import { tooltip } from "./button";
import { Icon, type IconName } from "./icon";

export interface SelectProps {
  /** What is chosen, for the tooltip and for screen readers. */
  label: string;
  icon?: IconName;
  value: string;
  choices: readonly { value: string; label: string }[];
  python?: string;
  shortcut?: string;
  disabled?: boolean;
  onChoose: (value: string) => void;
}

/** The browser's own menu, dressed as the other controls: it works by keyboard, by touch and in any frame. */
export function Select(props: SelectProps): JSX.Element {
  return (
    <label class="srnb-select" title={tooltip(props.label, props.shortcut, props.python)}>
      {props.icon && <Icon name={props.icon} />}
      <select
        aria-label={props.label}
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={12} />
    </label>
  );
}
