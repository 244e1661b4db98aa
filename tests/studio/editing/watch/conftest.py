import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.end_to_end.project_copy import SHELF, Copy, copy_project

SCENE = '''
from manim import RIGHT, FadeIn, Rotate, Square

from scenes.kit.lesson import Lesson
from scenes.kit.theme import theme

SIDE = 2.0  # of the box


class Turn(Lesson):
    """A box that turns.

    A box appears, walks and turns.
    """

    def construct(self) -> None:
        self.beat("A box appears.")
        box = Square(SIDE, fill_opacity=1, color=theme.walker)
        self.play(FadeIn(box), run_time=0.4)
        self.beat("Now it walks.")
        self.play(box.animate.shift(2 * RIGHT), run_time=0.4)
        self.beat("And it turns.")
        self.play(Rotate(box, 0.5), run_time=0.4)
'''


@dataclass
class Watch:
    """A watch at work in a copy of the project, and the scene as it was in the beginning."""

    project: Copy
    process: "subprocess.Popen[str]"
    scene: Path
    text: str
    said: list[str] = field(default_factory=list)
    due: int = 1  # the render that makes it as it was in the beginning

    def address(self) -> str:
        line = self.hear("http://")
        return next(word for word in line.split() if word.startswith("http://"))

    def hear(self, words: str) -> str:
        """Wait until a line with these words is said; return it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.said))

    def save(self, *changes: tuple[str, str]) -> None:
        """Save the scene with these changes."""
        text = self.text
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.scene.write_text(text, encoding="utf-8")

    def render(self, page: Page, *changes: tuple[str, str]) -> None:
        """Save the scene with these changes, and wait until `page` shows the whole clip."""
        with rendered(page):
            self.save(*changes)

    def interrupt(self) -> str:
        """Do what Ctrl-C does; return what was said until then."""
        os.killpg(self.process.pid, signal.SIGINT)
        rest, _ = self.process.communicate(timeout=30)
        return rest


def start_watch(project: Copy, *more: str, text: str = SCENE, folder: Path | None = None) -> Watch:
    scene = (folder or project.root / "scenes") / "turn.py"
    scene.write_text(text, encoding="utf-8")
    words = ("make", f"QUALITY={SHELF}", "watch", "SCENE=turn", *more)
    # As most people have it, Python may keep what it has compiled.
    process = project.start_command(*words, PYTHONDONTWRITEBYTECODE="")
    return Watch(project, process, scene, text)


@pytest.fixture
def project(tmp_path: Path) -> Copy:
    return copy_project(tmp_path)


@pytest.fixture(scope="module")
def address_and_watch(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Watch]]:
    """One watch for all tests of a module; each begins with the scene as it was."""
    watch = start_watch(copy_project(tmp_path_factory.mktemp("watch")))
    try:
        yield watch.address(), watch
        assert "Traceback" not in watch.interrupt()
    finally:
        watch.process.kill()


@pytest.fixture
def watch(address_and_watch: tuple[str, Watch], page: Page) -> Iterator[Watch]:
    """A watch, and `page` at its page, with the scene rendered as it was in the beginning."""
    address, watch = address_and_watch
    page.goto(address)
    up_to_date(page, watch.due)
    page.locator("#beats button").first.click()
    shows(page, 1)
    yield watch
    if watch.scene.read_text(encoding="utf-8") != SCENE:
        watch.due = page.evaluate("content.render") + 1
        watch.save()  # rendered while the next test begins


@contextmanager
def rendered(page: Page) -> Iterator[None]:
    """Do something that changes the clip, and wait until the page shows all that came of it."""
    before = page.evaluate("content.render")
    yield
    up_to_date(page, before + 1)


def up_to_date(page: Page, render: int = 1) -> None:
    """Wait until the page shows the whole clip as this render, or a later one, made it."""
    page.wait_for_function(
        f"""() => content && content.render >= {render} && document.body.dataset.state === 'done'
            && content.beats.every(beat => beat.fresh)""",
        timeout=60_000,
    )


def shows(page: Page, beat: int, what: str = "video") -> None:
    """Wait until the page shows this beat."""
    state = f"document.body.dataset.beat === '{beat}' && document.body.dataset.shows === '{what}'"
    page.wait_for_function(
        f"() => {state} && (find('#stage img').hidden) === {str(what != 'still').lower()}",
        timeout=60_000,
    )


def picture(page: Page) -> bytes:
    """Return the stage as it looks, at the last frame of its beat."""
    page.evaluate(
        """() => new Promise((done, fail) => {
            const video = shown();
            if (!video || !find('#stage img').hidden) return done();
            const end = video.duration - 0.05;
            let tries = 0;
            const seek = () => { video.currentTime = end; };
            video.pause();
            // A video that comes to its end may begin again before it notices.
            video.onseeked = () => {
                if (video.seeking) return;
                if (Math.abs(video.currentTime - end) < 0.02) {
                    video.onseeked = null;
                    requestAnimationFrame(() => requestAnimationFrame(done));
                } else if (++tries < 20) seek();
                else fail(`it stands at ${video.currentTime}`);
            };
            seek();
        })"""
    )
    return page.locator("#stage").screenshot()


def processes_of(root: Path) -> list[int]:
    """Return the processes at work in the folder `root`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(entry / "cwd")) == root.resolve():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def all_ended(root: Path) -> bool:
    deadline = time.monotonic() + 20
    while processes_of(root) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not processes_of(root)
