"""A robot in a notebook: simulated or real by one keyword, with an agent, a viewport and a recorder."""

from __future__ import annotations

__version__ = "0.1.0.dev0"
