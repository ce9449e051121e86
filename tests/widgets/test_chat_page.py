"""The agent chat as a person at the page meets it."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

PROMPTS = ["pick up the red cube", "go home"]
MODEL = "Offline model: understands a small set of sentences, not a language model"


def line(item_id, role, text=""):
    return {"item_id": item_id, "role": role, "text": text, "call": None, "at_s": 0.0}


def card(item_id, state, *, result="", images=0, duration_s=0.0):
    call = {
        "call_id": item_id,
        "tool": "move",
        "title": "Move the gripper",
        "parameters": [
            {"name": "position_m", "value": "0.2, 0, 0.15", "unit": "m"},
            {"name": "gripper.pos", "value": "40", "unit": "%"},
        ],
        "state": state,
        "duration_s": duration_s,
        "result": result,
        "image_count": images,
    }
    return {"item_id": item_id, "role": "tool", "text": "", "call": call, "at_s": 0.0}


def picture(width=64, height=48):
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(out, "JPEG")
    return out.getvalue()


class ChatBench:
    """The chat on a page, and the kernel's part played by the test."""

    def __init__(self, panel):
        self.panel = panel
        self.widget = panel.render("chat", height=480)
        self.box = self.widget.get_by_role("textbox", name="Message to the agent")
        self.send = self.widget.get_by_role("button", name="Send")
        self.stop = self.widget.get_by_role("button", name="Stop turn")

    def tell(self, kind, buffers=(), **fields):
        self.panel.message(kind, buffers, **fields)

    def transcript(self, items=(), *, running=False, buffers=()):
        self.tell("chat.transcript", buffers, items=list(items), running=running, model_name=MODEL, prompts=PROMPTS)

    def item(self, item, buffers=()):
        self.tell("chat.item", buffers, item=item)

    def text(self, item_id, delta):
        self.tell("chat.text", item_id=item_id, delta=delta)

    def running(self, running, outcome=""):
        self.tell("chat.running", running=running, outcome=outcome)

    def sent(self, kind):
        return [message for message in self.panel.sent if message["kind"] == kind]


@pytest.fixture
def chat(panel):
    bench = ChatBench(panel)
    bench.transcript()
    return bench


@pytest.fixture
def silent_chat(clocked_panel):
    """A chat whose kernel has not answered yet."""
    return ChatBench(clocked_panel)


# ---------------------------------------------------------------- opening


def test_an_empty_chat_teaches_what_to_do_and_names_the_model(chat):
    assert [message["kind"] for message in chat.panel.sent] == ["chat.ready"]
    expect(chat.widget).to_contain_text("Tell the robot what to do.")
    expect(chat.widget).to_contain_text(MODEL)
    expect(chat.widget).to_contain_text('agent("pick up the red cube")')


def test_a_prompt_goes_into_the_box_and_nothing_is_sent_before_enter(chat):
    chat.widget.get_by_role("button", name="go home").click()
    expect(chat.box).to_have_value("go home")
    expect(chat.box).to_be_focused()
    assert chat.sent("chat.send") == []
    chat.box.press("Enter")
    assert chat.sent("chat.send") == [{"kind": "chat.send", "text": "go home"}]


def test_a_reloaded_page_shows_the_conversation_with_its_pictures(chat):
    items = [line("1", "person", "look"), card("2", "done", images=2), line("3", "agent", "I **see** it.")]
    chat.transcript(items, buffers=[picture(), picture()])
    expect(chat.widget.locator(".srnb-entry")).to_have_count(3)
    expect(chat.widget.locator(".srnb-entry-tool img").first).to_be_visible()
    expect(chat.widget.get_by_role("button", name=re.compile("^Enlarge"))).to_have_count(2)
    expect(chat.widget.locator("strong", has_text="see")).to_be_visible()


def test_two_views_show_the_same_conversation_and_ask_for_it_once(chat):
    chat.panel.page.evaluate("views.push(view())")
    chat.item(line("1", "person", "hello"))
    expect(chat.panel.page.locator(".srnb-entry-person")).to_have_count(2)
    assert len(chat.sent("chat.ready")) == 1


# ---------------------------------------------------------------- words


def test_text_streams_in_as_markdown(chat):
    chat.running(True)
    chat.item(line("1", "agent", "I move **the"))
    chat.text("1", " arm**, then:\n\n1. grip\n")
    chat.text("1", "2. lift")
    answer = chat.widget.locator(".srnb-entry-agent")
    expect(answer.locator("strong")).to_have_text("the arm")
    expect(answer.locator("ol > li")).to_have_text(["grip", "lift"])
    expect(answer.locator(".srnb-growing")).to_have_count(1)
    chat.running(False, "done")
    expect(answer.locator(".srnb-growing")).to_have_count(0)


def test_a_word_touches_only_its_own_line_however_long_the_conversation_is(chat):
    chat.transcript([line(str(n), "agent", f"line {n}") for n in range(400)], running=True)
    expect(chat.widget.locator(".srnb-entry")).to_have_count(400)
    chat.panel.page.evaluate("""() => {
      window.touched = new Set();
      new MutationObserver((records) => {
        for (const record of records) touched.add(record.target.closest?.(".srnb-entry")?.textContent ?? "outside");
      }).observe(document.querySelector(".srnb-lines"), {childList: true, subtree: true, characterData: true});
    }""")
    chat.text("399", " grows")
    expect(chat.widget.locator(".srnb-entry").last).to_contain_text("line 399 grows")
    assert chat.panel.page.evaluate("[...touched].every((text) => text.includes('line 399'))")


def test_markdown_from_a_model_can_neither_run_nor_load_anything(chat):
    chat.panel.page.evaluate("window.ran = false")
    hostile = (
        "<img src=x onerror='ran = true'><script>ran = true</script><iframe src='data:text/html,x'></iframe>"
        "<style>body{display:none}</style>[a](javascript:ran=true) [b](https://example.org/) "
        "<b onclick='ran=true'>c</b>"
    )
    chat.item(line("1", "agent", hostile))
    answer = chat.widget.locator(".srnb-entry-agent .srnb-markdown")
    expect(answer).to_contain_text("c")
    assert answer.evaluate("e => e.querySelectorAll('img, script, iframe, style, [onclick], [href^=java]').length") == 0
    expect(answer.get_by_role("link", name="b")).to_have_attribute("target", "_blank")
    assert not chat.panel.page.evaluate("ran")


def test_words_for_an_unknown_line_make_the_page_ask_for_the_whole_conversation(chat):
    chat.text("unseen", "half a sentence")
    chat.text("unseen", "more")
    assert len(chat.sent("chat.ready")) == 2
    chat.transcript([line("unseen", "agent", "half a sentence more")])
    expect(chat.widget).to_contain_text("half a sentence more")


def test_what_went_wrong_is_a_line_of_the_conversation(chat):
    chat.running(True)
    chat.item(line("1", "error", "ModelNotConfigured: no server answers."))
    chat.running(False, "error")
    expect(chat.widget.locator(".srnb-entry-error")).to_contain_text("no server answers")
    expect(chat.widget).to_contain_text("The turn ended with an error.")


# ---------------------------------------------------------------- cards


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("queued", "waiting"),
        ("running", "running"),
        ("done", "done"),
        ("refused", "refused"),
        ("error", "failed"),
        ("cancelled", "stopped"),
    ],
)
def test_a_card_says_its_state_in_a_word_beside_an_icon(chat, state, word):
    chat.item(card("1", state))
    summary = chat.widget.locator(".srnb-call summary")
    expect(summary).to_contain_text(word)
    expect(summary.locator(".srnb-call-icon > *")).to_be_visible()


def test_a_card_shows_what_is_done_with_values_and_units_and_opens_for_more(chat):
    chat.item(card("1", "done", result="reached\nerror 0.4 mm", duration_s=3.25))
    entry = chat.widget.locator(".srnb-entry-tool")
    expect(entry).to_contain_text("Move the gripper")
    expect(entry).to_contain_text("position_m 0.2, 0, 0.15\u00a0m")
    expect(entry).to_contain_text("40\u00a0%")
    expect(entry).to_contain_text("3.3 s")
    expect(entry.get_by_text("error 0.4 mm")).to_be_hidden()
    entry.locator("summary").focus()
    chat.panel.page.keyboard.press("Enter")
    expect(entry.get_by_text("error 0.4 mm")).to_be_visible()
    expect(entry.locator("code", has_text="move")).to_be_visible()


def test_a_card_that_went_wrong_is_open_by_itself_and_can_be_closed(chat):
    chat.item(card("1", "running"))
    chat.item(card("1", "refused", result="UnreachableTarget: 4.2 cm too far."))
    expect(chat.widget.locator(".srnb-call-result")).to_be_visible()
    chat.widget.locator(".srnb-call summary").click()
    expect(chat.widget.locator(".srnb-call-result")).to_be_hidden()


def test_the_time_of_a_running_call_goes_on_and_then_becomes_the_kernels_figure(silent_chat):
    chat = silent_chat
    chat.transcript([card("1", "running", duration_s=8.0)], running=True)
    duration = chat.widget.locator(".srnb-call-duration")
    expect(duration).to_have_text("8.0 s")
    chat.panel.page.clock.run_for(1500)
    expect(duration).to_have_text(re.compile(r"^9\.[45] s$"))
    chat.item(card("1", "done", duration_s=9.25))
    expect(duration).to_have_text("9.3 s")


def test_a_picture_can_be_enlarged_and_put_away_by_keyboard(chat):
    chat.item(card("1", "done", images=1), [picture(640, 480)])
    thumbnail = chat.widget.get_by_role("button", name="Enlarge: Move the gripper")
    expect(chat.widget.locator(".srnb-picture img")).to_have_js_property("naturalWidth", 640)
    thumbnail.focus()
    chat.panel.page.keyboard.press("Enter")
    dialog = chat.panel.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    chat.panel.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(thumbnail).to_be_focused()


# ---------------------------------------------------------------- the box


def test_enter_sends_and_shift_enter_starts_a_new_line(chat):
    chat.box.press_sequentially("first")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("second")
    chat.box.press("Enter")
    assert chat.sent("chat.send") == [{"kind": "chat.send", "text": "first\nsecond"}]


def test_what_is_typed_stays_until_the_kernel_has_it(chat):
    chat.box.fill("go home")
    chat.box.press("Enter")
    expect(chat.box).to_have_value("go home")
    expect(chat.box).not_to_be_editable()
    chat.box.press("Enter")
    assert len(chat.sent("chat.send")) == 1
    chat.running(True)
    chat.item(line("1", "person", "go home"))
    expect(chat.box).to_have_value("")


def test_what_is_typed_stays_when_the_agent_refuses_it(chat):
    chat.box.fill("go home")
    chat.box.press("Enter")
    chat.tell("notice", level="error", text="The agent is still at work.")
    expect(chat.widget).to_contain_text("The agent is still at work.")
    expect(chat.box).to_have_value("go home")
    expect(chat.box).to_be_editable()


def test_blank_text_is_not_sent(chat):
    chat.box.fill("  \n ")
    chat.box.press("Enter")
    expect(chat.send).to_be_disabled()
    assert chat.sent("chat.send") == []


def test_the_box_is_locked_with_a_reason_while_the_agent_works(chat):
    chat.running(True)
    expect(chat.box).not_to_be_editable()
    expect(chat.box).to_have_accessible_description(re.compile("Wait until the agent is done, or stop the turn"))
    chat.running(False, "done")
    expect(chat.box).to_be_editable()


def test_escape_leaves_the_box_for_the_notebook_around_it(chat):
    chat.panel.page.evaluate("document.body.tabIndex = -1")
    chat.box.click()
    chat.box.press("Escape")
    expect(chat.box).not_to_be_focused()
    expect(chat.panel.page.locator("body")).to_be_focused()


def test_jupyterlab_is_told_to_leave_the_keys_of_whatever_has_the_focus_alone(chat):
    chat.box.click()
    expect(chat.box).to_have_attribute("data-lm-suppress-shortcuts", "true")
    chat.box.press("Shift+Tab")
    focused = chat.panel.page.locator("*:focus")
    expect(focused).to_have_attribute("data-lm-suppress-shortcuts", "true")


# ---------------------------------------------------------------- stop


def test_stop_turn_is_sent_once_and_says_that_the_robot_holds(chat):
    chat.running(True)
    chat.item(card("1", "running"))
    chat.stop.click()
    assert chat.sent("chat.stop") == [{"kind": "chat.stop"}]
    expect(chat.widget.get_by_role("button", name="Stopping…")).to_be_disabled()
    chat.item(card("1", "cancelled"))
    chat.running(False, "cancelled")
    expect(chat.widget).to_contain_text("Stopped. The motion was given up; the robot holds its position.")
    expect(chat.box).to_be_editable()


# ---------------------------------------------------------------- reading


def scroll_state(chat):
    return chat.widget.locator(".srnb-log").evaluate("e => [e.scrollTop, e.scrollHeight - e.clientHeight]")


def test_the_newest_line_is_followed_until_the_reader_scrolls_up(chat):
    for n in range(30):
        chat.item(line(str(n), "agent", f"line {n}\n\nsecond paragraph"))
    expect(chat.widget.get_by_text("line 29")).to_be_in_viewport()
    log = chat.widget.locator(".srnb-log")
    log.evaluate("e => { e.scrollTop = 0 }")
    to_end = chat.widget.get_by_role("button", name="Go to the newest line")
    expect(to_end).to_be_visible()
    chat.item(line("30", "agent", "line 30"))
    expect(chat.widget.locator(".srnb-entry")).to_have_count(31)
    assert scroll_state(chat)[0] == 0
    to_end.click()
    expect(chat.widget.get_by_text("line 30")).to_be_in_viewport()
    expect(to_end).to_have_count(0)


def test_a_screen_reader_is_told_once_a_finished_turn(chat):
    chat.running(True)
    chat.item(line("1", "person", "go home"))
    chat.item(card("2", "done"))
    chat.item(line("3", "agent", "I am home."))
    announcement = chat.widget.get_by_role("status").last
    expect(announcement).to_have_text("")
    chat.running(False, "done")
    expect(announcement).to_have_text("The agent has finished. 1 step, 0 failed. I am home.")
    expect(chat.widget.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "off")


def test_the_conversation_can_be_copied(chat):
    chat.panel.page.evaluate(
        """() => {
          const writeText = async (text) => { window.copied = text; };
          Object.defineProperty(navigator, "clipboard", {configurable: true, value: {writeText}});
        }"""
    )
    chat.transcript([line("1", "person", "go home"), line("2", "agent", "I am **home**.")])
    chat.widget.get_by_role("button", name="Copy the conversation").click()
    expect(chat.widget.get_by_role("button", name="Copied")).to_be_visible()
    assert chat.panel.page.evaluate("copied") == "**You:** go home\n\nI am **home**.\n"


# ---------------------------------------------------------------- no kernel


def test_a_kernel_that_never_answers_is_named_and_the_box_stays_locked(silent_chat):
    expect(silent_chat.box).not_to_be_editable()
    silent_chat.panel.page.clock.run_for(3500)
    expect(silent_chat.widget.get_by_role("alert")).to_contain_text("Kernel not answering")
    expect(silent_chat.box).not_to_be_editable()
    silent_chat.panel.page.clock.run_for(6000)
    assert len(silent_chat.sent("chat.ready")) > 1
    silent_chat.transcript()
    expect(silent_chat.widget.get_by_role("alert")).to_have_count(0)
    expect(silent_chat.box).to_be_editable()


def test_words_that_the_kernel_does_not_take_stay_in_the_box(silent_chat):
    silent_chat.transcript()
    silent_chat.box.fill("go home")
    silent_chat.box.press("Enter")
    silent_chat.panel.page.clock.run_for(3500)
    expect(silent_chat.widget.get_by_role("alert")).to_contain_text("Kernel not answering")
    expect(silent_chat.box).to_have_value("go home")
    assert len(silent_chat.sent("chat.send")) == 1
    silent_chat.item(line("1", "person", "go home"))
    expect(silent_chat.box).to_have_value("")


def test_a_stopped_kernel_is_named_at_once(chat):
    chat.panel.fire("comm:close")
    expect(chat.widget.get_by_role("alert")).to_contain_text("Kernel not answering")
    expect(chat.box).not_to_be_editable()


def test_a_page_of_another_version_says_so(panel):
    widget = panel.render("chat", height=480, _contract_version=999)
    expect(widget).to_contain_text("Reload the page")


@pytest.mark.parametrize("width", [320, 560, 1200])
def test_nothing_sticks_out(chat, width):
    items = [
        line("1", "person", "w" * 80),
        card("2", "done", result="r" * 200),
        line("3", "agent", "`" + "c" * 120 + "`"),
    ]
    chat.transcript([*items, line("4", "error", "e" * 120)])
    chat.panel.page.evaluate(
        "width => { document.querySelector('.srnb').parentElement.style.width = `${width}px` }", width
    )
    assert chat.widget.evaluate(
        "e => [e, e.querySelector('.srnb-log')].every((box) => box.scrollWidth <= box.clientWidth)"
    )
