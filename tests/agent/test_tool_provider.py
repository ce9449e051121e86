from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROBOT = """
import sys
from strands_robots_nb.agent.tool_provider import register_with_strands

class Robot:
    pass

class OtherRobot:
    pass

def hooks():
    return [finder for finder in sys.meta_path if type(finder).__module__.startswith("strands_robots_nb")]
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that is laid out like strands and imports in no time: what is tested here is the import itself."""
    tools = tmp_path / "strands" / "tools"
    tools.mkdir(parents=True)
    (tmp_path / "strands" / "__init__.py").write_text("from . import tools\n")
    (tools / "__init__.py").write_text("from .tool_provider import ToolProvider\n")
    (tools / "tool_provider.py").write_text("from abc import ABC\n\nclass ToolProvider(ABC):\n    pass\n")
    return tmp_path


def run(program: str, package: Path | None = None) -> None:
    first = f"import sys; sys.path.insert(0, {str(package)!r})\n" if package else ""
    done = subprocess.run(
        [sys.executable, "-c", first + program], capture_output=True, text=True, timeout=170, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_robot_is_a_tool_provider_when_strands_is_imported_afterwards(package: Path) -> None:
    run(
        f"""{_ROBOT}
register_with_strands(Robot)
assert 'strands' not in sys.modules
from strands.tools import ToolProvider
assert issubclass(Robot, ToolProvider)
assert not issubclass(OtherRobot, ToolProvider)
""",
        package,
    )


def test_a_robot_is_a_tool_provider_when_strands_was_imported_before(package: Path) -> None:
    run(
        f"""
from strands.tools import ToolProvider
{_ROBOT}
register_with_strands(Robot)
assert issubclass(Robot, ToolProvider)
assert not hooks()
""",
        package,
    )


def test_without_strands_nothing_is_imported_and_other_imports_go_on() -> None:
    run(
        f"""{_ROBOT}
register_with_strands(Robot)
register_with_strands(Robot)
import json, xml.dom.minidom
assert 'strands' not in sys.modules
assert len(hooks()) == 1
"""
    )


def test_the_hook_goes_when_it_is_done_and_leaves_the_module_as_it_would_have_been(package: Path) -> None:
    run(
        f"""{_ROBOT}
register_with_strands(Robot)
register_with_strands(OtherRobot)
import importlib, inspect
from importlib.machinery import SourceFileLoader
import strands.tools.tool_provider as module
assert not hooks()
assert isinstance(module.__loader__, SourceFileLoader)
assert isinstance(module.__spec__.loader, SourceFileLoader)
assert issubclass(Robot, module.ToolProvider) and issubclass(OtherRobot, module.ToolProvider)
assert 'class ToolProvider' in inspect.getsource(module)
importlib.reload(module)
""",
        package,
    )


def test_it_works_beside_other_import_hooks(package: Path) -> None:
    run(
        f"""{_ROBOT}
seen = []
class Watcher:
    @staticmethod
    def find_spec(name, path=None, target=None):
        seen.append(name)
sys.meta_path.insert(0, Watcher)
register_with_strands(Robot)
sys.meta_path.insert(0, Watcher)
from strands.tools import ToolProvider
assert issubclass(Robot, ToolProvider)
assert seen.count('strands.tools.tool_provider') == 2
""",
        package,
    )
