import { type ComponentChild, render } from "preact";
import type { RenderContext } from "./model";

/** Draws a component into a view's element and returns what takes it away again, called once by either road. */
export function mount(context: RenderContext, content: ComponentChild): () => void {
  const { el, signal } = context;
  render(content, el);
  el.addEventListener("focusin", leaveKeysToUs);
  const unmount = () => {
    el.removeEventListener("focusin", leaveKeysToUs);
    render(null, el);
  };
  signal?.addEventListener("abort", unmount, { once: true });
  return unmount;
}

/**
 * JupyterLab matches its shortcuts ("a" adds a cell, "0 0" restarts the kernel) against the focused element first, so
 * that element must carry the attribute; one on the panel comes too late.
 */
function leaveKeysToUs(event: FocusEvent): void {
  if (event.target instanceof Element) event.target.setAttribute("data-lm-suppress-shortcuts", "true");
}
