import type { JSX } from "preact";
import { choicesWith, speedInPython, speedLabel } from "../../lib/speed";
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";
import type { Actions } from "./actions";
import { type ViewportTraits, worldInPython } from "./traits";

export interface ToolbarProps {
  traits: ViewportTraits;
  actions: Actions;
  /** The camera this view looks through; "" is the free view. */
  camera: string;
  helpShown: boolean;
  /** Whether the kernel can be asked for anything. */
  connected: boolean;
}

/** Time on the left, looking on the right; where it is narrow the cameras get a line of their own. */
export function Toolbar({ traits, actions, camera, helpShown, connected }: ToolbarProps): JSX.Element {
  const world = worldInPython(traits);
  const paused = traits.isPaused.value;
  const speed = traits.speed.value;
  const cameras = traits.cameras.value;
  const reset = traits.hasRobot.value ? "robot.reset()" : "world.reset()";
  const speeds = choicesWith(speed).map((choice) => ({ value: String(choice), label: speedLabel(choice) }));
  const named = cameras.map((name) => ({ value: name, label: name }));
  return (
    <div class="srnb-toolbar" role="toolbar" aria-label="Viewport controls">
      <div class="srnb-toolbar-group">
        <Button
          label={paused ? "Play" : "Pause"}
          icon={paused ? "play" : "pause"}
          shortcut="Space"
          python={`${world}.${paused ? "resume" : "pause"}()`}
          disabled={!connected}
          onPress={actions.togglePlay}
        />
        <Button
          label="One step"
          icon="step"
          python={`${world}.step()`}
          disabled={!connected || !paused}
          onPress={actions.step}
        />
        <Button
          label="Reset the scene"
          icon="reset"
          shortcut="r"
          python={reset}
          disabled={!connected}
          onPress={actions.reset}
        />
        <Select
          label="Speed of time"
          value={String(speed)}
          choices={speeds}
          python={`${world}.speed = ${speedInPython(speed)}`}
          disabled={!connected}
          onChoose={(value) => actions.setSpeed(Number(value))}
        />
      </div>
      <div class="srnb-toolbar-group srnb-toolbar-cameras">
        <Select
          label="Camera"
          icon="camera"
          shortcut="0 to 9"
          value={camera}
          choices={[{ value: "", label: "Free view" }, ...named]}
          python={`viewport.camera = "${camera}"`}
          onChoose={actions.setCamera}
        />
        <Select
          label="Picture of a robot camera"
          icon="picture"
          value={traits.pictureCamera.value}
          choices={[{ value: "", label: "No picture" }, ...named]}
          python={`viewport.picture_camera = "${traits.pictureCamera.value || (cameras[0] ?? "")}"`}
          disabled={!connected || cameras.length === 0}
          onChoose={actions.setPictureCamera}
        />
      </div>
      <div class="srnb-toolbar-group">
        <Button
          label="Shadows"
          icon="shadow"
          pressed={traits.shadows.value}
          python={`viewport.shadows = ${python(!traits.shadows.value)}`}
          onPress={actions.toggleShadows}
        />
        <Button
          label="Contact forces"
          icon="contact"
          pressed={traits.showContacts.value}
          python={`viewport.show_contacts = ${python(!traits.showContacts.value)}`}
          disabled={!connected}
          onPress={actions.toggleContacts}
        />
        <Button
          label="Joints"
          icon="joint"
          pressed={traits.showJoints.value}
          python={`viewport.show_joints = ${python(!traits.showJoints.value)}`}
          disabled={!connected}
          onPress={actions.toggleJoints}
        />
        <Button label="Keys" icon="keyboard" shortcut="?" pressed={helpShown} onPress={actions.toggleHelp} />
      </div>
    </div>
  );
}

function python(value: boolean): string {
  return value ? "True" : "False";
}
