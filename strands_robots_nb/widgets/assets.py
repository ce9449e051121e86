"""The front end, sent to a page once for all widgets through one hidden model.

anywidget sends a widget's ESM with every instance (0.6 MB each). Here each instance carries a stub of one kilobyte,
which asks the page's widget manager for the assets model and imports the bundle out of it, once a page.
"""

from __future__ import annotations

import hashlib
import threading
from functools import cache
from pathlib import Path

import anywidget
from traitlets import Unicode

from strands_robots_nb.errors import NbError

STATIC = Path(__file__).parents[1] / "static"

# The model of `initialize` lives as long as the widget; the one of `render` dies with its view. All views of one
# widget therefore get the former, and with it one session.
STUB = """\
const bundles = (globalThis[Symbol.for("strands_robots_nb.bundles")] ??= new Map());

async function load(model) {
  const manager = model.widget_manager;
  const assets = await manager.get_model(model.get("_assets"));
  const style = document.createElement("style");
  style.dataset.strandsRobotsNb = model.get("_bundle_hash");
  style.textContent = assets.get("style");
  document.head.append(style);
  const url = URL.createObjectURL(new Blob([assets.get("script")], { type: "text/javascript" }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function bundle(model) {
  const hash = model.get("_bundle_hash");
  if (!bundles.has(hash)) {
    bundles.set(hash, load(model).catch((error) => {
      bundles.delete(hash);
      throw error;
    }));
  }
  return bundles.get(hash);
}

export default () => {
  let lasting;
  return {
    initialize({ model }) {
      lasting = model;
    },
    async render(context) {
      const { widgets } = await bundle(lasting);
      return widgets[lasting.get("_kind")].render({ ...context, model: lasting });
    },
  };
};
"""


class Assets(anywidget.AnyWidget):
    """The hidden model that carries the bundle; it is never displayed."""

    _esm = "export default {};"

    script = Unicode().tag(sync=True)
    """The JavaScript of all widgets."""

    style = Unicode().tag(sync=True)
    """The stylesheet of all widgets."""

    @property
    def hash(self) -> str:
        """Identifies the bundle; a page that has loaded it does not load it again."""
        return hashlib.sha256(f"{self.script}\0{self.style}".encode()).hexdigest()[:16]


@cache
def read_static(name: str) -> str:
    """The text of a built front-end file.

    Raises:
        NbError: If the front end has not been built.
    """
    path = STATIC / name
    if not path.is_file():
        raise NbError(
            "The widgets cannot be shown.",
            f"Their front end has not been built: {path.name} is missing.",
            "Run: npm --prefix js ci && npm --prefix js run build",
        )
    return path.read_text(encoding="utf-8")


_lock = threading.Lock()
_assets: Assets | None = None


def assets() -> Assets:
    """The kernel's one assets model, made at its first use (and again if someone closed it).

    Raises:
        NbError: If the front end has not been built.
    """
    global _assets
    with _lock:
        if _assets is None or _assets.comm is None:
            _assets = Assets(script=read_static("widgets.js"), style=read_static("widgets.css"))
        return _assets
