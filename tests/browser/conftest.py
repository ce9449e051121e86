"""A real JupyterLab and a real Chromium. Both are needed: without them these tests fail, they do not skip."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from find_chromium import find_chromium
from playwright.sync_api import Browser, sync_playwright

from tests.browser.jupyter_server import JupyterServer
from tests.browser.lab_page import OPEN_TIMEOUT_MS, LabPage

ROOT = Path(__file__).parents[2]
CHROMIUM_ARGUMENTS = [
    # WebGL without a GPU.
    *("--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    # Containers run as root and have a small /dev/shm.
    *("--no-sandbox", "--disable-dev-shm-usage"),
    # Nothing here talks to the network.
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A JupyterLab whose folder holds a copy of the notebooks."""
    root = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    running = JupyterServer(root, tmp_path_factory.mktemp("home"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    path = find_chromium()
    if path is None:
        pytest.fail("Chromium was not found. Run `make setup`: it installs it or names the line that does.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def lab(server: JupyterServer, browser: Browser) -> Iterator[LabPage]:
    """A fresh page; its kernels end with the test, and what broke in the page breaks the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
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
