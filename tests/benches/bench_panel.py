"""A page that draws one widget of the real bundle from a fake model, without a kernel."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator, Page

from strands_robots_nb.contract.version import CONTRACT_VERSION
from strands_robots_nb.widgets.assets import read_static

_LOAD = """async ({script, style}) => {
  const sheet = document.createElement("style");
  sheet.textContent = style;
  document.head.append(sheet);
  window.bundle = await import(URL.createObjectURL(new Blob([script], {type: "text/javascript"})));
}"""

_RENDER = """({kind, traits}) => {
  for (const leave of window.views ?? []) leave.abort();
  document.body.replaceChildren();
  const listeners = {};
  const values = {...traits};
  const fire = (name, ...parts) => (listeners[name] ?? []).forEach((listener) => listener(...parts));
  window.model = {
    sent: [], saved: 0,
    get: (name) => values[name],
    set(name, value) { values[name] = value; fire(`change:${name}`); },
    save_changes() { this.saved += 1; },
    send(content) { this.sent.push(content); },
    on(names, listener) { for (const name of names.split(" ")) (listeners[name] ??= []).push(listener); },
    off() {},
    fire,
  };
  window.view = (width) => {
    const el = document.createElement("div");
    if (width) el.style.width = `${width}px`;
    document.body.append(el);
    const leave = new AbortController();
    bundle.widgets[kind].render({model: window.model, el, signal: leave.signal});
    return leave;
  };
  window.views = [window.view()];
}"""

_MESSAGE = """([message, buffers]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  model.fire("msg:custom", message, buffers.map((text) => new DataView(bytes(text).buffer)));
}"""


class PanelPage:
    """The page, and what the widget on it says and hears.

    Attributes:
        page: Playwright's page.
        errors: Every uncaught error and every console error of the page.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.set_content("<!doctype html><title>panel</title><body></body>")
        page.evaluate(_LOAD, {"script": read_static("widgets.js"), "style": read_static("widgets.css")})
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)

    def render(self, kind: str, **traits: Any) -> Locator:
        """Draw a widget in place of the one before; returns its outermost element."""
        self.page.evaluate(
            _RENDER, {"kind": kind, "traits": {"_kind": kind, "_contract_version": CONTRACT_VERSION, **traits}}
        )
        return self.page.locator(".srnb").first

    def message(self, kind: str, buffers: Sequence[bytes] = (), **fields: Any) -> None:
        """A message from the kernel arrives."""
        self.page.evaluate(_MESSAGE, [{"kind": kind, **fields}, [base64.b64encode(part).decode() for part in buffers]])

    def set_trait(self, **traits: Any) -> None:
        """The kernel writes traits."""
        for name, value in traits.items():
            self.page.evaluate("([name, value]) => model.set(name, value)", [name, value])

    def trait(self, name: str) -> Any:
        """What a trait of the fake model holds."""
        return self.page.evaluate("name => model.get(name)", name)

    def fire(self, event: str) -> None:
        """The widget manager tells of an event, e.g. ``comm:close``."""
        self.page.evaluate("name => model.fire(name)", event)

    @property
    def sent(self) -> list[dict[str, Any]]:
        """Every message that the widget has sent to the kernel."""
        return self.page.evaluate("model.sent")
