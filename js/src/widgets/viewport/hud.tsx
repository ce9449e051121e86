import type { JSX } from "preact";
import { type BadgeFigures, factorText, streamText } from "../../lib/badge";
import { clockText } from "../../lib/format";
import { captionOf, type Freshness } from "../../lib/freshness";
import { jointLines } from "../../lib/joint_readout";
import { keyHelp } from "../../lib/viewport_keys";
import type { RobotPicture } from "./state";

const STREAM_TITLES = [
  "Pictures drawn in the last second; still while nothing in the scene moves.",
  "Age of what is shown, without the constant part of the way from the kernel.",
];

/** Frame rate, age of the data, and how fast simulated time runs. */
export function Badge({ figures, paused }: { figures: BadgeFigures; paused: boolean }): JSX.Element {
  return (
    <div class="srnb-hud srnb-badge" aria-hidden="true">
      {streamText(figures).map((text, index) => (
        <span key={STREAM_TITLES[index]} title={STREAM_TITLES[index]}>
          {text}
        </span>
      ))}
      <span title="Simulated seconds per second of the wall clock, over the last second.">
        {paused ? "paused" : factorText(figures.real_time_factor)}
      </span>
    </div>
  );
}

/** Says over a dimmed picture how old it is. */
export function Caption({ freshness }: { freshness: Freshness }): JSX.Element | null {
  const text = captionOf(freshness, clockText);
  if (!text) return null;
  return (
    <div class={`srnb-hud srnb-caption srnb-caption-${freshness.state}`} role="status">
      {text}
    </div>
  );
}

export function JointReadout({
  joints,
}: {
  joints: { positions: Record<string, number>; goals: Record<string, number> };
}): JSX.Element {
  return (
    <table class="srnb-hud srnb-joints" aria-label="Joint positions">
      <tbody>
        {jointLines(joints.positions, joints.goals).map((line) => (
          <tr key={line.name}>
            <th scope="row">{line.name}</th>
            <td>{line.position}</td>
            <td class="srnb-joints-remaining" title="Way left to the goal">
              {line.remaining}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function PictureInPicture({
  picture,
  camera,
}: {
  picture: RobotPicture | null;
  camera: string;
}): JSX.Element {
  return (
    <figure class="srnb-hud srnb-pip">
      {picture && picture.camera === camera ? (
        <img src={picture.url} alt={`What the camera ${camera} sees`} />
      ) : (
        <div class="srnb-pip-empty" />
      )}
      <figcaption>{camera}</figcaption>
    </figure>
  );
}

export function KeyHelp(): JSX.Element {
  return (
    <dl class="srnb-hud srnb-help" aria-label="Keys">
      {keyHelp.map(([keys, what]) => (
        <div key={keys}>
          <dt>{keys}</dt>
          <dd>{what}</dd>
        </div>
      ))}
      <div>
        <dt>Drag</dt>
        <dd>turn; right button: move; wheel: zoom</dd>
      </div>
    </dl>
  );
}
