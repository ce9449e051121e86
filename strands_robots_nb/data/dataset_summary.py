"""What a dataset holds, as LeRobot itself reads it: ``python -m strands_robots_nb.data.dataset_summary PATH``.

Meant for a process of its own: importing LeRobot takes many seconds and hundreds of megabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from strands_robots_nb.data.dataset_check import read_info
from strands_robots_nb.data.provenance import read_provenance
from strands_robots_nb.data.recorder_process import QUIET_ENVIRONMENT
from strands_robots_nb.errors import DatasetNotWritable, NbError, RecordingError


def dataset_summary(path: Path | str) -> dict[str, Any]:
    """Open a dataset with LeRobot and read the first and the last frame of each episode, pictures included.

    Returns:
        ``path``, ``fps``, ``robot_type``, ``features`` (name to dtype and shape), ``n_frames`` and ``episodes``: for
        each its ``index``, ``length``, ``tasks``, and ``success`` as the provenance has it (None: nobody judged).

    Raises:
        DatasetNotWritable: If there is no dataset.
        RecordingError: If LeRobot cannot read it.
    """
    root = Path(path).expanduser().absolute()
    if not root.is_dir():
        raise DatasetNotWritable(f"There is no dataset in {root}.", "The folder does not exist.")
    read_info(root)
    import datasets
    from av.logging import ERROR, set_libav_level
    from lerobot.datasets import LeRobotDataset

    set_libav_level(ERROR)
    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as cache:
        datasets.config.HF_DATASETS_CACHE = Path(cache)  # pyright: ignore[reportAttributeAccessIssue]
        try:
            dataset: Any = LeRobotDataset(f"local/{root.name}", root=root, video_backend="pyav")
            return _summarise(root, dataset)
        except NbError:
            raise
        except Exception as error:
            raise RecordingError(f"LeRobot cannot read {root}.", f"{type(error).__name__}: {error}") from error


def _summarise(root: Path, dataset: Any) -> dict[str, Any]:
    success = {record["episode_index"]: record["success"] for record in read_provenance(root)}
    episodes: list[dict[str, Any]] = []
    for index in range(dataset.meta.total_episodes):
        row: dict[str, Any] = dataset.meta.episodes[index]
        first, last = row["dataset_from_index"], row["dataset_to_index"] - 1
        for frame, expected in ((first, 0), (last, row["length"] - 1)):
            item = dataset[frame]
            if int(item["episode_index"]) != index or int(item["frame_index"]) != expected:
                raise RecordingError(f"Frame {frame} of {root} does not belong to episode {index}.")
        episodes.append(
            {"index": index, "length": row["length"], "tasks": list(row["tasks"]), "success": success.get(index)}
        )
    return {
        "path": str(root),
        "fps": dataset.meta.fps,
        "robot_type": dataset.meta.robot_type,
        "n_frames": dataset.meta.total_frames,
        "features": {
            key: {"dtype": feature["dtype"], "shape": list(feature["shape"])}
            for key, feature in dataset.meta.features.items()
        },
        "episodes": episodes,
    }


def summary_text(summary: dict[str, Any]) -> str:
    """The summary as lines for a person."""
    words = {True: "success", False: "failure", None: "not judged"}
    head = f"{summary['path']}: {len(summary['episodes'])} episodes, {summary['n_frames']} frames, "
    lines = [head + f"{summary['fps']} frames/s, robot type {summary['robot_type']}"]
    lines += [f"  {name}: {f['dtype']} {tuple(f['shape'])}" for name, f in summary["features"].items()]
    lines += [
        f"  episode {e['index']}: {e['length']} frames, {words[e['success']]}, {', '.join(e['tasks'])}"
        for e in summary["episodes"]
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Print the summary; returns 0, or 1 when LeRobot cannot read the dataset."""
    parser = argparse.ArgumentParser(description="Open a dataset with LeRobot and say what it holds.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    os.environ.update(QUIET_ENVIRONMENT)
    try:
        summary = dataset_summary(options.path)
    except NbError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write((json.dumps(summary) if options.json else summary_text(summary)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
