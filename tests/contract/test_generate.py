from __future__ import annotations

from dataclasses import dataclass, make_dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from strands_robots_nb.contract.generate import TARGET, generate, main, typescript
from strands_robots_nb.contract.message import message_types
from strands_robots_nb.contract.shape import field_shapes, shape_of
from strands_robots_nb.contract.version import CONTRACT_VERSION

type Pair = tuple[int, str]


@dataclass
class Point:
    x: float


def test_the_generated_file_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == generate()


def test_check_tells_a_stale_file_from_a_fresh_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "messages.gen.ts"
    assert main(["--check", "--target", str(target)]) == 1
    assert "contract.generate" in capsys.readouterr().err
    assert not target.exists()
    assert main(["--target", str(target)]) == 0
    assert main(["--check", "--target", str(target)]) == 0


def test_every_message_is_an_interface_with_its_kind() -> None:
    text = generate()
    for entry in message_types():
        assert f'export interface {entry.cls.__name__} {{\n  kind: "{entry.kind}";' in text
    assert f"export const CONTRACT_VERSION = {CONTRACT_VERSION};" in text


def test_docstrings_of_classes_and_fields_are_carried_over() -> None:
    text = generate()
    assert "/** The newest pose that the page has taken over. */\nexport interface StreamAck" in text
    assert "  /** Simulated seconds per wall second, measured over the last second. */\n  real_time_factor" in text
    assert "A newer one makes an older one worthless." in text


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (int, "number"),
        (str | None, "string | null"),
        (tuple[float, ...], "number[]"),
        (tuple[Literal["a", 2], ...], '("a" | 2)[]'),
        (Pair, "[number, string]"),
        (dict[str, tuple[bool, ...]], "Record<string, boolean[]>"),
        (Point, "Point"),
    ],
)
def test_annotations_become_types(annotation: Any, expected: str) -> None:
    assert typescript(shape_of(annotation, "Test.field")) == expected


@pytest.mark.parametrize("annotation", [bytes, int | str, int | str | None, dict[int, str], list[int], Any])
def test_what_cannot_cross_is_named(annotation: Any) -> None:
    cls = make_dataclass("Broken", [("part", annotation)])
    with pytest.raises(TypeError, match=r"Broken\.part"):
        field_shapes(cls)
