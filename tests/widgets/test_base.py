"""What every widget has: one bundle a page, typed messages, a still picture, an end."""

from __future__ import annotations

import base64

import pytest
from bench_comm import BenchComm, messages_to_page, send_from_page

from strands_robots_nb.contract.messages import ChatSend, Notice
from strands_robots_nb.errors import NbError, RenderingUnavailable
from strands_robots_nb.widgets import assets as assets_module
from strands_robots_nb.widgets.assets import STUB, assets, read_static
from strands_robots_nb.widgets.base import NbWidget


class Listener(NbWidget):
    """Keeps what it is told."""

    still: bytes | None = None
    failure: Exception | None = None

    def __init__(self):
        self.heard = []
        super().__init__("listener")

    def handle(self, message, buffers):
        if self.failure:
            raise self.failure
        self.heard.append(message)

    def still_png(self):
        if self.failure:
            raise self.failure
        return self.still


class RoutingComm(BenchComm):
    """A comm with ipykernel 7.4's reply routing."""

    def _reply_subshell_for(self, data, default):
        return "the subshell that wrote last"


@pytest.fixture(autouse=True)
def fresh_assets(monkeypatch, page_comms):
    monkeypatch.setattr(assets_module, "_assets", None)


@pytest.fixture
def listener():
    widget = Listener()
    yield widget
    widget.close()


def test_widgets_share_one_bundle_and_each_costs_little(listener):
    other = Listener()
    states = [widget.get_state() for widget in (listener, other)]
    assert len({state["_assets"] for state in states}) == 1
    assert states[0]["_assets"] == assets().model_id
    assert assets().script == read_static("widgets.js")
    assert sum(len(str(value)) for value in states[0].values()) < 2500
    assert states[0]["_esm"] == STUB
    other.close()


def test_closing_the_assets_makes_new_ones(listener):
    old = assets()
    old.close()
    assert assets() is not old


def test_a_front_end_that_was_not_built_is_said_with_the_line_that_builds_it(tmp_path, monkeypatch):
    monkeypatch.setattr(assets_module, "STATIC", tmp_path)
    read_static.cache_clear()
    try:
        with pytest.raises(NbError, match=r"npm --prefix js run build"):
            read_static("widgets.js")
    finally:
        read_static.cache_clear()


def test_messages_reach_the_handler_decoded(listener):
    send_from_page(listener, {"kind": "chat.send", "text": "go home"})
    assert listener.heard == [ChatSend("go home")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"kind": "chat.send"}, "text is missing"),
        ({"kind": "nonsense"}, "unknown kind 'nonsense'"),
        ({"kind": "chat.ready", "contract_version": 99}, "The page has version 99"),
    ],
)
def test_what_does_not_fit_the_contract_is_answered_by_a_notice(listener, content, says):
    send_from_page(listener, content)
    assert listener.heard == []
    (notice,) = messages_to_page(listener)
    assert notice["kind"] == "notice"
    assert notice["level"] == "error"
    assert says in notice["text"]
    assert "Reload the page" in notice["text"]


def test_a_handler_that_fails_is_seen_at_the_page(listener):
    listener.failure = ZeroDivisionError("by zero")
    send_from_page(listener, {"kind": "chat.stop"})
    assert messages_to_page(listener) == [{"kind": "notice", "level": "error", "text": "ZeroDivisionError: by zero"}]


def test_the_page_s_messages_are_not_routed_to_the_shell_that_wrote_last(monkeypatch):
    monkeypatch.setattr("comm.create_comm", RoutingComm)
    widget = Listener()
    # ipykernel 7.4 asks the comm with getattr(comm, "_reply_subshell_for", None) and then trusts the message's header.
    assert widget.comm._reply_subshell_for is None
    widget.close()


def test_a_still_picture_is_shown_where_no_kernel_answers(listener):
    data, _ = listener._repr_mimebundle_()
    assert "image/png" not in data
    listener.still = b"png"
    data, _ = listener._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == b"png"
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_machine_that_cannot_render_shows_the_widget_all_the_same(listener):
    listener.failure = RenderingUnavailable("No picture.")
    data, _ = listener._repr_mimebundle_()
    assert "image/png" not in data
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_text_in_a_saved_notebook_is_the_same_every_time(listener):
    assert repr(listener) == "Listener()"
    assert listener._repr_mimebundle_()[0]["text/plain"] == "Listener()"


def test_a_closed_widget_says_so_and_swallows_what_comes_late(listener):
    assert not listener.is_closed
    listener.close()
    assert listener.is_closed
    listener.post(Notice("info", "too late"))
    listener.close()
