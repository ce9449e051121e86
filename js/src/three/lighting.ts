import { DirectionalLight, Group, type Object3D, PointLight, SpotLight, Vector3 } from "three";
import type { LightEntry, SceneHeader } from "../contract/messages.gen";
import type { LightTint, LightTints } from "./fixed_pipeline";

const LightType = { SPOT: 0, DIRECTIONAL: 1 } as const;

type AnyLight = DirectionalLight | SpotLight | PointLight;

interface PlacedLight {
  entry: LightEntry;
  light: AnyLight;
  tint: LightTint;
}

/** OpenGL's own ambient light, which MuJoCo falls back on in a scene without any light. */
const AMBIENT_WITHOUT_LIGHTS = 0.3;
/** Light colours are in the tints; what three computes is only how much of a light arrives. */
const FULL = 0xffffff;

/** The lights of a scene, each following its body, and the headlight, which follows the camera. */
export class Lighting {
  readonly group = new Group();
  readonly tints: LightTints;
  readonly #placed: PlacedLight[] = [];
  readonly #headlight: DirectionalLight | null;
  readonly #headTint: LightTint;
  readonly #position = new Vector3();
  readonly #direction = new Vector3();

  constructor(header: SceneHeader) {
    this.#headTint = tintOf({ ...header.headlight, attenuation: [1, 0, 0], exponent: 0 });
    this.#headlight = header.headlight.active ? new DirectionalLight(FULL, 1) : null;
    if (this.#headlight) this.group.add(this.#headlight, this.#headlight.target);
    for (const entry of header.lights) {
      if (!entry.active) continue;
      const light = lightOf(entry, header);
      this.group.add(light);
      if (!(light instanceof PointLight)) this.group.add(light.target);
      this.#placed.push({ entry, light, tint: tintOf(entry) });
    }
    const lightless = this.#placed.length === 0 && !this.#headlight;
    this.tints = {
      directionalTints: { value: [] },
      spotTints: { value: [] },
      pointTints: { value: [] },
      globalAmbient: { value: lightless ? AMBIENT_WITHOUT_LIGHTS : 0 },
    };
    this.castShadows(false);
  }

  /** Switch shadows, for the lights that have them. */
  castShadows(on: boolean): void {
    for (const { entry, light } of this.#placed) {
      light.castShadow = on && entry.casts_shadow && !(light instanceof PointLight);
    }
    // three numbers the lights of a kind with those that cast shadows first, else in the order of the scene.
    const ordered = [...this.#placed].sort((a, b) => Number(b.light.castShadow) - Number(a.light.castShadow));
    const tintsOf = (kind: new () => AnyLight) =>
      ordered.filter(({ light }) => light instanceof kind).map(({ tint }) => tint);
    const directional = tintsOf(DirectionalLight);
    const casting = ordered.filter(
      ({ light }) => light instanceof DirectionalLight && light.castShadow,
    ).length;
    // The headlight stands first in the scene and never casts a shadow.
    if (this.#headlight) directional.splice(casting, 0, this.#headTint);
    this.tints.directionalTints.value = directional;
    this.tints.spotTints.value = tintsOf(SpotLight);
    this.tints.pointTints.value = tintsOf(PointLight);
  }

  /** Put each light where its body is. */
  follow(bodies: readonly Object3D[]): void {
    for (const { entry, light } of this.#placed) {
      const body = bodies[entry.body];
      if (!body) continue;
      light.position.fromArray(entry.position).applyQuaternion(body.quaternion).add(body.position);
      if (light instanceof PointLight) continue;
      this.#direction.fromArray(entry.direction).applyQuaternion(body.quaternion);
      light.target.position.copy(light.position).add(this.#direction);
    }
  }

  /** Put the headlight where the camera is. */
  followCamera(camera: Object3D): void {
    if (!this.#headlight) return;
    camera.updateMatrixWorld();
    this.#position.setFromMatrixPosition(camera.matrixWorld);
    this.#direction.set(0, 0, -1).transformDirection(camera.matrixWorld);
    this.#headlight.position.copy(this.#position);
    this.#headlight.target.position.copy(this.#position).add(this.#direction);
  }

  dispose(): void {
    for (const { light } of this.#placed) light.dispose();
    this.#headlight?.dispose();
  }
}

function tintOf(entry: {
  ambient: number[];
  diffuse: number[];
  specular: number[];
  attenuation: number[];
  exponent: number;
}): LightTint {
  return {
    ambient: new Vector3().fromArray(entry.ambient),
    diffuse: new Vector3().fromArray(entry.diffuse),
    specular: new Vector3().fromArray(entry.specular),
    attenuation: new Vector3().fromArray(entry.attenuation),
    exponent: entry.exponent,
  };
}

function lightOf(entry: LightEntry, header: SceneHeader): AnyLight {
  if (entry.type === LightType.DIRECTIONAL) {
    const light = new DirectionalLight(FULL, 1);
    const reach = header.shadow_clip * header.extent;
    const camera = light.shadow.camera;
    camera.left = -reach;
    camera.right = reach;
    camera.top = reach;
    camera.bottom = -reach;
    prepareShadow(light, entry, header);
    return light;
  }
  // A cone of more than a half space is no cone; three's spots end there too.
  if (entry.type === LightType.SPOT && entry.cutoff_deg <= 90) {
    const light = new SpotLight(FULL, 1, 0, (entry.cutoff_deg * Math.PI) / 180, 0, 0);
    prepareShadow(light, entry, header);
    return light;
  }
  return new PointLight(FULL, 1, 0, 0);
}

function prepareShadow(light: DirectionalLight | SpotLight, entry: LightEntry, header: SceneHeader): void {
  const toCenter = new Vector3().fromArray(entry.position).distanceTo(new Vector3().fromArray(header.center));
  light.shadow.mapSize.set(2048, 2048);
  light.shadow.camera.near = Math.max(0.01 * header.extent, 1e-3);
  light.shadow.camera.far = toCenter + 4 * header.extent;
  light.shadow.bias = -0.0004;
  light.shadow.normalBias = 0.003 * header.extent;
  light.shadow.radius = 1.5;
}
