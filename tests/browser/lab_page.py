"""One browser page with one notebook open in JupyterLab."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Locator, Page

from tests.browser.jupyter_server import JupyterServer

OPEN_TIMEOUT_MS = 90_000
CELL_TIMEOUT_MS = 120_000

NOTEBOOK = "window.jupyterapp.shell.currentWidget"


class CellFailed(AssertionError):
    """A cell ended with an error."""


class LabPage:
    """Drives a notebook through ``window.jupyterapp``: commands and models, which do not move as menus do."""

    def __init__(self, page: Page, server: JupyterServer) -> None:
        self.page = page
        self.server = server
        self.page_errors: list[str] = []
        page.on("pageerror", lambda error: self.page_errors.append(str(error)))

    def open(self, notebook: str) -> LabPage:
        """Open a notebook of the server's folder and wait for its kernel."""
        self.page.goto(f"{self.server.url}/lab/tree/{notebook}?reset")
        return self.wait_until_open()

    def open_cells(self, *cells: str, name: str | None = None) -> LabPage:
        """Open a new notebook with these code cells, under a name of its own if none is given."""
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
            cells=[nbformat.v4.new_code_cell(source) for source in cells],
        )
        number = len(list(self.server.root.glob("test_*.ipynb")))
        path = Path(f"{name or f'test_{number}'}.ipynb")
        nbformat.write(notebook, self.server.root / path)
        return self.open(str(path))

    def wait_until_open(self) -> LabPage:
        """Wait for notebook and kernel, after opening or reloading the page."""
        self.page.wait_for_function(f"window.jupyterapp?.shell?.currentWidget?.context && {NOTEBOOK}.sessionContext")
        self.page.evaluate(
            f"""async () => {{
                await {NOTEBOOK}.context.ready;
                await {NOTEBOOK}.sessionContext.ready;
                await {NOTEBOOK}.sessionContext.session.kernel.info;
            }}"""
        )
        return self

    def save(self) -> None:
        """Save the notebook, outputs included."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def code_cells(self) -> list[int]:
        """Positions of the code cells."""
        types: list[str] = self.page.evaluate(
            f"() => Array.from({NOTEBOOK}.content.model.cells).map(cell => cell.type)"
        )
        return [index for index, kind in enumerate(types) if kind == "code"]

    def start(self, index: int) -> None:
        """Run a cell and leave it running."""
        self._run(index, wait=False)

    def run(self, index: int) -> str:
        """Run a cell to its end; returns what it printed.

        Raises:
            CellFailed: If it ended with an error.
        """
        self._run(index, wait=True)
        return self.text(index)

    def run_all(self) -> None:
        """Run every code cell in order, each to its end."""
        for index in self.code_cells():
            self.run(index)

    def _run(self, index: int, *, wait: bool) -> None:
        self.page.evaluate(
            f"""async ([index, wait]) => {{
                const notebook = {NOTEBOOK}.content;
                notebook.activeCellIndex = index;
                notebook.deselectAll();
                const done = window.jupyterapp.commands.execute('notebook:run-cell');
                if (wait) await done;
            }}""",
            [index, wait],
        )

    def wait_for_cell(self, index: int) -> str:
        """Wait until a cell that was started has ended; returns what it printed."""
        self.page.wait_for_function(
            f"index => {NOTEBOOK}.content.widgets[index].model.executionState === 'idle'"
            f" && {NOTEBOOK}.content.model.cells.get(index).executionCount !== null",
            arg=index,
            timeout=CELL_TIMEOUT_MS,
        )
        return self.text(index)

    def is_running(self, index: int) -> bool:
        """Whether a cell that was started has not ended yet."""
        return self.page.evaluate(f"index => {NOTEBOOK}.content.widgets[index].model.executionState !== 'idle'", index)

    def python(self, code: str) -> str:
        """Run code in the notebook's kernel without a cell; returns what it printed.

        Raises:
            CellFailed: If it ended with an error.
        """
        printed, error = self.page.evaluate(
            f"""async code => {{
                const kernel = {NOTEBOOK}.sessionContext.session.kernel;
                const future = kernel.requestExecute({{code, store_history: false}});
                let printed = "", error = "";
                future.onIOPub = message => {{
                    if (message.header.msg_type === "stream") printed += message.content.text;
                    if (message.header.msg_type === "error") error = message.content.traceback.join("\\n");
                }};
                await future.done;
                return [printed, error];
            }}""",
            code,
        )
        if error:
            raise CellFailed(_without_colours(error))
        return printed

    def shut_down_kernel(self) -> None:
        """End the notebook's kernel, as "Shut Down Kernel" in the menu does."""
        self.page.evaluate(f"() => {NOTEBOOK}.sessionContext.shutdown()")

    def outputs(self, index: int) -> list[dict[str, Any]]:
        """The outputs of a cell, as they stand in the notebook's model."""
        return self.page.evaluate(f"index => {NOTEBOOK}.content.model.cells.get(index).outputs.toJSON()", index)

    def text(self, index: int) -> str:
        """What a cell printed.

        Raises:
            CellFailed: If it ended with an error.
        """
        printed: list[str] = []
        for output in self.outputs(index):
            if output["output_type"] == "error":
                raise CellFailed(f"cell {index}: {_without_colours('\n'.join(output['traceback']))}")
            if output["output_type"] == "stream":
                printed.append("".join(output["text"]))
        return "".join(printed)

    def find(self, selector: str) -> Locator:
        """Part of the page, scrolled into view: what is off screen is not painted."""
        found = self.page.locator(selector)
        found.first.wait_for(state="attached")
        found.first.scroll_into_view_if_needed()
        return found

    def use_theme(self, theme: str) -> None:
        """Switch JupyterLab to ``"light"`` or ``"dark"``."""
        name = f"JupyterLab {theme.capitalize()}"
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_function(
            "light => document.body.dataset.jpThemeLight === light", arg="true" if theme == "light" else "false"
        )

    def show_only_the_notebook(self) -> None:
        """Hide the side bars, so that a picture shows what matters."""
        self.page.evaluate(
            """async () => {
                const shell = window.jupyterapp.shell;
                shell.collapseLeft();
                shell.collapseRight();
            }"""
        )


def _without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
