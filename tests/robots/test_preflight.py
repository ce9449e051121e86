"""The checks before real mode."""

from __future__ import annotations

import json

import pytest

from strands_robots_nb.robots.catalog import robot_type
from strands_robots_nb.robots.configuration import RobotConfiguration
from strands_robots_nb.robots.preflight import calibration_path, real_mode_checks

SO101 = robot_type("so101")


@pytest.fixture(autouse=True)
def calibration_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_LEROBOT_CALIBRATION", str(tmp_path / "calibration"))


def checks(is_stopped=False, has_open_episode=False, **configuration):
    made = real_mode_checks(
        SO101, RobotConfiguration(**configuration), is_stopped=is_stopped, has_open_episode=has_open_episode
    )
    return {check.name: check for check in made}


def write_calibration(joints):
    path = calibration_path(SO101, "my_arm")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({joint: {"id": 1} for joint in joints}))


def test_every_failed_check_has_a_remedy():
    failed = [check for check in checks(is_stopped=True, has_open_episode=True).values() if not check.ok]
    assert len(failed) == 6
    assert all(check.remedy for check in failed)


def test_a_port_that_is_there_passes_and_one_that_is_not_is_named(tmp_path):
    port = tmp_path / "ttyACM0"
    assert "There is no" in checks(port=str(port))["serial port"].detail
    port.touch()
    assert checks(port=str(port))["serial port"].ok


def test_a_calibration_must_be_there_be_readable_and_hold_every_joint():
    assert "There is no file my_arm.json" in checks(calibration_id="my_arm")["calibration"].detail
    write_calibration(["shoulder_pan"])
    assert "elbow_flex" in checks(calibration_id="my_arm")["calibration"].detail
    calibration_path(SO101, "my_arm").write_text("{")
    assert "cannot be read" in checks(calibration_id="my_arm")["calibration"].detail
    calibration_path(SO101, "my_arm").write_text(json.dumps({key.removesuffix(".pos"): {} for key in SO101.joint_keys}))
    assert checks(calibration_id="my_arm")["calibration"].ok


def test_every_recorded_camera_must_be_configured():
    assert "wrist" in checks(cameras={"front": {}})["cameras"].detail
    assert checks(cameras={"front": {}, "wrist": {}})["cameras"].ok


def test_without_a_stop_and_an_open_episode_these_checks_pass():
    found = checks()
    assert found["software stop"].ok
    assert found["recording"].ok
