import { describe, expect, it } from "vitest";
import { clockText, countText, durationText } from "../../src/lib/format";

describe("durationText", () => {
  it.each([
    [0, "0.0 s"],
    [0.44, "0.4 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.6, "1 min 00 s"],
    [125, "2 min 05 s"],
  ])("reads %d seconds as %s", (duration_s, text) => {
    expect(durationText(duration_s)).toBe(text);
  });
});

describe("clockText", () => {
  it("has two digits for each part", () => {
    expect(clockText(new Date(2026, 10, 22, 9, 5, 7).getTime() / 1000)).toBe("09:05:07");
  });
});

describe("countText", () => {
  it("knows one from many", () => {
    expect([0, 1, 2].map((count) => countText(count, "check"))).toEqual(["0 checks", "1 check", "2 checks"]);
  });
});
