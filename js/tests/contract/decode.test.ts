import { describe, expect, it } from "vitest";
import { decodeToPage } from "../../src/contract/decode";

describe("decodeToPage", () => {
  it("takes a message of a known kind as it is", () => {
    const notice = { kind: "notice", level: "info", text: "hello" };
    expect(decodeToPage(notice)).toBe(notice);
  });

  it.each([null, 3, "notice", {}, { kind: "robot.stop" }, { kind: 4 }])("refuses %j", (content) => {
    expect(decodeToPage(content)).toBeNull();
  });
});
