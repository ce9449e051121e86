"""The robot's side of a recording: opens it, tells each episode's circumstances, closes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from strands_robots_nb.control.loop import ControlLoop
from strands_robots_nb.data.episode_context import EpisodeContext
from strands_robots_nb.data.recording import Recording
from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.data.saved_episode import SavedEpisode
from strands_robots_nb.errors import RecordingError
from strands_robots_nb.robots.results import PerformResult


class EpisodeDesk:
    """At most one recording at a time, fed by the loop.

    Args:
        loop: The loop whose frames are recorded.
        context: Gives the circumstances of the episode that begins now.
    """

    def __init__(self, loop: ControlLoop, context: Callable[[], EpisodeContext]) -> None:
        self._loop = loop
        self._context = context
        self._recording: Recording | None = None
        self._verdict: PerformResult | None = None

    @property
    def recording(self) -> Recording | None:
        """The recording that is open."""
        return self._recording

    @property
    def has_pending_frames(self) -> bool:
        """Whether an episode has frames that are neither saved nor discarded."""
        return self._recording is not None and self._recording.has_pending_frames

    def start(self, spec: RecordingSpec) -> Recording:
        """Open a recording.

        Raises:
            RecordingError: If one is open already, or the dataset cannot be written or continued.
        """
        if self._recording is not None:
            raise RecordingError(
                "A recording is open already.",
                f"It goes to {self._recording.spec.path}.",
                "Call robot.stop_recording() first.",
            )
        recording = Recording(spec)
        try:
            recording.begin_episode(self._context())
        except BaseException:
            recording.close()
            raise
        self._recording = recording
        self._verdict = None
        self._loop.attach(recording)
        return recording

    def note_verdict(self, result: PerformResult) -> None:
        """Remember how the task went: it labels the episode."""
        self._verdict = result

    def renew_context(self) -> None:
        """The circumstances changed (reset, other mode) before the episode's first frame."""
        if self._recording is not None and not self._recording.has_pending_frames:
            self._verdict = None
            self._recording.begin_episode(self._context())

    def save(self, success: bool | None) -> SavedEpisode:
        """Save the episode; returns when it is durable.

        Args:
            success: The label; None takes the verdict of the last ``perform``.
        """
        recording = self._open()
        verdict = self._verdict
        label = success if success is not None or verdict is None else verdict.success
        saved = recording.save_episode(success=label, measured=verdict.measured if verdict else None)
        self._begin_next(recording)
        return saved

    def discard(self) -> None:
        """Throw the episode's frames away."""
        recording = self._open()
        recording.discard_episode()
        self._begin_next(recording)

    def stop(self) -> Path | None:
        """Close the recording; unsaved frames are thrown away. Returns its path, None if none was open."""
        recording, self._recording = self._recording, None
        if recording is None:
            return None
        self._loop.detach(recording)
        recording.close()
        return recording.spec.path

    def _begin_next(self, recording: Recording) -> None:
        self._verdict = None
        recording.begin_episode(self._context())

    def _open(self) -> Recording:
        if self._recording is None:
            raise RecordingError(
                "No recording is open.",
                do='Open one with robot.start_recording("~/datasets/pick", task="pick up the red cube").',
            )
        return self._recording
