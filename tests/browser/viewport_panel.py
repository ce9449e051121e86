"""One viewport on the page, as a person sees it."""

from __future__ import annotations

import io
import re

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.lab_page import LabPage

OVERLAYS = ".srnb-hud"


class ViewportPanel:
    """The ``number``-th viewport of the page."""

    def __init__(self, lab: LabPage, number: int = 0) -> None:
        self.lab = lab
        self.element: Locator = lab.page.locator(".srnb-viewport").nth(number)
        self.canvas = self.element.locator("canvas")

    def wait_until_live(self) -> ViewportPanel:
        """Wait for the scene and for poses that keep coming."""
        self.element.wait_for(state="attached")
        self.element.scroll_into_view_if_needed()
        expect(self.element).to_have_attribute("data-scene", re.compile(r"\d+"))
        expect(self.element).to_have_attribute("data-state", "live")
        return self

    def picture(self) -> NDArray[np.uint8]:
        """What is on the canvas, without what lies over it; uint8 (height, width, 3) RGB."""
        self.lab.page.add_style_tag(content=f"{OVERLAYS} {{ visibility: hidden !important; }}")
        png = self.canvas.screenshot()
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))

    def mujoco_picture(self, robot: str, camera: str, size_of: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The same scene drawn by ``mujoco.Renderer`` in the kernel, in the size of another picture."""
        height, width = size_of.shape[:2]
        path = self.lab.server.root / "mujoco.png"
        self.lab.python(
            f"from PIL import Image\n"
            f"Image.fromarray({robot}.world.render({camera!r}, width={width}, height={height})).save({str(path)!r})"
        )
        return np.asarray(Image.open(path).convert("RGB"))


def mean_difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean absolute difference of two pictures, 0 to 255."""
    return float(np.abs(one.astype(np.int16) - other.astype(np.int16)).mean())
