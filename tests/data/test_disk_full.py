"""A disk that fills up in the middle of an episode."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import mujoco
import pytest

from strands_robots_nb.data.recording import Recording
from strands_robots_nb.data.saved_episode import SavedEpisode
from strands_robots_nb.errors import DiskFull
from tests.data import lerobot_side, scenes
from tests.data.folder_state import dataset_state
from tests.data.forge import Forge

type Record = Callable[..., Recording]
type SaveOne = Callable[..., SavedEpisode]


class SmallDisk:
    """Can be filled and freed: a small file system where one can be mounted, else a limit of the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        mount = ["mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", str(folder)]
        self.is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def fill(self, recording: Recording) -> None:
        if not self.is_mounted:
            resource.prlimit(recording.pid, resource.RLIMIT_FSIZE, (2048, resource.RLIM_INFINITY))
            return
        with (self.folder / "ballast").open("wb", buffering=0) as ballast:
            chunk = bytes(1 << 20)
            try:
                while True:
                    ballast.write(chunk)
                    chunk = chunk if os.statvfs(self.folder).f_bavail > 256 else bytes(4096)
            except OSError:
                return

    def free(self, recording: Recording) -> None:
        if self.is_mounted:
            (self.folder / "ballast").unlink()
        else:
            resource.prlimit(recording.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def close(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    (tmp_path / "disk").mkdir()
    disk = SmallDisk(tmp_path / "disk")
    yield disk
    disk.close()


@pytest.mark.parametrize("when", ["while frames come", "before the save"])
def test_a_full_disk_drops_the_unsaved_episode_and_says_so(
    disk: SmallDisk, forge: Forge, record: Record, save_one: SaveOne, model: mujoco.MjModel, when: str
) -> None:
    path = disk.folder / "pick"
    recording = record(path)
    save_one(recording, 7)
    before = dataset_state(path)
    recording.begin_episode(scenes.context(model))
    frames = list(scenes.motion(model, 90))
    for frame in frames[:5]:
        recording(frame)
    if when == "while frames come":
        disk.fill(recording)
    for frame in frames[5:]:
        recording(frame)
    if when == "before the save":
        disk.fill(recording)
    with pytest.raises(DiskFull, match="Episodes saved before are safe in"):
        recording.save_episode(success=True)
    assert dataset_state(path) == before
    disk.free(recording)
    assert save_one(recording, 6).index == 1
    recording.close()
    told = forge.call(lerobot_side.summary, path)
    assert [episode["length"] for episode in told["episodes"]] == [7, 6]
    assert not (path / ".recording").exists()


def test_an_episode_on_a_nearly_full_disk_fails_before_it_fills_it(
    disk: SmallDisk, record: Record, model: mujoco.MjModel
) -> None:
    recording = record(disk.folder / "pick")
    disk.fill(recording)
    recording.begin_episode(scenes.context(model))
    for frame in scenes.motion(model, 5):
        recording(frame)
    with pytest.raises(DiskFull):
        recording.save_episode()
    disk.free(recording)
    recording.close()
    assert not (disk.folder / "pick").exists()
