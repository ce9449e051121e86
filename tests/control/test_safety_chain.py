"""The safety chain under any request."""

from __future__ import annotations

import numpy as np
import pytest
from bench_body import LIMITS
from hypothesis import given, settings
from hypothesis import strategies as st

from strands_robots_nb.control.ledger import Ledger
from strands_robots_nb.control.safety_chain import SafetyChain
from strands_robots_nb.errors import NonFiniteAction

DT_S = 1 / 30
any_number = st.floats(allow_nan=True, allow_infinity=True, width=32)
measured = st.tuples(st.floats(-90, 90), st.floats(0, 100)).map(np.array)


@settings(max_examples=150, deadline=None)
@given(start=measured, requests=st.lists(st.tuples(any_number, any_number).map(np.array), min_size=1, max_size=30))
def test_whatever_is_asked_what_is_sent_is_finite_inside_the_limits_and_near_the_joints(start, requests):
    chain = SafetyChain(LIMITS, Ledger(), start)
    position = start.copy()
    for request in requests:
        try:
            action = chain.apply(request, position, DT_S)
        except NonFiniteAction:
            assert not np.isfinite(request).all()
            continue
        assert np.isfinite(request).all()
        assert (action >= LIMITS.lower).all()
        assert (action <= LIMITS.upper).all()
        assert (np.abs(action - position) <= LIMITS.relative_step + 1e-9).all()
        assert (np.abs(action - position) <= LIMITS.velocity * DT_S + 1e-9).all()
        position = action


def test_a_refused_request_changes_nothing():
    chain = SafetyChain(LIMITS, Ledger(), np.array([10.0, 50.0]))
    with pytest.raises(NonFiniteAction, match=r"gripper\.pos"):
        chain.apply(np.array([20.0, np.nan]), np.array([10.0, 50.0]), DT_S)
    assert chain.commanded == pytest.approx([10.0, 50.0])
    assert chain.is_still


def test_a_request_inside_every_limit_is_passed_on_and_not_counted():
    ledger = Ledger()
    chain = SafetyChain(LIMITS, ledger, np.zeros(2))
    goals = [np.array([0.2 * k * k, 0.0]) for k in range(1, 6)]
    sent = [chain.apply(goal, goal, DT_S) for goal in goals]
    assert np.stack(sent) == pytest.approx(np.stack(goals))
    assert ledger.clamp_count == 0


def test_a_jump_is_counted_as_what_held_it_back():
    ledger = Ledger()
    chain = SafetyChain(LIMITS, ledger, np.zeros(2))
    for _ in range(12):
        chain.apply(np.array([80.0, 0.0]), chain.commanded, DT_S)
    assert {entry.kind for entry in ledger.entries()} == {"acceleration limit", "speed limit"}
    assert ledger.clamp_count == 12
