"""What all tests share: one browser, and one clip; whoever needs neither does not load them."""

import gc
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from studio.job import ROOT, Job, Quality

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from xdist.scheduler import LoadScopeScheduling

    from engine.segment import Segment

BROWSERS = (
    "chromium-headless-shell",  # starts soonest, and is as much of a browser as a page sees
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Scenes make so many mobjects that looking for unused ones as often as usual takes a tenth longer.
gc.set_threshold(10_000, 20, 100)
# How long an example takes says something of the machine, and nothing of the code.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

QUIET = [
    "--disable-gpu-compositing",  # there is no such processor: pages take a tenth longer with it
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

TINY = Quality("90p10", 160, 90, 10)

SCENE = '''
"""A scene for tests."""

from manim import RIGHT, UP, Circle, Create, Rectangle, Square, ValueTracker, always_redraw

from scenes.kit.lesson import Lesson
from scenes.kit.theme import theme

STEPS = 2  # how many steps
STRIDE = 1.5  # length of a step
COLORS = ("#E69F00", "#56B4E9")  # of the box and of the ring

TOTAL = STEPS * STRIDE


def paint():
    return COLORS[0]


class SmallWalk(Lesson):
    """A small walk.

    A box walks to the right, and a ring grows.
    """

    def construct(self) -> None:
        self.beat("A box, drawn.")
        box = Square(color=paint(), fill_opacity=1).shift(TOTAL * RIGHT)
        self.play(Create(box), run_time=0.4)
        self.beat("It walks up in steps of one length & leaves <nothing> behind it.")
        for _ in range(STEPS):
            self.play(box.animate.shift(0.3 * UP), run_time=0.3)
        box.add_updater(lambda square, dt: square.rotate(dt))
        self.wait(0.5)
        box.clear_updaters()
        self.beat("Then a ring grows.")
        radius = ValueTracker(0.1)
        self.add(always_redraw(lambda: Circle(radius.get_value(), color=COLORS[1])))
        self.play(radius.animate.set_value(2), run_time=0.5)
'''

ASKING = '''
"""A scene that asks, for tests."""

from manim import LEFT, RIGHT, Square

from scenes.kit.lesson import Lesson


class AskingWalk(Lesson):
    """Which way?

    A box goes somewhere and comes back.
    """

    def construct(self) -> None:
        self.beat("A box stands still.")
        box = Square(2, fill_opacity=1)
        self.play(box.animate.scale(2), run_time=0.5)
        self.ask("Where does it go & <why>?", "left", "right")
        self.play(box.animate.shift(4 * RIGHT), run_time=1)
        self.answer("It goes to the right.")
        self.beat("Then it comes back.")
        self.play(box.animate.shift(4 * LEFT), run_time=0.5)
'''


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "LoadScopeScheduling":
    """Let tests that share work run in one process, when they run in more than one."""
    from tests.by_scene import ByScene

    return ByScene(config, log)


@pytest.fixture(autouse=True)
def scenes_are_put_back() -> Iterator[None]:
    """No test finds a scene that another one has loaded with other knobs."""
    names = [f"scenes.{path.stem}" for path in (ROOT / "scenes").glob("[a-z]*.py")]
    before = {name: sys.modules[name] for name in names if name in sys.modules}
    yield
    for name in names:
        sys.modules.pop(name, None)
    sys.modules.update(before)


@pytest.fixture(autouse=True)
def own_path() -> Iterator[None]:
    """No test finds the modules beside a scene that another one has loaded."""
    before = [*sys.path]
    yield
    sys.path[:] = before


@pytest.fixture(scope="session")
def make_clip() -> Callable[[Job], Job]:
    """Render at once."""
    from scenes.kit.theme import use_theme
    from studio.render.render import render

    def make(job: Job) -> Job:
        try:
            render(job, time.time())
        finally:
            use_theme("dark")
        return job

    return make


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory, make_clip: Callable[[Job], Job]) -> Job:
    """The video of SCENE, rendered once; tests leave it as it is."""
    return make_clip(_job_of(SCENE, "small_walk", tmp_path_factory.mktemp("clip")))


@pytest.fixture(scope="session")
def asking_clip(tmp_path_factory: pytest.TempPathFactory, make_clip: Callable[[Job], Job]) -> Job:
    """The video of ASKING, rendered once; tests leave it as it is."""
    return make_clip(_job_of(ASKING, "asking_walk", tmp_path_factory.mktemp("asking")))


def _job_of(text: str, name: str, folder: Path) -> Job:
    scene = folder / f"{name}.py"
    scene.write_text(text, encoding="utf-8")
    return Job(scene, TINY, "dark", name, folder / "media")


@pytest.fixture(scope="session")
def scene_text() -> str:
    return SCENE


@pytest.fixture
def write_scene(tmp_path: Path) -> Callable[[str], Path]:
    """Write the text of a scene called SmallWalk into a file."""

    def write(text: str) -> Path:
        path = tmp_path / "small_walk.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def job(clip: Job, tmp_path: Path, write_scene: Callable[[str], Path]) -> Job:
    """The same job as `clip`, in a folder of its own and not yet done."""
    return replace(clip, scene=write_scene(SCENE), media=tmp_path / "media")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> "list[Segment]":
    """Collects the segments that this process draws."""
    from engine import workers

    segments: list[Segment] = []
    draw = workers.draw

    def note(segment: "Segment", video: Path, advance: Callable[[int], None]) -> None:
        segments.append(segment)
        draw(segment, video, advance)

    monkeypatch.setattr(workers, "draw", note)
    return segments


def find_browser() -> str:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.fail(
            "these tests need Chromium or Chrome: `make .venv/.ready-for-tests` installs it"
        )
    return program


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A Chromium or a Chrome: one for all, as there can be but one Playwright in a process."""
    from playwright.sync_api import sync_playwright

    program = find_browser()
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=arguments)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder to this machine alone; return its address."""
    servers = []

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def context(browser: "Browser") -> "Iterator[BrowserContext]":
    """Windows that may ask for nothing but files and this machine, and in which nothing fails."""
    opened = browser.new_context(viewport={"width": 1200, "height": 800}, has_touch=True)
    wrong: list[str] = []

    def check(url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:", "about:")):
            wrong.append(f"asked for {url}")

    opened.on("request", lambda request: check(request.url))
    opened.on("weberror", lambda error: wrong.append(str(error.error)))
    opened.on("dialog", lambda dialog: (wrong.append("an alert"), dialog.dismiss()))
    yield opened
    opened.close()
    assert wrong == []


@pytest.fixture
def page(context: "BrowserContext") -> "Page":
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    return opened
