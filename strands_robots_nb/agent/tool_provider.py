"""Makes robots known to strands as ToolProviders, whether strands is imported before, after, or never.

strands accepts ``Agent(tools=[robot])`` only from subclasses of its abstract class, and importing strands takes
seconds that a person without an agent should not pay. So the robot's class is registered as a virtual subclass the
moment strands itself is imported.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strands_robots_nb.agent.robot_tool import RobotTool
    from strands_robots_nb.robots.robot import Robot

_PROVIDER_MODULE = "strands.tools.tool_provider"


def load_tools_for(robot: Robot) -> Sequence[RobotTool]:
    """The tools of ``Agent(tools=[robot])``; imports strands."""
    from strands_robots_nb.agent.robot_tools import robot_tools

    return robot_tools(robot)


def register_with_strands(robot_class: type) -> None:
    """Register the class now if strands is there, else when it is imported. Safe to call again."""
    if _PROVIDER_MODULE in sys.modules:
        # Waits, should another thread be in the middle of importing it.
        _register(robot_class, importlib.import_module(_PROVIDER_MODULE))
        return
    if not any(isinstance(finder, _RunAfterImport) and finder.serves(robot_class) for finder in sys.meta_path):
        sys.meta_path.insert(0, _RunAfterImport(robot_class))


def _register(robot_class: type, module: ModuleType) -> None:
    module.ToolProvider.register(robot_class)


class _RunAfterImport(MetaPathFinder):
    """Notices one import, once. Finding the module is left to the finders that would have found it anyway."""

    def __init__(self, robot_class: type) -> None:
        self._robot_class = robot_class

    def serves(self, robot_class: type) -> bool:
        return self._robot_class is robot_class

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != _PROVIDER_MODULE:
            return None
        if self not in sys.meta_path:
            return None
        position = sys.meta_path.index(self)
        del sys.meta_path[position]
        # Those before have been asked already.
        spec = _find_spec(sys.meta_path[position:], fullname, path, target)
        if spec is not None and spec.loader is not None:
            robot_class = self._robot_class
            spec.loader = _LoaderThenCall(spec.loader, lambda module: _register(robot_class, module))
        return spec


class _LoaderThenCall(Loader):
    """A loader that calls somebody after the module has run, then steps aside."""

    def __init__(self, loader: Loader, then: Callable[[ModuleType], None]) -> None:
        self._loader = loader
        self._then = then

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._then(module)

    def __getattr__(self, name: str) -> Any:
        # is_package, get_source and the like, which the import system may ask for.
        return getattr(self._loader, name)


def _find_spec(
    finders: Sequence[Any], fullname: str, path: Sequence[str] | None, target: ModuleType | None
) -> ModuleSpec | None:
    for finder in finders:
        find = getattr(finder, "find_spec", None)
        spec = None if find is None else find(fullname, path, target)
        if spec is not None:
            return spec
    return None
