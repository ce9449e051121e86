import type { JSX } from "preact";
import { Button } from "../../ui/button";
import { ModeBadge } from "../../ui/mode_badge";
import type { Actions } from "./actions";
import type { ViewportTraits } from "./traits";

/** What is shown, in which mode, and the software stop. A world without a robot has only its name. */
export function Header({
  traits,
  actions,
  connected,
}: {
  traits: ViewportTraits;
  actions: Actions;
  connected: boolean;
}): JSX.Element {
  return (
    <div class="srnb-viewport-header">
      <span class="srnb-viewport-title">{traits.title.value}</span>
      {traits.hasRobot.value && <ModeBadge mode={traits.mode.value} />}
      <span class="srnb-viewport-space" />
      {traits.hasRobot.value &&
        (traits.isStopped.value ? (
          <>
            <span class="srnb-stopped" role="status" title={traits.stopReason.value}>
              Stopped<span class="srnb-stopped-reason"> — {traits.stopReason.value}</span>
            </span>
            <Button
              label="Reset stop"
              withText
              tone="outline"
              python="robot.reset_stop()"
              disabled={!connected}
              onPress={actions.resetStop}
            />
          </>
        ) : (
          <Button
            label="Stop"
            icon="stop"
            withText
            tone="danger"
            python="robot.stop()"
            disabled={!connected}
            onPress={actions.stop}
          />
        ))}
    </div>
  );
}
