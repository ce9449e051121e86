"""Choosing how pictures are drawn off-screen: EGL, else OSMesa, on Linux; whatever MuJoCo takes elsewhere."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from strands_robots_nb.errors import RenderingUnavailable

INSTALL_LINE = "apt-get install -y libegl1 libgl1"

_EGL_LIBRARIES = ("libEGL.so.1", "libGL.so.1")
_OSMESA_LIBRARIES = ("libOSMesa.so.8", "libOSMesa.so.6", "libOSMesa.so")


def choose_backend(has_library: Callable[[str], bool] | None = None) -> str:
    """Name of the OpenGL backend to use on Linux: ``"egl"`` or ``"osmesa"``.

    A backend that the user chose with ``MUJOCO_GL`` is kept.

    Args:
        has_library: Says whether a shared library can be loaded; None tries it.

    Raises:
        RenderingUnavailable: If no library is there; the error holds the line that installs them.
    """
    wanted = os.environ.get("MUJOCO_GL", "").lower().strip()
    if wanted in ("disable", "disabled", "off", "false", "0"):
        raise RenderingUnavailable(
            "No picture can be taken.", f"MUJOCO_GL is {wanted!r}, which turns drawing off.", "Unset MUJOCO_GL."
        )
    if wanted in ("egl", "osmesa", "glfw", "glx"):
        return wanted
    found = has_library or _can_load
    if all(found(name) for name in _EGL_LIBRARIES):
        return "egl"
    if any(found(name) for name in _OSMESA_LIBRARIES):
        return "osmesa"
    raise RenderingUnavailable(
        "No picture can be taken: this machine has no OpenGL that draws off-screen.",
        "Neither EGL (libegl1 and libgl1) nor OSMesa (libosmesa6) is installed.",
        f"Run: {INSTALL_LINE}",
    )


def prepare() -> None:
    """Make MuJoCo's renderers use the chosen backend, also when ``mujoco`` was imported long before.

    Raises:
        RenderingUnavailable: If no OpenGL implementation can be used.
    """
    # Mesa's software rasteriser would otherwise start a thread for each core, which costs wall time on a busy machine.
    os.environ.setdefault("LP_NUM_THREADS", "0")
    if sys.platform != "linux":
        return
    backend = choose_backend()
    if backend in ("glfw", "glx"):
        return
    try:
        context = importlib.import_module(f"mujoco.{backend}").GLContext
    except (ImportError, AttributeError, OSError) as error:
        raise unavailable(error) from error
    # MuJoCo reads MUJOCO_GL once, while it is imported; its renderers look this name up each time.
    _context_module().GLContext = context


def unavailable(error: Exception) -> RenderingUnavailable:
    """What to tell the user when OpenGL itself refuses."""
    return RenderingUnavailable(
        "No picture can be taken.",
        f"OpenGL could not be started ({type(error).__name__}: {error}).",
        f"Run: {INSTALL_LINE}",
    )


def _context_module() -> Any:
    for name in ("mujoco.rendering.classic.gl_context", "mujoco.gl_context"):
        module: ModuleType | None = _import_or_none(name)
        if module is not None:
            return module
    raise RenderingUnavailable("No picture can be taken.", "This MuJoCo has no off-screen renderer.", INSTALL_LINE)


def _import_or_none(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _can_load(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
