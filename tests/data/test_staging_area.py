"""The step in which an episode becomes part of the dataset, stopped at every point."""

from __future__ import annotations

from pathlib import Path

import pytest

from strands_robots_nb.data.staging_area import StagingArea
from tests.data.folder_state import folder_state

OLD = {
    "meta/info.json": "1 episode",
    "meta/stats.json": "stats of 1",
    "meta/tasks.parquet": "tasks",
    "meta/provenance.jsonl": "line 0",
    "meta/episodes/chunk-000/file-000.parquet": "row 0",
    "data/chunk-000/file-000.parquet": "data 0",
    "videos/front/chunk-000/file-000.mp4": "video 0",
}
NEW = {
    "meta/info.json": "2 episodes",
    "meta/stats.json": "stats of 2",
    "meta/tasks.parquet": "tasks",
    "meta/provenance.jsonl": "line 0, line 1",
    "meta/episodes/chunk-000/file-001.parquet": "row 1",
    "data/chunk-000/file-001.parquet": "data 1",
    "videos/front/chunk-000/file-001.mp4": "video 1",
    "sim/episode_000001.npz": "states",
}
N_MOVES = len(NEW)


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def files_of(root: Path) -> dict[str, str]:
    return {
        name: content.decode()
        for name, content in folder_state(root).items()
        if content is not None and not name.startswith(".recording")
    }


@pytest.fixture
def staged(tmp_path: Path) -> StagingArea:
    """A dataset of one episode, and a second one that is written and not published."""
    write(tmp_path, OLD)
    staging = StagingArea(tmp_path)
    assert staging.stage()
    write(staging.working_copy, NEW)
    return staging


def test_the_working_copy_holds_what_lerobot_reads_to_continue_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {**OLD, "meta/episodes/chunk-000/file-001.parquet": "row 1"})
    staging = StagingArea(tmp_path)
    assert staging.stage()
    shared = ("meta/info.json", "meta/stats.json", "meta/tasks.parquet", "meta/provenance.jsonl")
    expected = {name: OLD[name] for name in shared} | {"meta/episodes/chunk-000/file-001.parquet": "row 1"}
    assert files_of(staging.working_copy) == expected


def test_a_dataset_that_does_not_exist_yet_is_lerobots_to_create(tmp_path: Path) -> None:
    staging = StagingArea(tmp_path)
    staging.folder.mkdir()
    assert not staging.stage()
    assert not staging.working_copy.exists()


def test_publishing_adds_the_new_files_and_replaces_the_shared_ones(staged: StagingArea) -> None:
    staged.publish()
    assert files_of(staged.root) == OLD | NEW
    assert not staged.working_copy.exists()
    assert not staged.is_committed


def test_before_the_commit_a_crash_leaves_the_dataset_as_it_was(staged: StagingArea) -> None:
    later = StagingArea(staged.root)
    assert not later.recover()
    assert files_of(staged.root) == OLD
    assert folder_state(later.folder) == {}


@pytest.mark.parametrize("n_moved", range(N_MOVES + 1))
def test_after_the_commit_a_crash_at_any_move_is_completed(staged: StagingArea, n_moved: int) -> None:
    staged.commit()
    for name in staged.pending_moves()[:n_moved]:
        staged.move(name)
    later = StagingArea(staged.root)
    assert later.is_committed
    assert later.recover()
    assert files_of(staged.root) == OLD | NEW
    assert folder_state(later.folder) == {}
    assert not later.recover()


def test_the_description_that_counts_the_episodes_is_replaced_last(staged: StagingArea) -> None:
    staged.commit()
    assert staged.pending_moves()[-1] == "meta/info.json"


def test_an_episodes_file_is_never_overwritten(staged: StagingArea) -> None:
    write(staged.working_copy, {"data/chunk-000/file-000.parquet": "another"})
    with pytest.raises(FileExistsError):
        staged.publish()
    assert files_of(staged.root) == OLD
    assert not staged.is_committed


def test_what_a_broken_writer_flushes_late_does_not_get_into_the_next_episode(staged: StagingArea) -> None:
    dead = staged.working_copy
    staged.stage()
    write(dead, {"meta/episodes/chunk-000/file-009.parquet": "a dropped episode"})
    write(staged.working_copy, NEW)
    staged.publish()
    assert files_of(staged.root) == OLD | NEW
