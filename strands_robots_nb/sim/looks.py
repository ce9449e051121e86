"""How pictures look: a name for a set of rendering options."""

from __future__ import annotations

from dataclasses import dataclass

from strands_robots_nb.errors import InvalidArgument


@dataclass(frozen=True, slots=True)
class Look:
    """Rendering options and what they are good for."""

    name: str
    has_shadows: bool
    samples: int
    """Samples per pixel that smooth edges; 0 for none."""
    shadow_size: int
    """Edge length of the shadow map [pixel]."""


LOOKS = {
    # About 9 ms for 640 x 480 on one CPU core: the look that is recorded live.
    "clean": Look("clean", has_shadows=False, samples=0, shadow_size=1024),
    # About 20 ms.
    "nice": Look("nice", has_shadows=True, samples=0, shadow_size=1024),
}


def look_by_name(name: str) -> Look:
    """The look called ``name``.

    Raises:
        InvalidArgument: If there is none; the error lists those there are.
    """
    if name not in LOOKS:
        raise InvalidArgument(f"No look named {name!r}.", do=f"Use one of: {', '.join(map(repr, LOOKS))}.")
    return LOOKS[name]
