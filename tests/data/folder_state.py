"""Everything that a folder holds, to see whether something was left behind."""

from __future__ import annotations

from pathlib import Path


def folder_state(root: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None for path in root.rglob("*")
    }


def dataset_state(root: Path) -> dict[str, bytes | None]:
    """The same without the recorder's own folder."""
    return {name: content for name, content in folder_state(root).items() if ".recording" not in name}
