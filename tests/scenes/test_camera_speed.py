"""The eye of a landscape moves slowly, so that nobody loses their way or misses a word."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from manim import config

from engine.camera import configured
from gd_math import losses
from scenes.kit import Lesson, text
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW, View
from scenes.kit.legibility import _seen
from tests.scenes.conftest import CLIPS, ROOT, BlindCamera, lesson_class

FRAME_RATE = 6
TURN = 10.0  # degrees a second
PAN = 0.08  # of the frame's width in a second
ZOOM, SPAN = 1.0, 2  # doublings in so many seconds
ROUNDING = 1.02
WITH_LANDSCAPE = [
    scene
    for scene in CLIPS
    if any(word in (ROOT / "scenes" / f"{scene}.py").read_text() for word in ("andscape", "bowl"))
]


class Moves(NamedTuple):
    """How the eyes of a scene's landscapes move, from frame to frame.

    `turned`: degrees.  `panned`: how far what was in the middle has moved, in widths of the frame.
    `zoomed`: doublings of size.  `while_words_come`: the texts that came as the eye moved.
    """

    turned: np.ndarray
    panned: np.ndarray
    zoomed: np.ndarray
    while_words_come: list[str]


def moves(lesson: type[Lesson], media: Path) -> Moves:
    last: dict[Landscape, View] = {}
    steps: list[tuple[float, float, float]] = []
    came: list[str] = []
    opacities: dict[Any, float] = {}

    class Watched(lesson):  # type: ignore[misc, valid-type]
        def _look_over(self, *_: Any, **__: Any) -> None:
            pass  # remarks have tests of their own

        def update_to_time(self, t: float) -> None:
            super().update_to_time(t)
            step = np.zeros(3)
            for one in self.get_mobject_family_members():
                if isinstance(one, Landscape):
                    view = one.view()
                    step = np.maximum(step, step_between(last.get(one, view), view, one))
                    last[one] = view
            steps.append(tuple(step))
            words = _seen(self.mobjects)[0]
            now = {one.mobject: one.mobject.family_members_with_points()[-1] for one in words}
            for one in words:
                opacity = float(now[one.mobject].fill_rgbas[0, 3])
                if step.max() > 1e-3 and opacity > opacities.get(one.mobject, 0.0) + 0.02:
                    came.append(one.name)
                opacities[one.mobject] = opacity
            for gone in opacities.keys() - now.keys():
                del opacities[gone]

    settings = {"frame_rate": FRAME_RATE, "format": "none", "progress_bar": "none"}
    with configured(settings | {"media_dir": str(media), "disable_caching": True}):
        Watched(camera_class=BlindCamera).render()
    return Moves(*np.array(steps).T, list(dict.fromkeys(came)))


def step_between(before: View, after: View, landscape: Landscape) -> tuple[float, float, float]:
    """Return by how much the eye has turned, panned and zoomed between two frames."""
    ways = [(view.target - view.eye, np.linalg.norm(view.target - view.eye)) for view in
            (before, after)]  # fmt: skip
    (one, far), (other, near) = ways
    turned = np.degrees(np.arccos(np.clip(one @ other / (far * near), -1, 1)))
    off = after.project(before.target)[:2] * np.array([landscape.width, landscape.height]) / 2
    panned = np.linalg.norm(off) / config.frame_width
    nearer = (near / after.lens) / (far / before.lens)  # a lens brings near what is far away
    return float(turned), float(panned), float(abs(np.log2(nearer)))


def largest(values: np.ndarray, seconds: int) -> float:
    """Return the largest sum of what happens in so many seconds."""
    frames = seconds * FRAME_RATE
    return float(np.convolve(values, np.ones(frames)).max())


@pytest.mark.parametrize("scene", WITH_LANDSCAPE)
def test_the_eye_moves_slowly(scene: str, tmp_path: Path) -> None:
    seen = moves(lesson_class(scene), tmp_path)
    assert FRAME_RATE * seen.turned.max() <= TURN * ROUNDING
    assert largest(seen.panned, 1) <= PAN * ROUNDING
    assert largest(seen.zoomed, SPAN) <= ZOOM * ROUNDING
    assert seen.while_words_come == []


def test_how_the_eye_moves_is_measured(tmp_path: Path) -> None:
    class Moving(Lesson):
        def construct(self) -> None:
            self.beat("Look.")
            hills = Landscape(losses.HILLS, elevation=89.9, azimuth=-90.0, focus=(0, 0), distance=8)
            hills.rise.set_value(0)
            self.add(hills)
            self.play(hills.look(azimuth=-80), run_time=1, rate_func=lambda t: t)
            self.play(hills.look(distance=4), run_time=2, rate_func=lambda t: t)
            self.play(hills.look(focus=(1, 0)), run_time=2, rate_func=lambda t: t)
            words = text("valley")
            words.set_opacity(0)
            self.add(words)
            self.play(words.animate.set_opacity(1))
            late = text("late").set_opacity(0)
            self.add(late)
            self.play(hills.look(distance=5), late.animate.set_opacity(1))

    seen = moves(Moving, tmp_path)
    assert seen.turned.sum() == pytest.approx(0.02, abs=0.02)  # straight down, only about the axis
    assert largest(seen.zoomed, SPAN) == pytest.approx(1, rel=0.01)
    across = 2 * 4 * np.tan(np.radians(FIELD_OF_VIEW / 2))  # of the ground, from top to bottom
    assert seen.panned.sum() * config.frame_width == pytest.approx(8 / across, rel=0.02)
    assert [name.partition(" (")[0] for name in seen.while_words_come] == ["the text ‘late’"]
