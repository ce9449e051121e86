import { describe, expect, it } from "vitest";
import { Acknowledger } from "../../src/lib/acknowledger";
import { ageText, factorText, streamText } from "../../src/lib/badge";
import { captionOf, freshnessOf } from "../../src/lib/freshness";
import { jointLines } from "../../src/lib/joint_readout";
import { MotionMeter } from "../../src/lib/motion_meter";
import { RateMeter } from "../../src/lib/rate_meter";
import { choicesWith, MAX_SPEED, speedChoices, speedInPython, speedLabel } from "../../src/lib/speed";
import { StreamClock } from "../../src/lib/stream_clock";

describe("acknowledger", () => {
  it("speaks up every twelfth pose, counting those that were skipped", () => {
    const sent: number[] = [];
    const acknowledger = new Acknowledger((seq) => sent.push(seq));
    for (const seq of [1, 2, 11, 12, 13, 25, 30, 60]) acknowledger.drawn(seq);
    expect(sent).toEqual([12, 25, 60]);
  });

  it("follows a stream that starts again", () => {
    const sent: number[] = [];
    const acknowledger = new Acknowledger((seq) => sent.push(seq));
    for (const seq of [100, 1, 2, 13]) acknowledger.drawn(seq);
    expect(sent).toEqual([100, 1, 13]);
  });
});

describe("motion meter", () => {
  const at = (x: number) => new Float32Array([x, 0, 0, 1, 0, 0, 0]);

  it("calls a scene still a second after its last visible motion", () => {
    const meter = new MotionMeter();
    expect(meter.still(0)).toBe(false);
    meter.add(at(0), 0);
    meter.add(at(0.1), 1);
    meter.add(at(0.100001), 1.5);
    expect(meter.still(1.9)).toBe(false);
    expect(meter.still(2.1)).toBe(true);
    meter.add(at(0.2), 3);
    expect(meter.still(3.5)).toBe(false);
  });

  it("sees a slow drift, which no single pose shows", () => {
    const meter = new MotionMeter();
    for (let i = 0; i <= 40; i++) meter.add(at(i * 1e-5), i / 10);
    expect(meter.still(4.1)).toBe(false);
  });
});

describe("badge", () => {
  const figures = { frames_per_s: 58, still: false, age_s: 0.02, real_time_factor: 1 };

  it("names rate and age while something moves, and rest while nothing does", () => {
    expect(streamText(figures)).toEqual(["58 fps", "20 ms"]);
    expect(streamText({ ...figures, still: true })).toEqual(["still"]);
  });
});

describe("freshness", () => {
  const base = { now_s: 100, heard_s: 99, link: "live", resting: false } as const;
  const clock = (at_s: number) => `t${at_s}`;

  it("is live while something comes", () => {
    expect(captionOf(freshnessOf(base), clock)).toBe("");
  });

  it("dates the last picture when nothing comes, and says why", () => {
    expect(captionOf(freshnessOf({ ...base, now_s: 102 }), clock)).toBe(
      "Last picture t99 — kernel not answering",
    );
    expect(captionOf(freshnessOf({ ...base, link: "stopped" }), clock)).toBe(
      "Last picture t99 — kernel stopped",
    );
  });

  it("does not complain while it asked for rest", () => {
    expect(freshnessOf({ ...base, now_s: 999, resting: true }).state).toBe("live");
  });

  it("tells a first picture that is awaited from one that cannot come", () => {
    expect(captionOf(freshnessOf({ ...base, heard_s: null }), clock)).toContain("Waiting");
    expect(captionOf(freshnessOf({ ...base, heard_s: null, link: "stopped" }), clock)).toContain(
      "run the cell",
    );
  });
});

describe("stream clock", () => {
  it("does not count the constant difference of two clocks", () => {
    const clock = new StreamClock();
    expect(clock.age_s(5)).toBeNull();
    clock.received(1000, 5);
    clock.received(1001, 6.04);
    expect(clock.age_s(6.05)).toBeCloseTo(0.05);
    clock.received(1002, 7);
    expect(clock.age_s(7)).toBe(0);
  });
});

describe("rate meter", () => {
  it("counts the last second", () => {
    const meter = new RateMeter();
    for (let i = 0; i < 120; i++) meter.add(i / 60);
    expect(meter.rate(119 / 60)).toBe(60);
    expect(meter.rate(10)).toBe(0);
  });
});

describe("badge", () => {
  it("writes figures that stay narrow", () => {
    expect([null, 0.0164, 0.5, 2.34, 42, 1e6].map(ageText)).toEqual([
      "–",
      "16 ms",
      "500 ms",
      "2.3 s",
      "42 s",
      "> 99 s",
    ]);
    expect([null, 0, 0.25, 1, 9.9, 42.2].map(factorText)).toEqual([
      "–",
      "0.00×",
      "0.25×",
      "1.0×",
      "9.9×",
      "42×",
    ]);
  });
});

describe("speed menu", () => {
  it("says what Python says", () => {
    expect(speedLabel(0.25)).toBe("0.25×");
    expect(speedLabel(MAX_SPEED)).toBe("max");
    expect(speedInPython(MAX_SPEED)).toBe('float("inf")');
  });

  it("lists a speed that Python set in between", () => {
    expect(choicesWith(1)).toBe(speedChoices);
    expect(choicesWith(3)).toEqual([0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 100, MAX_SPEED]);
  });
});

describe("joint readout", () => {
  it("gives each joint its unit, and what is left to the goal", () => {
    const lines = jointLines(
      { "shoulder_pan.pos": -12.34, "gripper.pos": 50 },
      { "shoulder_pan.pos": 0, "gripper.pos": 50.2 },
    );
    expect(lines).toEqual([
      { name: "shoulder pan", position: "−12.3°", remaining: "+12.3" },
      { name: "gripper", position: "50.0 %", remaining: "" },
    ]);
  });

  it("has no negative zero and needs no goal", () => {
    expect(jointLines({ "a.pos": -0.01 }, {})).toEqual([{ name: "a", position: "0.0°", remaining: "" }]);
  });
});
