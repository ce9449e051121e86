"""Recording as its users see it: what is on disk afterwards, read by LeRobot."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import mujoco
import numpy as np
import pytest

from strands_robots_nb.control.frame import Frame
from strands_robots_nb.data.provenance import content_key, read_provenance
from strands_robots_nb.data.recorder_child import RecorderChild
from strands_robots_nb.data.recording import Recording
from strands_robots_nb.data.recording_spec import CameraSpec
from strands_robots_nb.data.saved_episode import SavedEpisode
from strands_robots_nb.data.sim_states import load_sim_episode
from strands_robots_nb.errors import DatasetMismatch, RecorderFailed, RecordingError
from tests.data import lerobot_side, scenes
from tests.data.folder_state import folder_state
from tests.data.forge import Forge

type Record = Callable[..., Recording]
type SaveOne = Callable[..., SavedEpisode]


def test_an_episode_recorded_by_the_real_process_is_read_by_lerobot_in_a_fresh_process(
    tmp_path: Path, save_one: SaveOne
) -> None:
    recording = Recording(scenes.spec(tmp_path / "pick"))
    saved = save_one(recording, 15)
    recording.close()
    assert (saved.index, saved.length, saved.duration_s, saved.path) == (0, 15, 0.5, tmp_path / "pick")
    command = [sys.executable, "-P", "-m", "strands_robots_nb.data.dataset_summary", str(saved.path), "--json"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout)
    assert (told["fps"], told["robot_type"], told["n_frames"]) == (30, "so_follower", 15)
    assert told["episodes"] == [{"index": 0, "length": 15, "tasks": ["swing the pendulum"], "success": True}]


def test_features_and_robot_type_are_those_of_a_hardware_recording(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne
) -> None:
    recording = record(tmp_path / "pick", cameras=(CameraSpec("front", 640, 480), CameraSpec("wrist", 64, 48)))
    model = scenes.make_model(scenes.XML.replace('name="top"', 'name="wrist"'))
    recording.begin_episode(scenes.context(model))
    for frame in scenes.motion(model, 3):
        recording(frame)
    recording.save_episode()
    info = json.loads((tmp_path / "pick/meta/info.json").read_text())
    robot_type, features = forge.call(lerobot_side.hardware_features, {"front": (640, 480), "wrist": (64, 48)})
    assert info["robot_type"] == robot_type
    for key, feature in json.loads(json.dumps(features)).items():
        feature.pop("info", None)
        assert {name: info["features"][key][name] for name in feature} == feature
    automatic = {"timestamp", "frame_index", "episode_index", "index", "task_index"}
    assert info["features"].keys() == features.keys() | automatic


def test_numbers_and_pictures_of_every_frame_are_those_of_the_simulation(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    save_one(recording, 20)
    save_one(recording, 10, phase=1.0)
    for index, (length, phase) in enumerate([(20, 0.0), (10, 1.0)]):
        commanded = list(scenes.motion(model, length, phase=phase))
        read = forge.call(lerobot_side.frames, tmp_path / "pick", index)
        np.testing.assert_array_equal(read["observation.state"], [frame.observation for frame in commanded])
        np.testing.assert_array_equal(read["action"], [frame.action for frame in commanded])
        drawn = forge.call(lerobot_side.draw, scenes.spec(tmp_path / "pick"), index, "front")
        difference = np.abs(read["observation.images.front"].astype(float) - drawn).mean(axis=(1, 2, 3))
        assert difference.max() < 5.0
        # A picture that belongs to the neighbouring frame would be further off than the codec's loss.
        shifted = np.abs(read["observation.images.front"][1:].astype(float) - drawn[:-1]).mean()
        assert difference.mean() < shifted


def test_stored_states_restore_the_simulation_bit_for_bit(
    tmp_path: Path, record: Record, save_one: SaveOne, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    save_one(recording, 20)
    episode = load_sim_episode(tmp_path / "pick", 0)
    restored = episode.load_model()
    data = mujoco.MjData(restored)
    for k, frame in enumerate(scenes.motion(model, 20)):
        assert frame.state is not None
        episode.restore(restored, data, k)
        expected = mujoco.MjData(model)
        mujoco.mj_setState(model, expected, frame.state, scenes.INTEGRATION)
        assert data.qpos.tobytes() == expected.qpos.tobytes()
        assert data.qvel.tobytes() == expected.qvel.tobytes()
        assert episode.times_s[k] == frame.time_s
        np.testing.assert_array_equal(episode.actions[k], frame.action)
    # The stored model goes on as the recorded one did: state 12 is what 17 steps make of state 11.
    mujoco.mj_setState(restored, data, episode.states[11], scenes.INTEGRATION)
    mujoco.mj_step(restored, data, 17)
    state = np.empty(episode.states.shape[1])
    mujoco.mj_getState(restored, data, state, scenes.INTEGRATION)
    assert state.tobytes() == episode.states[12].tobytes()


def test_only_ticks_in_which_something_commands_the_robot_are_recorded(
    tmp_path: Path, record: Record, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    for frame in scenes.motion(model, 4):
        recording(frame)
    recording.begin_episode(scenes.context(model))
    sources = ["hold"] * 3 + ["expert"] * 4 + ["hold"] * 2 + ["joint_motion"] * 3 + ["hold"]
    for source, frame in zip(sources, scenes.motion(model, len(sources)), strict=True):
        recording(Frame(frame.tick, frame.time_s, frame.observation, frame.action, source, frame.state))
    assert recording.frames_pending == 7
    assert recording.save_episode(success=False, measured={"place_error_m": 0.25}).length == 7
    for frame in scenes.motion(model, 4):
        recording(frame)
    (line,) = read_provenance(tmp_path / "pick")
    assert (line["idle_ticks"], line["sources"]) == (6, ["expert", "joint_motion"])


def test_the_provenance_tells_where_an_episode_came_from(tmp_path: Path, record: Record, model: mujoco.MjModel) -> None:
    recording = record(tmp_path / "pick")
    recording.begin_episode(scenes.context(model))
    commanded = list(scenes.motion(model, 5))
    for frame in commanded:
        recording(frame)
    recording.save_episode(success=False, measured={"place_error_m": 0.25})
    (line,) = read_provenance(tmp_path / "pick")
    expected = {
        "episode_index": 0,
        "success": False,
        "measured": {"place_error_m": 0.25},
        "task": "swing the pendulum",
        "task_name": "swing",
        "seed": 7,
        "robot": "so101",
        "robot_type": "so_follower",
        "mode": "sim",
        "epoch": 3,
        "fps": 30,
        "look": "clean",
        "cameras": {"front": [96, 64], "top": [64, 64]},
        "state_file": "sim/episode_000000.npz",
        "body_time_s": [commanded[0].time_s, commanded[-1].time_s],
        "content_key": content_key(
            np.stack([frame.observation for frame in commanded]), np.stack([frame.action for frame in commanded])
        ),
    }
    assert {key: line[key] for key in expected} == expected
    assert line["versions"].keys() >= {"strands_robots_nb", "lerobot", "mujoco", "python"}
    assert (tmp_path / "pick" / line["state_file"]).is_file()


def test_nothing_is_lost_when_frames_come_faster_than_they_can_be_encoded(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne
) -> None:
    recording = record(tmp_path / "pick", cameras=(CameraSpec("front", 640, 480),))
    assert save_one(recording, 90).length == 90
    assert forge.call(lerobot_side.summary, tmp_path / "pick")["n_frames"] == 90


@pytest.mark.parametrize(("fps", "when"), [(1, "live"), (1000, "deferred")])
def test_pictures_are_drawn_after_the_episode_when_they_cost_too_much(
    tmp_path: Path, record: Record, save_one: SaveOne, fps: int, when: str
) -> None:
    recording = record(tmp_path / "pick", fps=fps, cameras=(CameraSpec("front", 320, 240), CameraSpec("top", 320, 240)))
    save_one(recording, 4)
    (line,) = read_provenance(tmp_path / "pick")
    assert line["rendered"]["when"] == when
    assert line["rendered"]["ms_per_picture"] > 0


def test_a_discarded_episode_leaves_no_trace_in_a_dataset(
    tmp_path: Path, record: Record, save_one: SaveOne, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    save_one(recording)
    recording.close()
    before = folder_state(tmp_path)
    recording = record(tmp_path / "pick")
    recording.begin_episode(scenes.context(model))
    for frame in scenes.motion(model, 30):
        recording(frame)
    assert recording.has_pending_frames
    recording.discard_episode()
    assert not recording.has_pending_frames
    recording.close()
    assert folder_state(tmp_path) == before


def test_an_episode_after_a_discarded_one_is_whole(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    for n_frames in (5, 40):
        recording.begin_episode(scenes.context(model))
        for frame in scenes.motion(model, n_frames, phase=2.0):
            recording(frame)
        recording.discard_episode()
    save_one(recording, 12)
    read = forge.call(lerobot_side.frames, tmp_path / "pick", 0)
    np.testing.assert_array_equal(read["action"], [frame.action for frame in scenes.motion(model, 12)])
    assert [line["episode_index"] for line in read_provenance(tmp_path / "pick")] == [0]


@pytest.mark.parametrize("ending", ["discard", "close", "nothing recorded"])
def test_a_recording_that_saved_nothing_leaves_no_folder(
    tmp_path: Path, record: Record, model: mujoco.MjModel, ending: str
) -> None:
    recording = record(tmp_path / "made" / "for" / "pick")
    if ending != "nothing recorded":
        recording.begin_episode(scenes.context(model))
        for frame in scenes.motion(model, 10):
            recording(frame)
    if ending == "discard":
        recording.discard_episode()
    recording.close()
    assert list(tmp_path.iterdir()) == []
    assert recording.state == "closed"


def test_a_dataset_is_continued_by_a_later_recording(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne
) -> None:
    for task, lengths in (("first task", [4, 6]), ("second task", [8, 3])):
        recording = record(tmp_path / "pick", task=task)
        for length in lengths:
            save_one(recording, length)
        assert recording.episodes_saved == 2
        recording.close()
    told = forge.call(lerobot_side.summary, tmp_path / "pick")["episodes"]
    assert [(e["index"], e["length"], e["tasks"]) for e in told] == [
        (0, 4, ["first task"]),
        (1, 6, ["first task"]),
        (2, 8, ["second task"]),
        (3, 3, ["second task"]),
    ]
    assert [line["episode_index"] for line in read_provenance(tmp_path / "pick")] == [0, 1, 2, 3]


def test_a_dataset_that_lerobot_recorded_is_continued(
    tmp_path: Path, forge: Forge, record: Record, save_one: SaveOne
) -> None:
    _, features = forge.call(lerobot_side.hardware_features, {"front": (96, 64), "top": (64, 64)})
    forge.call(lerobot_side.record_with_lerobot, tmp_path / "pick", features, [5, 7])
    recording = record(tmp_path / "pick")
    assert save_one(recording, 6).index == 2
    told = forge.call(lerobot_side.summary, tmp_path / "pick")
    assert [(e["length"], e["success"]) for e in told["episodes"]] == [(5, None), (7, None), (6, True)]
    assert told["n_frames"] == 18


def test_an_episode_too_short_for_lerobot_is_refused_and_can_go_on(
    tmp_path: Path, record: Record, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    recording.begin_episode(scenes.context(model))
    frames = scenes.motion(model, 5)
    recording(next(frames))
    with pytest.raises(RecordingError, match="nothing to save"):
        recording.save_episode()
    for frame in frames:
        recording(frame)
    assert recording.save_episode().length == 5


def test_calls_out_of_order_are_refused_and_harm_nothing(
    tmp_path: Path, record: Record, save_one: SaveOne, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    with pytest.raises(RecordingError, match="no episode to save"):
        recording.save_episode()
    with pytest.raises(RecordingError, match="no episode to discard"):
        recording.discard_episode()
    recording.begin_episode(scenes.context(model))
    recording.begin_episode(scenes.context(model))
    for frame in scenes.motion(model, 4):
        recording(frame)
    with pytest.raises(RecordingError, match="not saved yet"):
        recording.begin_episode(scenes.context(model))
    assert recording.save_episode().length == 4
    recording.close()
    recording.close()
    with pytest.raises(RecordingError, match="closed"):
        recording.begin_episode(scenes.context(model))


def test_a_scene_that_changes_in_the_middle_makes_the_episode_unusable_and_no_other(
    tmp_path: Path, record: Record, save_one: SaveOne, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    more = scenes.make_model(
        scenes.XML.replace("</worldbody>", "<body><freejoint/><geom size='.1'/></body></worldbody>")
    )
    recording.begin_episode(scenes.context(model))
    for frame in [*scenes.motion(model, 4), *scenes.motion(more, 4)]:
        recording(frame)
    with pytest.raises(RecorderFailed, match="scene changed"):
        recording.save_episode()
    assert save_one(recording).index == 0


def test_an_interrupt_does_not_reach_the_recorder(tmp_path: Path, record: Record, model: mujoco.MjModel) -> None:
    recording = record(tmp_path / "pick")
    recording.begin_episode(scenes.context(model))
    frames = list(scenes.motion(model, 20))
    for frame in frames[:10]:
        recording(frame)
    os.kill(recording.pid, signal.SIGINT)
    for frame in frames[10:]:
        recording(frame)
    assert recording.save_episode().length == 20


def test_a_loop_is_not_held_up_by_a_recorder_that_stands_still_and_loses_nothing(
    tmp_path: Path, record: Record, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick", cameras=())
    recording.begin_episode(scenes.context(model))
    os.kill(recording.pid, signal.SIGSTOP)
    (frame,) = scenes.motion(model, 1)
    n_frames = 5_000  # many times what the pipe holds
    for _ in range(n_frames):
        recording(frame)
    assert recording.frames_pending == n_frames
    os.kill(recording.pid, signal.SIGCONT)
    assert recording.save_episode().length == n_frames


def test_a_save_whose_wait_was_interrupted_still_happens(
    tmp_path: Path, record: Record, save_one: SaveOne, model: mujoco.MjModel
) -> None:
    recording = record(tmp_path / "pick")
    recording.begin_episode(scenes.context(model))
    for frame in scenes.motion(model, 8):
        recording(frame)
    os.kill(recording.pid, signal.SIGSTOP)
    interrupt = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        recording.save_episode(success=True)
    assert recording.state == "saving"
    os.kill(recording.pid, signal.SIGCONT)
    assert save_one(recording, 4).index == 1
    assert recording.episodes_saved == 2
    assert [line["success"] for line in read_provenance(tmp_path / "pick")] == [True, True]


def test_a_recorder_that_cannot_start_tells_its_last_words(tmp_path: Path, model: mujoco.MjModel) -> None:
    class Broken(RecorderChild):
        def __init__(self, sock: socket.socket, lock_fd: int, log_file: Path) -> None:
            with log_file.open("wb") as log:
                words = "raise SystemExit('the library is broken')"
                self._process = subprocess.Popen([sys.executable, "-c", words], stderr=log)

    recording = Recording(scenes.spec(tmp_path / "pick"), start_child=Broken)
    recording.begin_episode(scenes.context(model))
    for frame in scenes.motion(model, 4):
        recording(frame)
    with pytest.raises(RecorderFailed, match=r"exit code 1; its last words: the library is broken"):
        recording.save_episode()
    recording.close()
    assert list(tmp_path.iterdir()) == []


def test_the_kernels_side_imports_neither_lerobot_nor_torch_nor_pyarrow_nor_mujoco() -> None:
    words = "import sys, strands_robots_nb.data.recording; print(*sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    loaded = subprocess.run([sys.executable, "-c", words], env=env, check=True, capture_output=True, text=True)
    assert not {"lerobot", "torch", "pyarrow", "mujoco", "av"} & set(loaded.stdout.split())


def test_a_second_recording_on_the_same_path_is_refused(tmp_path: Path, record: Record, save_one: SaveOne) -> None:
    recording = record(tmp_path / "pick")
    with pytest.raises(RecordingError, match=f"process {os.getpid()}"):
        record(tmp_path / "pick")
    save_one(recording)
    recording.close()
    assert save_one(record(tmp_path / "pick")).index == 1


def test_a_recording_that_does_not_fit_the_dataset_is_refused_and_touches_nothing(
    tmp_path: Path, record: Record, save_one: SaveOne
) -> None:
    recording = record(tmp_path / "pick")
    save_one(recording)
    recording.close()
    before = folder_state(tmp_path)
    with pytest.raises(DatasetMismatch, match=r"fps: the dataset has 30, the recording 15"):
        record(tmp_path / "pick", fps=15)
    with pytest.raises(DatasetMismatch, match=r"top: the dataset has .*, the recording none"):
        record(tmp_path / "pick", cameras=(CameraSpec("front", 96, 64),))
    assert folder_state(tmp_path) == before
