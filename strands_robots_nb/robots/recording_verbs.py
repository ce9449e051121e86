"""The robot's verbs that record it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from strands_robots_nb.data.recording import Recording
from strands_robots_nb.data.recording_spec import CameraSpec, RecordingSpec
from strands_robots_nb.data.saved_episode import SavedEpisode
from strands_robots_nb.errors import InvalidArgument, UnknownCamera
from strands_robots_nb.robots.robot_parts import RobotParts
from strands_robots_nb.robots.simulated_body import PICTURE_SIZE


class RecordingVerbs(RobotParts):
    """One recording at a time; each episode is durable once ``save_episode`` has returned."""

    @property
    def recording(self) -> Recording | None:
        """The recording that is open, or None."""
        return self._episodes.recording

    def start_recording(
        self,
        path: str | Path,
        task: str,
        *,
        cameras: Sequence[str] | None = None,
        fps: int = 30,
        look: str = "clean",
        width: int = PICTURE_SIZE[0],
        height: int = PICTURE_SIZE[1],
    ) -> Recording:
        """Open a LeRobotDataset and record whenever the robot is moved, until ``save_episode``.

        Args:
            path: The dataset's folder; a dataset that is there already is continued.
            task: The instruction, in words.
            cameras: Cameras to record; None for the robot's usual ones.
            fps: Frames per second; the loop's rate.
            look: How simulated pictures are drawn: ``"clean"`` or ``"nice"`` (shadows).
            width: Width of the pictures [px].
            height: Height of the pictures [px].

        Raises:
            UnknownCamera: If there is no such camera; the message lists all.
            RecordingError: If the dataset cannot be written or continued; nothing is changed then.
        """
        self._must_be_open()
        if fps != self._loop.rate_hz:
            raise InvalidArgument(
                f"Recording at {fps} frames per second is not possible.",
                f"The control loop runs at {self._loop.rate_hz} Hz, and a recorded action is one that was sent.",
                f"Use fps={self._loop.rate_hz}.",
            )
        names = self._type.recorded_cameras if cameras is None else tuple(cameras)
        for camera in names:
            if camera not in self.cameras:
                raise UnknownCamera(camera, self.cameras)
        recording = self._episodes.start(
            RecordingSpec(
                path=Path(path).expanduser().absolute(),
                task=task,
                fps=fps,
                robot_type=self._type.lerobot_type,
                joint_keys=self.joint_keys,
                cameras=tuple(CameraSpec(camera, width, height) for camera in names),
                look=look,
            )
        )
        self._tell("recording", "started")
        return recording

    def save_episode(self, success: bool | None = None) -> SavedEpisode:
        """Save what was recorded since the last save as one episode; returns when it is safe on disk.

        Args:
            success: The label; None takes the verdict of the last ``perform``.
        """
        saved = self._episodes.save(success)
        self._tell("recording", "saved")
        return saved

    def discard_episode(self) -> None:
        """Throw away what was recorded since the last save; it leaves no trace."""
        self._episodes.discard()
        self._tell("recording", "discarded")

    def stop_recording(self) -> Path | None:
        """Close the recording; frames that are not saved are thrown away. Returns the dataset's folder."""
        path = self._episodes.stop()
        if path is not None:
            self._tell("recording", "stopped")
        return path

    @contextmanager
    def record(self, path: str | Path, task: str, **options: Any) -> Generator[Recording]:
        """Record what happens in the ``with`` block: saved at its end, thrown away when it raises.

        Takes what ``start_recording`` takes. Within the block ``save_episode`` begins the next episode.
        """
        recording = self.start_recording(path, task, **options)
        try:
            yield recording
            if recording.has_pending_frames:
                self.save_episode()
        finally:
            self.stop_recording()
