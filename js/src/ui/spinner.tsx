import "./spinner.css";
import type { JSX } from "preact";

/** Something is going on; always beside the word for it. */
export function Spinner(): JSX.Element {
  return <span class="srnb-spinner" aria-hidden="true" />;
}
