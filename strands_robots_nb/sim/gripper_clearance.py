"""How close the fingers come to the table."""

from __future__ import annotations

import itertools

import mujoco
import numpy as np
from numpy.typing import NDArray

_CORNERS = np.array(list(itertools.product((-1.0, 1.0), repeat=3)))


class GripperClearance:
    """Height of the lowest point of the gripper's shapes.

    Args:
        model: The compiled scene.
        site: Id of a site on the gripper; its body and all bodies below it in the tree are the gripper.
    """

    def __init__(self, model: mujoco.MjModel, site: int) -> None:
        bodies = {int(model.site_bodyid[site])}
        for body in range(model.nbody):
            if int(model.body_parentid[body]) in bodies:
                bodies.add(body)
        self._geoms = np.flatnonzero(np.isin(model.geom_bodyid, list(bodies)))
        boxes = model.geom_aabb[self._geoms]
        self._corners: NDArray[np.float64] = boxes[:, None, :3] + boxes[:, None, 3:] * _CORNERS

    def lowest_m(self, data: mujoco.MjData) -> float:
        """World height of the lowest corner of the gripper's bounding boxes [m]; needs up-to-date geom poses."""
        if len(self._geoms) == 0:
            return float("inf")
        down = data.geom_xmat[self._geoms].reshape(-1, 3, 3)[:, 2, :]
        heights = data.geom_xpos[self._geoms, 2][:, None] + np.einsum("gk,gck->gc", down, self._corners)
        return float(heights.min())
