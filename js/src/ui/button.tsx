import "./button.css";
import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./icon";

export interface ButtonProps {
  /** What it does, for the tooltip and for screen readers; shown as text unless `icon` stands alone. */
  label: string;
  icon?: IconName;
  /** The same in Python, shown in the tooltip: `robot.world.pause()`. */
  python?: string;
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string;
  /** For a switch: whether it is on. Left out for a button that acts. */
  pressed?: boolean;
  disabled?: boolean;
  /** Show the label beside the icon. */
  withText?: boolean;
  tone?: "plain" | "outline" | "primary" | "danger";
  onPress: () => void;
  children?: ComponentChildren;
}

/** A button whose tooltip says what it does, by which key, and how Python does it. */
export function Button(props: ButtonProps): JSX.Element {
  const { label, icon, pressed, tone = "plain" } = props;
  const withText = props.withText ?? icon === undefined;
  return (
    <button
      type="button"
      class={`srnb-button srnb-button-${tone}${withText ? "" : " srnb-button-icon"}`}
      title={tooltip(label, props.shortcut, props.python)}
      aria-label={label}
      aria-pressed={pressed}
      disabled={props.disabled}
      onClick={props.onPress}
    >
      {icon && <Icon name={icon} />}
      {withText && <span>{label}</span>}
      {props.children}
    </button>
  );
}

/** "Pause (Space)\nPython: robot.world.pause()". */
export function tooltip(label: string, shortcut?: string, python?: string): string {
  const first = shortcut ? `${label} (${shortcut})` : label;
  return python ? `${first}\nPython: ${python}` : first;
}
