import { CubeTexture, type ShaderMaterial, Vector2, Vector3 } from "three";
import type { GeomEntry, MaterialEntry, SceneHeader } from "../contract/messages.gen";
import { type LightTints, type SurfaceOptions, surfaceMaterial } from "./fixed_pipeline";
import { GeomType } from "./geom_type";
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
  const [x = 0, y = 0, z = 0] = geom.size;
  if (isCube) {
    return { scale: material.uniform ? new Vector3(x, y, z) : new Vector3(1, 1, 1), offset: new Vector2() };
  }
  const [repeatX = 1, repeatY = 1] = material.repeat;
  if (geom.type === GeomType.MESH || geom.type === GeomType.SDF) return untextured;
  if (geom.type === GeomType.PLANE) {
    const reach = 1.05 * header.far * header.extent;
    const u = planeAxis(x, repeatX, material.uniform, reach);
    const v = planeAxis(y, repeatY, material.uniform, reach);
    return { scale: new Vector3(u.scale, v.scale, 1), offset: new Vector2(u.offset, v.offset) };
  }
  const stretch = material.uniform ? [2 * x, 2 * y] : [1, 1];
  return {
    scale: new Vector3(repeatX * (stretch[0] ?? 1), repeatY * (stretch[1] ?? 1), 1),
    offset: new Vector2(),
  };
}

/** An infinite direction repeats every 2 m (1 m when uniform) from the origin, a finite one from the edge. */
function planeAxis(
  half: number,
  repeat: number,
  uniform: boolean,
  reach: number,
): { scale: number; offset: number } {
  if (half > 0) return { scale: uniform ? repeat * 2 * half : repeat, offset: 0 };
  return { scale: repeat * reach, offset: -0.5 - (repeat * reach) / 2 };
}
