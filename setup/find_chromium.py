"""Where a Chromium that the browser tests can drive is, if there is one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_APPS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)


def find_chromium() -> Path | None:
    """The browser named by ``CHROMIUM_PATH``, else the system's, else Playwright's own download."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for app in (*MAC_APPS, _playwright_download()):
        if app.is_file():
            return app
    return None


def _playwright_download() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)
