import { ColorManagement, LinearSRGBColorSpace, PCFShadowMap, WebGLRenderer } from "three";
import type { CameraEntry } from "../contract/messages.gen";
import { type OrbitView, orbit, pan, zoom } from "../lib/orbit";
import { StageCameras } from "./cameras";
import { ContactArrows } from "./contact_arrows";
import { JointAxes } from "./joint_axes";
import type { SceneModel } from "./scene_model";

// MuJoCo's colours are shown as they are, without any gamma.
ColorManagement.enabled = false;

/** More than two device pixels a pixel cost much and show nothing. */
const MAX_PIXEL_RATIO = 2;

export interface StageEvents {
  /** A frame was drawn. */
  onDraw(): void;
  /** The person turned, moved or zoomed while a named camera was on: the free view took over. */
  onFreeView(): void;
}

/** One canvas with a scene in it: draws when something changed, and only then. */
export class Stage {
  readonly #renderer: WebGLRenderer;
  #model: SceneModel | null = null;
  #cameras: StageCameras | null = null;
  #contacts: ContactArrows | null = null;
  #joints: JointAxes | null = null;
  #view: OrbitView | null = null;
  #cameraName = "";
  #shadows = false;
  #showJoints = false;
  #frame = 0;
  #width = 0;
  #height = 0;

  /** @throws Error if the browser has no WebGL. */
  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly events: StageEvents,
  ) {
    this.#renderer = new WebGLRenderer({ canvas, antialias: true, alpha: false });
    this.#renderer.outputColorSpace = LinearSRGBColorSpace;
    this.#renderer.shadowMap.type = PCFShadowMap;
    canvas.addEventListener("webglcontextrestored", () => this.invalidate());
  }

  /** Show another scene; the free view stays where it is when one was shown before. */
  setModel(model: SceneModel): void {
    this.#dropModel();
    this.#model = model;
    this.#cameras = new StageCameras(model);
    this.#cameras.setAspect(this.#width / Math.max(1, this.#height));
    this.#view ??= this.#cameras.initialView();
    this.#contacts = new ContactArrows(model.header.extent);
    model.scene.add(this.#contacts.group);
    this.#joints = new JointAxes(model.header, model.bodies);
    this.#joints.show(this.#showJoints);
    this.setShadows(this.#shadows);
  }

  setPoses(poses: Float32Array, contacts: Float32Array | null): void {
    this.#model?.setPoses(poses);
    this.#contacts?.show(contacts);
    this.invalidate();
  }

  setSize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    if (width < 1 || height < 1) return;
    this.#renderer.setPixelRatio(Math.min(MAX_PIXEL_RATIO, devicePixelRatio));
    this.#renderer.setSize(width, height, false);
    this.#cameras?.setAspect(width / height);
    // Drawn at once: a canvas that changes its size is blank until then.
    this.#draw();
  }

  setShadows(on: boolean): void {
    this.#shadows = on;
    this.#renderer.shadowMap.enabled = on;
    this.#model?.lighting.castShadows(on);
    this.invalidate();
  }

  setJointAxes(on: boolean): void {
    this.#showJoints = on;
    this.#joints?.show(on);
    this.invalidate();
  }

  /** Look through a named camera; "" (or a name that does not exist) is the free view. */
  setCamera(name: string): void {
    this.#cameraName = name;
    this.invalidate();
  }

  /** Put the free view back to where it started. */
  resetView(): void {
    if (this.#cameras) this.#view = this.#cameras.initialView();
    this.invalidate();
  }

  orbit(left_deg: number, up_deg: number): void {
    this.#changeView((view) => orbit(view, left_deg, up_deg));
  }

  pan(right: number, up: number): void {
    this.#changeView((view) => pan(view, right, up, this.#model?.header.free_fovy_deg ?? 45));
  }

  zoom(factor: number): void {
    this.#changeView((view) => zoom(view, factor, this.#model?.header.extent ?? 1));
  }

  /** Draw in the next frame. */
  invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#dropModel();
    this.#renderer.dispose();
    // Browsers allow about sixteen contexts a page and take long to collect a canvas.
    this.#renderer.forceContextLoss();
  }

  #changeView(change: (view: OrbitView) => OrbitView): void {
    if (!this.#view || !this.#cameras) return;
    const named = this.#namedCamera();
    this.#view = change(named ? this.#cameras.viewFrom(named) : this.#view);
    if (named) {
      this.#cameraName = "";
      this.events.onFreeView();
    }
    this.invalidate();
  }

  #namedCamera(): CameraEntry | undefined {
    return this.#model?.header.cameras.find((camera) => camera.name === this.#cameraName);
  }

  #draw(): void {
    const [model, cameras, view] = [this.#model, this.#cameras, this.#view];
    if (!model || !cameras || !view || this.#width < 1 || this.#height < 1) return;
    const named = this.#namedCamera();
    const camera = named ? cameras.named(named) : cameras.free(view);
    model.lighting.followCamera(camera);
    this.#renderer.render(model.scene, camera);
    this.events.onDraw();
  }

  #dropModel(): void {
    this.#contacts?.dispose();
    this.#joints?.dispose();
    this.#model?.dispose();
    this.#contacts = null;
    this.#joints = null;
    this.#model = null;
  }
}
