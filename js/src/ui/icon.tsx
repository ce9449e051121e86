import type { JSX } from "preact";

/** Stroked on a 16 by 16 grid, 1.5 wide; `fill` ones are solid because they stand for a state or an act. */
const shapes = {
  play: <path d="M5 3.5v9l7.5-4.5z" fill="currentColor" />,
  pause: <path d="M5.25 3.5v9M10.75 3.5v9" stroke-width="2.5" />,
  step: (
    <>
      <path d="M4 3.5v9L10.5 8z" fill="currentColor" />
      <path d="M12.5 3.5v9" />
    </>
  ),
  reset: (
    <>
      <path d="M3.2 8.6a4.9 4.9 0 1 0 1.3-4" />
      <path d="M3 2.5v3.2h3.2" />
    </>
  ),
  camera: (
    <>
      <rect x="1.75" y="4.5" width="9" height="7" rx="1.5" />
      <path d="m10.75 7.3 3.5-2v5.4l-3.5-2z" />
    </>
  ),
  picture: (
    <>
      <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5" />
      <rect x="8.25" y="7.75" width="4" height="3.5" rx="0.5" fill="currentColor" stroke="none" />
    </>
  ),
  shadow: (
    <>
      <circle cx="8" cy="6.2" r="3.7" />
      <path d="M3.5 13.2c2.6-1 6.4-1 9 0" stroke-width="2" />
    </>
  ),
  contact: (
    <>
      <path d="M2 13h12" />
      <path d="M8 10.5v-8M5.2 5.2 8 2.3l2.8 2.9" />
    </>
  ),
  joint: (
    <>
      <circle cx="8" cy="8" r="1.8" />
      <path d="M8 6.2V1.75M9.6 9l3.9 2.3M6.4 9l-3.9 2.3" />
    </>
  ),
  stop: <path d="M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4z" fill="currentColor" stroke="none" />,
  keyboard: (
    <>
      <rect x="1.5" y="4" width="13" height="8.5" rx="1.5" />
      <path d="M4.2 7h.01M6.7 7h.01M9.3 7h.01M11.8 7h.01M5 9.8h6" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 7.3v4M8 4.7v.01" />
    </>
  ),
  warning: (
    <>
      <path d="M8 2.2 14.4 13H1.6z" />
      <path d="M8 6.2v3.4M8 11.2v.01" />
    </>
  ),
  error: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.6v4M8 11.2v.01" />
    </>
  ),
  check: <path d="m3 8.5 3.3 3.3L13 4.8" />,
  down: <path d="m4 6.2 4 4 4-4" />,
  send: <path d="M8 13.2V3.2M3.8 7.2 8 3l4.2 4.2" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>
  ),
  waiting: (
    <>
      <circle cx="8" cy="8" r="6.25" stroke-dasharray="2.4 2.5" />
      <path d="M8 5v3.2l2 1.3" />
    </>
  ),
  refused: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m3.8 3.8 8.4 8.4" />
    </>
  ),
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.5" />,
} as const;

export type IconName = keyof typeof shapes;

/** A small picture that always stands beside a label or a title, so screen readers skip it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg
      class="srnb-icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}
