import { ConeGeometry, CylinderGeometry, Group, Mesh, MeshBasicMaterial, Quaternion, Vector3 } from "three";
import type { JointEntry, SceneHeader } from "../contract/messages.gen";

const JointType = { SLIDE: 2, HINGE: 3 } as const;
const UP = new Vector3(0, 0, 1);

/** The axis of every hinge and slide as an arrow through its joint; each stands on its body and moves with it. */
export class JointAxes {
  readonly #arrows: { arrow: Group; body: number }[] = [];
  readonly #shaft = new CylinderGeometry(1, 1, 1, 12).rotateX(Math.PI / 2);
  readonly #head = new ConeGeometry(1, 1, 16).rotateX(Math.PI / 2);
  readonly #material = new MeshBasicMaterial({
    color: 0x1c7ed6,
    depthTest: false,
    transparent: true,
    opacity: 0.85,
  });

  constructor(
    header: SceneHeader,
    private readonly bodies: readonly Group[],
  ) {
    for (const joint of header.joints) {
      if (joint.type !== JointType.HINGE && joint.type !== JointType.SLIDE) continue;
      const arrow = this.#arrowOf(joint, header.extent);
      this.#arrows.push({ arrow, body: joint.body });
      bodies[joint.body]?.add(arrow);
    }
    this.show(false);
  }

  show(on: boolean): void {
    for (const { arrow } of this.#arrows) arrow.visible = on;
  }

  dispose(): void {
    for (const { arrow, body } of this.#arrows) this.bodies[body]?.remove(arrow);
    this.#shaft.dispose();
    this.#head.dispose();
    this.#material.dispose();
  }

  #arrowOf(joint: JointEntry, extent: number): Group {
    const arrow = new Group();
    const length = 0.13 * extent;
    const thickness = 0.005 * extent;
    const shaft = new Mesh(this.#shaft, this.#material);
    shaft.scale.set(thickness, thickness, length);
    const head = new Mesh(this.#head, this.#material);
    head.scale.set(2.4 * thickness, 2.4 * thickness, 5 * thickness);
    head.position.z = length / 2;
    for (const mesh of [shaft, head]) mesh.renderOrder = 9;
    arrow.add(shaft, head);
    arrow.position.fromArray(joint.position);
    arrow.quaternion.copy(
      new Quaternion().setFromUnitVectors(UP, new Vector3().fromArray(joint.axis).normalize()),
    );
    return arrow;
  }
}
