"""What one open viewport costs: bytes an update, and the kernel's CPU time for sixty updates a second.

A real kernel runs a robot and its viewport; this script plays the page: it asks for the scene, takes the pose stream
and acknowledges every twelfth pose, as the front end does. The cost is the kernel's CPU time with the page open less
the time without it, so that the physics, which goes on either way, does not count.
"""

from __future__ import annotations

import json
import queue
import time
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import psutil
from budget import Figure, report
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from strands_robots_nb.contract.message import Message, encode
from strands_robots_nb.contract.messages import StreamAck, ViewportReady, ViewportVisibility
from strands_robots_nb.contract.version import CONTRACT_VERSION

MEASURED_S = 12.0
SETTLED_S = 3.0
ACK_EVERY = 12
PAGE_KEY = "benchmark"
CELL = """
from strands_robots_nb import Robot, Viewport
from IPython.display import display
import threading
robot = Robot(seed=1)
def keep_moving():
    while True:
        robot.move_to(joints={"shoulder_pan.pos": 45}, duration_s=4)
        robot.move_to(joints={"shoulder_pan.pos": -45}, duration_s=4)
threading.Thread(target=keep_moving, daemon=True).start()
view = Viewport(robot)
display(view)
"""
SHOW_COMM = "print(view.comm.comm_id)"


@dataclass
class Stream:
    """The pose messages that arrived."""

    payload_bytes: list[int] = field(default_factory=list)
    buffer_bytes: list[int] = field(default_factory=list)


class Page:
    """Plays the front end of one viewport."""

    def __init__(self, client: BlockingKernelClient, comm_id: str) -> None:
        self._client = client
        self._comm_id = comm_id

    def post(self, message: Message) -> None:
        """Send a message as the page does."""
        content = {"comm_id": self._comm_id, "data": {"method": "custom", "content": encode(message)}}
        self._client.shell_channel.send(self._client.session.msg("comm_msg", content))

    def listen(self, seconds: float) -> Stream:
        """Take the stream over for a while."""
        stream = Stream()
        deadline_s = time.monotonic() + seconds
        while (left_s := deadline_s - time.monotonic()) > 0:
            try:
                message = self._client.get_iopub_msg(timeout=left_s)
            except queue.Empty:
                break
            self._take(message, stream)
        return stream

    def _take(self, message: dict[str, Any], stream: Stream) -> None:
        content = message["content"]
        if message["msg_type"] != "comm_msg" or content["comm_id"] != self._comm_id:
            return
        pose = content["data"].get("content", {})
        if pose.get("kind") != "viewport.pose":
            return
        buffers = sum(len(buffer) for buffer in message["buffers"])
        stream.buffer_bytes.append(buffers)
        stream.payload_bytes.append(buffers + len(json.dumps(pose)))
        if pose["seq"] % ACK_EVERY == 0:
            self.post(StreamAck(page_key=PAGE_KEY, seq=pose["seq"]))


def printed(client: BlockingKernelClient, code: str) -> str:
    """Run a cell; returns what it printed."""
    text: list[str] = []

    def collect(message: dict[str, Any]) -> None:
        if message["msg_type"] == "stream":
            text.append(message["content"]["text"])

    reply = client.execute_interactive(code, timeout=60, output_hook=collect)
    if reply["content"]["status"] != "ok":
        raise RuntimeError("\n".join(reply["content"]["traceback"]))
    return "".join(text).strip()


def cpu_s(kernel: psutil.Process) -> float:
    """CPU time that the kernel has used [s]."""
    times = kernel.cpu_times()
    return times.user + times.system


def measure(manager: KernelManager, client: BlockingKernelClient) -> tuple[Stream, float]:
    """The stream, and the share of a core that it costs [%]."""
    printed(client, CELL)
    page = Page(client, printed(client, SHOW_COMM))
    kernel = psutil.Process(manager.provisioner.pid)
    time.sleep(SETTLED_S)

    before_s = cpu_s(kernel)
    page.listen(MEASURED_S)
    without_s = cpu_s(kernel) - before_s

    page.post(ViewportReady(contract_version=CONTRACT_VERSION, page_key=PAGE_KEY))
    page.post(ViewportVisibility(page_key=PAGE_KEY, visible=True))
    page.listen(SETTLED_S)
    before_s = cpu_s(kernel)
    stream = page.listen(MEASURED_S)
    with_s = cpu_s(kernel) - before_s
    return stream, 100 * (with_s - without_s) / MEASURED_S


def main() -> None:
    """Start a kernel, measure, end it."""
    manager = KernelManager(transport="ipc")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        stream, share = measure(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if not stream.payload_bytes:
        raise RuntimeError("the viewport sent no poses")
    print(
        f"{len(stream.payload_bytes) / MEASURED_S:.1f} updates/s, of each {median(stream.payload_bytes):g} B with JSON"
    )
    report(
        Figure(
            "payload of an update", median(stream.buffer_bytes), 300, "B", peer="mjviser 243 B, MuJoCo Studio 2724 B"
        ),
        Figure("streaming", share, 6, "% of a core", peer="mjviser 12 %, MuJoCo Studio 29 %, JPEG at 24/s 133 %"),
    )


if __name__ == "__main__":
    main()
