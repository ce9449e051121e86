import { describe, expect, it } from "vitest";
import { commandOf, type KeyPress } from "../../src/lib/viewport_keys";

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more };
}

describe("viewport keys", () => {
  it("turns with the arrows and moves with shift", () => {
    expect(commandOf(press("ArrowRight"))).toMatchObject({ do: "orbit", left_deg: -5 });
    expect(commandOf(press("ArrowUp", { shiftKey: true }))).toMatchObject({ do: "pan", right: 0, up: 0.05 });
  });

  it("takes zoom keys with and without shift, since keyboards differ", () => {
    for (const key of ["+", "="])
      expect(commandOf(press(key, { shiftKey: key === "+" }))).toMatchObject({ do: "zoom" });
    expect(commandOf(press("-"))).toMatchObject({ do: "zoom", factor: 1.15 });
  });

  it("chooses cameras by digit, 0 for the free view", () => {
    expect(commandOf(press("0"))).toEqual({ do: "camera", index: 0 });
    expect(commandOf(press("3"))).toEqual({ do: "camera", index: 3 });
  });

  it("plays, resets and helps", () => {
    expect(commandOf(press(" "))).toEqual({ do: "toggle-play" });
    expect(commandOf(press("r"))).toEqual({ do: "reset" });
    expect(commandOf(press("?", { shiftKey: true }))).toEqual({ do: "toggle-help" });
  });

  it.each(["a", "Enter", "Tab", "F5"])("leaves %s to the page", (key) => {
    expect(commandOf(press(key))).toBeNull();
  });

  it.each(["ctrlKey", "altKey", "metaKey"] as const)(
    "leaves combinations with %s to the page",
    (modifier) => {
      expect(commandOf(press("r", { [modifier]: true }))).toBeNull();
    },
  );
});
