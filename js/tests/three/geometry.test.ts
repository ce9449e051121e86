import { Vector3 } from "three";
import { describe, expect, it } from "vitest";
import type { GeomEntry, MaterialEntry, SceneHeader } from "../../src/contract/messages.gen";
import { arrowLength } from "../../src/three/contact_arrows";
import { halfExtents } from "../../src/three/geom_type";
import { Geometries } from "../../src/three/geometries";
import { heightFieldGeometry } from "../../src/three/hfield_geometry";
import { dequantise, flattenSharpCorners, meshGeometry } from "../../src/three/mesh_geometry";
import { SceneBlock } from "../../src/three/scene_block";
import { colorOf } from "../../src/three/surfaces";

const header: SceneHeader = {
  name: "test",
  bodies: [],
  moving: [],
  geoms: [],
  sites: [],
  meshes: [],
  height_fields: [],
  textures: [],
  materials: [],
  cameras: [],
  lights: [],
  joints: [],
  headlight: { ambient: [0, 0, 0], diffuse: [1, 1, 1], specular: [0, 0, 0], active: true },
  extent: 2,
  center: [0, 0, 0],
  near: 0.01,
  far: 10,
  shadow_clip: 1,
  free_fovy_deg: 45,
  free_azimuth_deg: 90,
  free_elevation_deg: -45,
  block_bytes: 0,
};

function geom(type: number, size: number[], data = -1): GeomEntry {
  return {
    name: "",
    body: 0,
    type,
    size,
    position: [0, 0, 0],
    quaternion: [1, 0, 0, 0],
    rgba: [0.5, 0.5, 0.5, 1],
    material: -1,
    data,
    group: 0,
    casts_shadow: true,
  };
}

/** The extents of a shape after scaling. */
function extentsOf(type: number, size: number[]) {
  const shape = new Geometries(header, new SceneBlock(new Uint8Array(0))).shapeOf(geom(type, size));
  shape?.geometry.computeBoundingBox();
  const max = shape?.geometry.boundingBox?.max.clone().multiply(shape.scale) ?? new Vector3();
  return max.toArray().map((value) => Number(value.toFixed(6)));
}

describe("shapes", () => {
  it.each([
    ["plane", 0, [1, 2, 0.1], [1, 2, 0]],
    ["sphere", 2, [0.3, 0, 0], [0.3, 0.3, 0.3]],
    ["capsule", 3, [0.1, 0.4, 0], [0.1, 0.1, 0.5]],
    ["ellipsoid", 4, [0.1, 0.2, 0.3], [0.1, 0.2, 0.3]],
    ["cylinder", 5, [0.1, 0.4, 0], [0.1, 0.1, 0.4]],
    ["box", 6, [0.1, 0.2, 0.3], [0.1, 0.2, 0.3]],
  ] as const)("stand along z in MuJoCo's sizes: %s", (_name, type, size, expected) => {
    expect(extentsOf(type, [...size])).toEqual(expected);
  });

  it("draw an infinite plane as far as the camera sees", () => {
    expect(extentsOf(0, [0, 0, 0.1])).toEqual([21, 21, 0]);
  });

  it("of one kind share one geometry whatever their size", () => {
    const geometries = new Geometries(header, new SceneBlock(new Uint8Array(0)));
    expect(geometries.shapeOf(geom(6, [1, 1, 1]))?.geometry).toBe(
      geometries.shapeOf(geom(6, [2, 3, 4]))?.geometry,
    );
  });

  it("that refer to nothing are left out", () => {
    const geometries = new Geometries(header, new SceneBlock(new Uint8Array(0)));
    for (const type of [1, 7, 8, 99]) expect(geometries.shapeOf(geom(type, [1, 1, 1]))).toBeNull();
  });

  it("have half extents along each axis", () => {
    expect(halfExtents(2, [1])).toEqual([1, 1, 1]);
    expect(halfExtents(5, [1, 2])).toEqual([1, 1, 2]);
    expect(halfExtents(6, [1, 2, 3])).toEqual([1, 2, 3]);
  });
});

describe("meshes", () => {
  it("come back from their quantised form", () => {
    const back = dequantise(Uint16Array.from([0, 65535, 32768]), [-1, 0, 10], [2, 3, 4]);
    expect([...back].map((value) => Number(value.toFixed(3)))).toEqual([-1, 3, 12]);
  });

  it("keep smooth corners and flatten sharp ones with vertices of their own", () => {
    const positions = Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    const smooth = Float32Array.from([0, 0, 1, 0, 0, 1, 0, 0, 1]);
    expect(flattenSharpCorners(positions, smooth, Uint16Array.from([0, 1, 2]))).toBeNull();
    const oneSharp = Float32Array.from([1, 0, 0, 0, 0, 1, 0, 0, 1]);
    const flat = flattenSharpCorners(positions, oneSharp, Uint16Array.from([0, 1, 2]));
    expect([...(flat?.indices ?? [])]).toEqual([3, 1, 2]);
    expect([...(flat?.normals.slice(9) ?? [])]).toEqual([0, 0, 1]);
  });

  it("are read from a block that begins anywhere", () => {
    const bytes = new Uint8Array(64);
    const inner = new DataView(bytes.buffer, 3, 40);
    new Uint8Array(bytes.buffer, 3).set(
      new Uint8Array(Uint16Array.from([0, 0, 0, 65535, 0, 0, 0, 65535, 0]).buffer),
    );
    new Uint8Array(bytes.buffer, 3 + 20).set(
      new Uint8Array(Int8Array.from([0, 0, 127, 0, 0, 127, 0, 0, 127]).buffer),
    );
    new Uint8Array(bytes.buffer, 3 + 32).set(new Uint8Array(Uint16Array.from([0, 1, 2]).buffer));
    const geometry = meshGeometry(
      {
        id: 0,
        positions: [0, 18],
        normals: [20, 9],
        uvs: null,
        indices: [32, 6],
        index_bytes: 2,
        low: [0, 0, 0],
        span: [1, 2, 3],
      },
      new SceneBlock(inner),
    );
    expect([...(geometry.attributes.position?.array ?? [])]).toEqual([0, 0, 0, 1, 0, 0, 0, 2, 0]);
    expect([...(geometry.index?.array ?? [])]).toEqual([0, 1, 2]);
  });
});

describe("height fields", () => {
  it("have facets, four walls and a bottom, row 0 at -y", () => {
    const heights = Float32Array.from([0, 0, 0, 0.5, 0.5, 1]);
    const geometry = heightFieldGeometry(
      { rows: 2, columns: 3, size: [1, 2, 0.4, 0.1], heights: [0, 24] },
      new SceneBlock(heights),
    );
    geometry.computeBoundingBox();
    const { min, max } = geometry.boundingBox ?? { min: new Vector3(), max: new Vector3() };
    expect(min.toArray().map((value) => Number(value.toFixed(6)))).toEqual([-1, -2, -0.1]);
    expect(max.toArray().map((value) => Number(value.toFixed(6)))).toEqual([1, 2, 0.4]);
    // Two cells on top; 1 + 1 + 2 + 2 quads of wall; one below.
    expect(geometry.attributes.position?.count).toBe(3 * 2 * (2 + 6 + 1));
  });
});

describe("colours", () => {
  const red = { rgba: [1, 0, 0, 1] } as MaterialEntry;

  it("are the material's unless the geom has one of its own", () => {
    expect(colorOf({ rgba: [0.5, 0.5, 0.5, 1] }, red)).toEqual([1, 0, 0, 1]);
    expect(colorOf({ rgba: [0, 1, 0, 1] }, red)).toEqual([0, 1, 0, 1]);
    expect(colorOf({ rgba: [0.5, 0.5, 0.5, 1] }, undefined)).toEqual([0.5, 0.5, 0.5, 1]);
  });
});

describe("contact arrows", () => {
  it("grow with the force but keep a strong one on the picture", () => {
    const lengths = [0.01, 0.1, 1, 10, 1000].map(arrowLength);
    expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
    expect(lengths[0]).toBeGreaterThan(0);
    expect(lengths.at(-1)).toBeLessThan(0.2);
  });
});
