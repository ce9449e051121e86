import { OrthographicCamera, PerspectiveCamera, Vector3 } from "three";
import type { CameraEntry } from "../contract/messages.gen";
import { eyeOf, type OrbitView, orbitFromPose } from "../lib/orbit";
import { vector3 } from "../lib/vector";
import { quaternionOf, type SceneModel } from "./scene_model";

/** The eye of a stage: the free view or one of the scene's named cameras. */
export class StageCameras {
  readonly #perspective = new PerspectiveCamera();
  readonly #orthographic = new OrthographicCamera();
  #aspect = 1;

  constructor(private readonly model: SceneModel) {
    this.#perspective.up.set(0, 0, 1);
    for (const camera of [this.#perspective, this.#orthographic]) {
      camera.near = model.header.near * model.header.extent;
      camera.far = model.header.far * model.header.extent;
    }
  }

  setAspect(aspect: number): void {
    this.#aspect = aspect;
  }

  /** The view that MuJoCo opens a scene with. */
  initialView(): OrbitView {
    const { center, extent, free_azimuth_deg, free_elevation_deg } = this.model.header;
    return {
      target: vector3(center),
      distance: 1.5 * extent,
      azimuth_deg: free_azimuth_deg,
      elevation_deg: free_elevation_deg,
    };
  }

  free(view: OrbitView): PerspectiveCamera {
    const camera = this.#perspective;
    camera.fov = this.model.header.free_fovy_deg;
    camera.aspect = this.#aspect;
    camera.position.fromArray(eyeOf(view));
    camera.lookAt(...view.target);
    camera.updateProjectionMatrix();
    return camera;
  }

  /** A named camera where its body stands now. */
  named(entry: CameraEntry): PerspectiveCamera | OrthographicCamera {
    const camera = entry.orthographic ? this.#orthographic : this.#perspective;
    const body = this.model.bodies[entry.body];
    camera.position.fromArray(entry.position);
    camera.quaternion.copy(quaternionOf(entry.quaternion));
    if (body) {
      camera.position.applyQuaternion(body.quaternion).add(body.position);
      camera.quaternion.premultiply(body.quaternion);
    }
    if (camera instanceof OrthographicCamera) {
      // MuJoCo's fovy of an orthographic camera is the height of what it sees [m].
      const half = entry.fovy_deg / 2;
      camera.top = half;
      camera.bottom = -half;
      camera.right = half * this.#aspect;
      camera.left = -camera.right;
    } else {
      camera.fov = entry.fovy_deg;
      camera.aspect = this.#aspect;
    }
    camera.updateProjectionMatrix();
    return camera;
  }

  /** The free view that begins where a named camera stands. */
  viewFrom(entry: CameraEntry): OrbitView {
    const camera = this.named(entry);
    const forward = new Vector3(0, 0, -1).applyQuaternion(camera.quaternion);
    const { center, extent } = this.model.header;
    return orbitFromPose(
      vector3(camera.position.toArray()),
      vector3(forward.toArray()),
      vector3(center),
      extent,
    );
  }
}
