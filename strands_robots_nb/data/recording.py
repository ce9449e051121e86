"""Recording episodes: the kernel's side."""

from __future__ import annotations

import atexit
import importlib.util
import logging
import pickle
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from strands_robots_nb.control.frame import Frame
from strands_robots_nb.data.dataset_check import check_spec, check_target, read_info
from strands_robots_nb.data.episode_context import EpisodeContext
from strands_robots_nb.data.folder_claim import FolderClaim
from strands_robots_nb.data.recorder_child import RecorderChild
from strands_robots_nb.data.recorder_link import RecorderLink, StartChild
from strands_robots_nb.data.recorder_messages import (
    BeginEpisode,
    DiscardEpisode,
    EpisodeDiscarded,
    EpisodeFailed,
    EpisodeSaved,
    FromRecorder,
    Open,
    Ready,
    SaveEpisode,
)
from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.data.saved_episode import SavedEpisode
from strands_robots_nb.data.staging_area import StagingArea
from strands_robots_nb.errors import MissingExtra, NbError, RecorderFailed, RecordingError

logger = logging.getLogger(__name__)

type RecordingState = Literal["starting", "idle", "recording", "saving", "failed", "closed"]

MIN_FRAMES = 2
"""LeRobot computes no video statistics for a single picture: the episode's description would lack columns."""


@dataclass(slots=True)
class _Episode:
    serial: int
    n_frames: int = 0
    n_idle: int = 0
    sources: dict[str, None] = field(default_factory=dict[str, None])
    n_before: int | None = None
    """Episodes in the dataset when its save was asked for; None before that."""
    outcome: Future[FromRecorder] = field(default_factory=Future[FromRecorder])


class Recording:
    """Records frames of the control loop as episodes of a LeRobotDataset.

    A tap of the loop: calling it with a frame only enqueues. A child process owns LeRobot, draws the pictures and
    writes. Every saved episode is durable: it survives the sudden death of either process.

    Args:
        spec: What is recorded and where.
        start_child: Starts the recorder process; for tests.

    Raises:
        InvalidArgument: If the spec is not possible.
        MissingExtra: If LeRobot is not installed.
        DatasetNotWritable: If the folder cannot be written or holds something else.
        DatasetMismatch: If the dataset there has other features, frame rate or robot type.
        DiskFull: If there is no room for an episode.
        RecordingError: If another recording is writing to the folder.
    """

    def __init__(self, spec: RecordingSpec, *, start_child: StartChild = RecorderChild) -> None:
        self.spec = replace(spec, path=Path(spec.path).expanduser().absolute())
        check_spec(self.spec)
        if importlib.util.find_spec("lerobot") is None:
            raise MissingExtra("Recording", "lerobot")
        self._episode: _Episode | None = None
        self._unresolved: dict[int, _Episode] = {}
        self._n_begun = 0
        self._n_saved = 0
        self._is_ready = False
        self._is_closed = False
        self._death: RecorderFailed | None = None
        self._gate = threading.Lock()
        """Held by who registers an episode and by who resolves the last ones, so that none waits for ever."""
        self._staging = StagingArea(self.spec.path)
        self._claim = self._claim_folder()
        try:
            self._link = RecorderLink(
                self._claim.fd, self._claim.folder / "recorder.log", self._on_message, self._on_end, start_child
            )
        except BaseException:
            self._claim.release()
            raise
        self._link.post(Open(self.spec))
        self._link.open()
        atexit.register(self.close)

    # ---------------------------------------------------------------- what a person asks for

    def begin_episode(self, context: EpisodeContext) -> None:
        """Open an episode: commanded frames are recorded from now on.

        Raises:
            RecordingError: If the recording is closed, or an episode with frames is open.
            RecorderFailed: If the recorder process ended.
        """
        self._require_open()
        if self._episode is not None and self._episode.n_frames:
            raise RecordingError(
                f"An episode of {self._episode.n_frames} frames is not saved yet.",
                do="Save or discard it before the next one begins.",
            )
        episode = self._register_episode()
        self._link.post(
            BeginEpisode(
                serial=episode.serial,
                mode=context.mode,
                epoch=context.epoch,
                seed=context.seed,
                task_name=context.task_name,
                robot=context.robot,
                model_pickle=None if context.model is None else pickle.dumps(context.model),
                model_xml=context.model_xml,
            )
        )
        self._episode = episode

    def __call__(self, frame: Frame) -> None:
        """Take over one frame of the loop, if an episode is open and a source commands the robot. Never waits."""
        episode = self._episode
        if episode is None:
            return
        if not frame.is_commanded:
            episode.n_idle += 1
            return
        episode.n_frames += 1
        episode.sources[frame.source] = None
        self._link.post_frame(episode.serial, frame)

    def save_episode(self, *, success: bool | None = None, measured: dict[str, float] | None = None) -> SavedEpisode:
        """Make the open episode durable; waits until it is.

        Args:
            success: The label, or None when nobody judged.
            measured: Measured values that go with it, each with its unit in its name.

        Raises:
            RecordingError: If no episode is open, or it has fewer than two frames.
            DiskFull: If the disk is full; the episode is dropped.
            RecorderFailed: If the recorder process ended, or could not write the episode.
        """
        started = time.perf_counter()
        self._require_open()
        episode = self._episode
        if episode is None:
            if self._death is not None:
                raise self._death
            raise RecordingError("There is no episode to save.", do="Begin an episode first.")
        if episode.n_frames < MIN_FRAMES and self.failure is None:
            raise RecordingError(
                f"There is nothing to save: the episode has {episode.n_frames} frames.",
                "Only ticks in which something commands the robot are recorded.",
                "Move the robot, then save; or discard the episode.",
            )
        self._episode = None
        episode.n_before = self._episodes_on_disk()
        self._link.post(
            SaveEpisode(
                serial=episode.serial,
                success=success,
                measured=dict(measured or {}),
                idle_ticks=episode.n_idle,
                sources=tuple(episode.sources),
            )
        )
        reply = episode.outcome.result()
        assert isinstance(reply, EpisodeSaved)
        return SavedEpisode(
            index=reply.index,
            length=reply.length,
            duration_s=reply.length / self.spec.fps,
            path=self.spec.path,
            success=success,
            save_s=time.perf_counter() - started,
        )

    def discard_episode(self) -> None:
        """Drop the open episode; nothing of it stays on disk.

        Raises:
            RecordingError: If no episode is open.
        """
        self._require_open()
        episode, self._episode = self._episode, None
        if episode is None:
            raise RecordingError("There is no episode to discard.")
        self._link.post(DiscardEpisode(episode.serial))
        # Also when it was dropped already, because the disk is full or the recorder process ended: gone is gone.
        episode.outcome.exception()

    def close(self) -> None:
        """End the recording; an unsaved episode is dropped. Idempotent."""
        if self._is_closed:
            return
        self._is_closed = True
        atexit.unregister(self.close)
        episode, self._episode = self._episode, None
        if episode is not None and episode.n_frames:
            logger.warning("frames=<%d> | closed with an unsaved episode, which is dropped", episode.n_frames)
        try:
            for asked in [other for other in self._unresolved.values() if other.n_before is not None]:
                asked.outcome.exception()  # a save whose caller was interrupted
        finally:
            self._link.close()

    def kill(self) -> None:
        """Kill the recorder process, as a test of what survives it."""
        self._link.kill()

    # ---------------------------------------------------------------- what can be seen

    @property
    def state(self) -> RecordingState:
        """What the recording is doing."""
        if self._is_closed:
            return "closed"
        if self._death is not None:
            return "failed"
        if self._episode is not None:
            return "recording"
        if any(episode.n_before is not None for episode in tuple(self._unresolved.values())):
            return "saving"
        return "idle" if self._is_ready else "starting"

    @property
    def failure(self) -> NbError | None:
        """Why the open episode cannot be saved, or why nothing can be recorded any more; None when all is well."""
        if self._death is not None:
            return self._death
        episode = self._episode
        if episode is None or not episode.outcome.done():
            return None
        error = episode.outcome.exception()
        return error if isinstance(error, NbError) else None

    @property
    def has_pending_frames(self) -> bool:
        """Whether an episode is open that holds frames."""
        return self.frames_pending > 0

    @property
    def frames_pending(self) -> int:
        """Number of frames in the open episode."""
        episode = self._episode
        return 0 if episode is None else episode.n_frames

    @property
    def episodes_saved(self) -> int:
        """Number of episodes that this recording has saved."""
        return self._n_saved

    @property
    def pid(self) -> int:
        """Process id of the recorder process."""
        return self._link.pid

    # ---------------------------------------------------------------- the folder

    def _claim_folder(self) -> FolderClaim:
        """Check, lock, and complete what a killed recorder left; a refusal leaves the disk as it was."""
        if not self._staging.folder.is_dir():
            check_target(self.spec)
            return FolderClaim(self.spec.path)
        claim = FolderClaim(self.spec.path)
        try:
            if self._staging.recover():
                logger.warning("path=<%s> | completed the episode that a killed recorder had saved", self.spec.path)
            check_target(self.spec)
        except BaseException:
            claim.release()
            raise
        return claim

    def _episodes_on_disk(self) -> int:
        if not (self.spec.path / "meta" / "info.json").is_file():
            return 0
        return int(read_info(self.spec.path)["total_episodes"])

    def _register_episode(self) -> _Episode:
        with self._gate:
            if self._death is not None:
                raise self._death
            if self._episode is not None:
                self._unresolved.pop(self._episode.serial, None)  # it was empty
            self._n_begun += 1
            episode = _Episode(self._n_begun)
            self._unresolved[episode.serial] = episode
            return episode

    def _require_open(self) -> None:
        if self._is_closed:
            raise RecordingError("The recording is closed.", do="Start a new one; it may be on the same path.")

    # ---------------------------------------------------------------- what the recorder process says

    def _on_message(self, message: FromRecorder) -> None:
        match message:
            case Ready():
                self._is_ready = True
            case EpisodeSaved():
                self._n_saved += 1
                self._resolve(message.serial, message)
            case EpisodeDiscarded():
                self._resolve(message.serial, message)
            case EpisodeFailed():
                logger.warning("error=<%s> | the episode cannot be saved", message.error)
                self._resolve(message.serial, message.error)

    def _on_end(self, manner: str) -> None:
        """The recorder process has ended: complete what it had committed, and leave the folder to others."""
        try:
            self._staging.recover()
        except OSError as error:
            logger.warning("path=<%s> error=<%s> | the last episode waits in .recording", self.spec.path, error)
            self._claim.abandon()
        else:
            self._claim.release()
        n_safe = self._episodes_on_disk()
        if not self._is_closed:
            logger.warning("manner=<%s> | the recorder process ended", manner)
        with self._gate:
            if not self._is_closed:
                self._death = RecorderFailed(
                    f"The recorder process ended unexpectedly ({manner}).",
                    f"{n_safe} episodes are safe in {self.spec.path}; an unsaved one is lost.",
                    "Start a new recording; it may be on the same path.",
                )
            left = tuple(self._unresolved.items())
        for serial, episode in left:
            if episode.n_before is not None and n_safe > episode.n_before:
                # It died between the commit and the reply.
                self._n_saved += 1
                self._resolve(serial, EpisodeSaved(serial, n_safe - 1, episode.n_frames))
            else:
                self._resolve(serial, self._death or RecordingError("The recording was closed."))

    def _resolve(self, serial: int, outcome: FromRecorder | NbError) -> None:
        episode = self._unresolved.pop(serial, None)
        if episode is None:
            return
        if isinstance(outcome, NbError):
            episode.outcome.set_exception(outcome)
        else:
            episode.outcome.set_result(outcome)
