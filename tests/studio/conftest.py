import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scenes.kit.theme import use_theme
from studio import crew
from studio.job import Job, Quality
from studio.pieces import Piece
from studio.render import render

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


@pytest.fixture(scope="session")
def make_clip() -> Callable[[Job], Job]:
    """Render at once."""

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
    folder = tmp_path_factory.mktemp("clip")
    scene = folder / "small_walk.py"
    scene.write_text(SCENE, encoding="utf-8")
    return make_clip(Job(scene, TINY, "dark", "small_walk", folder / "media"))


@pytest.fixture
def job(clip: Job, tmp_path: Path, write_scene: Callable[[str], Path]) -> Job:
    """The same job as `clip`, in a folder of its own and not yet done."""
    return replace(clip, scene=write_scene(SCENE), media=tmp_path / "media")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Piece]:
    """Collects the pieces that this process draws."""
    pieces: list[Piece] = []
    draw = crew.draw

    def note(piece: Piece, segment: Path, advance: Callable[[int], None]) -> None:
        pieces.append(piece)
        draw(piece, segment, advance)

    monkeypatch.setattr(crew, "draw", note)
    return pieces
