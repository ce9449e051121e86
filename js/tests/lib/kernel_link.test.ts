import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KernelLink, type LinkState } from "../../src/lib/kernel_link";

describe("kernel link", () => {
  const asked = vi.fn();
  let states: LinkState[] = [];
  let link: KernelLink;

  beforeEach(() => {
    vi.useFakeTimers();
    asked.mockReset();
    states = [];
    link = new KernelLink(asked, (state) => states.push(state));
  });
  afterEach(() => {
    link.dispose();
    vi.useRealTimers();
  });

  it("is live as soon as the kernel answers", () => {
    link.expectAnswer();
    link.heard();
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual(["live"]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("says that the kernel is silent, asks again, and recovers", () => {
    link.expectAnswer();
    vi.advanceTimersByTime(3_000);
    expect(states).toEqual(["silent"]);
    vi.advanceTimersByTime(12_000);
    expect(asked.mock.calls.length).toBeGreaterThan(2);
    link.heard();
    expect(states).toEqual(["silent", "live"]);
  });

  it("takes a comm that throws for a kernel that does not answer", () => {
    asked.mockImplementation(() => {
      throw new Error("Kernel is dead");
    });
    link.expectAnswer();
    vi.advanceTimersByTime(3_000);
    expect(states).toEqual(["silent"]);
  });

  it("asks no more once it is disposed of", () => {
    link.expectAnswer();
    link.dispose();
    vi.advanceTimersByTime(60_000);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
