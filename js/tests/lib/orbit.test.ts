import { describe, expect, it } from "vitest";
import { eyeOf, forwardOf, type OrbitView, orbit, orbitFromPose, pan, zoom } from "../../src/lib/orbit";

const view: OrbitView = { target: [1, 2, 3], distance: 2, azimuth_deg: 90, elevation_deg: -30 };

function close(actual: readonly number[], expected: readonly number[]) {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 9);
  });
}

describe("orbit", () => {
  it("puts the eye behind the target along the line of sight, as MuJoCo's free camera", () => {
    close(forwardOf(view), [0, Math.sqrt(3) / 2, -0.5]);
    close(eyeOf(view), [1, 2 - Math.sqrt(3), 4]);
  });

  it("keeps target and distance while turning and never passes the pole", () => {
    const turned = orbit(view, 100, 500);
    expect(turned.target).toEqual(view.target);
    expect(turned.distance).toBe(view.distance);
    expect(turned.azimuth_deg).toBe(350);
    expect(turned.elevation_deg).toBe(-89);
  });

  it("goes up when asked to go up", () => {
    expect(eyeOf(orbit(view, 0, 10))[2]).toBeGreaterThan(eyeOf(view)[2]);
  });

  it("pans in the picture plane: a full height of the picture at the target's depth", () => {
    const moved = pan(view, 1, 0, 60);
    close(moved.target, [1 + 4 * Math.tan(Math.PI / 6), 2, 3]);
    const raised = pan(view, 0, 0.5, 60);
    expect(raised.target[2]).toBeGreaterThan(3);
    expect(raised.distance).toBe(2);
  });

  it("zooms within limits", () => {
    expect(zoom(view, 0.5, 1).distance).toBe(1);
    expect(zoom(view, 1e-9, 1).distance).toBe(0.01);
    expect(zoom(view, 1e9, 1).distance).toBe(20);
  });

  it("starts where a named camera stands", () => {
    const taken = orbitFromPose(eyeOf(view), forwardOf(view), view.target, 1);
    close(eyeOf(taken), eyeOf(view));
    close(forwardOf(taken), forwardOf(view));
    expect(taken.distance).toBeCloseTo(2);
  });

  it("keeps a target in front of a camera that looks away from the scene", () => {
    const taken = orbitFromPose([0, 0, 0], [1, 0, 0], [-5, 0, 0], 1);
    expect(taken.distance).toBe(0.1);
    close(taken.target, [0.1, 0, 0]);
  });
});
