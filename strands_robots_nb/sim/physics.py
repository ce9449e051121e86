"""One MjModel with its MjData, advanced in blocks."""

from __future__ import annotations

from collections.abc import Callable

import mujoco
import numpy as np
from mujoco.rollout import Rollout
from numpy.typing import NDArray

from strands_robots_nb.errors import InvalidArgument, SceneError
from strands_robots_nb.sim.handover_lock import HandoverLock

type Controller = Callable[[int, float], NDArray[np.float64]]
"""``controller(n_steps, timestep_s)`` returns the ctrl of the next steps, shape (n_steps, nu), model's own units."""

_FULL = int(mujoco.mjtState.mjSTATE_FULLPHYSICS)
_USER = int(mujoco.mjtState.mjSTATE_USER)
_CTRL = int(mujoco.mjtState.mjSTATE_CTRL)
_INTEGRATION = int(mujoco.mjtState.mjSTATE_INTEGRATION)
_UNSTABLE = [
    int(mujoco.mjtWarning.mjWARN_BADQPOS),
    int(mujoco.mjtWarning.mjWARN_BADQVEL),
    int(mujoco.mjtWarning.mjWARN_BADQACC),
]


class Physics:
    """The state of the simulation. Hold ``lock`` while calling anything here.

    Args:
        model: The compiled model.
    """

    def __init__(self, model: mujoco.MjModel) -> None:
        self.lock = HandoverLock()
        self.controller: Controller | None = None
        # A rollout steps a whole block with a different ctrl in each step inside one C call, bit-equal to mj_step.
        self._rollout = Rollout(nthread=0)
        self.replace(model, mujoco.MjData(model))

    def replace(self, model: mujoco.MjModel, data: mujoco.MjData) -> None:
        """Go on with another model and its data."""
        self.model = model
        self.data = data
        self._n_full = mujoco.mj_stateSize(model, _FULL)
        self._n_user = mujoco.mj_stateSize(model, _USER)
        self._n_ctrl = mujoco.mj_stateSize(model, _CTRL)
        self._n_integration = mujoco.mj_stateSize(model, _INTEGRATION)

    @property
    def timestep_s(self) -> float:
        """Length of one physics step [s]."""
        return float(self.model.opt.timestep)

    def advance(self, n_steps: int) -> None:
        """Make ``n_steps`` physics steps.

        Raises:
            SceneError: If the simulation became unstable; its time then started at 0 again.
        """
        before_s = self.data.time
        if self.controller is None:
            mujoco.mj_step(self.model, self.data, nstep=n_steps)
        else:
            self._advance_controlled(self.controller, n_steps)
        warnings = self.data.warning.number
        if warnings[_UNSTABLE].any():
            # MuJoCo has put the model back to its reference pose by itself; counted again from here.
            warnings[_UNSTABLE] = 0
            raise SceneError(
                "The simulation became unstable and was paused.",
                f"MuJoCo found NaN or a huge value after {before_s:.3f} s.",
                "Call world.reset(), then use a smaller timestep or softer contacts.",
            )

    def _advance_controlled(self, controller: Controller, n_steps: int) -> None:
        ctrl = controller(n_steps, self.timestep_s)
        if ctrl.shape != (n_steps, self._n_ctrl):
            raise InvalidArgument(
                "The controller's answer was not used.",
                f"Its shape is {ctrl.shape}; the model wants {(n_steps, self._n_ctrl)}.",
                "Return one row of ctrl for each physics step.",
            )
        full = np.empty((1, self._n_full))
        mujoco.mj_getState(self.model, self.data, full[0], _FULL)
        user = np.empty(self._n_user)
        mujoco.mj_getState(self.model, self.data, user, _USER)
        # A rollout clears the inputs it is not given, so forces and mocap poses of the user go along; ctrl is first.
        inputs = np.repeat(user[np.newaxis, np.newaxis], n_steps, axis=1)
        inputs[0, :, : self._n_ctrl] = ctrl
        self._rollout.rollout(
            [self.model],
            [self.data],
            full,
            inputs,
            control_spec=_USER,
            skip_checks=True,
            nstep=n_steps,
            initial_warmstart=self.data.qacc_warmstart[np.newaxis].copy(),
        )

    def integration_state(self) -> NDArray[np.float64]:
        """Everything the next step depends on, as one array (``mjSTATE_INTEGRATION``)."""
        state = np.empty(self._n_integration)
        mujoco.mj_getState(self.model, self.data, state, _INTEGRATION)
        return state

    def set_integration_state(self, state: NDArray[np.float64]) -> None:
        """Go back to a state that ``integration_state`` gave.

        Raises:
            SceneError: If it belongs to a model with other joints.
        """
        if state.shape != (self._n_integration,):
            raise SceneError(
                "The state cannot be restored.",
                f"It has {state.size} numbers; this scene has {self._n_integration}.",
                "Restore it in the scene it was saved in.",
            )
        mujoco.mj_setState(self.model, self.data, state, _INTEGRATION)
        mujoco.mj_kinematics(self.model, self.data)

    def reset_to_home(self) -> None:
        """The keyframe ``home`` if there is one, else the model's reference pose."""
        home = mujoco.mj_name2id(self.model, mujoco.mjtObj.mjOBJ_KEY, "home")
        if home >= 0:
            mujoco.mj_resetDataKeyframe(self.model, self.data, home)
        else:
            mujoco.mj_resetData(self.model, self.data)
