import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { assertNever } from "../../contract/assert_never";
import {
  CONTRACT_VERSION,
  type SceneHeader,
  type ToPage,
  type ViewportPose,
} from "../../contract/messages.gen";
import { Acknowledger } from "../../lib/acknowledger";
import type { BadgeFigures } from "../../lib/badge";
import { type Freshness, freshnessOf } from "../../lib/freshness";
import { MotionMeter } from "../../lib/motion_meter";
import { RateMeter } from "../../lib/rate_meter";
import { StreamClock } from "../../lib/stream_clock";
import { SceneBlock } from "../../three/scene_block";
import { createNoticeList, type NoticeList } from "../../ui/notices";
import { type Session, sharedBy } from "../session";

/** How often the figures are looked at; faster than one can read. */
const WATCH_MS = 250;
/** How often a silent kernel is asked again for the scene. */
const ASK_AGAIN_S = 5;

export interface LoadedScene {
  version: number;
  header: SceneHeader;
  block: SceneBlock;
}

export interface Pose {
  message: ViewportPose;
  poses: Float32Array;
  contacts: Float32Array | null;
}

export interface RobotPicture {
  camera: string;
  url: string;
  at_s: number;
}

/** One drawing of the viewport on this page. */
export interface View {
  onPose(): void;
}

/** What all views of one viewport on this page share. */
export interface ViewportState {
  readonly session: Session;
  readonly scene: ReadonlySignal<LoadedScene | null>;
  readonly figures: ReadonlySignal<BadgeFigures>;
  readonly freshness: ReadonlySignal<Freshness>;
  readonly picture: ReadonlySignal<RobotPicture | null>;
  readonly joints: ReadonlySignal<{
    positions: Record<string, number>;
    goals: Record<string, number>;
  } | null>;
  readonly notices: NoticeList;
  /** The newest pose of the scene that is shown. */
  readonly pose: () => Pose | null;
  /** Joins a view; the returned object says when it is seen and when it has drawn, and takes it out again. */
  join(view: View): ViewHandle;
}

export interface ViewHandle {
  setVisible(visible: boolean): void;
  /** The view drew the newest pose. */
  drew(): void;
  leave(): void;
}

export const viewportStateOf = sharedBy(createViewportState);

function createViewportState(session: Session): ViewportState {
  const scene = signal<LoadedScene | null>(null);
  const figures = signal<BadgeFigures>({
    frames_per_s: 0,
    still: false,
    age_s: null,
    real_time_factor: null,
  });
  const freshness = signal<Freshness>({ state: "waiting" });
  const picture = signal<RobotPicture | null>(null);
  const joints = signal<{ positions: Record<string, number>; goals: Record<string, number> } | null>(null);
  const notices = createNoticeList();
  const views = new Map<View, boolean>();
  const rate = new RateMeter();
  const clock = new StreamClock();
  const motion = new MotionMeter();
  const page_key = `page-${Math.random().toString(36).slice(2)}`;
  const acknowledger = new Acknowledger((seq) => session.send({ kind: "stream.ack", page_key, seq }));

  let pose: Pose | null = null;
  let heard_s: number | null = null;
  let asked_s = 0;
  let visible = false;
  let drawnSeq = -1;
  let watch: ReturnType<typeof setInterval> | undefined;

  session.listen((message, buffers) => {
    heard_s = now_s();
    receive(message, buffers);
  });
  if (session.mismatch) notices.add("error", session.mismatch);
  // A kernel that stops is to be seen at once, not at the next look.
  effect(() => {
    if (session.link.value === "stopped") look();
  });

  function receive(message: ToPage, buffers: DataView[]): void {
    switch (message.kind) {
      case "viewport.scene": {
        // Every page that asks makes the kernel send the scene to all of them.
        const [block] = buffers;
        if (!block || scene.peek()?.version === message.scene_version) return;
        pose = null;
        scene.value = {
          version: message.scene_version,
          header: message.header,
          block: new SceneBlock(block),
        };
        return;
      }
      case "viewport.pose":
        takePose(message, buffers);
        return;
      case "viewport.picture": {
        const [jpeg] = buffers;
        if (jpeg) showPicture(picture, message.camera, jpeg, message.wall_time_s);
        return;
      }
      case "viewport.joints":
        joints.value = message;
        return;
      case "notice":
        notices.add(message.level, message.text);
        return;
      case "mode.refused":
      case "mode.changed":
      case "chat.transcript":
      case "chat.item":
      case "chat.text":
      case "chat.running":
        return;
      default:
        assertNever(message);
    }
  }

  function takePose(message: ViewportPose, [poses, contacts]: DataView[]): void {
    clock.received(message.wall_time_s, now_s());
    if (!poses) return;
    if (message.scene_version !== scene.peek()?.version) return;
    pose = { message, poses: floats(poses), contacts: contacts ? floats(contacts) : null };
    motion.add(pose.poses, now_s());
    for (const view of views.keys()) view.onPose();
  }

  function look(): void {
    const now = now_s();
    const link = session.link.peek();
    freshness.value = freshnessOf({ now_s: now, heard_s, link, resting: !visible });
    figures.value = {
      frames_per_s: rate.rate(now),
      still: motion.still(now),
      age_s: clock.age_s(now),
      real_time_factor: pose?.message.real_time_factor ?? null,
    };
    const lost = freshness.peek().state === "silent" || (scene.peek() === null && link === "live");
    if (visible && lost && now - asked_s > ASK_AGAIN_S) ask();
  }

  function ask(): void {
    asked_s = now_s();
    if (session.mismatch) return;
    session.send({ kind: "viewport.ready", contract_version: CONTRACT_VERSION, page_key });
  }

  function tellVisibility(): void {
    const anyone = [...views.values()].some(Boolean) && !document.hidden;
    if (anyone === visible) return;
    visible = anyone;
    // What came before the rest says nothing about now.
    if (visible && heard_s !== null) heard_s = now_s();
    session.send({ kind: "viewport.visibility", page_key, visible });
  }

  function join(view: View): ViewHandle {
    views.set(view, true);
    if (views.size === 1) {
      document.addEventListener("visibilitychange", tellVisibility);
      watch = setInterval(look, WATCH_MS);
      ask();
    }
    tellVisibility();
    return {
      setVisible(seen) {
        views.set(view, seen);
        tellVisibility();
      },
      drew() {
        if (pose === null || pose.message.seq === drawnSeq) return;
        drawnSeq = pose.message.seq;
        rate.add(now_s());
        acknowledger.drawn(drawnSeq);
      },
      leave() {
        views.delete(view);
        tellVisibility();
        if (views.size > 0) return;
        document.removeEventListener("visibilitychange", tellVisibility);
        clearInterval(watch);
      },
    };
  }

  return { session, scene, figures, freshness, picture, joints, notices, pose: () => pose, join };
}

function showPicture(
  picture: Signal<RobotPicture | null>,
  camera: string,
  jpeg: DataView,
  at_s: number,
): void {
  const bytes = new Uint8Array(jpeg.buffer as ArrayBuffer, jpeg.byteOffset, jpeg.byteLength);
  const url = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
  const older = picture.peek()?.url;
  picture.value = { camera, url, at_s };
  // The picture on screen may still be decoding.
  if (older) setTimeout(() => URL.revokeObjectURL(older), 1000);
}

/** A comm's buffer begins anywhere, a typed array only at multiples of its size. */
function floats(view: DataView): Float32Array {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
  return new Float32Array(bytes.buffer, 0, bytes.byteLength >> 2);
}

function now_s(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}
