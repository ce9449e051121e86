import { BufferAttribute, BufferGeometry } from "three";
import type { HeightField } from "../contract/messages.gen";
import type { SceneBlock } from "./scene_block";

type Point = readonly [number, number, number];

/** A height field as MuJoCo draws it: flat facets, four walls down to its base, and a bottom. */
export function heightFieldGeometry(field: HeightField, block: SceneBlock): BufferGeometry {
  const { rows, columns } = field;
  const [halfX = 0, halfY = 0, top = 0, base = 0] = field.size;
  const heights = block.float32(field.heights);
  const at = (row: number, column: number): Point => [
    halfX * ((2 * column) / (columns - 1) - 1),
    halfY * ((2 * row) / (rows - 1) - 1),
    (heights[row * columns + column] ?? 0) * top,
  ];
  const floor = ([x, y]: Point): Point => [x, y, -base];
  const triangles: Point[] = [];
  const quad = (a: Point, b: Point, c: Point, d: Point) => triangles.push(a, b, c, a, c, d);

  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const corner = at(row, column);
      const right = at(row, column + 1);
      const up = at(row + 1, column);
      triangles.push(corner, right, up, up, right, at(row + 1, column + 1));
    }
  }
  for (let row = 0; row < rows - 1; row++) {
    const [left, leftUp] = [at(row, 0), at(row + 1, 0)];
    quad(floor(leftUp), floor(left), left, leftUp);
    const [right, rightUp] = [at(row, columns - 1), at(row + 1, columns - 1)];
    quad(floor(right), floor(rightUp), rightUp, right);
  }
  for (let column = 0; column < columns - 1; column++) {
    const [front, frontRight] = [at(0, column), at(0, column + 1)];
    quad(floor(front), floor(frontRight), frontRight, front);
    const [back, backRight] = [at(rows - 1, column), at(rows - 1, column + 1)];
    quad(floor(backRight), floor(back), back, backRight);
  }
  quad([-halfX, -halfY, -base], [-halfX, halfY, -base], [halfX, halfY, -base], [halfX, -halfY, -base]);

  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(triangles.flat()), 3));
  geometry.computeVertexNormals();
  const uvs = triangles.flatMap(([x, y]) => [(x / halfX + 1) / 2, (1 - y / halfY) / 2]);
  geometry.setAttribute("uv", new BufferAttribute(Float32Array.from(uvs), 2));
  return geometry;
}
