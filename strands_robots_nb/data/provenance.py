"""Where each episode came from: one JSON line an episode in ``meta/provenance.jsonl``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = "meta/provenance.jsonl"
SCHEMA = "strands_robots_nb/episode/1"


def content_key(observations: NDArray[np.float32], actions: NDArray[np.float32]) -> dict[str, Any]:
    """Recognises an episode by its numbers after LeRobot's tools have renumbered the dataset.

    Args:
        observations: Measured joint positions, float32 (n_frames, n_joints), as stored.
        actions: Commanded joint positions, float32 (n_frames, n_joints), as stored.

    Returns:
        ``length`` and ``sha256`` (hex) of both columns, row by row, little-endian.
    """
    rows = np.concatenate([observations, actions], axis=1).astype("<f4")
    return {"length": len(rows), "sha256": hashlib.sha256(rows.tobytes()).hexdigest()}


def append_provenance(folder: Path, record: dict[str, Any]) -> None:
    """Add one episode's record to the dataset (or working copy) in ``folder``."""
    file = folder / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"schema": SCHEMA, **record}, ensure_ascii=False) + "\n")


def read_provenance(path: Path | str) -> list[dict[str, Any]]:
    """Every record of the dataset in ``path``, in order of saving; empty when it has none."""
    file = Path(path).expanduser() / FILE
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
