/** MuJoCo's mjtGeom, as far as a model can hold it. */
export const GeomType = {
  PLANE: 0,
  HFIELD: 1,
  SPHERE: 2,
  CAPSULE: 3,
  ELLIPSOID: 4,
  CYLINDER: 5,
  BOX: 6,
  MESH: 7,
  SDF: 8,
} as const;

/** Default groups of MuJoCo's viewers: 0 to 2 are drawn, 3 to 5 (collision shapes by custom) are not. */
export const DRAWN_GROUPS = 3;

/** A geom's half extents along its own x, y and z; MuJoCo leaves out those that follow from the others. */
export function halfExtents(type: number, size: readonly number[]): [number, number, number] {
  const [x = 0, y = 0, z = 0] = size;
  switch (type) {
    case GeomType.SPHERE:
      return [x, x, x];
    case GeomType.CAPSULE:
    case GeomType.CYLINDER:
      return [x, x, y];
    default:
      return [x, y, z];
  }
}
