"""The stream shows the newest pose, says when nothing moves, and rests while nobody looks."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from strands_robots_nb.sim.snapshot import Snapshot
from strands_robots_nb.widgets.pose_streamer import PoseStreamer
from strands_robots_nb.widgets.stream_credit import WINDOW


class Film:
    """A source whose snapshots the test makes."""

    def __init__(self):
        self.seq = 0
        self.show(0.0)

    def show(self, x, *, scene_version=1, contacts=None):
        self.seq += 1
        poses = np.full((2, 7), x, dtype=np.float32)
        self.snapshot = Snapshot(self.seq, scene_version, self.seq / 60, 0.0, 1.0, poses, contacts, is_paused=False)


class Screen:
    """Takes what is streamed, and draws it when told to."""

    def __init__(self):
        self.messages = []
        self.buffers = []
        self.draws_for = None
        self.came = threading.Condition()

    def send(self, message, buffers):
        with self.came:
            self.messages.append(message)
            self.buffers.append(buffers)
            self.came.notify_all()
        if self.draws_for is not None:
            self.draws_for.page_drew("page", message.seq)

    def wait_for(self, condition):
        with self.came:
            assert self.came.wait_for(condition, timeout=10)

    def wait_for_pose(self, x):
        self.wait_for(lambda: self.buffers and np.frombuffer(self.buffers[-1][0], np.float32)[0] == np.float32(x))


@pytest.fixture
def film():
    return Film()


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture
def streamer(film, screen):
    looked = []
    made = PoseStreamer(film, screen.send, looked.append)
    made.looked = looked
    yield made
    made.close()


@pytest.fixture
def watched(streamer, screen):
    screen.draws_for = streamer
    streamer.scene_sent(1)
    streamer.page_ready("page")
    screen.wait_for(lambda: screen.messages)
    return streamer


def test_each_change_is_sent_as_float32_poses(watched, film, screen):
    film.show(0.5)
    screen.wait_for_pose(0.5)
    message = screen.messages[-1]
    assert (message.scene_version, message.real_time_factor) == (1, 1.0)
    (poses,) = screen.buffers[-1]
    assert np.array_equal(np.frombuffer(poses, np.float32).reshape(-1, 7), film.snapshot.poses)
    assert [message.seq for message in screen.messages] == list(range(1, len(screen.messages) + 1))


def test_an_unchanged_picture_is_repeated_as_a_heartbeat_only(watched, film, screen):
    before = len(screen.messages)
    film.show(1e-6)  # Another snapshot; nobody sees the difference.
    screen.wait_for(lambda: len(screen.messages) >= before + 2)
    # Each heartbeat stands for about thirty looks.
    assert len(watched.looked) > 10 * (len(screen.messages) - 1)


def test_nothing_is_read_or_sent_while_nobody_looks(streamer, film, screen):
    streamer.scene_sent(1)
    assert not streamer.has_viewers
    streamer.page_ready("page")
    screen.wait_for(lambda: screen.messages)
    streamer.page_visible("page", visible=False)
    assert not streamer.has_viewers
    seen = len(screen.messages)
    streamer.page_visible("page", visible=True)
    screen.wait_for(lambda: len(screen.messages) > seen)


def test_a_page_that_does_not_draw_gets_no_more_than_its_window(streamer, film, screen):
    streamer.scene_sent(1)
    streamer.page_ready("page")
    shown = 0
    while len(streamer.looked) < 3 * WINDOW:
        shown += 1
        film.show(shown)
        with screen.came:
            screen.came.wait(0.005)
    assert WINDOW <= len(screen.messages) < len(streamer.looked)


def test_poses_of_a_scene_that_the_page_lacks_are_held_back(watched, film, screen):
    film.show(2.0, scene_version=2)
    screen.wait_for(lambda: watched.looked[-1].scene_version == 2)
    assert all(message.scene_version == 1 for message in screen.messages)
    watched.scene_sent(2)
    screen.wait_for_pose(2.0)
    assert screen.messages[-1].scene_version == 2


def test_a_page_that_loads_into_a_world_at_rest_gets_its_pose_at_once(watched, screen):
    before = len(screen.messages)
    watched.page_ready("second page")
    screen.wait_for(lambda: len(screen.messages) > before)


def test_contacts_travel_only_when_they_are_drawn(watched, film, screen):
    contacts = np.arange(6, dtype=np.float32).reshape(1, 6)
    film.show(1.0, contacts=contacts)
    screen.wait_for_pose(1.0)
    assert len(screen.buffers[-1]) == 1
    watched.with_contacts = True
    film.show(3.0, contacts=contacts)
    screen.wait_for_pose(3.0)
    assert np.array_equal(np.frombuffer(screen.buffers[-1][1], np.float32).reshape(-1, 6), contacts)


def test_a_send_that_fails_does_not_end_the_stream(film, caplog):
    sent = threading.Event()
    failures = iter([OSError("the comm is gone")])

    def send(message, buffers):
        for failure in failures:
            raise failure
        sent.set()

    streamer = PoseStreamer(film, send, lambda snapshot: None)
    streamer.scene_sent(1)
    streamer.page_ready("page")
    assert sent.wait(10)
    streamer.close()
    assert "a pose could not be sent" in caplog.text


def test_closing_ends_the_thread_and_may_be_done_twice(watched):
    thread = watched._thread
    watched.close()
    watched.close()
    thread.join(10)
    assert not thread.is_alive()
    watched.page_drew("page", 1)
