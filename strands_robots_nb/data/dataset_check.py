"""Whether a dataset can be recorded as asked: checked in the kernel, at once, without touching the disk."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, cast

from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.data.staging_area import FOLDER as STAGING_FOLDER
from strands_robots_nb.errors import DatasetMismatch, DatasetNotWritable, DiskFull, InvalidArgument
from strands_robots_nb.sim.looks import look_by_name

SUPPORTED_FORMAT = "v3."

RESERVE_BYTES = 64 * 2**20
"""Free space that a recording leaves to others."""
MINUTES_OF_ROOM = 2.0
"""A recording needs room for at least this long an episode [min]."""
BYTES_PER_PIXEL = 0.02
"""H.264 at LeRobot's quality takes about 0.009 bytes a pixel on simulated pictures; doubled for grainy ones."""
BYTES_PER_STATE = 4096


def expected_features(spec: RecordingSpec) -> dict[str, dict[str, Any]]:
    """The features of the dataset as ``meta/info.json`` words them, without LeRobot's automatic ones."""
    joints = {"dtype": "float32", "names": list(spec.joint_keys), "shape": [len(spec.joint_keys)]}
    features: dict[str, dict[str, Any]] = {"action": joints, "observation.state": joints}
    for camera in spec.cameras:
        features[f"observation.images.{camera.name}"] = {
            "dtype": "video",
            "shape": [camera.height, camera.width, 3],
            "names": ["height", "width", "channels"],
        }
    return features


def check_spec(spec: RecordingSpec) -> None:
    """Refuse what no dataset could be made of.

    Raises:
        InvalidArgument: If a value is out of range.
    """
    if not spec.task.strip():
        raise InvalidArgument(
            "A recording needs a task.", do='Say what is done in plain words: task="pick up the cube".'
        )
    if not 1 <= spec.fps <= 1000:
        raise InvalidArgument(f"The frame rate {spec.fps} is out of range.", do="Use 1 to 1000 frames a second.")
    if not spec.joint_keys or len(set(spec.joint_keys)) != len(spec.joint_keys):
        raise InvalidArgument("The joint keys are empty or name a joint twice.", f"Got {list(spec.joint_keys)}.")
    names = [camera.name for camera in spec.cameras]
    if len(set(names)) != len(names):
        raise InvalidArgument("A camera is named twice.", f"Got {names}.", "Name each camera once.")
    for camera in spec.cameras:
        if not camera.name or "/" in camera.name:
            raise InvalidArgument(f"LeRobot cannot store a camera named {camera.name!r}.", do="Use a name without '/'.")
        if camera.width < 16 or camera.height < 16 or camera.width % 2 or camera.height % 2:
            raise InvalidArgument(
                f"Pictures of {camera.width} x {camera.height} pixels cannot be stored (camera {camera.name!r}).",
                "H.264 needs even sizes of 16 or more.",
            )
    look_by_name(spec.look)


def check_target(spec: RecordingSpec) -> bool:
    """Refuse a folder that this recording cannot be written to.

    Returns:
        Whether a dataset exists there, to which episodes will be added.

    Raises:
        DatasetNotWritable: If the folder cannot be written or holds something else.
        DatasetMismatch: If the dataset there has other features, frame rate or robot type.
        DiskFull: If there is no room for an episode.
    """
    root = spec.path
    _check_parents(root)
    check_free_space(spec)
    if not root.exists() or _is_empty(root):
        return False
    info = read_info(root)
    differences = dataset_differences(spec, info)
    if differences:
        raise DatasetMismatch(
            f"The recording does not fit the dataset in {root}.",
            "".join(f"\n  - {line}" for line in differences) + "\n",
            "Record into another folder, or with the dataset's own settings.",
        )
    if int(info.get("total_episodes", 0)) > 0 and not any((root / "meta" / "episodes").glob("*/*.parquet")):
        raise DatasetNotWritable(
            f"The dataset in {root} was left unfinished.",
            f"It names {info['total_episodes']} episodes, but their descriptions in meta/episodes are missing.",
            "Another program ended before it finalized the dataset; record into another folder.",
        )
    return True


def check_free_space(spec: RecordingSpec) -> None:
    """Refuse to begin when an episode of two minutes would not fit.

    Raises:
        DiskFull: With what is free and what is needed.
    """
    usage = shutil.disk_usage(existing_parent(spec.path))
    free = usage.free
    needed = RESERVE_BYTES + int(MINUTES_OF_ROOM * 60 * bytes_per_second(spec))
    # Some file systems do not tell their size.
    if usage.total > 0 and free < needed:
        raise DiskFull(
            f"The disk of {spec.path} is nearly full.",
            f"{free / 2**20:.0f} MiB are free; "
            f"{MINUTES_OF_ROOM:g} minutes of this recording need {needed / 2**20:.0f} MiB.",
            "Free some space, or record to another disk.",
        )


def bytes_per_second(spec: RecordingSpec) -> float:
    """What the recording puts on disk, estimated [bytes per second of episode]."""
    pixels = sum(camera.width * camera.height for camera in spec.cameras)
    return spec.fps * (pixels * BYTES_PER_PIXEL + BYTES_PER_STATE)


def existing_parent(path: Path) -> Path:
    """``path`` itself, or the nearest folder above it that exists."""
    while not path.exists():
        path = path.parent
    return path


def read_info(root: Path) -> dict[str, Any]:
    """Read ``meta/info.json`` of a dataset.

    Raises:
        DatasetNotWritable: If there is none, or it cannot be read, or its format is another.
    """
    file = root / "meta" / "info.json"
    if not file.is_file():
        raise DatasetNotWritable(
            f"{root} holds something that is not a LeRobot dataset.",
            "It is not empty and has no meta/info.json.",
            "Name a new or empty folder, or an existing dataset.",
        )
    try:
        info: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetNotWritable(f"The dataset in {root} cannot be read.", f"meta/info.json: {error}.") from error
    if not isinstance(info, dict):
        raise DatasetNotWritable(f"The dataset in {root} cannot be read.", "meta/info.json is not an object.")
    found = cast(dict[str, Any], info)
    version = str(found.get("codebase_version", "none"))
    if not version.startswith(SUPPORTED_FORMAT):
        raise DatasetNotWritable(
            f"The dataset in {root} has format {version}.",
            "Episodes can be added to format v3 only.",
            "Convert it with: python -m lerobot.scripts.convert_dataset_v21_to_v30",
        )
    return found


def dataset_differences(spec: RecordingSpec, info: dict[str, Any]) -> list[str]:
    """Every way in which the dataset differs from the recording, each with both values."""
    lines: list[str] = []
    if info.get("fps") != spec.fps:
        lines.append(f"fps: the dataset has {info.get('fps')}, the recording {spec.fps}")
    if info.get("robot_type") != spec.robot_type:
        lines.append(f"robot type: the dataset has {info.get('robot_type')!r}, the recording {spec.robot_type!r}")
    wanted = expected_features(spec)
    stored: dict[str, dict[str, Any]] = {
        key: value for key, value in info.get("features", {}).items() if key not in _AUTOMATIC_FEATURES
    }
    for key in sorted(stored.keys() | wanted.keys()):
        if key not in stored:
            lines.append(f"{key}: the dataset has none, the recording {_describe(wanted[key])}")
        elif key not in wanted:
            lines.append(f"{key}: the dataset has {_describe(stored[key])}, the recording none")
        elif _describe(stored[key]) != _describe(wanted[key]):
            lines.append(f"{key}: the dataset has {_describe(stored[key])}, the recording {_describe(wanted[key])}")
    return lines


_AUTOMATIC_FEATURES = frozenset({"timestamp", "frame_index", "episode_index", "index", "task_index"})


def _describe(feature: dict[str, Any]) -> str:
    names = feature.get("names")
    return f"{feature.get('dtype')} {list(feature.get('shape', ()))} {names}"


def _check_parents(root: Path) -> None:
    parent = existing_parent(root)
    if not parent.is_dir():
        raise DatasetNotWritable(
            f"The dataset cannot be written to {root}.",
            f"{parent} is a file, not a folder.",
            "Name a folder.",
        )
    if not os.access(parent, os.W_OK | os.X_OK):
        raise DatasetNotWritable(
            f"The dataset cannot be written to {root}.",
            f"There is no permission to write in {parent}.",
            "Name a folder that you may write to.",
        )


def _is_empty(folder: Path) -> bool:
    return all(entry.name == STAGING_FOLDER for entry in folder.iterdir())
