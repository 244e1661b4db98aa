"""Keyboard, screen reader, and what axe-core finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{problem['id']}: {node['html']} {node['failureSummary']}"
        for problem in found
        if problem["impact"] in {"serious", "critical"}
        for node in problem["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, start, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for place in ("", "#small_walk", "#small_walk/1"):
        page.goto("about:blank")
        page.goto(start + place)
        assert serious(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys for presenting")).to_be_visible()
    assert serious(page) == []


def press_tab_until(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.count():
            continue
        if name in (focused.get_attribute("aria-label") or focused.inner_text()):
            style = focused.evaluate("e => getComputedStyle(e).outlineStyle")
            card = focused.evaluate("e => !!e.closest('.card:has(.cover:focus-visible)')")
            assert style != "none" or card, f"no one sees that {name} has the focus"
            return
    pytest.fail(f"the tab key does not lead to {name}")


def test_keyboard_alone_leads_from_the_shelf_through_a_clip_and_back(page, start):
    page.goto(start)
    press_tab_until(page, "Skip to the clips")
    page.keyboard.press("Enter")
    press_tab_until(page, "A small walk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="A small walk")).to_be_focused()
    press_tab_until(page, "Present, beat by beat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Next beat")).to_be_focused()
    press_tab_until(page, "Captions")
    page.keyboard.press("Space")  # presses the button, and plays nothing
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("document.querySelector('#present-dialog video').paused")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys for presenting")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Captions")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Present, beat by beat")).to_be_focused()
    press_tab_until(page, "Copy the HTML code")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("region", name="All clips")).to_be_visible()


def test_focus_stays_in_present_mode(page, start):
    page.goto(f"{start}#small_walk/1")
    expect(page.get_by_role("button", name="Next beat")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body"  # on its way through the browser's own
            " || document.getElementById('present-dialog').contains(document.activeElement)"
        )


def test_the_beat_is_told_to_screen_readers(page, start):
    page.goto(f"{start}#small_walk/1")
    told = page.locator("#present-dialog [aria-live=polite]")
    expect(told).to_have_text("Beat 1 of 3. A box, drawn.")
    page.keyboard.press("c")  # seen no longer, but told
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("Beat 2 of 3. It walks up")
