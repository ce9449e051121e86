/** The free camera, in MuJoCo's terms: it looks at a target from a direction and a distance, z up. */

import { add, dot, scale, type Vector3 } from "./vector";

export interface OrbitView {
  target: Vector3;
  /** [m]. */
  distance: number;
  /** Heading of the line of sight [deg], 0 along +x. */
  azimuth_deg: number;
  /** Angle of the line of sight to the ground [deg], negative when looking down. */
  elevation_deg: number;
}

/** Straight up or down the picture would spin, so the view stops just before. */
const STEEPEST_DEG = 89;

export function forwardOf(view: OrbitView): Vector3 {
  const azimuth = (view.azimuth_deg * Math.PI) / 180;
  const elevation = (view.elevation_deg * Math.PI) / 180;
  return [
    Math.cos(elevation) * Math.cos(azimuth),
    Math.cos(elevation) * Math.sin(azimuth),
    Math.sin(elevation),
  ];
}

export function eyeOf(view: OrbitView): Vector3 {
  return add(view.target, scale(forwardOf(view), -view.distance));
}

/** Turn around the target; positive turns the camera to the left and up. */
export function orbit(view: OrbitView, left_deg: number, up_deg: number): OrbitView {
  const elevation = Math.min(STEEPEST_DEG, Math.max(-STEEPEST_DEG, view.elevation_deg - up_deg));
  const azimuth = (((view.azimuth_deg - left_deg) % 360) + 360) % 360;
  return { ...view, azimuth_deg: azimuth, elevation_deg: elevation };
}

/** Move the target in the picture plane; `right` and `up` are fractions of the picture's height. */
export function pan(view: OrbitView, right: number, up: number, fovy_deg: number): OrbitView {
  const azimuth = (view.azimuth_deg * Math.PI) / 180;
  const elevation = (view.elevation_deg * Math.PI) / 180;
  const rightward: Vector3 = [Math.sin(azimuth), -Math.cos(azimuth), 0];
  const upward: Vector3 = [
    -Math.sin(elevation) * Math.cos(azimuth),
    -Math.sin(elevation) * Math.sin(azimuth),
    Math.cos(elevation),
  ];
  const height = 2 * view.distance * Math.tan((fovy_deg * Math.PI) / 360);
  const moved = add(scale(rightward, right * height), scale(upward, up * height));
  return { ...view, target: add(view.target, moved) };
}

/** Come nearer (factor below 1) or go away, between 1/100 and 20 times the scene's extent. */
export function zoom(view: OrbitView, factor: number, extent: number): OrbitView {
  const distance = Math.min(20 * extent, Math.max(extent / 100, view.distance * factor));
  return { ...view, distance };
}

/** The free view that stands where a camera stands, with the target in front of it, as deep as the scene's centre. */
export function orbitFromPose(eye: Vector3, forward: Vector3, center: Vector3, extent: number): OrbitView {
  const depth = dot(add(center, scale(eye, -1)), forward);
  const distance = Math.max(depth, extent / 10);
  const elevation = (Math.asin(Math.min(1, Math.max(-1, forward[2]))) * 180) / Math.PI;
  return {
    target: add(eye, scale(forward, distance)),
    distance,
    azimuth_deg: ((Math.atan2(forward[1], forward[0]) * 180) / Math.PI + 360) % 360,
    elevation_deg: Math.min(STEEPEST_DEG, Math.max(-STEEPEST_DEG, elevation)),
  };
}
