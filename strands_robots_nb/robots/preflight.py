"""The checks before a robot goes to real mode."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, cast

from strands_robots_nb.errors import Check
from strands_robots_nb.robots.catalog import RobotType
from strands_robots_nb.robots.configuration import RobotConfiguration


def real_mode_checks(
    robot_type: RobotType, configuration: RobotConfiguration, *, is_stopped: bool, has_open_episode: bool
) -> tuple[Check, ...]:
    """Everything that must hold before the real arm may be driven, in the order a person would check it."""
    return (
        _driver_check(),
        _port_check(configuration.port),
        _calibration_check(robot_type, configuration.calibration_id),
        _cameras_check(robot_type, configuration),
        Check(
            "software stop",
            not is_stopped,
            "The software stop is set." if is_stopped else "Not set.",
            "Call robot.reset_stop() when it is safe." if is_stopped else "",
        ),
        Check(
            "recording",
            not has_open_episode,
            "An episode is not saved yet." if has_open_episode else "No unsaved episode.",
            "Call robot.save_episode() or robot.discard_episode()." if has_open_episode else "",
        ),
    )


def _driver_check() -> Check:
    return Check(
        "hardware driver",
        False,
        "This version of strands_robots_nb drives the simulated arm only.",
        "Stay in mode 'sim'; the robot server for real arms comes with a later version.",
    )


def _port_check(port: str | None) -> Check:
    if port is None:
        return Check(
            "serial port",
            False,
            "No port was given.",
            'Make the robot with Robot(..., port="/dev/ttyACM0"); lerobot-find-port tells which one it is.',
        )
    if not Path(port).exists():
        return Check(
            "serial port",
            False,
            f"There is no {port}.",
            "Plug the arm in and switch its power on; lerobot-find-port tells its port.",
        )
    if not os.access(port, os.R_OK | os.W_OK):
        return Check(
            "serial port", False, f"You may not open {port}.", "On Linux, join the group 'dialout' and log in again."
        )
    return Check("serial port", True, f"{port} can be opened.")


def calibration_path(robot_type: RobotType, calibration_id: str) -> Path:
    """Where LeRobot keeps the calibration of an arm (lerobot/constants.py: HF_LEROBOT_CALIBRATION)."""
    hugging_face = Path(os.environ.get("HF_HOME", "~/.cache/huggingface")).expanduser()
    lerobot = Path(os.environ.get("HF_LEROBOT_HOME", hugging_face / "lerobot")).expanduser()
    root = Path(os.environ.get("HF_LEROBOT_CALIBRATION", lerobot / "calibration")).expanduser()
    return root / "robots" / robot_type.lerobot_type / f"{calibration_id}.json"


def _calibration_check(robot_type: RobotType, calibration_id: str | None) -> Check:
    name = "calibration"
    if calibration_id is None:
        return Check(
            name,
            False,
            "No calibration id was given.",
            'Make the robot with Robot(..., calibration_id="my_arm"), the id that lerobot-calibrate was run with.',
        )
    path = calibration_path(robot_type, calibration_id)
    command = f"lerobot-calibrate --robot.type={robot_type.name}_follower --robot.id={calibration_id} --robot.port=PORT"
    if not path.is_file():
        return Check(name, False, f"There is no file {path.name} in {path.parent}.", f"Run {command}")
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        return Check(name, False, f"{path.name} cannot be read ({error}).", f"Run {command}")
    joints = {key.removesuffix(".pos") for key in robot_type.joint_keys}
    found = set(cast(dict[str, Any], content)) if isinstance(content, dict) else set[str]()
    missing = sorted(joints - found)
    if missing:
        return Check(name, False, f"{path.name} lacks {', '.join(missing)}.", f"Run {command}")
    return Check(name, True, f"{path.name} holds all {len(joints)} joints.")


def _cameras_check(robot_type: RobotType, configuration: RobotConfiguration) -> Check:
    missing = [name for name in robot_type.recorded_cameras if name not in configuration.cameras]
    if missing:
        example = f'cameras={{"{missing[0]}": {{"type": "opencv", "index_or_path": 0}}}}'
        return Check(
            "cameras", False, f"Not configured: {', '.join(missing)}.", f"Make the robot with Robot(..., {example})."
        )
    return Check("cameras", True, f"Configured: {', '.join(configuration.cameras)}.")
