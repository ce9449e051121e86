"""How a benchmark reports: one line a figure, and an exit code that says whether the budgets are kept."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure against its budget."""

    what: str
    value: float
    budget: float
    unit: str
    peer: str = ""
    """What the same thing costs elsewhere, for comparison."""

    @property
    def is_kept(self) -> bool:
        """Whether the figure is inside its budget."""
        return self.value <= self.budget


def report(*figures: Figure) -> None:
    """Print each figure beside its budget, and end the process: code 1 when a budget is exceeded."""
    for figure in figures:
        verdict = "ok  " if figure.is_kept else "OVER"
        peer = f"   ({figure.peer})" if figure.peer else ""
        print(
            f"{verdict} {figure.what}: {figure.value:.4g} {figure.unit}, budget {figure.budget:g} {figure.unit}{peer}"
        )
    sys.exit(0 if all(figure.is_kept for figure in figures) else 1)
