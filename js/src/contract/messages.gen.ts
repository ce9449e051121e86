// Generated from strands_robots_nb/contract: run `python -m strands_robots_nb.contract.generate`, do not edit.

/** Raised by one whenever a message or a layout changes its meaning. */
export const CONTRACT_VERSION = 1;

export interface BodyEntry {
  name: string;
  parent: number;
  position: number[];
  quaternion: number[];
}

export interface GeomEntry {
  name: string;
  body: number;
  /** mjtGeom: 0 plane, 1 hfield, 2 sphere, 3 capsule, 4 ellipsoid, 5 cylinder, 6 box, 7 mesh, 8 sdf. */
  type: number;
  size: number[];
  position: number[];
  quaternion: number[];
  rgba: number[];
  /** Index into materials; -1 for none. */
  material: number;
  /** Mesh id or height-field index; -1 for primitives. */
  data: number;
  group: number;
  casts_shadow: boolean;
}

export interface SiteEntry {
  name: string;
  body: number;
  type: number;
  size: number[];
  position: number[];
  quaternion: number[];
  rgba: number[];
  group: number;
}

/** A triangle mesh, quantised: position = low + uint16 / 65535 * span; normals int8 / 127. */
export interface MeshEntry {
  id: number;
  positions: [number, number];
  normals: [number, number];
  /** float32 (n, 2). */
  uvs: [number, number] | null;
  indices: [number, number];
  index_bytes: 2 | 4;
  low: number[];
  span: number[];
}

/** A height field: float32 (rows, columns), row 0 at -y; heights are in 0 to 1 of `size[2]`. */
export interface HeightField {
  rows: number;
  columns: number;
  size: number[];
  heights: [number, number];
}

/** A texture: one PNG, or six for cube and skybox in MuJoCo's order (right, left, up, down, front, back). */
export interface TextureEntry {
  type: "2d" | "cube" | "skybox";
  pngs: ([number, number])[];
}

/** A material with MuJoCo's meaning of each number. */
export interface MaterialEntry {
  rgba: number[];
  /** Index into textures; -1 for none. */
  texture: number;
  repeat: number[];
  uniform: boolean;
  emission: number;
  specular: number;
  shininess: number;
  reflectance: number;
}

/** A named camera: looks along -z, y up. */
export interface CameraEntry {
  name: string;
  body: number;
  position: number[];
  quaternion: number[];
  fovy_deg: number;
  orthographic: boolean;
}

export interface LightEntry {
  body: number;
  /** mjtLightType: 0 spot, 1 directional, 2 point, 3 image. */
  type: number;
  position: number[];
  direction: number[];
  cutoff_deg: number;
  exponent: number;
  attenuation: number[];
  ambient: number[];
  diffuse: number[];
  specular: number[];
  casts_shadow: boolean;
  active: boolean;
}

/** A joint for the joint overlay; `axis` and `position` in the body's frame. */
export interface JointEntry {
  name: string;
  body: number;
  /** mjtJoint: 0 free, 1 ball, 2 slide, 3 hinge. */
  type: number;
  axis: number[];
  position: number[];
}

export interface Headlight {
  ambient: number[];
  diffuse: number[];
  specular: number[];
  active: boolean;
}

/** Everything about the scene that does not change from frame to frame. */
export interface SceneHeader {
  name: string;
  bodies: BodyEntry[];
  /** Bodies whose pose is in the pose stream, in its order. */
  moving: number[];
  geoms: GeomEntry[];
  sites: SiteEntry[];
  meshes: MeshEntry[];
  height_fields: HeightField[];
  textures: TextureEntry[];
  materials: MaterialEntry[];
  cameras: CameraEntry[];
  lights: LightEntry[];
  joints: JointEntry[];
  headlight: Headlight;
  extent: number;
  center: number[];
  /** Fraction of `extent`, as in MuJoCo. */
  near: number;
  far: number;
  shadow_clip: number;
  free_fovy_deg: number;
  free_azimuth_deg: number;
  free_elevation_deg: number;
  block_bytes: number;
}

/** One preflight check as the page shows it. */
export interface CheckResult {
  name: string;
  ok: boolean;
  detail: string;
  remedy: string;
}

/** One argument of a tool call as the card shows it. */
export interface Parameter {
  name: string;
  value: string;
  unit: string;
}

/** One tool call, from its start to its result. */
export interface ToolCall {
  call_id: string;
  tool: string;
  /** What it does, in a few words. */
  title: string;
  parameters: Parameter[];
  state: "queued" | "running" | "done" | "refused" | "error" | "cancelled";
  /** From start to end; while the call runs, the time it has taken so far. */
  duration_s: number;
  result: string;
  /** Pictures of the result, sent once with its `chat.item`. */
  image_count: number;
}

/** One line of the transcript. Exactly one of `text` and `call` is filled. */
export interface ChatItem {
  item_id: string;
  role: "person" | "agent" | "tool" | "error";
  text: string;
  call: ToolCall | null;
  at_s: number;
}

/** The whole scene. Buffer 0: the binary block that the header's ranges point into. */
export interface ViewportScene {
  kind: "viewport.scene";
  scene_version: number;
  header: SceneHeader;
}

/**
 * Where every moving body is. Buffer 0: float32 (n, 7), position [m] and quaternion wxyz, world frame.
 *
 * Buffer 1, with the contact overlay on: float32 (k, 6), contact position [m] and contact force [N], world frame.
 *
 * A newer one makes an older one worthless.
 */
export interface ViewportPose {
  kind: "viewport.pose";
  seq: number;
  scene_version: number;
  sim_time_s: number;
  wall_time_s: number;
  /** Simulated seconds per wall second, measured over the last second. */
  real_time_factor: number;
}

/**
 * A robot camera's picture. Buffer 0: JPEG bytes.
 *
 * A newer one makes an older one worthless.
 */
export interface ViewportPicture {
  kind: "viewport.picture";
  camera: string;
  width: number;
  height: number;
  wall_time_s: number;
}

/**
 * Measured joint positions, sent at 5 Hz when asked for; degrees, the gripper 0 (closed) to 100 (open).
 *
 * A newer one makes an older one worthless.
 */
export interface ViewportJoints {
  kind: "viewport.joints";
  positions: Record<string, number>;
  goals: Record<string, number>;
}

/** Something the person at the page should know, in what / why / do form. */
export interface Notice {
  kind: "notice";
  level: "info" | "warning" | "error";
  text: string;
}

/** A page has loaded the widget and wants the scene and the stream. */
export interface ViewportReady {
  kind: "viewport.ready";
  contract_version: number;
  /** Tells the pages that show the same widget apart; made up by the page when it loads. */
  page_key: string;
}

/** The newest pose that the page has taken over. */
export interface StreamAck {
  kind: "stream.ack";
  page_key: string;
  seq: number;
}

/** Whether anyone can see the widget on this page; the stream pauses while nobody can on any. */
export interface ViewportVisibility {
  kind: "viewport.visibility";
  page_key: string;
  visible: boolean;
}

/** A press on play, pause, step or reset. */
export interface ViewportTransport {
  kind: "viewport.transport";
  action: "play" | "pause" | "step" | "reset";
}

/** Simulated seconds per wall second, 0.1 to 100; 0 means as fast as possible. */
export interface ViewportSetSpeed {
  kind: "viewport.set_speed";
  speed: number;
}

/** Which extra streams the page draws. */
export interface ViewportOverlays {
  kind: "viewport.overlays";
  contacts: boolean;
  joints: boolean;
  /** Camera shown picture-in-picture; empty for none. */
  picture_camera: string;
}

/** The software stop. Never queued behind anything. */
export interface RobotStop {
  kind: "robot.stop";
}

/** A person clears the software stop. */
export interface RobotResetStop {
  kind: "robot.reset_stop";
}

/** The switch did not happen; the old mode goes on. */
export interface ModeChangeRefused {
  kind: "mode.refused";
  mode: "sim" | "real";
  checks: CheckResult[];
  at_s: number;
}

/** The robot runs in this mode now. */
export interface ModeChanged {
  kind: "mode.changed";
  mode: "sim" | "real";
  epoch: number;
}

/** A person flips the switch. */
export interface ModeSet {
  kind: "mode.set";
  mode: "sim" | "real";
}

/**
 * The whole conversation so far, for a page that has just opened.
 *
 * Buffers: the result pictures of all tool items in order, `image_count` for each, PNG or JPEG.
 */
export interface ChatTranscript {
  kind: "chat.transcript";
  items: ChatItem[];
  running: boolean;
  model_name: string;
  /** Things one could ask this robot now. */
  prompts: string[];
}

/** A new line, or a new state of the line with this `item_id`. Buffers: its pictures, if any. */
export interface ChatItemAdded {
  kind: "chat.item";
  item: ChatItem;
}

/** More text for the agent's line `item_id`. */
export interface ChatText {
  kind: "chat.text";
  item_id: string;
  delta: string;
}

/** Whether the agent is working, and how the last turn ended. */
export interface ChatRunning {
  kind: "chat.running";
  running: boolean;
  outcome: "" | "done" | "cancelled" | "error";
}

/** A page has loaded the panel and wants the transcript. */
export interface ChatReady {
  kind: "chat.ready";
  contract_version: number;
}

/** The person asks for something. */
export interface ChatSend {
  kind: "chat.send";
  text: string;
}

/** End the turn: the running motion is given up and the robot holds. */
export interface ChatStop {
  kind: "chat.stop";
}

/** What the kernel sends to a page. */
export type ToPage =
  | ViewportScene
  | ViewportPose
  | ViewportPicture
  | ViewportJoints
  | Notice
  | ModeChangeRefused
  | ModeChanged
  | ChatTranscript
  | ChatItemAdded
  | ChatText
  | ChatRunning;

export const TO_PAGE_KINDS: ReadonlySet<ToPage["kind"]> = new Set<ToPage["kind"]>([
  "viewport.scene",
  "viewport.pose",
  "viewport.picture",
  "viewport.joints",
  "notice",
  "mode.refused",
  "mode.changed",
  "chat.transcript",
  "chat.item",
  "chat.text",
  "chat.running",
]);

/** What a page sends to the kernel. */
export type ToKernel =
  | ViewportReady
  | StreamAck
  | ViewportVisibility
  | ViewportTransport
  | ViewportSetSpeed
  | ViewportOverlays
  | RobotStop
  | RobotResetStop
  | ModeSet
  | ChatReady
  | ChatSend
  | ChatStop;

export const TO_KERNEL_KINDS: ReadonlySet<ToKernel["kind"]> = new Set<ToKernel["kind"]>([
  "viewport.ready",
  "stream.ack",
  "viewport.visibility",
  "viewport.transport",
  "viewport.set_speed",
  "viewport.overlays",
  "robot.stop",
  "robot.reset_stop",
  "mode.set",
  "chat.ready",
  "chat.send",
  "chat.stop",
]);
