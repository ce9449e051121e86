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
