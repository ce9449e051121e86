import { expect, it } from "vitest";
import { isAtEnd } from "../../src/lib/following";

it("takes a reader along who is at the end, give or take a few pixels", () => {
  expect(isAtEnd({ scrollTop: 600, clientHeight: 400, scrollHeight: 1000 })).toBe(true);
  expect(isAtEnd({ scrollTop: 585.5, clientHeight: 400, scrollHeight: 1000 })).toBe(true);
});

it("leaves a reader alone who has scrolled up", () => {
  expect(isAtEnd({ scrollTop: 540, clientHeight: 400, scrollHeight: 1000 })).toBe(false);
});

it("counts a text that fits as read to its end", () => {
  expect(isAtEnd({ scrollTop: 0, clientHeight: 400, scrollHeight: 120 })).toBe(true);
});
