import { type ComponentChild, render } from "preact";
import type { RenderContext } from "./model";

/** Draws a component into a view's element and returns what takes it away again, called once by either road. */
export function mount(context: RenderContext, content: ComponentChild): () => void {
  const { el, signal } = context;
  render(content, el);
  const unmount = () => render(null, el);
  signal?.addEventListener("abort", unmount, { once: true });
  return unmount;
}
