"""One episode from its first frame to a durable part of the dataset. Runs in the recorder process."""

from __future__ import annotations

import logging
import pickle
import platform
from datetime import UTC, datetime
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb import __version__
from strands_robots_nb.data import dataset_writer
from strands_robots_nb.data.dataset_check import check_free_space
from strands_robots_nb.data.dataset_writer import DatasetWriter
from strands_robots_nb.data.frame_pictures import FramePictures
from strands_robots_nb.data.provenance import append_provenance, content_key
from strands_robots_nb.data.recorder_messages import BeginEpisode, EpisodeSaved, Frames, SaveEpisode
from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.data.sim_states import SimEpisode, model_binary, save_sim_episode, state_file
from strands_robots_nb.data.staging_area import StagingArea
from strands_robots_nb.data.state_renderer import StateRenderer
from strands_robots_nb.errors import RecorderFailed

logger = logging.getLogger(__name__)

LIVE_SHARE = 0.6
"""Pictures are drawn as the frames arrive if that takes at most this share of a core, else after the episode."""


class EpisodeRecorder:
    """Collects frames, draws their pictures now or later, and saves or drops the episode."""

    def __init__(self, spec: RecordingSpec, staging: StagingArea) -> None:
        self._spec = spec
        self._staging = staging
        self._writer = DatasetWriter(spec, staging.cache)
        self._pictures: FramePictures | None = None
        self._model_pickle: bytes | None = None
        self._begin: BeginEpisode | None = None
        self._picture_cost_s: float | None = None
        self._frames: list[_Row] = []
        self._n_written = 0

    @property
    def serial(self) -> int | None:
        """The open episode, if any."""
        return None if self._begin is None else self._begin.serial

    def begin(self, message: BeginEpisode) -> None:
        """Open an episode."""
        self.drop()
        self._begin = message

    def add(self, message: Frames) -> None:
        """Take over a batch of frames of the open episode; the first one opens a working copy."""
        if self._begin is not None and not self._frames:
            check_free_space(self._spec)
            self._set_pictures(self._begin.model_pickle)
            resume = self._staging.stage()
            self._writer.open(self._staging.working_copy, resume=resume)
        for row in zip(message.times_s, message.observations, message.actions, message.states, strict=True):
            self._frames.append(row)

    @property
    def has_work(self) -> bool:
        """Whether a frame waits that should be drawn and encoded now."""
        return self._begin is not None and self._n_written < len(self._frames) and self._is_live()

    def work(self) -> None:
        """Draw and encode one frame."""
        _, observation, action, state = self._frames[self._n_written]
        pictures = self._pictures.pictures(state) if self._pictures is not None else {}
        self._writer.add(observation, action, pictures)
        self._n_written += 1

    def save(self, message: SaveEpisode) -> EpisodeSaved:
        """Make the open episode durable.

        Raises:
            RecorderFailed: If it is incomplete.
            OSError: If the disk does not take it.
        """
        begin = self._begin
        if begin is None or not self._frames:
            raise RecorderFailed("The episode was not saved.", "No frame of it arrived.")
        is_live = self._is_live()
        while self._n_written < len(self._frames):
            self.work()
        index = self._writer.finish()
        folder = self._staging.working_copy
        has_states = self._save_states(begin, index)
        append_provenance(folder, self._provenance(begin, message, index, is_live, has_states))
        self._staging.publish()
        saved = EpisodeSaved(message.serial, index, len(self._frames))
        self._forget()
        return saved

    def drop(self) -> None:
        """Drop the open episode, if there is one, and every trace of it."""
        if self._begin is None:
            return
        self._writer.abandon()
        self._staging.drop()
        self._forget()

    def close(self) -> None:
        """Drop the open episode and release the pictures' contexts."""
        self.drop()
        self._close_pictures()

    def _forget(self) -> None:
        self._begin = None
        self._frames = []
        self._n_written = 0

    def _set_pictures(self, model_pickle: bytes | None) -> None:
        if model_pickle == self._model_pickle and self._pictures is not None:
            return
        self._close_pictures()
        self._model_pickle = model_pickle
        if not self._spec.cameras:
            return
        if model_pickle is None:
            raise RecorderFailed("The episode cannot be recorded.", "There is no model to draw the cameras from.")
        self._pictures = StateRenderer(self._spec, model_pickle)

    def _close_pictures(self) -> None:
        if self._pictures is not None:
            self._pictures.close()
        self._pictures = None
        self._picture_cost_s = None

    def _is_live(self) -> bool:
        if self._pictures is None:
            return True
        if self._picture_cost_s is None:
            self._picture_cost_s = self._pictures.cost_s(self._frames[0][3])
        return self._picture_cost_s * self._spec.fps <= LIVE_SHARE

    def _save_states(self, begin: BeginEpisode, index: int) -> bool:
        states = [row[3] for row in self._frames]
        known = [state for state in states if state is not None]
        if begin.model_pickle is None or len(known) != len(states):
            return False
        model: mujoco.MjModel = pickle.loads(begin.model_pickle)
        save_sim_episode(
            self._staging.working_copy,
            index,
            SimEpisode(
                states=np.stack(known),
                times_s=np.array([row[0] for row in self._frames]),
                actions=np.stack([row[2] for row in self._frames]),
                joint_keys=self._spec.joint_keys,
                model_mjb=model_binary(model),
                model_xml=begin.model_xml,
                mujoco_version=mujoco.__version__,
            ),
        )
        return True

    def _provenance(
        self, begin: BeginEpisode, message: SaveEpisode, index: int, is_live: bool, has_states: bool
    ) -> dict[str, Any]:
        spec = self._spec
        rendered: dict[str, Any] | None = None
        if self._picture_cost_s is not None:
            n_pictures = len(spec.cameras)
            rendered = {
                "when": "live" if is_live else "deferred",
                "ms_per_picture": round(1000 * self._picture_cost_s / n_pictures, 2),
            }
        versions = {"strands_robots_nb": __version__, "python": platform.python_version()}
        versions |= dataset_writer.library_versions()
        if has_states:
            versions["mujoco"] = mujoco.__version__
        return {
            "episode_index": index,
            "content_key": content_key(
                np.stack([row[1] for row in self._frames]), np.stack([row[2] for row in self._frames])
            ),
            "saved_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "success": message.success,
            "measured": message.measured,
            "task": spec.task,
            "task_name": begin.task_name,
            "seed": begin.seed,
            "robot": begin.robot,
            "robot_type": spec.robot_type,
            "mode": begin.mode,
            "epoch": begin.epoch,
            "sources": list(message.sources),
            "fps": spec.fps,
            "cameras": {camera.name: [camera.width, camera.height] for camera in spec.cameras},
            "look": spec.look,
            "rendered": rendered,
            "idle_ticks": message.idle_ticks,
            "body_time_s": [float(self._frames[0][0]), float(self._frames[-1][0])],
            "state_file": state_file(index) if has_states else None,
            "versions": versions,
        }


type _Row = tuple[np.float64, NDArray[np.float32], NDArray[np.float32], NDArray[np.float64] | None]
