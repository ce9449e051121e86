"""A real JupyterLab, and pages of a real Chromium that show it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.jupyter_server import JupyterServer
from tests.browser.lab_page import OPEN_TIMEOUT_MS, LabPage

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A JupyterLab whose folder holds a copy of the notebooks."""
    root = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    running = JupyterServer(root, tmp_path_factory.mktemp("home"))
    yield running
    running.close()


@pytest.fixture
def lab(server: JupyterServer, chromium: Browser) -> Iterator[LabPage]:
    """A fresh page; its kernels end with the test, and what broke in the page breaks the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(OPEN_TIMEOUT_MS)
    page = LabPage(context.new_page(), server)
    yield page
    context.close()
    server.end_sessions()
    assert page.page_errors == []


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures of the page are kept for people to look at."""
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def docs_folder() -> Path | None:
    """Where the README's pictures are, when this run is to make them anew."""
    return ROOT / "docs" if os.environ.get("STRANDS_ROBOTS_NB_UPDATE_SCREENSHOTS") else None
