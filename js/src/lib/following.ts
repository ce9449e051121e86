/** Whether a reader stands at the end of a growing text, and so wants to be taken along. */

/** A touchpad stops a few pixels early, and browsers round. */
const SLACK_PX = 24;

export function isAtEnd(box: { scrollTop: number; clientHeight: number; scrollHeight: number }): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight <= SLACK_PX;
}
