"""The kernel's end of a page: what a widget sends is kept, and a page's messages can be handed in."""

from __future__ import annotations

import threading
from typing import Any

from comm.base_comm import BaseComm

from strands_robots_nb.widgets.base import NbWidget


class BenchComm(BaseComm):
    """A comm whose other end is a list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        self.buffers: list[list[bytes]] = []
        self.threads: list[str] = []
        super().__init__(*args, **kwargs)

    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        if msg_type == "comm_msg":
            self.sent.append(data)
            self.buffers.append(list(buffers or []))
            self.threads.append(threading.current_thread().name)


def messages_to_page(widget: NbWidget) -> list[dict[str, Any]]:
    """Every typed message that the widget has sent, oldest first."""
    return [data["content"] for data in widget.comm.sent if data.get("method") == "custom"]


def send_from_page(widget: NbWidget, content: dict[str, Any]) -> None:
    """Hand a page's message in, as the comm would."""
    widget.comm.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


def set_trait_from_page(widget: NbWidget, **traits: Any) -> None:
    """Write traits as ``model.set`` and ``save_changes`` of a page do."""
    data = {"method": "update", "state": traits, "buffer_paths": []}
    widget.comm.handle_msg({"content": {"data": data}, "buffers": []})
