"""The seat for the agent's tools on a robot.

``Robot`` is a strands ToolProvider without importing strands, which takes seconds: the package's root seats the
factory that makes the tools, and registers the class with strands when strands is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from strands_robots_nb.errors import MissingExtra


class ToolProviderSeat:
    """The methods of strands' ``ToolProvider``."""

    _tool_factory: ClassVar[Callable[[Any], Sequence[Any]] | None] = None

    @classmethod
    def seat_tool_factory(cls, factory: Callable[[Any], Sequence[Any]]) -> None:
        """Seat the function that makes the tools of a robot."""
        ToolProviderSeat._tool_factory = staticmethod(factory)

    async def load_tools(self, **_: Any) -> Sequence[Any]:
        """The robot's tools, as strands asks for them.

        Raises:
            MissingExtra: If strands-agents is not installed.
        """
        if ToolProviderSeat._tool_factory is None:
            raise MissingExtra("Giving a robot to an agent", "agent")
        return ToolProviderSeat._tool_factory(self)

    def add_consumer(self, consumer_id: Any, **_: Any) -> None:
        """An agent took the tools. The robot's life does not depend on it."""

    def remove_consumer(self, consumer_id: Any, **_: Any) -> None:
        """An agent gave the tools back. The robot's life does not depend on it."""
