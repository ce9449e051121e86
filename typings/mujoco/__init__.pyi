"""MuJoCo's names live in compiled modules that carry no types; to pyright each of them is Any."""

from typing import Any

def __getattr__(name: str) -> Any: ...
