/** The part of anywidget's model that the widgets use; the tests' fake model has exactly this. */
export interface WidgetModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown, callbacks?: unknown, buffers?: ArrayBuffer[] | ArrayBufferView[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: Backbone's events carry whatever their name implies.
  on(name: string, callback: (...values: any[]) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  off(name: string, callback: (...values: any[]) => void): void;
}

/** What a widget's `render` is called with. */
export interface RenderContext {
  model: WidgetModel;
  el: HTMLElement;
  /** Aborted when the view goes away; older anywidgets lack it and call the returned function instead. */
  signal?: AbortSignal;
}

/** One widget of the bundle. */
export interface WidgetDefinition {
  /** Draws a view into `el`; the returned function takes it away again. */
  render(context: RenderContext): () => void;
}
