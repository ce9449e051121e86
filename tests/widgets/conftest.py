"""What the widgets' tests share: the kernel's end of a page, and the page's own end in ``chromium``."""

from __future__ import annotations

import comm
import pytest
from bench_comm import BenchComm
from bench_panel import PanelPage


@pytest.fixture
def page_comms(monkeypatch):
    """From now on widgets talk to ``BenchComm``."""
    monkeypatch.setattr(comm, "create_comm", BenchComm)


def new_panel(chromium):
    page = chromium.new_page(viewport={"width": 900, "height": 700})
    page.set_default_timeout(10_000)
    return PanelPage(page)


@pytest.fixture(scope="module")
def module_panel(chromium):
    panel = new_panel(chromium)
    yield panel
    panel.page.close()


@pytest.fixture
def panel(module_panel):
    """A page in which the bundle's widgets can be drawn from a fake model."""
    module_panel.errors.clear()
    yield module_panel
    assert module_panel.errors == []


@pytest.fixture
def clocked_panel(chromium):
    """The same, but time passes only when the test says so."""
    panel = new_panel(chromium)
    panel.page.clock.install(time=0)
    panel.page.clock.pause_at(1000)
    yield panel
    panel.page.close()
    assert panel.errors == []
