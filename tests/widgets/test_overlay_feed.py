"""Overlays cost nothing while nobody wants or sees them, and fail in words."""

from __future__ import annotations

import io
import threading

import numpy as np
import pytest
from PIL import Image

from strands_robots_nb.contract.messages import ViewportJoints, ViewportPicture
from strands_robots_nb.errors import RenderingUnavailable
from strands_robots_nb.widgets.overlay_feed import OverlayFeed


class Bench:
    def __init__(self):
        self.sent = []
        self.failures = []
        self.asked = []
        self.watched = True
        self.camera_failure = None
        self.came = threading.Condition()
        self.feed = OverlayFeed(
            self.send, lambda: ({"a.pos": 1.0}, {"a.pos": 2.0}), self.take_picture, self.is_watched, self.fail
        )

    def send(self, message, buffers):
        with self.came:
            self.sent.append((message, buffers))
            self.came.notify_all()

    def fail(self, error):
        with self.came:
            self.failures.append(error)
            self.came.notify_all()

    def is_watched(self):
        with self.came:
            self.asked.append(self.watched)
            self.came.notify_all()
            return self.watched

    def take_picture(self, camera, *, width, height):
        if self.camera_failure:
            raise self.camera_failure
        return np.full((height, width, 3), 200, np.uint8)

    def wait_for(self, condition):
        with self.came:
            assert self.came.wait_for(condition, timeout=10)


@pytest.fixture
def bench():
    made = Bench()
    yield made
    made.feed.close()


def test_joints_and_picture_come_again_and_again(bench):
    bench.feed.want(joints=True, picture_camera="front")
    bench.wait_for(lambda: len(bench.sent) >= 4)
    (joints, _), (picture, (jpeg,)) = bench.sent[:2]
    assert joints == ViewportJoints({"a.pos": 1.0}, {"a.pos": 2.0})
    assert isinstance(picture, ViewportPicture)
    image = Image.open(io.BytesIO(jpeg))
    assert (image.format, image.size) == ("JPEG", (picture.width, picture.height))


def test_no_thread_runs_until_something_is_wanted(bench):
    bench.feed.want(joints=False, picture_camera="")
    assert bench.feed._thread is None


def test_nothing_is_rendered_while_nobody_sees_it(bench):
    bench.watched = False
    bench.feed.want(joints=True, picture_camera="front")
    bench.wait_for(lambda: len(bench.asked) >= 2)
    assert bench.sent == []


def test_a_world_without_robot_has_no_joint_positions(bench):
    feed = OverlayFeed(bench.send, None, bench.take_picture, bench.is_watched, bench.fail)
    feed.want(joints=True, picture_camera="")
    assert feed._thread is None


def test_a_machine_that_cannot_render_is_told_once_and_left_alone(bench):
    bench.camera_failure = RenderingUnavailable("No picture.", "No OpenGL.", "Install libegl1.")
    bench.feed.want(joints=False, picture_camera="front")
    bench.wait_for(lambda: bench.failures)
    assert bench.failures == [bench.camera_failure]
    assert not bench.feed._is_wanted()
