"""Look for what pip cannot install, install it where that is possible, and name the exact line where it is not.

Robot cameras are rendered with OpenGL: EGL or OSMesa on Linux, always there on macOS. The browser tests need Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from find_chromium import find_chromium

PROBE = "import mujoco; context = mujoco.GLContext(16, 16); context.make_current(); context.free()"


@dataclass(frozen=True)
class Need:
    """Something the system has to have."""

    name: str
    purpose: str
    debian_packages: tuple[str, ...]
    other_remedy: str


GL = Need(
    "OpenGL",
    "pictures of the robot's cameras",
    ("libegl1", "libgl1"),
    "install your system's EGL and OpenGL libraries (libegl1 and libgl1, or libosmesa6)",
)
CHROMIUM = Need(
    "Chromium",
    "the browser tests (nothing else needs it)",
    ("chromium", "fonts-liberation"),
    f"{Path(sys.executable).parent / 'playwright'} install chromium",
)


def has_opengl() -> bool:
    """Whether MuJoCo gets an off-screen context from EGL or from OSMesa."""
    if sys.platform == "darwin":
        return True
    return any(_probe_succeeds(backend) for backend in ("egl", "osmesa"))


def _probe_succeeds(backend: str) -> bool:
    environment = {**os.environ, "MUJOCO_GL": backend, "PYOPENGL_PLATFORM": backend}
    return subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True).returncode == 0


def missing() -> list[Need]:
    """What is not there now."""
    found = {GL: has_opengl(), CHROMIUM: find_chromium() is not None}
    return [need for need, is_there in found.items() if not is_there]


def install_on_debian(needs: list[Need]) -> None:
    """Install the packages behind ``needs``; what fails is found by looking again."""
    packages = [package for need in needs for package in need.debian_packages]
    print(f"==> installing {', '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet)


def remedy(need: Need) -> str:
    """The line a person runs to get ``need``."""
    if shutil.which("apt-get"):
        return f"sudo apt-get install -y {' '.join(need.debian_packages)}"
    return need.other_remedy


def main() -> None:
    """Report, and repair where the rights allow it."""
    needs = missing()
    if needs and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        install_on_debian(needs)
        needs = missing()
    for need in needs:
        print(f"\nmissing: {need.name}, for {need.purpose}.\n  Run: {remedy(need)}\n", file=sys.stderr)


if __name__ == "__main__":
    main()
