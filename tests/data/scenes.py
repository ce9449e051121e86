"""A small moving scene to record, so that drawing costs little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import mujoco
import numpy as np

from strands_robots_nb.control.frame import Frame
from strands_robots_nb.data.episode_context import EpisodeContext
from strands_robots_nb.data.recording_spec import CameraSpec, RecordingSpec

INTEGRATION = mujoco.mjtState.mjSTATE_INTEGRATION
JOINT_KEYS = tuple(
    f"{name}.pos" for name in ("shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper")
)
FPS = 30
XML = """
<mujoco model="pendulum">
  <option timestep="0.002"/>
  <worldbody>
    <light pos="0 0 3" dir="0 0 -1" castshadow="false"/>
    <geom type="plane" size="1 1 .1" rgba=".3 .3 .35 1"/>
    <camera name="front" pos="0 -1 .5" xyaxes="1 0 0 0 .3 1"/>
    <camera name="top" pos="0 0 1.2" xyaxes="1 0 0 0 1 0"/>
    <body pos="0 0 .6">
      <joint name="swing" axis="0 1 0" damping=".001"/>
      <geom type="capsule" size=".03" fromto="0 0 0 .3 0 -.1" rgba=".9 .2 .1 1"/>
    </body>
    <body pos=".1 .1 .3"><freejoint/><geom type="box" size=".05 .05 .05" rgba=".1 .6 .9 1"/></body>
  </worldbody>
</mujoco>
"""


def make_model(xml: str = XML) -> mujoco.MjModel:
    return mujoco.MjModel.from_xml_string(xml)


def context(model: mujoco.MjModel | None, **changes: object) -> EpisodeContext:
    values = {"mode": "sim", "epoch": 3, "seed": 7, "task_name": "swing", "model": model, "robot": "so101"}
    return EpisodeContext(**{**values, **changes})


def spec(path: Path, **changes: object) -> RecordingSpec:
    values = {
        "path": path,
        "task": "swing the pendulum",
        "fps": FPS,
        "robot_type": "so_follower",
        "joint_keys": JOINT_KEYS,
        "cameras": (CameraSpec("front", 96, 64), CameraSpec("top", 64, 64)),
        "look": "clean",
    }
    return RecordingSpec(**{**values, **changes})


def motion(model: mujoco.MjModel, n_frames: int, *, source: str = "expert", phase: float = 0.0) -> Iterator[Frame]:
    """Frames as the loop makes them: 30 a second of simulated time."""
    data = mujoco.MjData(model)
    data.qvel[0] = 2.0 + phase
    for tick in range(n_frames):
        state = np.empty(mujoco.mj_stateSize(model, INTEGRATION))
        mujoco.mj_getState(model, data, state, INTEGRATION)
        joints = np.full(len(JOINT_KEYS), np.degrees(data.qpos[0]), np.float32) + np.arange(6, dtype=np.float32)
        yield Frame(tick, data.time, joints, joints + np.float32(phase + 0.5), source, state)
        mujoco.mj_step(model, data, 17)
