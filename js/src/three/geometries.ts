import {
  BoxGeometry,
  type BufferGeometry,
  CapsuleGeometry,
  CylinderGeometry,
  Matrix4,
  PlaneGeometry,
  SphereGeometry,
  Vector3,
} from "three";
import type { GeomEntry, SceneHeader, SiteEntry } from "../contract/messages.gen";
import { GeomType } from "./geom_type";
import { heightFieldGeometry } from "./hfield_geometry";
import { meshGeometry } from "./mesh_geometry";
import type { SceneBlock } from "./scene_block";

/** Half the edge of an infinite plane, in units of the far clipping distance; MuJoCo's reach. */
const INFINITE_REACH = 1.05;

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
        const reach = INFINITE_REACH * this.header.far * this.header.extent;
        const half = new Vector3(x > 0 ? x : reach, y > 0 ? y : reach, 1);
        return { geometry: this.#shape("plane", () => new PlaneGeometry(2, 2)), scale: half };
      }
      case GeomType.SPHERE:
        return { geometry: this.#sphere(), scale: new Vector3(x, x, x) };
      case GeomType.ELLIPSOID:
        return { geometry: this.#sphere(), scale: new Vector3(x, y, z) };
      case GeomType.CAPSULE: {
        const make = () => upright(new CapsuleGeometry(x, 2 * y, 12, 32));
        return { geometry: this.#shape(`capsule ${x} ${y}`, make), scale: unit };
      }
      case GeomType.CYLINDER: {
        const make = () => upright(new CylinderGeometry(1, 1, 2, 36));
        return { geometry: this.#shape("cylinder", make), scale: new Vector3(x, x, y) };
      }
      case GeomType.BOX:
        return { geometry: this.#shape("box", () => new BoxGeometry(2, 2, 2)), scale: new Vector3(x, y, z) };
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

  #sphere(): BufferGeometry {
    return this.#shape("sphere", () => upright(new SphereGeometry(1, 36, 24)));
  }

  #shape(key: string, make: () => BufferGeometry): BufferGeometry {
    const known = this.#made.get(key);
    if (known) return known;
    const fresh = make();
    this.#made.set(key, fresh);
    return fresh;
  }
}

/** three's bodies of revolution stand along y, MuJoCo's along z. */
function upright(geometry: BufferGeometry): BufferGeometry {
  return geometry.applyMatrix4(new Matrix4().makeRotationX(Math.PI / 2));
}
