"""The scripts of the explorer's mathematics, loaded into a blank page of a real browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from studio.job import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCRIPTS = ROOT / "studio" / "outputs" / "explorer" / "scripts"
MATHEMATICS = (
    "tree tokens formula rows series kinks jets search definedness stationary minima window loss optimizers descent"
).split()
EXPOSED = "parse, makeLoss, OPTIMIZERS, descend, outcome, minima, lambdaMax, speedLimit"


@pytest.fixture(scope="session")
def calculator(browser: "Browser") -> "Iterator[Page]":
    """A blank page with `window.explorer` as the explorer's own page has it, without its pictures."""
    parts = [(SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in MATHEMATICS]
    context = browser.new_context()
    page = context.new_page()
    exposed = f"window.explorer = {{ {EXPOSED} }};"
    page.add_script_tag(content="\n".join(['"use strict"; {', *parts, exposed, "}"]))
    yield page
    context.close()
