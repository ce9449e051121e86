import {
  BoxGeometry,
  type BufferAttribute,
  type BufferGeometry,
  CylinderGeometry,
  PlaneGeometry,
  SphereGeometry,
} from "three";
import { mergeGeometries } from "three/examples/jsm/utils/BufferGeometryUtils.js";

/**
 * MuJoCo's primitives with its texture coordinates: u runs around or along x, v from the top down. Unit sized where the
 * shape allows it, upright along z.
 */

const SLICES = 36;
const STACKS = 24;

export function plane(): BufferGeometry {
  return projectTexture(new PlaneGeometry(2, 2));
}

export function box(): BufferGeometry {
  return projectTexture(new BoxGeometry(2, 2, 2));
}

export function sphere(): BufferGeometry {
  return flipTexture(upright(new SphereGeometry(1, SLICES, STACKS, Math.PI)));
}

export function cylinder(): BufferGeometry {
  const geometry = flipTexture(upright(new CylinderGeometry(1, 1, 2, SLICES, 1, false, Math.PI / 2)));
  const { position, normal, uv } = attributesOf(geometry);
  for (let i = 0; i < position.count; i++) {
    if (Math.abs(normal.getZ(i)) > 0.5) uv.setXY(i, (position.getX(i) + 1) / 2, (position.getY(i) + 1) / 2);
  }
  return geometry;
}

/** Two half spheres and a tube; each has the whole texture. */
export function capsule(radius: number, half: number): BufferGeometry {
  const cap = (top: boolean) =>
    upright(
      new SphereGeometry(
        radius,
        SLICES,
        STACKS / 2,
        Math.PI,
        2 * Math.PI,
        top ? 0 : Math.PI / 2,
        Math.PI / 2,
      ),
    ).translate(0, 0, top ? half : -half);
  const tube = upright(new CylinderGeometry(radius, radius, 2 * half, SLICES, 1, true, Math.PI / 2));
  return flipTexture(mergeGeometries([cap(true), tube, cap(false)]));
}

/** three's bodies of revolution stand along y. */
function upright(geometry: BufferGeometry): BufferGeometry {
  return geometry.rotateX(Math.PI / 2);
}

function flipTexture(geometry: BufferGeometry): BufferGeometry {
  const { uv } = attributesOf(geometry);
  for (let i = 0; i < uv.count; i++) uv.setY(i, 1 - uv.getY(i));
  return geometry;
}

/** Each flat face of a unit box sees the texture straight on, along its axis. */
function projectTexture(geometry: BufferGeometry): BufferGeometry {
  const { position, normal, uv } = attributesOf(geometry);
  for (let i = 0; i < position.count; i++) {
    const along = Math.abs(normal.getX(i)) > 0.5 ? position.getY(i) : position.getX(i);
    const down = Math.abs(normal.getZ(i)) > 0.5 ? position.getY(i) : position.getZ(i);
    uv.setXY(i, (along + 1) / 2, (1 - down) / 2);
  }
  return geometry;
}

function attributesOf(geometry: BufferGeometry): Record<"position" | "normal" | "uv", BufferAttribute> {
  return geometry.attributes as Record<"position" | "normal" | "uv", BufferAttribute>;
}
