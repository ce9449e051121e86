"""What is refused before a recording starts: at once, and without touching the disk."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.data.dataset_check import (
    check_free_space,
    check_spec,
    check_target,
    dataset_differences,
    expected_features,
)
from strands_robots_nb.data.recording import Recording
from strands_robots_nb.data.recording_spec import CameraSpec, RecordingSpec
from strands_robots_nb.errors import DatasetMismatch, DatasetNotWritable, DiskFull, InvalidArgument
from tests.data import scenes
from tests.data.folder_state import folder_state


def stored_info(spec: RecordingSpec) -> dict[str, Any]:
    """``meta/info.json`` of a dataset that fits the recording."""
    return {
        "codebase_version": "v3.0",
        "fps": spec.fps,
        "robot_type": spec.robot_type,
        "total_episodes": 0,
        "features": {**expected_features(spec), "timestamp": {"dtype": "float32", "shape": [1], "names": None}},
    }


def write_info(root: Path, info: object) -> None:
    (root / "meta").mkdir(parents=True)
    (root / "meta/info.json").write_text(json.dumps(info))


def test_a_new_folder_an_empty_one_and_a_fitting_dataset_are_accepted(tmp_path: Path) -> None:
    spec = scenes.spec(tmp_path / "new" / "deep")
    assert not check_target(spec)
    (tmp_path / "empty").mkdir()
    assert not check_target(replace(spec, path=tmp_path / "empty"))
    write_info(tmp_path / "old", stored_info(spec))
    assert check_target(replace(spec, path=tmp_path / "old"))
    assert not (tmp_path / "new").exists()


def test_a_dataset_whose_parent_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for path in (tmp_path / "notes.txt", tmp_path / "notes.txt" / "pick"):
        with pytest.raises(DatasetNotWritable, match=r"notes\.txt is a file"):
            Recording(scenes.spec(path))
    assert folder_state(tmp_path) == {"notes.txt": b"mine"}


def test_a_place_where_no_folder_can_be_made_is_refused() -> None:
    # The kernel's own file systems refuse new folders even to root.
    place = next(Path(name) for name in ("/proc", "/dev/fd", "/System") if Path(name).is_dir())
    with pytest.raises(DatasetNotWritable, match=str(place)):
        Recording(scenes.spec(place / "strands_robots_nb" / "pick"))


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/cat.jpg").write_bytes(b"cat")
    before = folder_state(tmp_path)
    with pytest.raises(DatasetNotWritable, match="not a LeRobot dataset"):
        Recording(scenes.spec(tmp_path / "photos"))
    assert folder_state(tmp_path) == before


@pytest.mark.parametrize("content", ["{", "[]", "\x00", ""])
def test_a_dataset_whose_description_is_damaged_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "meta").mkdir()
    (tmp_path / "meta/info.json").write_text(content)
    with pytest.raises(DatasetNotWritable, match="cannot be read"):
        Recording(scenes.spec(tmp_path))


def test_an_older_format_is_refused_with_the_line_that_converts_it(tmp_path: Path) -> None:
    spec = scenes.spec(tmp_path / "old")
    write_info(spec.path, {**stored_info(spec), "codebase_version": "v2.1"})
    with pytest.raises(DatasetNotWritable, match=r"format v2\.1.*convert_dataset"):
        Recording(spec)


def test_a_dataset_that_another_program_never_finalized_is_refused(tmp_path: Path) -> None:
    spec = scenes.spec(tmp_path / "old")
    write_info(spec.path, {**stored_info(spec), "total_episodes": 3})
    with pytest.raises(DatasetNotWritable, match="unfinished"):
        Recording(spec)


def test_a_mismatch_names_every_difference_with_both_values(tmp_path: Path) -> None:
    spec = scenes.spec(tmp_path / "old")
    other = replace(
        spec,
        fps=15,
        robot_type="koch_follower",
        cameras=(CameraSpec("front", 320, 240), CameraSpec("side", 64, 64)),
        joint_keys=spec.joint_keys[:-1],
    )
    write_info(spec.path, stored_info(other))
    before = folder_state(tmp_path)
    with pytest.raises(DatasetMismatch) as refusal:
        Recording(spec)
    told = str(refusal.value)
    for part in (
        "fps: the dataset has 15, the recording 30",
        "robot type: the dataset has 'koch_follower', the recording 'so_follower'",
        "action: the dataset has float32 [5]",
        "observation.images.front: the dataset has video [240, 320, 3]",
        "observation.images.side: the dataset has video [64, 64, 3]",
        "observation.images.top: the dataset has none, the recording video [64, 64, 3]",
    ):
        assert part in told
    assert folder_state(tmp_path) == before


names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
specs = st.builds(
    RecordingSpec,
    path=st.just(Path("unused")),
    task=st.just("x"),
    fps=st.integers(1, 200),
    robot_type=names,
    joint_keys=st.lists(names, min_size=1, max_size=7, unique=True).map(tuple),
    cameras=st.lists(
        st.builds(
            CameraSpec, names, st.integers(8, 400).map(lambda n: 2 * n), st.integers(8, 400).map(lambda n: 2 * n)
        ),
        max_size=3,
        unique_by=lambda camera: camera.name,
    ).map(tuple),
)


@given(recorded=specs, wanted=specs)
def test_datasets_differ_exactly_when_their_descriptions_do(recorded: RecordingSpec, wanted: RecordingSpec) -> None:
    check_spec(recorded)
    assert dataset_differences(recorded, stored_info(recorded)) == []
    same = (
        (recorded.fps, recorded.robot_type, recorded.joint_keys) == (wanted.fps, wanted.robot_type, wanted.joint_keys)
    ) and set(recorded.cameras) == set(wanted.cameras)
    assert (dataset_differences(wanted, stored_info(recorded)) == []) == same


@pytest.mark.parametrize(
    "changes",
    [
        {"task": "  "},
        {"fps": 0},
        {"fps": 1001},
        {"joint_keys": ()},
        {"joint_keys": ("a.pos", "a.pos")},
        {"cameras": (CameraSpec("front"), CameraSpec("front"))},
        {"cameras": (CameraSpec("a/b"),)},
        {"cameras": (CameraSpec("front", 641, 480),)},
        {"cameras": (CameraSpec("front", 0, 480),)},
        {"look": "fancy"},
    ],
)
def test_a_recording_that_no_dataset_could_hold_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument):
        Recording(scenes.spec(tmp_path / "pick", **changes))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_for_two_minutes_is_refused_with_what_is_free_and_needed(tmp_path: Path) -> None:
    # Pictures so large that two minutes of them exceed this machine's disk.
    pixels = shutil.disk_usage(tmp_path).free / (0.02 * 120 * 1000)
    side = 2 * (int(pixels**0.5) // 2 + 1)
    spec = scenes.spec(tmp_path / "new" / "pick", fps=1000, cameras=(CameraSpec("front", side, side),))
    with pytest.raises(DiskFull, match=r"MiB are free; 2 minutes of this recording need \d+ MiB"):
        check_free_space(spec)
    with pytest.raises(DiskFull):
        Recording(spec)
    assert list(tmp_path.iterdir()) == []
