import "../ui/theme.css";
import "./mode_switch.css";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { ModeChangeRefused } from "../contract/messages.gen";
import { clockText } from "../lib/format";
import { KernelLink, type LinkState } from "../lib/kernel_link";
import { type Mode, type ModeTraits, neighbour, refusalView, segments, statusText } from "../lib/mode_view";
import { Button } from "../ui/button";
import { CheckList } from "../ui/check_list";
import { Icon } from "../ui/icon";
import { ModeMark } from "../ui/mode_mark";
import { createNoticeList, type NoticeList, Notices } from "../ui/notices";
import { Spinner } from "../ui/spinner";
import type { WidgetDefinition } from "./model";
import { mount } from "./mount";
import { type Session, sharedBy } from "./session";

/** What all views of one switch share. */
interface ModeControl {
  readonly traits: ReadonlySignal<ModeTraits>;
  readonly notices: NoticeList;
  /** Why nothing can be switched; empty when it can. */
  readonly lock: ReadonlySignal<string>;
  /** Whether a press can still reach the kernel, even if it is silent. */
  readonly isConnected: ReadonlySignal<boolean>;
  /** What was pressed and not yet confirmed by the kernel. */
  readonly asked: ReadonlySignal<Asked>;
  choose(mode: Mode): void;
  stop(): void;
  resetStop(): void;
  dismiss(): void;
}

type Asked = "" | "mode" | "stop" | "reset";

const controlOf = sharedBy((session: Session): ModeControl => {
  const answer = signal<LinkState>("live");
  const asked = signal<Asked>("");
  const notices = createNoticeList();
  // A press is never sent twice: a kernel that wakes up late would switch a robot that nobody watches any more.
  const link = new KernelLink(
    () => {},
    (state) => {
      answer.value = state;
    },
  );
  const heard = () => {
    asked.value = "";
    link.heard();
  };
  const press = (what: Asked, send: () => void) => {
    asked.value = what;
    link.expectAnswer(send);
  };

  const traits = computed<ModeTraits>(() => ({
    title: session.trait<string>("title").value,
    mode: session.trait<Mode>("mode").value,
    pending_mode: session.trait<Mode | "">("pending_mode").value,
    mode_label: session.trait<string>("mode_label").value,
    epoch: session.trait<number>("epoch").value,
    is_stopped: session.trait<boolean>("is_stopped").value,
    stop_reason: session.trait<string>("stop_reason").value,
    is_closed: session.trait<boolean>("robot_is_closed").value,
    refusal: session.trait<ModeChangeRefused | null>("refusal").value,
  }));
  for (const name of ["mode", "pending_mode", "is_stopped", "refusal", "epoch", "robot_is_closed"]) {
    session.model.on(`change:${name}`, heard);
  }
  session.listen((message) => {
    heard();
    if (message.kind === "notice") notices.add(message.level, message.text);
  });

  const lock = computed(() => {
    if (session.mismatch !== "") return session.mismatch;
    if (session.link.value === "stopped") {
      return "The kernel has stopped. What is shown was true when it did; run the cell again.";
    }
    if (answer.value !== "silent") return "";
    return asked.value === "stop"
      ? "The kernel does not answer, so the stop is not confirmed. Use the arm's power switch if it moves."
      : "The kernel does not answer. It takes the change over when it does.";
  });

  return {
    traits,
    notices,
    lock,
    isConnected: computed(() => session.link.value === "live"),
    asked,
    choose: (mode) => press("mode", () => session.send({ kind: "mode.set", mode })),
    stop: () => press("stop", () => session.send({ kind: "robot.stop" })),
    resetStop: () => press("reset", () => session.send({ kind: "robot.reset_stop" })),
    dismiss: () => session.setTrait("refusal", null),
  };
});

function ModeSwitch({ control }: { control: ModeControl }): JSX.Element {
  const traits = control.traits.value;
  return (
    <section class={`srnb srnb-panel srnb-switch srnb-switch-${traits.mode}`} aria-label="Robot mode">
      <div class="srnb-switch-row">
        <Segments control={control} traits={traits} />
        <div class="srnb-switch-status">
          <span class="srnb-switch-title">{traits.title}</span>
          <span role="status">{statusText(traits)}</span>
          <span class="srnb-switch-epoch" title={"How often the mode has changed.\nPython: robot.epoch"}>
            epoch {traits.epoch}
          </span>
        </div>
        <StopButton control={control} traits={traits} />
      </div>
      {traits.is_stopped && <Stopped control={control} traits={traits} />}
      {traits.refusal !== null && (
        <Refusal refusal={traits.refusal} mode={traits.mode} onDismiss={control.dismiss} />
      )}
      {control.lock.value !== "" && (
        <p class="srnb-switch-lock" role="alert">
          <Icon name="warning" />
          <span>{control.lock.value}</span>
        </p>
      )}
      <Notices list={control.notices} />
    </section>
  );
}

function Segments({ control, traits }: { control: ModeControl; traits: ModeTraits }): JSX.Element {
  const group = useRef<HTMLDivElement>(null);
  const isLocked = control.lock.value !== "";
  const isAsked = control.asked.value === "mode";

  const focus = (mode: Mode) => group.current?.querySelector<HTMLElement>(`[data-mode=${mode}]`)?.focus();
  const onKeyDown = (event: KeyboardEvent, mode: Mode) => {
    const next = neighbour(mode, event.key);
    if (next === null) return;
    event.preventDefault();
    focus(next);
  };

  return (
    <div
      ref={group}
      class="srnb-segments"
      role="radiogroup"
      aria-label="Mode: the arrow keys move between the choices, Enter chooses"
      aria-busy={traits.pending_mode !== "" || isAsked}
    >
      {segments(traits).map((segment) => (
        // biome-ignore lint/a11y/useSemanticElements: a native radio changes with the arrow keys, which must not switch a robot
        <button
          key={segment.mode}
          type="button"
          role="radio"
          data-mode={segment.mode}
          class={`srnb-segment srnb-segment-${segment.mode}${segment.isChecking ? " srnb-segment-checking" : ""}`}
          title={segment.hint}
          aria-checked={segment.isChosen}
          aria-disabled={segment.isDisabled || isLocked}
          tabIndex={segment.isChosen ? 0 : -1}
          onKeyDown={(event) => onKeyDown(event, segment.mode)}
          onClick={() => {
            if (!segment.isDisabled && !isLocked && !isAsked && !segment.isChosen)
              control.choose(segment.mode);
          }}
        >
          {segment.isChecking ? <Spinner /> : <ModeMark mode={segment.mode} size={10} />}
          <span>{segment.word}</span>
        </button>
      ))}
    </div>
  );
}

function StopButton({ control, traits }: { control: ModeControl; traits: ModeTraits }): JSX.Element {
  return (
    <Button
      label={control.asked.value === "stop" ? "Stopping…" : "Stop"}
      icon="stop"
      withText
      tone="danger"
      python={'robot.stop()\nA software stop: the arm slows down and holds until "Reset stop".'}
      disabled={traits.is_closed || traits.is_stopped || !control.isConnected.value}
      onPress={control.stop}
    />
  );
}

function Stopped({ control, traits }: { control: ModeControl; traits: ModeTraits }): JSX.Element {
  return (
    <div class="srnb-switch-stopped" role="alert">
      <Icon name="stop" />
      <p>
        <strong>Stopped</strong>
        {traits.stop_reason !== "" && ` because ${traits.stop_reason.replace(/\.$/, "")}`}. The robot holds
        and takes no motion until the stop is reset.
      </p>
      <Button
        label="Reset stop"
        icon="reset"
        withText
        python="robot.reset_stop()"
        disabled={control.lock.value !== "" || control.asked.value === "reset"}
        onPress={control.resetStop}
      />
    </div>
  );
}

function Refusal(props: { refusal: ModeChangeRefused; mode: Mode; onDismiss: () => void }): JSX.Element {
  const view = refusalView(props.refusal, props.mode);
  return (
    <div class="srnb-switch-refusal" role="alert">
      <div class="srnb-switch-refusal-head">
        <p>
          <strong>{view.title}</strong>
          <time>{clockText(props.refusal.at_s)}</time>
        </p>
        <Button label="Dismiss" icon="close" onPress={props.onDismiss} />
      </div>
      <CheckList failed={view.failed} passed={view.passed} />
    </div>
  );
}

export const modeSwitch: WidgetDefinition = {
  render: (context) => mount(context, <ModeSwitch control={controlOf(context.model)} />),
};
