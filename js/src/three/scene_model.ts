import {
  CubeTexture,
  DynamicDrawUsage,
  Group,
  InstancedMesh,
  Matrix4,
  Mesh,
  type Object3D,
  Quaternion,
  Scene,
  type ShaderMaterial,
  Vector3,
} from "three";
import type { GeomEntry, SceneHeader } from "../contract/messages.gen";
import { DRAWN_GROUPS, GeomType } from "./geom_type";
import { Geometries, type Shape } from "./geometries";
import { Lighting } from "./lighting";
import type { SceneBlock } from "./scene_block";
import { skyMesh } from "./sky";
import { Surfaces } from "./surfaces";
import { loadTextures } from "./textures";

/** Above this many drawables equal ones are drawn together; below, single meshes cost less than keeping instances. */
export const INSTANCE_ABOVE = 300;

const POSE_FLOATS = 7;

interface Drawable {
  geom: GeomEntry;
  shape: Shape;
  material: ShaderMaterial;
  local: Matrix4;
  isBackOfPlane: boolean;
}

interface Batch {
  mesh: InstancedMesh;
  members: Drawable[];
}

/** A scene as three draws it: bodies in the world frame, geoms on their bodies, lights, sky. */
export class SceneModel {
  readonly scene = new Scene();
  readonly bodies: readonly Group[];
  readonly lighting: Lighting;
  readonly drawableCount: number;
  readonly #geometries: Geometries;
  readonly #surfaces: Surfaces;
  readonly #batches: Batch[] = [];
  readonly #sky: Mesh | null = null;
  readonly #matrix = new Matrix4();

  /** Decodes the textures and builds the scene. */
  static async load(header: SceneHeader, block: SceneBlock): Promise<SceneModel> {
    return new SceneModel(header, block, await loadTextures(header.textures, block));
  }

  private constructor(
    readonly header: SceneHeader,
    block: SceneBlock,
    textures: Awaited<ReturnType<typeof loadTextures>>,
  ) {
    this.bodies = header.bodies.map((entry) => {
      const body = new Group();
      body.position.fromArray(entry.position);
      body.quaternion.copy(quaternionOf(entry.quaternion));
      this.scene.add(body);
      return body;
    });
    this.lighting = new Lighting(header);
    this.scene.add(this.lighting.group);
    this.#geometries = new Geometries(header, block);
    this.#surfaces = new Surfaces(header, textures, this.lighting.tints);

    const skyIndex = header.textures.findIndex((texture) => texture.type === "skybox");
    const sky = textures[skyIndex];
    if (sky instanceof CubeTexture) {
      this.#sky = skyMesh(sky);
      this.scene.add(this.#sky);
    }
    const drawables = header.geoms.flatMap((geom) => this.#drawablesOf(geom));
    this.drawableCount = drawables.length;
    if (drawables.length > INSTANCE_ABOVE) this.#addBatches(drawables);
    else for (const drawable of drawables) this.#addMesh(drawable);
    this.lighting.follow(this.bodies);
    this.#placeBatches();
  }

  /** Take over a pose frame: float32 (n, 7), position [m] and quaternion wxyz of each moving body, world frame. */
  setPoses(poses: Float32Array): void {
    const { moving } = this.header;
    for (let i = 0; i < moving.length && (i + 1) * POSE_FLOATS <= poses.length; i++) {
      const body = this.bodies[moving[i] ?? -1];
      if (!body) continue;
      const [x = 0, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0] = poses.subarray(i * POSE_FLOATS);
      body.position.set(x, y, z);
      body.quaternion.set(qx, qy, qz, qw);
    }
    this.lighting.follow(this.bodies);
    this.#placeBatches();
  }

  dispose(): void {
    for (const { mesh } of this.#batches) mesh.dispose();
    this.#sky?.geometry.dispose();
    if (this.#sky?.material && "dispose" in this.#sky.material) this.#sky.material.dispose();
    this.#geometries.dispose();
    this.#surfaces.dispose();
    this.lighting.dispose();
  }

  #drawablesOf(geom: GeomEntry): Drawable[] {
    if (geom.group >= DRAWN_GROUPS || geom.rgba[3] === 0) return [];
    const shape = this.#geometries.shapeOf(geom);
    if (!shape) return [];
    const local = new Matrix4().compose(
      new Vector3().fromArray(geom.position),
      quaternionOf(geom.quaternion),
      shape.scale,
    );
    const sides = geom.type === GeomType.PLANE ? [false, true] : [false];
    return sides.map((isBackOfPlane) => ({
      geom,
      shape,
      local,
      isBackOfPlane,
      material: this.#surfaces.surfaceOf(geom, isBackOfPlane),
    }));
  }

  #addMesh(drawable: Drawable): void {
    const mesh = new Mesh(drawable.shape.geometry, drawable.material);
    drawable.local.decompose(mesh.position, mesh.quaternion, mesh.scale);
    prepare(mesh, drawable);
    this.bodies[drawable.geom.body]?.add(mesh);
  }

  #addBatches(drawables: readonly Drawable[]): void {
    const groups = new Map<string, Drawable[]>();
    for (const drawable of drawables) {
      const { shape, material, geom } = drawable;
      const key = `${shape.geometry.id} ${material.id} ${geom.casts_shadow}`;
      const group = groups.get(key);
      if (group) group.push(drawable);
      else groups.set(key, [drawable]);
    }
    for (const members of groups.values()) {
      const [first] = members;
      if (!first) continue;
      const mesh = new InstancedMesh(first.shape.geometry, first.material, members.length);
      mesh.instanceMatrix.setUsage(DynamicDrawUsage);
      mesh.frustumCulled = false;
      prepare(mesh, first);
      this.scene.add(mesh);
      this.#batches.push({ mesh, members });
    }
  }

  #placeBatches(): void {
    if (this.#batches.length === 0) return;
    for (const body of this.bodies) body.updateMatrix();
    for (const { mesh, members } of this.#batches) {
      members.forEach((member, i) => {
        const body = this.bodies[member.geom.body];
        if (body) mesh.setMatrixAt(i, this.#matrix.multiplyMatrices(body.matrix, member.local));
      });
      mesh.instanceMatrix.needsUpdate = true;
    }
  }
}

/** MuJoCo's quaternions are wxyz, three's xyzw. */
export function quaternionOf(wxyz: readonly number[]): Quaternion {
  const [w = 1, x = 0, y = 0, z = 0] = wxyz;
  return new Quaternion(x, y, z, w);
}

function prepare(mesh: Object3D, { geom, material, isBackOfPlane }: Drawable): void {
  mesh.castShadow = geom.casts_shadow && !isBackOfPlane && geom.type !== GeomType.PLANE;
  // MuJoCo's transparent geoms take no shadows.
  mesh.receiveShadow = !material.transparent;
}
