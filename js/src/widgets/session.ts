import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { decodeToPage } from "../contract/decode";
import { CONTRACT_VERSION, type ToKernel, type ToPage } from "../contract/messages.gen";
import type { WidgetModel } from "./model";

/** Whether the kernel can be reached. `stopped` is certain (the comm is gone), silence is judged by each widget. */
export type Link = "live" | "stopped";

/**
 * Everything that the views of one widget share: typed messages, traits as signals, and whether the kernel is there.
 * A widget builds its own state on top, once a model, with `sharedBy`.
 */
export interface Session {
  readonly model: WidgetModel;
  readonly link: ReadonlySignal<Link>;
  /** Why this page cannot work with this kernel; empty when it can. */
  readonly mismatch: string;
  /** A trait as a signal. It follows the kernel; `setTrait` writes it back. */
  trait<T>(name: string): ReadonlySignal<T>;
  setTrait(name: string, value: unknown): void;
  send(message: ToKernel, buffers?: ArrayBuffer[]): void;
  /** Calls `listener` for each message of the kernel; the returned function ends that. */
  listen(listener: (message: ToPage, buffers: DataView[]) => void): () => void;
}

const sessions = new WeakMap<WidgetModel, Session>();

/** The one session of a model. */
export function sessionOf(model: WidgetModel): Session {
  const known = sessions.get(model);
  if (known) return known;
  const made = createSession(model);
  sessions.set(model, made);
  return made;
}

/** Wraps `create` so that all views of a model share what it makes. */
export function sharedBy<T>(create: (session: Session) => T): (model: WidgetModel) => T {
  const made = new WeakMap<WidgetModel, T>();
  return (model) => {
    const known = made.get(model);
    if (known !== undefined) return known;
    const fresh = create(sessionOf(model));
    made.set(model, fresh);
    return fresh;
  };
}

function createSession(model: WidgetModel): Session {
  const link = signal<Link>("live");
  const traits = new Map<string, Signal<unknown>>();
  const listeners = new Set<(message: ToPage, buffers: DataView[]) => void>();

  model.on("msg:custom", (content: unknown, buffers: DataView[] = []) => {
    link.value = "live";
    const message = decodeToPage(content);
    if (message === null) return;
    for (const listener of listeners) listener(message, buffers);
  });
  // JupyterLab's widget manager fires these when the kernel restarts, dies or closes the widget.
  for (const event of ["comm:close", "comm_live_update"]) {
    model.on(event, () => {
      link.value = "stopped";
    });
  }

  const kernelVersion = model.get("_contract_version");
  return {
    model,
    link,
    mismatch:
      kernelVersion === CONTRACT_VERSION
        ? ""
        : `The page has version ${CONTRACT_VERSION} of the contract, the kernel has ${String(kernelVersion)}. ` +
          "Reload the page (Ctrl+R).",
    trait<T>(name: string): ReadonlySignal<T> {
      let found = traits.get(name);
      if (!found) {
        const fresh = signal(model.get(name));
        model.on(`change:${name}`, () => {
          fresh.value = model.get(name);
        });
        traits.set(name, fresh);
        found = fresh;
      }
      return found as Signal<T>;
    },
    setTrait(name, value) {
      model.set(name, value);
      model.save_changes();
    },
    send(message, buffers) {
      try {
        model.send(message, undefined, buffers);
      } catch {
        // A comm that is gone throws; nothing can come over it any more.
        link.value = "stopped";
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
