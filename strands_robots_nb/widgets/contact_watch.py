"""Switches a world's contact stream on while at least one viewport draws it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from strands_robots_nb.sim.world import World


_lock = threading.Lock()
_watchers: WeakKeyDictionary[World, set[object]] = WeakKeyDictionary()


class ContactWatch:
    """One viewport's wish to see contacts. Several may share a world; the last one to go switches it off."""

    def __init__(self, world: World) -> None:
        self._world = world

    def want(self, wanted: bool) -> None:
        """Say whether this viewport draws contacts. May wait for the world's lock."""
        with _lock:
            watchers = _watchers.setdefault(self._world, set())
            if wanted:
                watchers.add(self)
            else:
                watchers.discard(self)
            if self._world.watch_contacts != bool(watchers):
                self._world.watch_contacts = bool(watchers)
