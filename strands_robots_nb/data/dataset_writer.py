"""The only module that imports LeRobot to write. It runs in the recorder process, never in the kernel."""

# ruff: noqa: SLF001 (LeRobot drops frames silently; what tells is private, and a release without it fails loudly)

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

import av
import datasets
import numpy as np
from av.logging import ERROR, set_libav_level
from lerobot.configs import RGBEncoderConfig
from lerobot.datasets import LeRobotDataset, aggregate_pipeline_dataset_features, create_initial_features
from lerobot.processor import make_default_processors
from lerobot.utils.feature_utils import combine_feature_dicts
from numpy.typing import NDArray

from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.errors import RecorderFailed

logger = logging.getLogger(__name__)

_QUEUE_CAPACITY = 600
"""LeRobot drops a frame when its encoder's queue stays full for 0.1 s ..."""
_QUEUE_FILL = 24
"""... so this writer waits long before. It bounds the memory too: 22 MB a camera of 640 x 480."""
_ENCODER_POLL_S = 0.002

set_libav_level(ERROR)  # av.logging.set_level() installs a Python callback that deadlocked multi-threaded decoding
datasets.disable_progress_bars()


class DatasetWriter:
    """Writes episodes as LeRobot's own record loop does, so that a simulated dataset equals one of the real arm."""

    def __init__(self, spec: RecordingSpec, cache: Path) -> None:
        self._spec = spec
        self._repo_id = f"local/{spec.path.name}"
        self._dataset: Any = None
        self._n_frames = 0
        datasets.config.HF_DATASETS_CACHE = cache  # pyright: ignore[reportAttributeAccessIssue]

    def open(self, root: Path, *, resume: bool) -> None:
        """Begin an episode in the working copy ``root``; ``resume`` when it holds a dataset's shared files."""
        options: dict[str, Any] = {
            "streaming_encoding": True,
            "encoder_queue_maxsize": _QUEUE_CAPACITY,
            "rgb_encoder": RGBEncoderConfig(vcodec="h264"),
            "video_backend": "pyav",  # asking for the default would print the traceback of a missing torchcodec
        }
        self._n_frames = 0
        if resume:
            self._dataset = LeRobotDataset.resume(self._repo_id, root=root, **options)
        else:
            self._dataset = LeRobotDataset.create(
                self._repo_id,
                self._spec.fps,
                lerobot_features(self._spec),
                root=root,
                robot_type=self._spec.robot_type,
                **options,
            )

    def add(
        self,
        observation: NDArray[np.float32],
        action: NDArray[np.float32],
        pictures: dict[str, NDArray[np.uint8]],
    ) -> None:
        """Append a frame; waits while the encoders are behind."""
        self._wait_for_encoders()
        frame: dict[str, Any] = {"observation.state": observation, "action": action, "task": self._spec.task}
        for name, picture in pictures.items():
            frame[f"observation.images.{name}"] = picture
        self._dataset.add_frame(frame)
        self._n_frames += 1

    def finish(self) -> int:
        """Finalize the episode in the working copy.

        Returns:
            The episode's index.

        Raises:
            RecorderFailed: If a video does not hold exactly the episode's frames.
        """
        dataset = self._dataset
        dataset.save_episode()
        row: dict[str, Any] = dataset.meta.latest_episode
        self._check_videos(row)
        dataset.finalize()
        self._dataset = None
        return int(row["episode_index"][0])

    def abandon(self) -> None:
        """Drop the episode; the files of the working copy are the caller's to remove."""
        dataset, self._dataset = self._dataset, None
        if dataset is None:
            return
        encoder = dataset.writer._streaming_encoder
        if encoder is not None:
            # LeRobot encodes what is queued before it looks at the request to stop.
            for frames in encoder._frame_queues.values():
                with frames.mutex:
                    frames.queue.clear()
            encoder.cancel_episode()
        # Both finalize themselves when they are collected, which would write a dropped episode's description.
        dataset.meta._metadata_buffer.clear()

    def _wait_for_encoders(self) -> None:
        encoder = self._dataset.writer._streaming_encoder
        if encoder is None:
            return
        for key, frames in encoder._frame_queues.items():
            while frames.qsize() >= _QUEUE_FILL and encoder._threads[key].is_alive():
                time.sleep(_ENCODER_POLL_S)

    def _check_videos(self, row: dict[str, Any]) -> None:
        """LeRobot does not notice when a video is too short: every later picture would belong to another frame."""
        encoder = self._dataset.writer._streaming_encoder
        dropped = sum(encoder._dropped_frames.values()) if encoder is not None else 0
        if dropped:
            raise RecorderFailed(
                "The episode was not saved.", f"The video encoder lost {dropped} frames.", "Record it again."
            )
        for key in self._dataset.meta.video_keys:
            span_s = row[f"videos/{key}/to_timestamp"][0] - row[f"videos/{key}/from_timestamp"][0]
            n_pictures = round(span_s * self._spec.fps)
            if n_pictures != self._n_frames or row["length"][0] != self._n_frames:
                raise RecorderFailed(
                    "The episode was not saved.",
                    f"The video {key} has {n_pictures} pictures for {self._n_frames} frames.",
                    "Record it again.",
                )


def lerobot_features(spec: RecordingSpec) -> dict[str, Any]:
    """The features that LeRobot derives for its own SO101Follower with these cameras."""
    joints: dict[str, Any] = dict.fromkeys(spec.joint_keys, float)
    cameras = {camera.name: (camera.height, camera.width, 3) for camera in spec.cameras}
    teleop, _, observation = make_default_processors()
    return combine_feature_dicts(
        aggregate_pipeline_dataset_features(
            pipeline=teleop, initial_features=create_initial_features(action=joints), use_videos=True
        ),
        aggregate_pipeline_dataset_features(
            pipeline=observation,
            initial_features=create_initial_features(observation={**joints, **cameras}),
            use_videos=True,
        ),
    )


def library_versions() -> dict[str, str]:
    """Versions of what wrote the dataset."""
    from importlib.metadata import version

    return {"lerobot": version("lerobot"), "datasets": datasets.__version__, "av": av.__version__}
