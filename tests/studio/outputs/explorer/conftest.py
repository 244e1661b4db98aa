"""The scripts of the explorer's mathematics, loaded into a blank page of a real browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXPOSED = (
    "parse, jetOf, makeLoss, OPTIMIZERS, descend, outcome, minima, lambdaMax, speedLimit, curvatures"
)


@pytest.fixture(scope="session")
def calculator(browser: "Browser") -> "Iterator[Page]":
    """A blank page with `window.explorer` as the explorer's own page has it, without its pictures."""
    from studio.outputs.explorer.page import MATHEMATICS, script_text

    context = browser.new_context()
    page = context.new_page()
    exposed = f"window.explorer = {{ {EXPOSED} }};"
    page.add_script_tag(content="\n".join(['"use strict"; {', script_text(*MATHEMATICS), exposed, "}"]))
    yield page
    context.close()
