"""Makes the snapshots that readers take without a lock."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

import mujoco

from strands_robots_nb.sim.physics import Physics
from strands_robots_nb.sim.snapshot import Snapshot, contact_frame, moving_bodies, pose_frame

_FACTOR_WINDOW_S = 1.0


class SnapshotPublisher:
    """Keeps the newest snapshot of a ``Physics``.

    Args:
        physics: What is shown.
        is_paused: Says whether time stands still.
    """

    def __init__(self, physics: Physics, is_paused: Callable[[], bool]) -> None:
        self._physics = physics
        self._is_paused = is_paused
        self._marks: deque[tuple[float, float]] = deque()
        self.watch_contacts = False
        self.scene_version = 1
        self._seq = 0
        self._moving = moving_bodies(physics.model)
        self.newest = self._make()

    def scene_changed(self) -> None:
        """The model is another one. Hold the lock."""
        self.scene_version += 1
        self._moving = moving_bodies(self._physics.model)
        self.publish()

    def publish(self) -> None:
        """Replace ``newest``. Hold the lock."""
        self._seq += 1
        self.newest = self._make()

    def time_jumped(self) -> None:
        """Forget the measured speed: simulated time was set. Hold the lock."""
        self._marks.clear()

    def _make(self) -> Snapshot:
        model, data = self._physics.model, self._physics.data
        is_paused = self._is_paused()
        if is_paused:
            # While time passes the poses of the last step, 2 ms old, are new enough; a paused world is shown exactly.
            mujoco.mj_kinematics(model, data)
        contacts = contact_frame(model, data) if self.watch_contacts else None
        return Snapshot(
            seq=self._seq,
            scene_version=self.scene_version,
            time_s=float(data.time),
            wall_time_s=time.time(),
            real_time_factor=self._measure_factor(is_paused),
            poses=pose_frame(data, self._moving),
            contacts=contacts,
            is_paused=is_paused,
        )

    def _measure_factor(self, is_paused: bool) -> float:
        if is_paused:
            self._marks.clear()
            return 0.0
        now_s = time.perf_counter()
        marks = self._marks
        marks.append((now_s, float(self._physics.data.time)))
        while now_s - marks[0][0] > _FACTOR_WINDOW_S and len(marks) > 2:
            marks.popleft()
        wall_s = now_s - marks[0][0]
        return (marks[-1][1] - marks[0][1]) / wall_s if wall_s > 0.0 else 1.0
