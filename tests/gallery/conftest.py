import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from studio.gallery.page import build_gallery
from studio.job import Job
from tests.studio.conftest import clip, make_clip

__all__ = ["clip", "make_clip"]  # fixtures, for the tests here

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
QUIET = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

RATE = 15  # frames a second of the counting clip
BEATS = ((0, 12), (12, 27), (27, 45))  # its beats, in frames
HOSTILE = """</script><img src=x onerror=alert(1)>"'&amp; {{ 7*7 }} `${1}` ```"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.fail("these tests need Chromium or Chrome: `sh studio/setup.sh browser`")
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=arguments)
        yield launched
        launched.close()


def write_counting_clip(folder: Path, name: str, title: str) -> None:
    """Make a clip in which the brightness of a frame tells its number, with nothing at rest."""
    with av.open(folder / f"{name}.mp4", "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(BEATS[-1][1]):
            gray = np.full((90, 160, 3), 5 * number, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(gray)))
        container.mux(stream.encode())
    facts = {
        "name": name,
        "title": title,
        "alt": f"Frames, counted {HOSTILE}",
        "theme": "light",
        "width": 160,
        "height": 90,
        "frame_rate": RATE,
        "duration": BEATS[-1][1] / RATE,
        "beats": [
            {"start": start / RATE, "end": end / RATE, "caption": f"Beat {number} {HOSTILE}"}
            for number, (start, end) in enumerate(BEATS, 1)
        ],
    }
    (folder / f"{name}.json").write_text(json.dumps(facts), encoding="utf-8")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, clip: Job) -> Path:
    """A folder with a rendered clip, a hostile counting clip and their page; tests leave it."""
    folder = tmp_path_factory.mktemp("gallery") / "480p15"
    shutil.copytree(clip.result(".mp4").parent, folder)
    write_counting_clip(folder, "counting", f"Counting {HOSTILE}")
    build_gallery(folder)
    return folder


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


@pytest.fixture(params=["file", "http"])
def address(request: pytest.FixtureRequest, shelf: Path, serve: Callable[[Path], str]) -> str:
    """The page's address, once in a folder and once on a web server."""
    if request.param == "file":
        return (shelf / "index.html").as_uri()
    return f"{serve(shelf)}/index.html"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
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
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    return opened
