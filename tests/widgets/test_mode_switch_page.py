"""The mode switch as a person at the page meets it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

REFUSAL = {
    "kind": "mode.refused",
    "mode": "real",
    "at_s": 1_795_000_000.0,
    "checks": [
        {"name": "serial port", "ok": False, "detail": "No port was given.", "remedy": "Plug the arm in."},
        {"name": "recording", "ok": True, "detail": "No unsaved episode.", "remedy": ""},
    ],
}


@pytest.fixture
def switch(panel):
    return lambda **traits: render(panel, **traits)


def render(panel, **traits):
    standard = {
        "title": "so101",
        "mode": "sim",
        "mode_label": "",
        "epoch": 0,
        "pending_mode": "",
        "is_stopped": False,
        "stop_reason": "",
        "robot_is_closed": False,
        "refusal": None,
    }
    return panel.render("mode_switch", **{**standard, **traits})


def test_a_press_asks_the_kernel_and_the_old_mode_stays_chosen_until_it_answers(panel, switch):
    widget = switch()
    widget.get_by_role("radio", name="REAL").click()
    assert panel.sent == [{"kind": "mode.set", "mode": "real"}]
    expect(widget.get_by_role("radio", name="SIM")).to_be_checked()
    panel.set_trait(pending_mode="real")
    expect(widget.get_by_role("status").first).to_have_text("Checking REAL…")
    panel.set_trait(mode="real", pending_mode="", epoch=1)
    expect(widget.get_by_role("radio", name="REAL")).to_be_checked()
    expect(widget).to_contain_text("Real arm")
    expect(widget).to_contain_text("epoch 1")


def test_nothing_is_sent_by_a_press_on_the_mode_that_runs_or_while_checks_run(panel, switch):
    widget = switch(pending_mode="real")
    widget.get_by_role("radio", name="SIM").click(force=True)
    widget.get_by_role("radio", name="REAL").click(force=True)
    assert panel.sent == []


def test_arrow_keys_only_move_the_focus_and_enter_chooses(panel, switch):
    widget = switch()
    sim, real = widget.get_by_role("radio", name="SIM"), widget.get_by_role("radio", name="REAL")
    panel.page.keyboard.press("Tab")
    expect(sim).to_be_focused()
    panel.page.keyboard.press("ArrowRight")
    expect(real).to_be_focused()
    assert panel.sent == []
    panel.page.keyboard.press("Enter")
    assert panel.sent == [{"kind": "mode.set", "mode": "real"}]


def test_the_modes_differ_in_word_shape_and_colour(switch):
    sim = switch(mode="sim").get_by_role("radio", checked=True)
    sim_looks = _looks(sim)
    real_looks = _looks(switch(mode="real").get_by_role("radio", checked=True))
    assert all(one != other for one, other in zip(sim_looks, real_looks, strict=True))


def _looks(segment):
    return segment.evaluate(
        """(element) => {
          const style = getComputedStyle(element);
          return [element.textContent, element.querySelector("svg").innerHTML, style.borderRadius, style.color,
                  style.backgroundColor];
        }"""
    )


def test_a_refusal_lists_failed_checks_with_remedies_and_folds_the_others_away(panel, switch):
    widget = switch(refusal=REFUSAL)
    expect(widget).to_contain_text("REAL is not possible now. The robot stays in SIM.")
    failed = widget.get_by_role("list", name="Failed checks")
    expect(failed).to_contain_text("serial port")
    expect(failed).to_contain_text("Plug the arm in.")
    expect(widget.get_by_role("list", name="Passed checks")).to_be_hidden()
    widget.get_by_text("1 check passed").click()
    expect(widget.get_by_role("list", name="Passed checks")).to_contain_text("No unsaved episode.")
    widget.get_by_role("button", name="Dismiss").click()
    assert panel.trait("refusal") is None
    assert panel.page.evaluate("model.saved") == 1
    expect(failed).to_have_count(0)


def test_stop_is_one_press_and_the_stopped_robot_offers_the_reset(panel, switch):
    widget = switch()
    widget.get_by_role("button", name="Stop", exact=True).click()
    assert panel.sent == [{"kind": "robot.stop"}]
    panel.set_trait(is_stopped=True, stop_reason="the Stop button was pressed")
    expect(widget.get_by_role("alert")).to_contain_text("Stopped because the Stop button was pressed.")
    widget.get_by_role("button", name="Reset stop").click()
    assert panel.sent[-1] == {"kind": "robot.reset_stop"}
    panel.set_trait(is_stopped=False, stop_reason="")
    expect(widget.get_by_role("button", name="Reset stop")).to_have_count(0)


def test_an_unanswered_stop_says_that_it_is_not_confirmed(clocked_panel):
    panel = clocked_panel
    widget = render(panel)
    widget.get_by_role("button", name="Stop", exact=True).click()
    panel.page.clock.run_for(3500)
    expect(widget.get_by_role("alert")).to_contain_text("the stop is not confirmed")
    panel.page.clock.run_for(60_000)
    assert panel.sent == [{"kind": "robot.stop"}]
    panel.set_trait(is_stopped=True)
    expect(widget).not_to_contain_text("not confirmed")


def test_stop_stays_within_reach_while_checks_run_and_while_the_kernel_is_silent(clocked_panel):
    panel = clocked_panel
    widget = render(panel)
    widget.get_by_role("radio", name="REAL").click()
    panel.page.clock.run_for(3500)
    expect(widget).to_contain_text("The kernel does not answer.")
    expect(widget.get_by_role("button", name="Stop", exact=True)).to_be_enabled()


def test_a_stopped_kernel_locks_the_switch_and_says_so(panel, switch):
    widget = switch()
    panel.fire("comm:close")
    expect(widget.get_by_role("alert")).to_contain_text("The kernel has stopped.")
    widget.get_by_role("radio", name="REAL").click(force=True)
    assert panel.sent == []
    expect(widget.get_by_role("button", name="Stop", exact=True)).to_be_disabled()


def test_two_views_of_one_switch_show_the_same(panel, switch):
    switch()
    panel.page.evaluate("views.push(view())")
    panel.set_trait(mode="real")
    expect(panel.page.get_by_role("radio", name="REAL", checked=True)).to_have_count(2)


def test_a_label_takes_the_place_of_the_usual_words(switch):
    expect(switch(mode="real", mode_label="Virtual arm")).to_contain_text("Virtual arm")


@pytest.mark.parametrize("width", [320, 900])
def test_nothing_sticks_out(panel, switch, width):
    widget = switch(refusal=REFUSAL, is_stopped=True, stop_reason="the Stop button was pressed", epoch=1234)
    panel.page.evaluate("width => { document.querySelector('.srnb').parentElement.style.width = `${width}px` }", width)
    assert widget.evaluate("element => element.scrollWidth <= element.clientWidth")
