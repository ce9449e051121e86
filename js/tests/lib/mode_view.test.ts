import { describe, expect, it } from "vitest";
import { type ModeTraits, neighbour, refusalView, segments, statusText } from "../../src/lib/mode_view";

const traits = (change: Partial<ModeTraits> = {}): ModeTraits => ({
  title: "so101",
  mode: "sim",
  pending_mode: "",
  mode_label: "",
  epoch: 0,
  is_stopped: false,
  stop_reason: "",
  is_closed: false,
  refusal: null,
  ...change,
});

describe("segments", () => {
  it("names the Python equivalent of each choice", () => {
    expect(segments(traits()).map((segment) => segment.hint)).toEqual([
      expect.stringContaining('robot.mode = "sim"'),
      expect.stringContaining('robot.mode = "real"'),
    ]);
  });

  it("keeps the old mode chosen while the new one is being checked, and locks both", () => {
    const [sim, real] = segments(traits({ pending_mode: "real" }));
    expect([sim?.isChosen, real?.isChosen, real?.isChecking]).toEqual([true, false, true]);
    expect([sim?.isDisabled, real?.isDisabled]).toEqual([true, true]);
  });
});

describe("statusText", () => {
  it.each([
    [traits(), "Simulated robot"],
    [traits({ mode: "real" }), "Real arm"],
    [traits({ mode: "real", mode_label: "VIRTUAL arm" }), "VIRTUAL arm"],
    [traits({ pending_mode: "real" }), "Checking REAL…"],
    [traits({ is_closed: true, pending_mode: "real" }), "Closed"],
  ])("case %#", (state, text) => {
    expect(statusText(state)).toBe(text);
  });
});

describe("refusalView", () => {
  it("separates what failed from what passed and says which mode goes on", () => {
    const check = (name: string, ok: boolean) => ({ name, ok, detail: "", remedy: "" });
    const view = refusalView(
      {
        kind: "mode.refused",
        mode: "real",
        checks: [check("port", false), check("disk", true)],
        at_s: 0,
      } as never,
      "sim",
    );
    expect(view.title).toBe("REAL is not possible now. The robot stays in SIM.");
    expect(view.failed.map((c) => c.name)).toEqual(["port"]);
    expect(view.passed.map((c) => c.name)).toEqual(["disk"]);
  });
});

describe("neighbour", () => {
  it("walks round the choices with the arrow keys and ignores other keys", () => {
    expect(neighbour("sim", "ArrowRight")).toBe("real");
    expect(neighbour("real", "ArrowRight")).toBe("sim");
    expect(neighbour("sim", "ArrowUp")).toBe("real");
    expect(neighbour("sim", "Enter")).toBeNull();
  });
});
