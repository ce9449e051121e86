"""The harness itself: without these, every other failure in this folder could be its own fault."""

from __future__ import annotations

import pytest

from tests.browser.lab_page import CellFailed, LabPage


def test_a_cell_prints_and_a_failing_cell_fails_the_test(lab: LabPage) -> None:
    lab.open_cells("print(6 * 7)", "1 / 0")
    assert lab.run(0) == "42\n"
    with pytest.raises(CellFailed, match="ZeroDivisionError"):
        lab.run(1)


def test_a_started_cell_is_waited_for(lab: LabPage) -> None:
    lab.open_cells("import time; time.sleep(0.5); print('awake')")
    lab.start(0)
    assert lab.wait_for_cell(0) == "awake\n"


def test_themes_change(lab: LabPage) -> None:
    lab.open_cells("pass")
    lab.use_theme("dark")
    lab.use_theme("light")
