"""What readers see of the world: one immutable picture of the moving bodies."""

from __future__ import annotations

from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The world at one instant. Its arrays are read-only."""

    seq: int
    """Counts up by one with every snapshot."""
    scene_version: int
    """Version of the model the poses belong to."""
    time_s: float
    """Simulated time [s]."""
    wall_time_s: float
    """Unix time at which the snapshot was made [s]."""
    real_time_factor: float
    """Simulated seconds per wall second over the last second."""
    poses: NDArray[np.float32]
    """Position [m] and quaternion wxyz of each moving body in the world frame. Shape (n_moving, 7)."""
    contacts: NDArray[np.float32] | None
    """Contact position [m] and contact force [N] in the world frame, shape (k, 6); None unless they are watched."""
    is_paused: bool


def moving_bodies(model: mujoco.MjModel) -> NDArray[np.int32]:
    """Ids of the bodies that can move relative to the world, in the order of the pose stream."""
    ids = np.arange(model.nbody)
    is_mocap = model.body_mocapid[model.body_rootid] >= 0
    return np.flatnonzero((ids > 0) & ((model.body_weldid != 0) | is_mocap)).astype(np.int32)


def pose_frame(data: mujoco.MjData, moving: NDArray[np.int32]) -> NDArray[np.float32]:
    """Poses of the moving bodies: position [m], quaternion wxyz. Shape (n_moving, 7), 28 bytes a body."""
    poses = np.empty((len(moving), 7), dtype=np.float32)
    poses[:, :3] = data.xpos[moving]
    poses[:, 3:] = data.xquat[moving]
    poses.setflags(write=False)
    return poses


def contact_frame(model: mujoco.MjModel, data: mujoco.MjData) -> NDArray[np.float32]:
    """Active contacts: position [m], force on the second geom [N], world frame. Shape (k, 6)."""
    force = np.empty(6)
    rows: list[NDArray[np.float64]] = []
    for index in range(data.ncon):
        contact = data.contact[index]
        if contact.efc_address < 0:
            continue
        mujoco.mj_contactForce(model, data, index, force)
        # Rows of the contact frame are its axes, the first one being the normal from the first to the second geom.
        rows.append(np.concatenate([contact.pos, contact.frame.reshape(3, 3).T @ force[:3]]))
    frame = np.array(rows, dtype=np.float32).reshape(-1, 6)
    frame.setflags(write=False)
    return frame
