import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { controlByPointer } from "../../three/pointer_control";
import { SceneModel } from "../../three/scene_model";
import { Stage } from "../../three/stage";
import type { ViewportState } from "./state";
import type { ViewportTraits } from "./traits";

export interface StageViewProps {
  state: ViewportState;
  traits: ViewportTraits;
  /** Whether the wheel zooms: only while the viewport has the focus, else it scrolls the page. */
  isActive: () => boolean;
  onStage: (stage: Stage | null) => void;
  onFreeView: () => void;
}

/** The canvas. It owns the WebGL context and gives it back when the view goes away. */
export function StageView({ state, traits, isActive, onStage, onFreeView }: StageViewProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failure, setFailure] = useState("");

  useEffect(() => {
    if (!canvas.current) return;
    let stage: Stage;
    const handle = state.join({ onPose: () => applyPose() });
    try {
      stage = new Stage(canvas.current, {
        onDraw() {
          const pose = state.pose();
          if (canvas.current && pose) canvas.current.dataset.drawn = String(pose.message.seq);
          handle.drew();
        },
        onFreeView,
      });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return handle.leave;
    }
    onStage(stage);
    const ended = new AbortController();
    let shown: number | null = null;

    const applyPose = () => {
      const pose = state.pose();
      if (pose && pose.message.scene_version === shown) stage.setPoses(pose.poses, pose.contacts);
    };
    const stopScene = state.scene.subscribe((scene) => {
      if (!scene) return;
      SceneModel.load(scene.header, scene.block)
        .then((model) => {
          if (ended.signal.aborted || state.scene.peek()?.version !== scene.version) {
            model.dispose();
            return;
          }
          shown = scene.version;
          stage.setModel(model);
          applyPose();
        })
        .catch((error: unknown) => state.notices.add("error", `The scene cannot be drawn. ${String(error)}`));
    });
    const stopTraits = [
      traits.camera.subscribe((name) => stage.setCamera(name)),
      traits.shadows.subscribe((on) => stage.setShadows(on)),
      traits.showJoints.subscribe((on) => stage.setJointAxes(on)),
    ];
    const sizes = new ResizeObserver(([entry]) => {
      if (entry) stage.setSize(Math.round(entry.contentRect.width), Math.round(entry.contentRect.height));
    });
    sizes.observe(canvas.current);
    const sight = new IntersectionObserver(([entry]) => handle.setVisible(entry?.isIntersecting ?? true));
    sight.observe(canvas.current);
    controlByPointer(canvas.current, stage, isActive, ended.signal);

    return () => {
      ended.abort();
      sizes.disconnect();
      sight.disconnect();
      stopScene();
      for (const stop of stopTraits) stop();
      handle.leave();
      onStage(null);
      stage.dispose();
    };
  }, [state, traits, isActive, onStage, onFreeView]);

  if (failure) {
    return (
      <div class="srnb-viewport-failure">
        <strong>This browser cannot draw in three dimensions.</strong>
        <span>WebGL is switched off or missing ({failure}).</span>
        <span>
          Pictures still work: <code>robot.look("front")</code>
        </span>
      </div>
    );
  }
  return (
    <canvas ref={canvas} class="srnb-viewport-canvas" aria-label="Three-dimensional view of the scene" />
  );
}
