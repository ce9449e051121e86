"""What a save gives back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SavedEpisode:
    """An episode that is durable on disk."""

    index: int
    """LeRobot's episode index in the dataset."""
    length: int
    """Number of frames."""
    duration_s: float
    """``length / fps``."""
    path: Path
    """The dataset's folder."""
    success: bool | None
    """The label, or None when nobody judged."""
    save_s: float
    """Wall time from the request to the durable episode [s]."""
