import { BufferAttribute, BufferGeometry } from "three";
import type { MeshEntry } from "../contract/messages.gen";
import type { SceneBlock } from "./scene_block";

/** Below this cosine between a corner's normal and its face's, MuJoCo draws the corner flat. */
const SMOOTH_ABOVE = 0.8;

/** A mesh of the block: dequantised, with MuJoCo's flat corners where it has no texture coordinates. */
export function meshGeometry(entry: MeshEntry, block: SceneBlock): BufferGeometry {
  const geometry = new BufferGeometry();
  const positions = dequantise(block.uint16(entry.positions), entry.low, entry.span);
  const normals = Float32Array.from(block.int8(entry.normals), (value) => value / 127);
  const indices = entry.index_bytes === 4 ? block.uint32(entry.indices) : block.uint16(entry.indices);
  const corners = entry.uvs ? null : flattenSharpCorners(positions, normals, indices);
  geometry.setAttribute("position", new BufferAttribute(corners?.positions ?? positions, 3));
  geometry.setAttribute("normal", new BufferAttribute(corners?.normals ?? normals, 3));
  geometry.setIndex(new BufferAttribute(corners?.indices ?? indices, 1));
  const uvs = entry.uvs ? block.float32(entry.uvs) : fromAbove(corners?.positions ?? positions);
  geometry.setAttribute("uv", new BufferAttribute(uvs, 2));
  return geometry;
}

/** A mesh without texture coordinates gets its texture from above: x and y in metres. */
function fromAbove(positions: Float32Array): Float32Array<ArrayBuffer> {
  const uvs = new Float32Array((positions.length / 3) * 2);
  for (let vertex = 0; vertex < positions.length / 3; vertex++) {
    uvs[2 * vertex] = positions[3 * vertex] ?? 0;
    uvs[2 * vertex + 1] = positions[3 * vertex + 1] ?? 0;
  }
  return uvs;
}

export function dequantise(
  values: Uint16Array,
  low: readonly number[],
  span: readonly number[],
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const axis = i % 3;
    out[i] = (low[axis] ?? 0) + ((values[i] ?? 0) / 65535) * (span[axis] ?? 0);
  }
  return out;
}

interface Corners {
  positions: Float32Array<ArrayBuffer>;
  normals: Float32Array<ArrayBuffer>;
  indices: Uint32Array<ArrayBuffer>;
}

/** Gives corners that are too sharp to be smoothed their face's normal, by new vertices. Null when there are none. */
export function flattenSharpCorners(
  positions: Float32Array,
  normals: Float32Array,
  indices: Uint16Array | Uint32Array,
): Corners | null {
  const added: number[] = [];
  const addedNormals: number[] = [];
  const renumbered = new Uint32Array(indices.length);
  const count = positions.length / 3;
  const face: [number, number, number] = [0, 0, 0];
  for (let start = 0; start + 2 < indices.length; start += 3) {
    faceNormal(positions, indices, start, face);
    for (let corner = start; corner < start + 3; corner++) {
      const vertex = indices[corner] ?? 0;
      const at = 3 * vertex;
      const cosine =
        face[0] * (normals[at] ?? 0) + face[1] * (normals[at + 1] ?? 0) + face[2] * (normals[at + 2] ?? 0);
      if (cosine >= SMOOTH_ABOVE || Number.isNaN(cosine)) {
        renumbered[corner] = vertex;
      } else {
        renumbered[corner] = count + added.length / 3;
        added.push(positions[at] ?? 0, positions[at + 1] ?? 0, positions[at + 2] ?? 0);
        addedNormals.push(...face);
      }
    }
  }
  if (added.length === 0) return null;
  return {
    positions: joined(positions, added),
    normals: joined(normals, addedNormals),
    indices: renumbered,
  };
}

function joined(first: Float32Array, more: readonly number[]): Float32Array<ArrayBuffer> {
  const out = new Float32Array(first.length + more.length);
  out.set(first);
  out.set(more, first.length);
  return out;
}

function faceNormal(
  positions: Float32Array,
  indices: Uint16Array | Uint32Array,
  start: number,
  out: [number, number, number],
): void {
  const coordinate = (corner: number, axis: number) =>
    positions[3 * (indices[start + corner] ?? 0) + axis] ?? 0;
  const ax = coordinate(1, 0) - coordinate(0, 0);
  const ay = coordinate(1, 1) - coordinate(0, 1);
  const az = coordinate(1, 2) - coordinate(0, 2);
  const bx = coordinate(2, 0) - coordinate(0, 0);
  const by = coordinate(2, 1) - coordinate(0, 1);
  const bz = coordinate(2, 2) - coordinate(0, 2);
  const x = ay * bz - az * by;
  const y = az * bx - ax * bz;
  const z = ax * by - ay * bx;
  const length = Math.hypot(x, y, z);
  out[0] = x / length;
  out[1] = y / length;
  out[2] = z / length;
}
