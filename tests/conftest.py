"""What tests of several folders share: one Chromium for the whole run.

Playwright allows one of its synchronous sessions a process, so nobody else may start one.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from find_chromium import find_chromium
from playwright.sync_api import Browser, sync_playwright

CHROMIUM_ARGUMENTS = [
    # WebGL without a GPU.
    *("--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    # Containers run as root and have a small /dev/shm.
    *("--no-sandbox", "--disable-dev-shm-usage"),
    # Nothing here talks to the network.
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium. It is needed: without it a test fails, it does not skip."""
    path = find_chromium()
    if path is None:
        pytest.fail("Chromium was not found. Run `make setup`: it installs it or names the line that does.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
