import { CubeTexture, type ShaderMaterial, Vector2, Vector3 } from "three";
import type { GeomEntry, MaterialEntry, SceneHeader } from "../contract/messages.gen";
import { type LightTints, type SurfaceOptions, surfaceMaterial } from "./fixed_pipeline";
import { GeomType, halfExtents } from "./geom_type";
import { infiniteReach } from "./geometries";
import type { SceneTexture } from "./textures";

/** What a geom without a material looks like in MuJoCo. */
const PLAIN = { emission: 0, specular: 0.5, shininess: 0.5 };

/** Makes each material of a scene once. */
export class Surfaces {
  readonly #made = new Map<string, ShaderMaterial>();

  constructor(
    private readonly header: SceneHeader,
    private readonly textures: readonly SceneTexture[],
    private readonly tints: LightTints,
  ) {}

  surfaceOf(geom: GeomEntry, isBackOfPlane = false): ShaderMaterial {
    const options = this.#optionsOf(geom, isBackOfPlane);
    const { map, mapScale, mapOffset, ...plain } = options;
    const key = JSON.stringify([plain, map?.id, mapScale.toArray(), mapOffset.toArray()]);
    const known = this.#made.get(key);
    if (known) return known;
    const fresh = surfaceMaterial(options, this.tints);
    this.#made.set(key, fresh);
    return fresh;
  }

  dispose(): void {
    for (const material of this.#made.values()) material.dispose();
    for (const texture of this.textures) texture.dispose();
    this.#made.clear();
  }

  #optionsOf(geom: GeomEntry, isBackOfPlane: boolean): SurfaceOptions {
    const material = this.header.materials[geom.material];
    const texture = material ? this.textures[material.texture] : undefined;
    const isCube = texture instanceof CubeTexture;
    const placed = material && texture ? placement(geom, material, isCube, this.header) : untextured;
    const { emission, specular, shininess } = material ?? PLAIN;
    return {
      rgba: colorOf(geom, material),
      emission,
      specular,
      shininess,
      map: texture ?? null,
      mapKind: texture ? (isCube ? "cube" : "2d") : "none",
      mapScale: placed.scale,
      mapOffset: placed.offset,
      isBackOfPlane,
    };
  }
}

/** The material's colour, unless the geom has one of its own: MuJoCo's default grey stands for "none". */
export function colorOf(
  geom: Pick<GeomEntry, "rgba">,
  material: MaterialEntry | undefined,
): readonly number[] {
  const isDefault = geom.rgba.every((value, i) => Math.abs(value - (i < 3 ? 0.5 : 1)) < 1e-6);
  return material && isDefault ? material.rgba : geom.rgba;
}

interface Placement {
  scale: Vector3;
  offset: Vector2;
}

const untextured: Placement = { scale: new Vector3(1, 1, 1), offset: new Vector2() };

/** How often and from where a texture repeats over a geom whose shape has coordinates from 0 to 1. */
function placement(
  geom: GeomEntry,
  material: MaterialEntry,
  isCube: boolean,
  header: SceneHeader,
): Placement {
  const extents = halfExtents(geom.type, geom.size);
  if (isCube) return { scale: cubeScale(geom.type, extents, material.uniform), offset: new Vector2() };
  if (geom.type === GeomType.MESH || geom.type === GeomType.SDF) {
    const mesh = header.meshes.find((entry) => entry.id === geom.data);
    if (!mesh?.uvs) return seenFromAbove(extents, material);
  }
  const reach = infiniteReach(header);
  const [u, v] = [0, 1].map((axis) => {
    const half = extents[axis] ?? 0;
    const repeat = material.repeat[axis] ?? 1;
    const isInfinite = geom.type === GeomType.PLANE && half <= 0;
    const scale = isInfinite ? repeat * reach : material.uniform ? repeat * half : repeat;
    // Infinite planes (every 2 m) and height fields count from the middle, all others from the edge.
    return { scale, offset: isInfinite || geom.type === GeomType.HFIELD ? (1 - scale) / 2 : 0 };
  });
  return {
    scale: new Vector3(u?.scale, v?.scale, 1),
    offset: new Vector2(u?.offset, v?.offset),
  };
}

/** A mesh without texture coordinates of its own has x and y [m] for them. */
function seenFromAbove([x, y]: readonly number[], material: MaterialEntry): Placement {
  const [repeatX = 1, repeatY = 1] = material.repeat;
  const u = (0.5 * repeatX) / (material.uniform ? 1 : (x ?? 1));
  const v = (0.5 * repeatY) / (material.uniform ? 1 : (y ?? 1));
  return { scale: new Vector3(u, -v, 1), offset: new Vector2(-0.5, -0.5) };
}

/** A cube map is looked up by the point on the unit shape, or when `uniform` by the point as large as it is. */
function cubeScale(type: number, extents: readonly [number, number, number], uniform: boolean): Vector3 {
  const actual = new Vector3(...extents);
  // The capsule is the one primitive that is not a scaled unit shape here.
  if (type === GeomType.CAPSULE) return uniform ? new Vector3(1, 1, 1) : new Vector3(1, 1, 1).divide(actual);
  return uniform ? actual : new Vector3(1, 1, 1);
}
