"""The lock: exact, free of addresses, and enough for everything that pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text().splitlines()

LOCKED = {canonicalize_name(line.split("==")[0]): line.split("==")[1].split(" ")[0] for line in LOCK}


def asked_for() -> list[Requirement]:
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    lines = [*PYPROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]
    return [Requirement(line) for line in lines if not line.startswith(PYPROJECT["project"]["name"])]


def test_every_line_is_a_name_and_an_exact_version() -> None:
    assert [line for line in LOCK if not re.fullmatch(r"[a-z0-9._-]+==[A-Za-z0-9.]+( ; [^:/]+)?", line)] == []


@pytest.mark.parametrize("requirement", asked_for(), ids=lambda requirement: requirement.name)
def test_what_is_asked_for_is_locked_at_a_version_that_is_allowed(requirement: Requirement) -> None:
    assert requirement.specifier.contains(LOCKED[canonicalize_name(requirement.name)], prereleases=True)


def test_the_extra_all_is_every_ability_and_a_place_to_use_it() -> None:
    extras = PYPROJECT["project"]["optional-dependencies"]
    ours, jupyterlab = map(Requirement, extras["all"])
    assert ours.extras == set(extras) - {"all", "dev"}
    assert jupyterlab.name == "jupyterlab"
