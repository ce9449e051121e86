"""Sudden death of either process costs at most the episode that was not saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import mujoco
import pytest

from strands_robots_nb.data.provenance import read_provenance
from strands_robots_nb.data.recording import Recording
from strands_robots_nb.data.saved_episode import SavedEpisode
from strands_robots_nb.errors import RecorderFailed
from tests.data import lerobot_side, scenes
from tests.data.folder_state import dataset_state
from tests.data.forge import Forge, ForgedChild

type Record = Callable[..., Recording]
type SaveOne = Callable[..., SavedEpisode]


def test_the_recorders_death_costs_the_unsaved_episode_only_and_is_told_at_the_save(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    save_one(recording, 7)
    before = dataset_state(tmp_path)
    recording.begin_episode(scenes.context(model))
    frames = scenes.motion(model, 20)
    for _ in range(10):
        recording(next(frames))
    recording.kill()
    for frame in frames:
        recording(frame)
    with pytest.raises(RecorderFailed, match=r"killed by SIGKILL\).*1 episodes are safe in .*pick"):
        recording.save_episode()
    assert recording.state == "failed"
    assert isinstance(recording.failure, RecorderFailed)
    with pytest.raises(RecorderFailed):
        recording.begin_episode(scenes.context(model))
    assert dataset_state(tmp_path) == before
    assert not (tmp_path / "pick/.recording").exists()
    assert save_one(record(tmp_path / "pick"), 5).index == 1
    told = forge.call(lerobot_side.summary, tmp_path / "pick")
    assert [episode["length"] for episode in told["episodes"]] == [7, 5]


def test_a_recorder_that_dies_before_the_first_save_leaves_no_folder(
    tmp_path: Path, record: Record, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    recording.begin_episode(scenes.context(model))
    for frame in scenes.motion(model, 5):
        recording(frame)
    recording.kill()
    with pytest.raises(RecorderFailed, match="0 episodes are safe"):
        recording.save_episode()
    recording.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("delay_s", [0.05, 0.2, 0.35, 0.5, 0.7, 1.0])
def test_a_recorder_killed_at_any_moment_of_a_save_leaves_whole_episodes(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne, delay_s: float
) -> None:
    recording = record(tmp_path / "pick")
    save_one(recording, 7)
    killer = threading.Timer(delay_s, recording.kill)
    killer.start()
    expected = [7]
    try:
        while True:
            save_one(recording, 9)
            expected.append(9)
    except RecorderFailed:
        killer.join()
    # What the call reported as saved is there, and nothing else.
    told = forge.call(lerobot_side.summary, tmp_path / "pick")
    assert [episode["length"] for episode in told["episodes"]] == expected
    assert [line["episode_index"] for line in read_provenance(tmp_path / "pick")] == list(range(len(expected)))
    assert not (tmp_path / "pick/.recording").exists()
    assert save_one(record(tmp_path / "pick"), 4).index == len(expected)
    told = forge.call(lerobot_side.summary, tmp_path / "pick")
    assert [episode["length"] for episode in told["episodes"]] == [*expected, 4]


def test_lerobot_reads_a_dataset_whose_last_episode_is_only_partly_moved(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne
) -> None:
    """Both processes die during the moves, and the person opens the dataset without recording first."""
    recording = record(tmp_path / "pick")
    save_one(recording, 7)
    recording.close()
    forge.call(lerobot_side.commit_an_episode, tmp_path / "pick")
    told = forge.call(lerobot_side.summaries_between_moves, tmp_path / "pick")
    lengths = [[episode["length"] for episode in summary["episodes"]] for summary in told]
    assert len(lengths) > 6
    assert all(found == [7] for found in lengths[:-1])
    assert lengths[-1] == [7, 3]
    assert save_one(record(tmp_path / "pick"), 4).index == 2


@pytest.mark.parametrize("n_saved", [0, 2])
def test_a_killed_kernel_costs_the_unsaved_episode_only(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne, n_saved: int
) -> None:
    script = Path(__file__).with_name("doomed_kernel.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(forge.sock.fileno()), str(tmp_path / "pick"), str(n_saved)],
        pass_fds=(forge.sock.fileno(),),
        env={**os.environ, "PYTHONPATH": str(script.parents[2])},
        stdout=subprocess.PIPE,
        text=True,
    ) as kernel:
        assert kernel.stdout is not None
        recorder = ForgedChild(forge, int(kernel.stdout.readline()))
        kernel.send_signal(signal.SIGKILL)
    assert recorder.wait(60.0) == 0
    assert not (tmp_path / "pick/.recording").exists()
    assert save_one(record(tmp_path / "pick"), 5).index == n_saved
    told = forge.call(lerobot_side.summary, tmp_path / "pick")
    assert [episode["length"] for episode in told["episodes"]] == [12] * n_saved + [5]


def test_both_processes_killed_at_once_cost_the_unsaved_episode_only(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne
) -> None:
    script = Path(__file__).with_name("doomed_kernel.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(forge.sock.fileno()), str(tmp_path / "pick"), "1"],
        pass_fds=(forge.sock.fileno(),),
        env={**os.environ, "PYTHONPATH": str(script.parents[2])},
        stdout=subprocess.PIPE,
        text=True,
    ) as kernel:
        assert kernel.stdout is not None
        recorder = ForgedChild(forge, int(kernel.stdout.readline()))
        os.kill(recorder.pid, signal.SIGSTOP)
        kernel.send_signal(signal.SIGKILL)
    recorder.kill()
    assert recorder.wait(60.0) == -signal.SIGKILL
    told = forge.call(lerobot_side.summary, tmp_path / "pick")
    assert [episode["length"] for episode in told["episodes"]] == [12]
    assert save_one(record(tmp_path / "pick"), 5).index == 1
