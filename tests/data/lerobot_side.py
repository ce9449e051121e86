"""What LeRobot itself says of a dataset. Runs in forks of the forge."""

from __future__ import annotations

import pickle
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from strands_robots_nb.data.dataset_summary import dataset_summary
from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.data.sim_states import load_sim_episode
from strands_robots_nb.data.staging_area import StagingArea


def summary(path: Path) -> dict[str, Any]:
    return dataset_summary(path)


def frames(path: Path, episode: int) -> dict[str, np.ndarray]:
    """All frames of an episode: numbers, and pictures as uint8 (n, height, width, 3)."""
    dataset, first, last = _open(path, episode)
    items = [dataset[k] for k in range(first, last)]
    found = {key: np.stack([np.asarray(item[key]) for item in items]) for key in ("action", "observation.state")}
    for key in dataset.meta.video_keys:
        pictures = np.stack([np.asarray(item[key]) for item in items])
        found[key] = np.round(pictures.transpose(0, 2, 3, 1) * 255).astype(np.uint8)
    return found


def draw(spec: RecordingSpec, index: int, camera: str) -> np.ndarray:
    """Draw an episode again from its stored states: float (n, height, width, 3)."""
    from strands_robots_nb.data.state_renderer import StateRenderer

    episode = load_sim_episode(spec.path, index)
    renderer = StateRenderer(spec, pickle.dumps(episode.load_model()))
    return np.stack([renderer.pictures(state)[camera] for state in episode.states]).astype(float)


def hardware_features(cameras: dict[str, tuple[int, int]]) -> tuple[str, dict[str, Any]]:
    """Robot type and features that LeRobot's record loop derives for the real SO-101 with these cameras."""
    from lerobot.cameras.zmq import ZMQCameraConfig
    from lerobot.datasets import aggregate_pipeline_dataset_features, create_initial_features
    from lerobot.processor import make_default_processors
    from lerobot.robots.so_follower import SO101Follower, SO101FollowerConfig
    from lerobot.utils.feature_utils import combine_feature_dicts

    configs = {
        name: ZMQCameraConfig(server_address="none", width=width, height=height, fps=30)
        for name, (width, height) in cameras.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        robot = SO101Follower(
            SO101FollowerConfig(port="none", id="test", calibration_dir=Path(folder), cameras=configs)
        )
    teleop, _, observation = make_default_processors()
    features = combine_feature_dicts(
        aggregate_pipeline_dataset_features(
            pipeline=teleop, initial_features=create_initial_features(action=robot.action_features), use_videos=True
        ),
        aggregate_pipeline_dataset_features(
            pipeline=observation,
            initial_features=create_initial_features(observation=robot.observation_features),
            use_videos=True,
        ),
    )
    return robot.name, features


def record_with_lerobot(path: Path, features: dict[str, Any], lengths: list[int]) -> None:
    """A dataset as LeRobot writes it by itself: default codec, several episodes in one file."""
    from lerobot.datasets import LeRobotDataset

    dataset = LeRobotDataset.create(
        "local/other", 30, features, root=path, robot_type="so_follower", streaming_encoding=True, video_backend="pyav"
    )
    for length in lengths:
        for k in range(length):
            frame: dict[str, Any] = {"task": "something else"}
            for key, feature in features.items():
                is_video = feature["dtype"] == "video"
                frame[key] = np.full(feature["shape"], k, np.uint8 if is_video else np.float32)
            dataset.add_frame(frame)
        dataset.save_episode()
    dataset.finalize()


def _open(path: Path, episode: int) -> tuple[Any, int, int]:
    from lerobot.datasets import LeRobotDataset

    dataset = LeRobotDataset("local/read", root=path, video_backend="pyav")
    row = dataset.meta.episodes[episode]
    return dataset, row["dataset_from_index"], row["dataset_to_index"]


def summaries_between_moves(path: Path) -> list[dict[str, Any]]:
    """Make the pending moves one by one; what LeRobot reads before the first and after each."""
    staging = StagingArea(path)
    told = [dataset_summary(path)]
    for name in staging.pending_moves():
        staging.move(name)
        told.append(dataset_summary(path))
    return told


def commit_an_episode(path: Path) -> None:
    """What a recorder leaves that is killed right after the commit of an episode of three frames."""
    from scenes import make_model, motion, spec

    from strands_robots_nb.data import episode_recorder
    from strands_robots_nb.data.recorder_messages import BeginEpisode, Frames, SaveEpisode

    class DiesAfterCommit(StagingArea):
        def publish(self) -> None:
            self.commit()

    staging = DiesAfterCommit(path)
    staging.folder.mkdir()
    recorder = episode_recorder.EpisodeRecorder(spec(path), staging)
    model = make_model()
    frames = list(motion(model, 3))
    recorder.begin(BeginEpisode(1, "sim", 0, 0, "swing", "so101", pickle.dumps(model), None))
    recorder.add(
        Frames(
            1,
            np.array([frame.time_s for frame in frames]),
            np.stack([frame.observation for frame in frames]),
            np.stack([frame.action for frame in frames]),
            tuple(frame.state for frame in frames),
        )
    )
    recorder.save(SaveEpisode(1, True, {}, 0, ("expert",)))
