import { type BufferGeometry, Vector3 } from "three";
import type { GeomEntry, SceneHeader, SiteEntry } from "../contract/messages.gen";
import { GeomType } from "./geom_type";
import { heightFieldGeometry } from "./hfield_geometry";
import { meshGeometry } from "./mesh_geometry";
import { box, capsule, cylinder, plane, sphere } from "./primitives";
import type { SceneBlock } from "./scene_block";

/** Half the edge of what stands for an infinite plane: as far as MuJoCo draws it. */
export function infiniteReach(header: SceneHeader): number {
  return 1.05 * header.far * header.extent;
}

/** A shape and what it is scaled by; primitives of any size share one unit shape, so that they can be instanced. */
export interface Shape {
  geometry: BufferGeometry;
  scale: Vector3;
}

/** Makes each shape of a scene once. */
export class Geometries {
  readonly #made = new Map<string, BufferGeometry>();

  constructor(
    private readonly header: SceneHeader,
    private readonly block: SceneBlock,
  ) {}

  /** The shape of a geom or a site, or null when it refers to something that the header lacks. */
  shapeOf(geom: GeomEntry | SiteEntry): Shape | null {
    const [x = 0, y = 0, z = 0] = geom.size;
    const unit = new Vector3(1, 1, 1);
    switch (geom.type) {
      case GeomType.PLANE: {
        const reach = infiniteReach(this.header);
        const half = new Vector3(x > 0 ? x : reach, y > 0 ? y : reach, 1);
        return { geometry: this.#shape("plane", plane), scale: half };
      }
      case GeomType.SPHERE:
        return { geometry: this.#shape("sphere", sphere), scale: new Vector3(x, x, x) };
      case GeomType.ELLIPSOID:
        return { geometry: this.#shape("sphere", sphere), scale: new Vector3(x, y, z) };
      case GeomType.CAPSULE:
        return { geometry: this.#shape(`capsule ${x} ${y}`, () => capsule(x, y)), scale: unit };
      case GeomType.CYLINDER:
        return { geometry: this.#shape("cylinder", cylinder), scale: new Vector3(x, x, y) };
      case GeomType.BOX:
        return { geometry: this.#shape("box", box), scale: new Vector3(x, y, z) };
      case GeomType.HFIELD: {
        const field = "data" in geom ? this.header.height_fields[geom.data] : undefined;
        if (!field || !("data" in geom)) return null;
        const make = () => heightFieldGeometry(field, this.block);
        return { geometry: this.#shape(`hfield ${geom.data}`, make), scale: unit };
      }
      case GeomType.MESH:
      case GeomType.SDF: {
        const mesh = "data" in geom ? this.header.meshes.find((entry) => entry.id === geom.data) : undefined;
        if (!mesh) return null;
        return {
          geometry: this.#shape(`mesh ${mesh.id}`, () => meshGeometry(mesh, this.block)),
          scale: unit,
        };
      }
      default:
        return null;
    }
  }

  dispose(): void {
    for (const geometry of this.#made.values()) geometry.dispose();
    this.#made.clear();
  }

  #shape(key: string, make: () => BufferGeometry): BufferGeometry {
    const known = this.#made.get(key);
    if (known) return known;
    const fresh = make();
    this.#made.set(key, fresh);
    return fresh;
  }
}
