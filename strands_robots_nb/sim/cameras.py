"""Pictures from a model's cameras, drawn on a thread of their own."""

from __future__ import annotations

import copy
import queue
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import InvalidArgument, SceneError, UnknownCamera
from strands_robots_nb.sim import gl_backend
from strands_robots_nb.sim.looks import Look, look_by_name

_INTEGRATION = int(mujoco.mjtState.mjSTATE_INTEGRATION)
_LARGEST_SIDE = 4096
# One renderer holds tens of megabytes, so only those in use are kept.
_KEPT_RENDERERS = 4

type _RendererKey = tuple[int, int, str]
type _Job = tuple[Callable[[], NDArray[np.uint8]], Future[NDArray[np.uint8]]]


class CameraRig:
    """Draws pictures of states. Any thread may ask; one thread draws, because an OpenGL context belongs to one thread.

    Args:
        model: The compiled scene; a copy is kept, so the caller's is never touched.

    Example:
        >>> rig = CameraRig(world.model)
        >>> picture = rig.render(world.integration_state(), "front", width=320, height=240)
        >>> rig.close()
    """

    def __init__(self, model: mujoco.MjModel) -> None:
        self._cameras = tuple(model.camera(index).name for index in range(model.ncam))
        self._drawer = _Drawer(copy.copy(model))
        self._inbox = _Inbox()
        thread = threading.Thread(target=_serve, args=(self._inbox, self._drawer), name="camera-rig", daemon=True)
        thread.start()
        # Renderers must be freed on their own thread while the interpreter is still whole, or they complain at its end.
        self._finalizer = weakref.finalize(self, _stop, self._inbox, thread)

    @property
    def cameras(self) -> tuple[str, ...]:
        """Names of the cameras."""
        return self._cameras

    def render(
        self,
        state: NDArray[np.float64],
        camera: str,
        *,
        width: int = 640,
        height: int = 480,
        look: str = "clean",
    ) -> NDArray[np.uint8]:
        """Draw one picture of a state.

        Args:
            state: ``mjSTATE_INTEGRATION`` of the model. Shape (n_state,).
            camera: One of ``cameras``.
            width: Width of the picture [pixel].
            height: Height of the picture [pixel].
            look: ``"clean"`` or ``"nice"``.

        Returns:
            RGB. Shape (height, width, 3).

        Raises:
            UnknownCamera: If there is no such camera.
            InvalidArgument: If size or look cannot be used.
            SceneError: If the rig was closed.
            RenderingUnavailable: If no OpenGL is installed.
        """
        if camera not in self._cameras:
            raise UnknownCamera(camera, self._cameras)
        chosen = look_by_name(look)
        for name, side in (("width", width), ("height", height)):
            if not 1 <= side <= _LARGEST_SIDE:
                raise InvalidArgument(f"{name} was not accepted.", f"It is {side}.", f"Give 1 to {_LARGEST_SIDE}.")
        drawer = self._drawer
        return self._inbox.submit(lambda: drawer.draw(state, camera, int(width), int(height), chosen)).result()

    @property
    def is_closed(self) -> bool:
        """Whether ``close`` was called."""
        return not self._finalizer.alive

    def close(self) -> None:
        """Free the renderers and end the thread. Idempotent."""
        self._finalizer()


class _Drawer:
    """What only the drawing thread touches."""

    def __init__(self, model: mujoco.MjModel) -> None:
        self._model = model
        self._data = mujoco.MjData(model)
        self._renderers: OrderedDict[_RendererKey, mujoco.Renderer] = OrderedDict()
        self._is_prepared = False

    def draw(self, state: NDArray[np.float64], camera: str, width: int, height: int, look: Look) -> NDArray[np.uint8]:
        mujoco.mj_setState(self._model, self._data, state, _INTEGRATION)
        mujoco.mj_kinematics(self._model, self._data)
        mujoco.mj_comPos(self._model, self._data)
        mujoco.mj_camlight(self._model, self._data)
        renderer = self._renderer(width, height, look)
        renderer.update_scene(self._data, camera)
        return renderer.render()

    def _renderer(self, width: int, height: int, look: Look) -> mujoco.Renderer:
        key = (width, height, look.name)
        if key in self._renderers:
            self._renderers.move_to_end(key)
            return self._renderers[key]
        while len(self._renderers) >= _KEPT_RENDERERS:
            self._renderers.popitem(last=False)[1].close()
        if not self._is_prepared:
            gl_backend.prepare()
            self._is_prepared = True
        visual = self._model.vis
        visual.global_.offwidth, visual.global_.offheight = width, height
        visual.quality.offsamples = look.samples
        visual.quality.shadowsize = look.shadow_size
        try:
            renderer = mujoco.Renderer(self._model, height, width)
        except Exception as error:
            # Each OpenGL binding has exceptions of its own; all of them mean the same to the user.
            raise gl_backend.unavailable(error) from error
        renderer.scene.flags[mujoco.mjtRndFlag.mjRND_SHADOW] = look.has_shadows
        renderer.scene.flags[mujoco.mjtRndFlag.mjRND_REFLECTION] = False
        self._renderers[key] = renderer
        return renderer

    def close(self) -> None:
        while self._renderers:
            self._renderers.popitem()[1].close()


class _Inbox:
    """What is to be drawn, until it is closed; whatever got in before that is drawn."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._is_closed = False

    def submit(self, draw: Callable[[], NDArray[np.uint8]]) -> Future[NDArray[np.uint8]]:
        answer: Future[NDArray[np.uint8]] = Future()
        with self._gate:
            if self._is_closed:
                raise SceneError("No picture was taken.", "The camera rig was closed.", "Make a new one.")
            self._jobs.put((draw, answer))
        return answer

    def close(self) -> None:
        with self._gate:
            self._is_closed = True
            self._jobs.put(None)

    def next_job(self) -> _Job | None:
        return self._jobs.get()


def _serve(inbox: _Inbox, drawer: _Drawer) -> None:
    while (job := inbox.next_job()) is not None:
        draw, answer = job
        try:
            answer.set_result(draw())
        except Exception as error:  # noqa: BLE001 - whoever asked gets it
            answer.set_exception(error)
        # What was asked for must not live on until the next request.
        del job, draw, answer
    drawer.close()


def _stop(inbox: _Inbox, thread: threading.Thread) -> None:
    inbox.close()
    if threading.current_thread() is not thread:
        thread.join()
