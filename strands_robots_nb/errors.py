"""The errors a user can meet, each saying what failed, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class NbError(Exception):
    """Base of every error this package raises on purpose.

    Args:
        what: What failed, one sentence.
        why: The reason, as measured.
        do: What the reader can do next, with the valid choices where there are any.
    """

    def __init__(self, what: str, why: str = "", do: str = "") -> None:
        self.what = what
        self.why = why
        self.do = do
        super().__init__(" ".join(part for part in (what, why, do) if part))


@dataclass(frozen=True, slots=True)
class Check:
    """One condition that was tested before something was allowed to happen."""

    name: str
    ok: bool
    detail: str
    """What was found."""
    remedy: str = ""
    """What makes a failed check pass."""


class UnknownName(NbError):
    """A name that is not among the valid ones."""

    kind = "name"

    def __init__(self, name: str, valid: Iterable[str], do: str = "") -> None:
        self.name = name
        self.valid = tuple(valid)
        listed = ", ".join(repr(choice) for choice in self.valid) or "none"
        super().__init__(
            f"No {self.kind} named {name!r}.",
            f"Valid: {listed}.",
            do or "Use one of those names.",
        )


class UnknownRobot(UnknownName):
    kind = "robot"


class UnknownCamera(UnknownName):
    kind = "camera"


class UnknownJoint(UnknownName):
    kind = "joint"


class UnknownTask(UnknownName):
    kind = "task"


class UnknownMode(UnknownName):
    kind = "mode"


class UnknownPart(UnknownName):
    kind = "scene part"


class InvalidArgument(NbError):
    """A value outside its range or of the wrong shape."""


class SceneError(NbError):
    """A model could not be loaded, or does not hold what is needed."""


class RenderingUnavailable(NbError):
    """No OpenGL implementation could be used for off-screen pictures."""


class MotionError(NbError):
    """A motion did not happen as asked; the robot is holding."""


class UnreachableTarget(MotionError):
    """The gripper cannot get where it was asked to go."""


class NonFiniteAction(MotionError):
    """A target held NaN or infinity; the software stop was set."""


class RobotStopped(MotionError):
    """The software stop is set; nothing moves until a person resets it."""


class MotionCancelled(MotionError):
    """The motion was given up before its end, and the robot holds."""


class MotionSuperseded(MotionError):
    """A source with a higher claim took the robot over."""


class WorldPaused(MotionError):
    """The simulation is paused, so nothing can move."""


class ResetRefused(NbError):
    """The software stop or the scene cannot be reset right now."""


class RobotClosed(NbError):
    """The robot was closed; make a new one."""


class ModeRefused(NbError):
    """The mode was not changed; the old one goes on running.

    Attributes:
        mode: The mode that was asked for.
        checks: Every check that was made; those with ``ok=False`` are the reason.
    """

    def __init__(self, mode: str, checks: Iterable[Check]) -> None:
        self.mode = mode
        self.checks = tuple(checks)
        failed = [check for check in self.checks if not check.ok]
        lines = "".join(f"\n  - {c.name}: {c.detail} {c.remedy}".rstrip() for c in failed)
        super().__init__(
            f"The robot stays as it was: mode {mode!r} is not possible now.",
            f"{len(failed)} of {len(self.checks)} checks failed:{lines}",
        )


class RecordingError(NbError):
    """Something about a recording went wrong; saved episodes are not affected."""


class DatasetNotWritable(RecordingError):
    """The dataset folder cannot be written."""


class DatasetMismatch(RecordingError):
    """The dataset that exists has other features, frame rate or robot type."""


class DiskFull(RecordingError):
    """No space is left for the episode."""


class RecorderFailed(RecordingError):
    """The recorder process ended or could not do what it was asked."""


class MissingExtra(NbError):
    """An optional dependency is not installed."""

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs packages that are not installed.",
            do=f'Install them with: pip install "strands-robots-nb[{extra}]"',
        )


class ModelNotConfigured(NbError):
    """The language model that was asked for cannot be used as things are."""


class AgentBusy(NbError):
    """The agent is still working on what it was asked before."""


class ContractMismatch(NbError):
    """The page and the kernel speak different versions of the contract."""
