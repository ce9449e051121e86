import {
  type BufferGeometry,
  ConeGeometry,
  CylinderGeometry,
  Group,
  InstancedMesh,
  Matrix4,
  MeshBasicMaterial,
  Quaternion,
  Vector3,
} from "three";

const MAX_CONTACTS = 256;
const CONTACT_FLOATS = 6;
const UP = new Vector3(0, 0, 1);

/** Contact forces as arrows from their contact points. Long forces are compressed: a pinch must not hide a touch. */
export class ContactArrows {
  readonly group = new Group();
  readonly #shafts: InstancedMesh;
  readonly #heads: InstancedMesh;
  readonly #matrix = new Matrix4();
  readonly #position = new Vector3();
  readonly #force = new Vector3();
  readonly #scale = new Vector3();
  readonly #turn = new Quaternion();

  constructor(private readonly extent: number) {
    // Drawn over everything: most contact points lie inside the bodies that touch.
    const material = new MeshBasicMaterial({
      color: 0xd6336c,
      depthTest: false,
      transparent: true,
      opacity: 0.9,
    });
    this.#shafts = new InstancedMesh(along(new CylinderGeometry(1, 1, 1, 12), 0.5), material, MAX_CONTACTS);
    this.#heads = new InstancedMesh(along(new ConeGeometry(1, 1, 16), 0.5), material, MAX_CONTACTS);
    for (const mesh of [this.#shafts, this.#heads]) {
      mesh.frustumCulled = false;
      mesh.renderOrder = 10;
      mesh.count = 0;
    }
    this.group.add(this.#shafts, this.#heads);
  }

  /** @param contacts float32 (k, 6): position [m], force [N], world frame; null for none. */
  show(contacts: Float32Array | null): void {
    const count = Math.min(MAX_CONTACTS, (contacts?.length ?? 0) / CONTACT_FLOATS);
    let shown = 0;
    for (let i = 0; contacts && i < count; i++) {
      const at = i * CONTACT_FLOATS;
      this.#position.fromArray(contacts, at);
      this.#force.fromArray(contacts, at + 3);
      const newtons = this.#force.length();
      if (!(newtons > 1e-3)) continue;
      const length = this.extent * arrowLength(newtons);
      this.#turn.setFromUnitVectors(UP, this.#force.normalize());
      const thickness = 0.006 * this.extent;
      this.#place(this.#shafts, shown, thickness, length);
      this.#position.addScaledVector(this.#force, length);
      this.#place(this.#heads, shown, 2.4 * thickness, 5 * thickness);
      shown++;
    }
    for (const mesh of [this.#shafts, this.#heads]) {
      mesh.count = shown;
      mesh.instanceMatrix.needsUpdate = true;
    }
  }

  dispose(): void {
    for (const mesh of [this.#shafts, this.#heads]) {
      mesh.geometry.dispose();
      mesh.dispose();
    }
    (this.#shafts.material as MeshBasicMaterial).dispose();
  }

  #place(mesh: InstancedMesh, index: number, radius: number, length: number): void {
    this.#scale.set(radius, radius, length);
    mesh.setMatrixAt(index, this.#matrix.compose(this.#position, this.#turn, this.#scale));
  }
}

/** Length of a force's arrow as a fraction of the scene's extent: 0.03 at 0.1 N, 0.12 at 10 N. */
export function arrowLength(newtons: number): number {
  return 0.075 + 0.045 * Math.tanh(Math.log10(newtons) / 2) * 1.5;
}

/** A body of revolution along +z instead of y, shifted by `offset` of its length. */
function along(geometry: BufferGeometry, offset: number): BufferGeometry {
  return geometry.rotateX(Math.PI / 2).translate(0, 0, offset);
}
