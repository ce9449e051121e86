from __future__ import annotations

import subprocess
import sys

import pytest

_ROBOT = """
class Robot:
    async def load_tools(self, **kwargs): return []
    def add_consumer(self, consumer_id, **kwargs): pass
    def remove_consumer(self, consumer_id, **kwargs): pass

class OtherRobot(Robot): pass
"""
_CHECK = """
from strands.tools.tool_provider import ToolProvider
assert isinstance(Robot(), ToolProvider)
"""


def run(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(
            "from strands_robots_nb.agent.tool_provider import register_with_strands\n"
            f"{_ROBOT}\nregister_with_strands(Robot)\nimport sys\nassert 'strands' not in sys.modules\nimport strands\n{_CHECK}",
            id="strands is imported afterwards",
        ),
        pytest.param(
            f"import strands\nfrom strands_robots_nb.agent.tool_provider import register_with_strands\n{_ROBOT}\n"
            f"register_with_strands(Robot)\n{_CHECK}",
            id="strands was imported before",
        ),
    ],
)
def test_a_robot_is_a_tool_provider_whenever_strands_is_imported(program: str) -> None:
    run(program)


def test_without_strands_nothing_is_imported_and_other_imports_go_on() -> None:
    run(
        f"""
import sys
from strands_robots_nb.agent.tool_provider import register_with_strands
{_ROBOT}
register_with_strands(Robot)
register_with_strands(Robot)
import json, xml.dom.minidom
assert 'strands' not in sys.modules
assert sum(type(finder).__module__.startswith('strands_robots_nb') for finder in sys.meta_path) == 1
"""
    )


def test_the_hook_goes_when_it_is_done_and_leaves_the_module_as_it_would_have_been() -> None:
    run(
        f"""
import sys
from importlib.machinery import SourceFileLoader
from strands_robots_nb.agent.tool_provider import register_with_strands
{_ROBOT}
register_with_strands(Robot)
register_with_strands(OtherRobot)
import strands.tools.tool_provider as module
assert not any(type(finder).__module__.startswith('strands_robots_nb') for finder in sys.meta_path)
assert isinstance(module.__loader__, SourceFileLoader)
assert isinstance(module.__spec__.loader, SourceFileLoader)
assert issubclass(Robot, module.ToolProvider) and issubclass(OtherRobot, module.ToolProvider)
import importlib, inspect
assert 'class ToolProvider' in inspect.getsource(module)
"""
    )


def test_it_works_beside_other_import_hooks() -> None:
    run(
        f"""
import sys
seen = []
class Watcher:
    @staticmethod
    def find_spec(name, path=None, target=None):
        seen.append(name)
sys.meta_path.insert(0, Watcher)
from strands_robots_nb.agent.tool_provider import register_with_strands
{_ROBOT}
register_with_strands(Robot)
{_CHECK}
assert 'strands.tools.tool_provider' in seen
"""
    )
