"""What the tools do: each verb calls the robot once and puts what came of it into words, with units."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from strands_robots_nb.agent.arguments import Arguments
from strands_robots_nb.agent.robot_tool import Cancelled, ToolReply
from strands_robots_nb.errors import InvalidArgument, MotionCancelled, RecordingError, UnknownJoint

if TYPE_CHECKING:
    from strands_robots_nb.data.recording import Recording
    from strands_robots_nb.robots.robot import Robot

DATASETS = Path("~/datasets")
"""Where a recording goes when nobody says where."""

_JPEG_QUALITY = 88
_GRIP_TOLERANCE = 5.0
"""Further from its goal than this [%], the gripper is kept from closing."""


class RobotVerbs:
    """The verbs of one robot, for one agent.

    Args:
        robot: The robot.
    """

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._seen_epoch = robot.epoch
        self._seen_mode = str(robot.mode)
        self._seen_stopped = robot.is_stopped

    def footer(self) -> str:
        """The mode, the software stop, and what somebody else changed since the last call."""
        robot = self._robot
        if robot.is_closed:
            return "The robot is closed."
        mode, stopped = str(robot.mode), robot.is_stopped
        lines = [f"Mode: {mode}."]
        if robot.epoch != self._seen_epoch:
            lines.append(f"Note: the mode changed from {self._seen_mode} to {mode} since your last call.")
        if stopped:
            reason = f" ({robot.stop_reason})" if robot.stop_reason else ""
            since = " since your last call" if not self._seen_stopped else ""
            lines.append(f"Note: the software stop was set{since}{reason}; nothing moves until a person resets it.")
        elif self._seen_stopped:
            lines.append("Note: a person reset the software stop since your last call.")
        self._seen_epoch, self._seen_mode, self._seen_stopped = robot.epoch, mode, stopped
        return "\n".join(lines)

    # ------------------------------------------------------------ looking

    def state(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """Joints, gripper, stop and recording."""
        robot = self._robot
        joints = robot.joints()
        shown = ", ".join(
            f"{_short_key(key)} {_tenths(value)}{' %' if key == 'gripper.pos' else '°'}"
            for key, value in joints.items()
        )
        lines = [f"The gripper is at {position_text(robot.gripper_position_m())}."]
        if "gripper.pos" in joints:
            lines[0] = f"{lines[0][:-1]}, {joints['gripper.pos']:.0f} % open."
        lines.append(f"Joints: {shown}.")
        lines.append(self._recording_text())
        return ToolReply("\n".join(lines))

    def look(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """A picture."""
        robot = self._robot
        camera = arguments.text("camera") or (robot.cameras[0] if robot.cameras else "front")
        picture = robot.look(camera)
        height, width = picture.shape[:2]
        return ToolReply(f"Picture of the {camera} camera, {width} × {height} pixels.", encode_jpeg(picture))

    # ------------------------------------------------------------ moving

    def move(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """Gripper position or joints."""
        robot = self._robot
        position, joints = arguments.vector("position_m"), arguments.numbers("joints")
        duration_s = arguments.number("duration_s")
        if (position is None) == (not joints):
            raise InvalidArgument("Say where to move: either position_m or joints.")
        joints = {self._joint_key(key): value for key, value in joints.items()}
        if arguments.flag("relative"):
            if position is not None:
                here = robot.gripper_position_m()
                position = (here[0] + position[0], here[1] + position[1], here[2] + position[2])
            measured = robot.joints() if joints else {}
            joints = {key: measured[key] + value for key, value in joints.items()}
        self._give_up_if(cancelled)
        if position is not None:
            result = robot.move_to(position_m=position, duration_s=duration_s, cancelled=cancelled)
        else:
            result = robot.move_to(joints=joints, duration_s=duration_s, cancelled=cancelled)
        text = f"Moved in {result.duration_s:.1f} s. The gripper is at {position_text(result.gripper_position_m)}."
        if joints:
            text += " " + ", ".join(f"{_short_key(key)} {_tenths(result.joints[key])}" for key in joints) + "."
        if result.clamped:
            text += " The safety chain held it back on the way; robot.ledger says where."
        return ToolReply(text)

    def grip(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """Open or close."""
        percent = arguments.required_number("percent")
        self._give_up_if(cancelled)
        self._robot.grip(percent, cancelled=cancelled)
        now = self._robot.joints().get("gripper.pos", percent)
        if abs(now - percent) < _GRIP_TOLERANCE:
            return ToolReply(f"The gripper is {now:.0f} % open.")
        why = "it holds something, or something is in the way"
        return ToolReply(f"The gripper was sent to {percent:g} % and is {now:.0f} % open: {why}.")

    def home(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """The rest pose."""
        self._give_up_if(cancelled)
        self._robot.home(cancelled=cancelled)
        return ToolReply(f"At home. The gripper is at {position_text(self._robot.gripper_position_m())}.")

    def perform(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """A whole task by the scripted expert."""
        name = arguments.text("task")
        own = self._robot.task
        # The robot's own task may be a person's, or ours with other numbers.
        task = own if own is not None and name in (None, own.name) else name
        self._give_up_if(cancelled)
        result = self._robot.perform(task, cancelled=cancelled)
        measured = ", ".join(measurement_text(name, value) for name, value in result.measured.items())
        reason = result.reason or ("The goal was reached." if result.success else "The goal was not reached.")
        outcome = "success" if result.success else "no success"
        headline = f"{result.task}: {outcome}. {reason} It took {result.duration_s:.1f} s."
        return ToolReply(f"{headline}\n{measured}".strip())

    # ------------------------------------------------------------ recording

    def record(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """Start, save, discard, finish."""
        match arguments.required_text("action"):
            case "start":
                return self._start_recording(arguments.text("path"), arguments.text("task"))
            case "save":
                saved = self._robot.save_episode(success=arguments.flag("success"))
                label = {True: "success", False: "no success", None: "success not judged"}[saved.success]
                return ToolReply(
                    f"Saved episode {saved.index}: {saved.length} frames, {saved.duration_s:.1f} s, {label}."
                )
            case "discard":
                self._robot.discard_episode()
                return ToolReply("Discarded the episode; nothing of it is left.")
            case "finish":
                recording = self._open_recording()
                path, count = recording.spec.path, recording.episodes_saved
                self._robot.stop_recording()
                return ToolReply(f"Finished recording: {_episodes(count)} saved to {shown_path(path)}.")
            case other:
                raise InvalidArgument(f"No action named {other!r}.", "Valid: 'start', 'save', 'discard', 'finish'.")

    def _start_recording(self, path: str | None, task: str | None) -> ToolReply:
        robot = self._robot
        recording = robot.recording
        if recording is not None:
            spec = recording.spec
            same_path = path is None or Path(path).expanduser().resolve() == Path(spec.path).expanduser().resolve()
            if same_path and (task is None or task == spec.task):
                return ToolReply(
                    f"The recording to {shown_path(spec.path)} goes on; next is episode {episodes_on_disk(spec.path)}."
                )
            raise RecordingError(
                f"A recording to {shown_path(spec.path)} (task {spec.task!r}) is going on.",
                do="Finish it first, or leave path and task out to go on with it.",
            )
        task = task or (robot.task.instruction if robot.task is not None else "a demonstration")
        where = Path(path) if path else DATASETS / slug(task)
        robot.start_recording(where, task=task)
        return ToolReply(
            f"Started recording to {shown_path(where)}, task {task!r}; next is episode {episodes_on_disk(where)}."
        )

    def _recording_text(self) -> str:
        recording = self._robot.recording
        if recording is None:
            return "Not recording."
        return f"Recording to {shown_path(recording.spec.path)}: {_episodes(recording.episodes_saved)} saved so far."

    def _open_recording(self) -> Recording:
        recording = self._robot.recording
        if recording is None:
            raise RecordingError("Nothing is being recorded.", do="Start a recording first.")
        return recording

    # ------------------------------------------------------------ the robot as a whole

    def stop(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """The software stop."""
        self._robot.stop(arguments.text("reason") or "the agent asked for it")
        self._seen_stopped = True
        return ToolReply("The software stop is set and the robot holds.")

    def switch_mode(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """Simulation or hardware."""
        mode = arguments.required_text("mode")
        before = str(self._robot.mode)
        self._robot.mode = mode
        self._seen_epoch, self._seen_mode = self._robot.epoch, str(self._robot.mode)
        if mode == before:
            return ToolReply(f"The robot was in mode {mode} already.")
        return ToolReply(f"Switched from mode {before} to mode {mode}.")

    def reset(self, arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        """A fresh scene."""
        seed = arguments.integer("seed")
        self._give_up_if(cancelled)
        self._robot.reset(seed=seed)
        return ToolReply("The scene was reset." if seed is None else f"The scene was reset with seed {seed}.")

    # ------------------------------------------------------------ small things

    def _joint_key(self, key: str) -> str:
        keys = self._robot.joint_keys
        full = key if key in keys else f"{key}.pos"
        if full not in keys:
            raise UnknownJoint(key, keys)
        return full

    @staticmethod
    def _give_up_if(cancelled: Cancelled) -> None:
        # A call may have waited behind another motion while the turn was ended.
        if cancelled():
            raise MotionCancelled("The motion was not begun.", "The turn was ended before its turn came.")


def position_text(position_m: tuple[float, float, float]) -> str:
    """``x 0.200, y 0.000, z 0.150 m``; minus zero is written as zero."""
    x, y, z = (round(float(value), 3) + 0.0 for value in position_m)
    return f"x {x:.3f}, y {y:.3f}, z {z:.3f} m"


def _tenths(value: float) -> str:
    """One decimal; minus zero is written as zero."""
    return f"{round(value, 1) + 0.0:.1f}"


def measurement_text(name: str, value: float) -> str:
    """A measured value with the unit that its name ends in: ``place_error_m`` becomes ``place error 0.004 m``."""
    for unit in ("m", "s", "deg", "kg", "n"):
        if name.endswith(f"_{unit}"):
            shown = {"deg": "°", "n": " N"}.get(unit, f" {unit}")
            return f"{name[: -len(unit) - 1].replace('_', ' ')} {value:.4g}{shown}"
    return f"{name.replace('_', ' ')} {value:.4g}"


def encode_jpeg(picture: NDArray[np.uint8]) -> bytes:
    """A picture as JPEG bytes. ``picture`` has shape (height, width, 3), RGB."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "JPEG", quality=_JPEG_QUALITY)
    return buffer.getvalue()


def slug(text: str) -> str:
    """A folder name made of the words of ``text``."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "_".join(words)[:60].strip("_") or "recording"


def shown_path(path: str | Path) -> str:
    """A path as a person would write it."""
    full, home = Path(path).expanduser(), Path.home()
    return f"~/{full.relative_to(home).as_posix()}" if full.is_relative_to(home) else str(full)


def episodes_on_disk(path: str | Path) -> int:
    """How many episodes the dataset at ``path`` holds; 0 when there is none."""
    try:
        info = json.loads((Path(path).expanduser() / "meta" / "info.json").read_text())
        return int(info["total_episodes"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _short_key(key: str) -> str:
    return key.removesuffix(".pos")


def _episodes(count: int) -> str:
    return f"{count} episode" if count == 1 else f"{count} episodes"
