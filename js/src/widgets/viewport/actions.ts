import type { Signal } from "@preact/signals";
import { MAX_SPEED } from "../../lib/speed";
import type { ViewportCommand } from "../../lib/viewport_keys";
import type { Stage } from "../../three/stage";
import type { Session } from "../session";
import type { ViewportTraits } from "./traits";

/** What a person can do in one view. */
export interface Actions {
  togglePlay(): void;
  step(): void;
  reset(): void;
  /** `MAX_SPEED` for as fast as possible. */
  setSpeed(speed: number): void;
  setCamera(name: string): void;
  setPictureCamera(name: string): void;
  toggleShadows(): void;
  toggleContacts(): void;
  toggleJoints(): void;
  toggleHelp(): void;
  closeHelp(): void;
  stop(): void;
  resetStop(): void;
  setHeight(height: number): void;
}

export function createActions(session: Session, traits: ViewportTraits, helpShown: Signal<boolean>): Actions {
  const overlays = (change: { contacts?: boolean; joints?: boolean; picture_camera?: string }) =>
    session.send({
      kind: "viewport.overlays",
      contacts: traits.showContacts.peek(),
      joints: traits.showJoints.peek(),
      picture_camera: traits.pictureCamera.peek(),
      ...change,
    });
  return {
    togglePlay() {
      session.send({ kind: "viewport.transport", action: traits.isPaused.peek() ? "play" : "pause" });
    },
    step: () => session.send({ kind: "viewport.transport", action: "step" }),
    reset: () => session.send({ kind: "viewport.transport", action: "reset" }),
    setSpeed(speed) {
      session.send({ kind: "viewport.set_speed", speed: Number.isFinite(speed) ? speed : MAX_SPEED });
    },
    setCamera: (name) => session.setTrait("camera", name),
    setPictureCamera: (name) => overlays({ picture_camera: name }),
    toggleShadows: () => session.setTrait("shadows", !traits.shadows.peek()),
    toggleContacts: () => overlays({ contacts: !traits.showContacts.peek() }),
    toggleJoints: () => overlays({ joints: !traits.showJoints.peek() }),
    toggleHelp() {
      helpShown.value = !helpShown.peek();
    },
    closeHelp() {
      helpShown.value = false;
    },
    stop: () => session.send({ kind: "robot.stop" }),
    resetStop: () => session.send({ kind: "robot.reset_stop" }),
    setHeight: (height) => session.setTrait("height", Math.round(height)),
  };
}

/** Carries out a key's command; says whether the key was taken. */
export function obey(
  command: ViewportCommand,
  actions: Actions,
  stage: Stage | null,
  cameras: readonly string[],
): boolean {
  switch (command.do) {
    case "orbit":
      stage?.orbit(command.left_deg, command.up_deg);
      return true;
    case "pan":
      stage?.pan(command.right, command.up);
      return true;
    case "zoom":
      stage?.zoom(command.factor);
      return true;
    case "camera": {
      const name = command.index === 0 ? "" : cameras[command.index - 1];
      if (name === undefined) return false;
      // 0 in the free view brings it back to where it started.
      if (name === "") stage?.resetView();
      actions.setCamera(name);
      return true;
    }
    case "toggle-play":
      actions.togglePlay();
      return true;
    case "reset":
      actions.reset();
      return true;
    case "toggle-help":
      actions.toggleHelp();
      return true;
    case "close-help":
      actions.closeHelp();
      return false;
  }
}
