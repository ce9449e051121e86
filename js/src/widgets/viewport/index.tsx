import "../../ui/theme.css";
import "./viewport.css";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import { commandOf } from "../../lib/viewport_keys";
import type { Stage } from "../../three/stage";
import { Notices } from "../../ui/notices";
import type { WidgetDefinition } from "../model";
import { mount } from "../mount";
import { createActions, obey } from "./actions";
import { Header } from "./header";
import { Badge, Caption, JointReadout, KeyHelp, PictureInPicture } from "./hud";
import { ResizeHandle } from "./resize_handle";
import { StageView } from "./stage_view";
import { type ViewportState, viewportStateOf } from "./state";
import { Toolbar } from "./toolbar";
import { traitsOf } from "./traits";

export const viewport: WidgetDefinition = {
  render: (context) => mount(context, <Viewport state={viewportStateOf(context.model)} />),
};

function Viewport({ state }: { state: ViewportState }): JSX.Element {
  const { session } = state;
  const traits = useMemo(() => traitsOf(session), [session]);
  const helpShown = useSignal(false);
  const preview = useSignal<number | null>(null);
  const actions = useMemo(() => createActions(session, traits, helpShown), [session, traits, helpShown]);
  const root = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);

  const onStage = useCallback((made: Stage | null) => {
    stage.current = made;
  }, []);
  const onFreeView = useCallback(() => actions.setCamera(""), [actions]);
  const isActive = useCallback(() => root.current?.contains(document.activeElement) ?? false, []);

  useEffect(() => {
    const ended = new AbortController();
    const onKey = (event: KeyboardEvent) => {
      if (isControlsOwnKey(event)) return;
      const command = commandOf(event);
      if (!command || !obey(command, actions, stage.current, traits.cameras.peek())) return;
      event.preventDefault();
      event.stopPropagation();
    };
    root.current?.addEventListener("keydown", onKey, { signal: ended.signal });
    return () => ended.abort();
  }, [actions, traits]);

  const freshness = state.freshness.value;
  const connected = session.link.value === "live" && !session.mismatch;
  const dimmed = freshness.state === "silent" || freshness.state === "stopped";
  const height = preview.value ?? traits.height.value;
  const joints = state.joints.value;
  return (
    <div
      ref={root}
      class="srnb srnb-panel srnb-viewport"
      data-state={freshness.state}
      data-scene={state.scene.value?.version ?? ""}
      data-camera={traits.camera.value}
    >
      <Header traits={traits} actions={actions} connected={connected} />
      <section
        class={`srnb-viewport-stage${dimmed ? " srnb-viewport-dimmed" : ""}`}
        style={{ height: `${height}px` }}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys; the label says which.
        tabIndex={0}
        aria-label="Scene. Arrow keys turn the view, ? lists all keys."
      >
        <StageView
          state={state}
          traits={traits}
          isActive={isActive}
          onStage={onStage}
          onFreeView={onFreeView}
        />
        <Badge figures={state.figures.value} paused={traits.isPaused.value} />
        <Caption freshness={freshness} />
        {traits.showJoints.value && joints && <JointReadout joints={joints} />}
        {traits.pictureCamera.value && (
          <PictureInPicture picture={state.picture.value} camera={traits.pictureCamera.value} />
        )}
        {helpShown.value && <KeyHelp />}
      </section>
      <ResizeHandle
        height={height}
        onPreview={(value) => {
          preview.value = value;
        }}
        onDone={(value) => {
          preview.value = null;
          actions.setHeight(value);
        }}
      />
      <Toolbar
        traits={traits}
        actions={actions}
        camera={traits.camera.value}
        helpShown={helpShown.value}
        connected={connected}
      />
      <Notices list={state.notices} />
    </div>
  );
}

/** A menu types letters to find its lines; buttons and the handle have Space, Enter and the arrows. */
function isControlsOwnKey(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest("select")) return true;
  const isGeneral = event.key === " " || event.key === "Enter" || event.key.startsWith("Arrow");
  return isGeneral && event.target.closest("button, [role=separator]") !== null;
}
