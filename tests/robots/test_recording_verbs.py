"""Recording through the robot: what becomes an episode, and what leaves no trace."""

from __future__ import annotations

import json

import pytest

from strands_robots_nb.errors import InvalidArgument, RecordingError, ResetRefused, UnknownCamera


def provenance(path):
    return [json.loads(line) for line in (path / "meta" / "provenance.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return tmp_path_factory.mktemp("datasets") / "pick"


def test_performed_tasks_become_labelled_episodes_and_discarded_ones_leave_no_trace(robot, dataset):
    small = {"width": 160, "height": 120, "cameras": ["front"]}
    with robot.record(dataset, task="pick up the red cube", **small) as recording:
        robot.reset(3)
        robot.perform("pick_place")
        first = robot.save_episode()
        robot.reset(4)
        robot.grip(100)
        with pytest.raises(ResetRefused, match="discard_episode"):
            robot.reset(5)
        robot.discard_episode()
        robot.reset(6)
        robot.move_to(joints={"shoulder_pan.pos": 20})
    assert robot.recording is None
    assert recording.episodes_saved == 2
    records = provenance(dataset)
    assert [record["episode_index"] for record in records] == [0, 1]
    assert [record["success"] for record in records] == [True, None]
    assert [record["seed"] for record in records] == [3, 6]
    assert first.length > 60
    assert first.success is True


def test_an_exception_in_the_block_throws_the_episode_away_and_closes_the_recording(robot, dataset):
    before = sorted(path.name for path in dataset.rglob("*"))
    with (
        pytest.raises(ZeroDivisionError),
        robot.record(dataset, "pick up the red cube", width=160, height=120, cameras=["front"]),
    ):
        robot.grip(100)
        raise ZeroDivisionError
    assert robot.recording is None
    assert sorted(path.name for path in dataset.rglob("*")) == before


def test_a_second_recording_is_refused_while_one_is_open(robot, tmp_path):
    robot.start_recording(tmp_path / "one", task="wave")
    with pytest.raises(RecordingError, match="open already"):
        robot.start_recording(tmp_path / "two", task="wave")
    robot.stop_recording()
    assert not (tmp_path / "two").exists()


def test_saving_without_a_recording_says_how_to_open_one(robot):
    with pytest.raises(RecordingError, match="start_recording"):
        robot.save_episode()


def test_cameras_and_rate_are_checked_before_anything_is_written(robot, tmp_path):
    with pytest.raises(UnknownCamera, match="'front'"):
        robot.start_recording(tmp_path / "one", task="wave", cameras=["left"])
    with pytest.raises(InvalidArgument, match="fps=30"):
        robot.start_recording(tmp_path / "one", task="wave", fps=25)
    assert not (tmp_path / "one").exists()
    assert robot.recording is None
