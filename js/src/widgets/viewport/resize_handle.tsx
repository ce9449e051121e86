import type { JSX } from "preact";
import { useRef } from "preact/hooks";

const LOWEST = 160;
const HIGHEST = 2000;
const KEY_STEP = 20;

export interface ResizeHandleProps {
  height: number;
  /** While dragging; only this view follows. */
  onPreview: (height: number) => void;
  onDone: (height: number) => void;
}

/** The lower edge of the picture: drag it, or focus it and use the arrow keys. */
export function ResizeHandle({ height, onPreview, onDone }: ResizeHandleProps): JSX.Element {
  const start = useRef<{ y: number; height: number } | null>(null);
  const heightAt = (y: number) => {
    const from = start.current;
    return from ? Math.min(HIGHEST, Math.max(LOWEST, from.height + y - from.y)) : height;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged with a pointer capture in every browser.
    <div
      class="srnb-resize"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the picture"
      aria-valuenow={height}
      aria-valuemin={LOWEST}
      aria-valuemax={HIGHEST}
      tabIndex={0}
      title={`Drag to resize\nPython: viewport.height = ${height}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { y: event.clientY, height };
      }}
      onPointerMove={(event) => start.current && onPreview(heightAt(event.clientY))}
      onPointerUp={(event) => {
        if (!start.current) return;
        onDone(heightAt(event.clientY));
        start.current = null;
      }}
      onKeyDown={(event) => {
        const step = { ArrowUp: -KEY_STEP, ArrowDown: KEY_STEP }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onDone(Math.min(HIGHEST, Math.max(LOWEST, height + step)));
      }}
    />
  );
}
