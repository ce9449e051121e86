import type { ReadonlySignal } from "@preact/signals";

import type { Session } from "../session";

/** The viewport's traits, as widgets/viewport.py documents them. */
export interface ViewportTraits {
  title: ReadonlySignal<string>;
  height: ReadonlySignal<number>;
  camera: ReadonlySignal<string>;
  cameras: ReadonlySignal<string[]>;
  shadows: ReadonlySignal<boolean>;
  showContacts: ReadonlySignal<boolean>;
  showJoints: ReadonlySignal<boolean>;
  pictureCamera: ReadonlySignal<string>;
  isPaused: ReadonlySignal<boolean>;
  /** `MAX_SPEED` (0) stands for as fast as possible. */
  speed: ReadonlySignal<number>;
  hasRobot: ReadonlySignal<boolean>;
  mode: ReadonlySignal<"sim" | "real">;
  isStopped: ReadonlySignal<boolean>;
  stopReason: ReadonlySignal<string>;
}

export function traitsOf(session: Session): ViewportTraits {
  return {
    title: session.trait("title"),
    height: session.trait("height"),
    camera: session.trait("camera"),
    cameras: session.trait("cameras"),
    shadows: session.trait("shadows"),
    showContacts: session.trait("show_contacts"),
    showJoints: session.trait("show_joints"),
    pictureCamera: session.trait("picture_camera"),
    isPaused: session.trait("is_paused"),
    speed: session.trait("speed"),
    hasRobot: session.trait("has_robot"),
    mode: session.trait("mode"),
    isStopped: session.trait("is_stopped"),
    stopReason: session.trait("stop_reason"),
  };
}

/** What Python calls the world that is shown. */
export function worldInPython(traits: ViewportTraits): string {
  return traits.hasRobot.value ? "robot.world" : "world";
}
