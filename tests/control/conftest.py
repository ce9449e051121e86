"""The bench on which the loop is tested."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from strands_robots_nb.control.latch import Latch
from strands_robots_nb.control.ledger import Ledger
from strands_robots_nb.control.loop import ControlLoop

_spec = importlib.util.spec_from_file_location("bench_body", Path(__file__).with_name("bench_body.py"))
bench_body = importlib.util.module_from_spec(_spec)
sys.modules["bench_body"] = bench_body
_spec.loader.exec_module(bench_body)


@pytest.fixture
def body():
    return bench_body.BenchBody()


@pytest.fixture
def loop(body):
    loop = ControlLoop(body, bench_body.LIMITS, Latch(), Ledger())
    loop.start()
    return loop
