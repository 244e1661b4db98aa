"""The explorer's page, and its mathematics alone in a blank page of a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXPOSED = (
    "parse, jetOf, makeLoss, OPTIMIZERS, descend, outcome, minima, lambdaMax, speedLimit, "
    "curvatures"
)


@pytest.fixture(scope="session")
def calculator(browser: "Browser") -> "Iterator[Page]":
    """A blank page with the mathematics of the explorer in `window.explorer`, and no pictures."""
    from studio.outputs.explorer.page import MATHEMATICS, script_text

    context = browser.new_context()
    page = context.new_page()
    exposed = f"window.explorer = {{ {EXPOSED} }};"
    page.add_script_tag(
        content="\n".join(['"use strict"; {', script_text(*MATHEMATICS), exposed, "}"])
    )
    yield page
    context.close()


@pytest.fixture(scope="session")
def explorer_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, built once; leave it as it is."""
    from studio.outputs.explorer.page import build_explorer

    return build_explorer(tmp_path_factory.mktemp("explorer") / "media")


@pytest.fixture
def start(explorer_file: Path) -> str:
    """The page's address in a folder."""
    return explorer_file.as_uri()


@pytest.fixture(scope="module")
def explorer(browser: "Browser", explorer_file: Path) -> "Iterator[Page]":
    """The page, opened once for the tests of a file, which ask it and go to other views of it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(explorer_file.as_uri())
    yield page
    context.close()
