"""The bench on which the loop is tested."""

from __future__ import annotations

import pytest
from bench_body import LIMITS, BenchBody

from strands_robots_nb.control.latch import Latch
from strands_robots_nb.control.ledger import Ledger
from strands_robots_nb.control.loop import ControlLoop


@pytest.fixture
def body():
    return BenchBody()


@pytest.fixture
def loop(body):
    loop = ControlLoop(body, LIMITS, Latch(), Ledger())
    loop.start()
    return loop
