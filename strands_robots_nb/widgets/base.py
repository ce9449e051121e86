"""What every widget shares: the bundle, typed messages both ways, a still picture, and an end."""

from __future__ import annotations

import base64
import logging
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import anywidget
from traitlets import Int, Unicode

from strands_robots_nb.contract.decode import decode_to_kernel
from strands_robots_nb.contract.message import Message, encode
from strands_robots_nb.contract.messages import Notice, ToKernel
from strands_robots_nb.contract.version import CONTRACT_VERSION
from strands_robots_nb.errors import ContractMismatch, NbError
from strands_robots_nb.widgets.assets import STUB, assets

logger = logging.getLogger(__name__)

_REPLY_ROUTER = "_reply_subshell_for"
"""A private method of ipykernel 7.4's comms; ``None`` in its place makes the kernel trust the message's header."""


class NbWidget(anywidget.AnyWidget):
    """Base of the widgets. A subclass holds traits, handles messages and has no algorithms.

    Args:
        kind: The widget's name in the front end's registry.
        **traits: Initial values of traits.
    """

    _esm = STUB

    _kind = Unicode().tag(sync=True)
    """Which widget of the bundle draws this model."""

    _assets = Unicode().tag(sync=True)
    """Model id of the shared assets."""

    _bundle_hash = Unicode().tag(sync=True)
    """Which bundle the assets hold."""

    _contract_version = Int(CONTRACT_VERSION).tag(sync=True)
    """The kernel's version of the contract; a page with another one says so and asks to be reloaded."""

    def __init__(self, kind: str, **traits: Any) -> None:
        bundle = assets()
        super().__init__(_kind=kind, _assets=bundle.model_id, _bundle_hash=bundle.hash, **traits)
        self.on_msg(self._receive)

    @abstractmethod
    def handle(self, message: ToKernel, buffers: Sequence[memoryview]) -> None:
        """Take over a message from a page.

        All widgets of a kernel share one thread for this: only set variables and notify, never wait.

        Args:
            message: The decoded message.
            buffers: Its binary parts.
        """
        raise NotImplementedError

    @abstractmethod
    def still_png(self) -> bytes | None:
        """A picture for where no kernel answers (a file reopened, GitHub, nbconvert), or None without one."""
        raise NotImplementedError

    def post(self, message: Message, buffers: Sequence[bytes | memoryview] = ()) -> None:
        """Send a message to every page that shows the widget. Any thread.

        Args:
            message: One of ``contract.messages.ToPage``.
            buffers: Its binary parts, as its docstring says.
        """
        self.send(encode(message), list(buffers))

    def notify(self, error: Exception) -> None:
        """Show an error in the widget's notice panel. Any thread."""
        text = str(error) if isinstance(error, NbError) else f"{type(error).__name__}: {error}"
        self.post(Notice(level="error", text=text))

    @property
    def is_closed(self) -> bool:
        """Whether the widget has been closed."""
        return self.comm is None

    def open(self) -> None:
        """Announce the widget to the page; called once, by the constructor."""
        super().open()
        # ipykernel 7.4 sends a page's messages to the subshell that last wrote to this comm, which is the busy main
        # shell whenever a cell or a plain thread wrote. Without its router the messages go where the page addressed
        # them: to the subshell that is free. (7.0 to 7.3 and 6.x have no such router.)
        if hasattr(self.comm, _REPLY_ROUTER):
            setattr(self.comm, _REPLY_ROUTER, None)

    def _receive(self, _widget: object, content: object, buffers: Sequence[memoryview]) -> None:
        try:
            message = decode_to_kernel(content)
            _require_same_contract(message)
            self.handle(message, buffers)
        except NbError as error:
            self.notify(error)
        except Exception as error:
            # Nobody sees what a comm handler raises, so the page is told and the log keeps the traceback.
            logger.exception("widget=<%s> | a message from the page could not be handled", self)
            self.notify(error)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        try:
            png = self.still_png()
        except NbError as error:
            logger.info("widget=<%s>, reason=<%s> | no still picture", self, error)
            png = None
        if png is not None:
            data["image/png"] = base64.b64encode(png).decode("ascii")
        return data, metadata

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def _require_same_contract(message: ToKernel) -> None:
    version = getattr(message, "contract_version", CONTRACT_VERSION)
    if version != CONTRACT_VERSION:
        raise ContractMismatch(
            "The page and the kernel do not fit together.",
            f"The page has version {version} of the contract, the kernel has {CONTRACT_VERSION}.",
            "Reload the page (Ctrl+R).",
        )
