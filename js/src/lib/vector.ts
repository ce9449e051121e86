/** Three-component vectors, for what needs no matrix. */
export type Vector3 = readonly [number, number, number];

export function add(a: Vector3, b: Vector3): Vector3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function scale(a: Vector3, factor: number): Vector3 {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The first three numbers of a list, 0 where there are fewer. */
export function vector3(values: readonly number[]): Vector3 {
  return [values[0] ?? 0, values[1] ?? 0, values[2] ?? 0];
}
