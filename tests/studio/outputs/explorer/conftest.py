"""The explorer: its page, and its mathematics or its pictures alone in a blank page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXPOSED = (
    "parse, jetOf, makeLoss, OPTIMIZERS, descend, outcome, minima, lambdaMax, speedLimit, "
    "curvatures"
)

NO_WEBGL = """
    const open = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        return kind === "webgl2" ? null : open.call(this, kind, ...more);
    };
"""
CANVAS = 420, 320  # size of each canvas
PICTURED = "FACTS, Levels, Landscape, ContourMap, LossCurve, Marks, Picking, makeLoss"
STAGE = """
window.stage = {
  loss(key) {
    const { name, formula, domain } = T.FACTS.losses.find((loss) => loss.key === key);
    return T.makeLoss({ name, formula, domain });
  },
  canvas() {
    const canvas = document.createElement("canvas");
    canvas.style.cssText = "display: block; width: %dpx; height: %dpx";
    document.body.replaceChildren(canvas);
    return canvas;
  },
  view(kind, key, theme = "dark") {
    const view = new T[kind](stage.canvas(), T.FACTS.themes[theme]);
    const loss = stage.loss(key);
    view.setLoss(loss, loss.domain);
    return view;
  },
  // Red, green and blue of a picture at places of the page.
  pixels(view, places) {
    if (!view.picture) view.draw();
    const picture = view.picture?.() ?? view.canvas;
    const { width, height } = picture;
    const copy = Object.assign(document.createElement("canvas"), { width, height });
    const pen = copy.getContext("2d", { willReadFrequently: true });
    pen.drawImage(picture, 0, 0);
    const at = (x, y) => pen.getImageData(Math.floor(x), Math.floor(y), 1, 1).data;
    return places.map(([x, y]) => [...at(x, y)].slice(0, 3));
  },
};
"""


@pytest.fixture(scope="session")
def calculator(browser: "Browser") -> "Iterator[Page]":
    """A blank page with the mathematics of the explorer in `window.explorer`, and no pictures."""
    from studio.outputs.explorer.page import script_text

    context = browser.new_context()
    page = context.new_page()
    exposed = f"window.explorer = {{ {EXPOSED} }};"
    page.add_script_tag(
        content="\n".join(['"use strict"; {', script_text("mathematics"), exposed, "}"])
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
    """The page, opened once for the tests of a file: `explorer.open(address)` shows a view."""
    with opened(browser, explorer_file) as page:
        yield page


@pytest.fixture(scope="module")
def plain(browser: "Browser", explorer_file: Path) -> "Iterator[Page]":
    """The same without the landscape, which takes long to draw, and with reduced motion."""
    with opened(browser, explorer_file, script=NO_WEBGL, reduced_motion="reduce") as page:
        yield page


@contextmanager
def opened(browser: "Browser", file: Path, script: str = "", **options: Any) -> "Iterator[Page]":
    """Open the page in a window in which nothing may fail, and which may ask for nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
    wrong: list[str] = []
    asked: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("dialog", lambda dialog: (wrong.append("an alert"), dialog.dismiss()))
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.add_init_script(script)
    page.goto(file.as_uri())
    yield page
    context.close()
    assert wrong == []
    assert all(url.startswith((file.as_uri(), "blob:", "data:")) for url in asked)


@pytest.fixture(scope="module")
def stage(browser: "Browser") -> "Iterator[Page]":
    """A blank page with the pictures' scripts in `T`, and what tests need in `stage`."""
    from studio.outputs.explorer.facts import explorer_facts
    from studio.outputs.explorer.page import script_text

    context = browser.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    facts = f"const FACTS = {json.dumps(explorer_facts())};"
    scripts = script_text("mathematics", "pictures")
    text = "\n".join(
        ['"use strict"; {', facts, scripts, f"window.T = {{ {PICTURED} }}; }}", STAGE % CANVAS]
    )
    page.add_script_tag(content=text)
    yield page
    context.close()
