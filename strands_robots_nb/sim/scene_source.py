"""Where a scene comes from: a file, XML text, an MjSpec, or a file inside an installed package."""

from __future__ import annotations

import difflib
import importlib.util
import re
from pathlib import Path

import mujoco

from strands_robots_nb.errors import SceneError

type SceneSource = str | Path | mujoco.MjSpec
"""A path to MJCF or URDF, XML text, ``"package:relative/path.xml"``, or an MjSpec."""

_PACKAGE_PATH = re.compile(r"^(?P<package>[A-Za-z_][\w.]+):(?P<path>[^\\/:][^\\:]*)$")
_ACCEPTED = "Give a path to MJCF or URDF, XML text, 'package:relative/path.xml', or an MjSpec."
_MODEL_SUFFIXES = (".xml", ".urdf", ".mjcf", ".mjb")


def load_spec(source: SceneSource) -> mujoco.MjSpec:
    """Read ``source`` into a spec that may be edited; an MjSpec is copied, so the caller's stays untouched.

    Raises:
        SceneError: If nothing is found there, or MuJoCo cannot read it.
    """
    if isinstance(source, str) and source.lstrip().startswith("<"):
        return _parse(source)
    if isinstance(source, Path):
        return _read(source.expanduser())
    if not isinstance(source, str):
        if isinstance(source, mujoco.MjSpec):  # pyright: ignore[reportUnnecessaryIsInstance]
            return source.copy()
        raise SceneError("The scene cannot be loaded.", f"It is a {type(source).__name__}.", _ACCEPTED)
    packaged = _PACKAGE_PATH.match(source)
    if packaged is not None and not Path(source).exists():
        return _read(package_path(packaged["package"], packaged["path"]))
    return _read(Path(source).expanduser())


def package_path(package: str, relative: str) -> Path:
    """Path of a file inside an installed package, found without importing the package.

    Raises:
        SceneError: If the package is not installed.
    """
    top, *inner = package.split(".")
    # Asking for a dotted name would import its parents, so only the top package is looked up.
    spec = importlib.util.find_spec(top)
    folders = [] if spec is None else list(spec.submodule_search_locations or ())
    if not folders:
        raise SceneError(
            f"The scene {package}:{relative} cannot be loaded.",
            f"No package named {top!r} is installed in this environment.",
            "Install it, or give a path to the file.",
        )
    candidates = [Path(folder, *inner, relative) for folder in folders]
    return next((path for path in candidates if path.is_file()), candidates[0])


def _parse(xml: str) -> mujoco.MjSpec:
    try:
        return mujoco.MjSpec.from_string(xml)
    except ValueError as error:
        raise SceneError("The XML text is not a model MuJoCo can read.", one_line(error), _ACCEPTED) from error


def _read(path: Path) -> mujoco.MjSpec:
    if not path.is_file():
        raise SceneError(f"No scene file at {path}.", _what_is_there(path), _ACCEPTED)
    try:
        return mujoco.MjSpec.from_file(str(path))
    except ValueError as error:
        raise SceneError(f"MuJoCo cannot read {path}.", one_line(error), "Mend the file at that place.") from error


def _what_is_there(path: Path) -> str:
    if path.is_dir():
        return f"That is a folder; it holds {_listed(path) or 'no model files'}."
    if not path.parent.is_dir():
        return f"The folder {path.parent} does not exist."
    close = difflib.get_close_matches(path.name, [entry.name for entry in path.parent.iterdir()])
    if close:
        return f"The closest name in that folder is {close[0]!r}."
    return f"The folder {path.parent} holds {_listed(path.parent) or 'no model files'}."


def _listed(folder: Path) -> str:
    names = sorted(entry.name for entry in folder.iterdir() if entry.suffix in _MODEL_SUFFIXES)
    return ", ".join(names[:10])


def one_line(error: Exception) -> str:
    """MuJoCo's message as one sentence."""
    text = " ".join(str(error).split()).removeprefix("Error: ")
    return text if text.endswith(".") else f"{text}."
