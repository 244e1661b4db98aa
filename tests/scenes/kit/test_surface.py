"""What scenes are written on: one place to import from, things that come, go, and walk."""

import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from manim import Circle, FadeIn, Square, smooth

import scenes.kit
from engine.camera import configured
from gd_math import descend, losses, optimizers
from scenes.kit import Landscape, Lesson, Pin, TwoViews, Walk, appear, formula, leave, theme
from tests.scenes.conftest import BlindCamera

PATH = descend(losses.HILLS, optimizers.gradient_descent(0.5), (1.0, 1.2), 6)


@pytest.mark.parametrize("name", scenes.kit.__all__)
def test_each_name_is_that_of_its_module(name: str) -> None:
    module = importlib.import_module(scenes.kit._MODULES[name])
    assert getattr(scenes.kit, name) is getattr(module, name)


def test_a_name_that_the_kit_does_not_have() -> None:
    with pytest.raises(ImportError, match="Landscap"):
        exec("from scenes.kit import Landscap")


@pytest.mark.parametrize(
    ("name", "unused"),
    [("ContourMap", "landscape"), ("formula", "maps"), ("Landscape", "plots"), ("Plot", "maps")],
)
def test_nothing_is_loaded_that_was_not_asked_for(name: str, unused: str) -> None:
    code = f"import sys; from scenes.kit import {name}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert scenes.kit._MODULES[name] in loaded
    assert not [module for module in loaded if module.startswith(f"scenes.kit.{unused}")]


def played(told: type[Lesson], media: Path) -> Lesson:
    settings = {"frame_rate": 10, "progress_bar": "none", "format": "none"}
    with configured(settings | {"media_dir": str(media)}):
        scene = told(camera_class=BlindCamera)
        scene.render()
    return scene


def test_play_takes_lists_and_generators_in_each_other(tmp_path: Path) -> None:
    circles, walks = [Circle() for _ in range(4)], [Walk(PATH), Walk(PATH)]
    squares = [Square() for _ in range(3)]

    class Flat(Lesson):
        """Lists."""

        def construct(self) -> None:
            self.beat("Some circles.")
            fading = (FadeIn(circle) for circle in circles[1:3])
            self.play(FadeIn(circles[0]), [fading, [walk.go(3) for walk in walks]], run_time=1)
            self.play(appear(circles[3], [[]]), run_time=0.5)
            self.add([squares[:1], iter(squares[1:])])

    scene = played(Flat, tmp_path)
    assert set(squares) <= set(scene.mobjects)
    assert all(circle in scene.get_mobject_family_members() for circle in circles)
    assert [walk.get_value() for walk in walks] == [3, 3]


def test_a_walk_goes_evenly_unless_it_is_told_how(tmp_path: Path) -> None:
    even, gentle = Walk(PATH), Walk(PATH)
    seen = []

    class Goes(Lesson):
        """Goes."""

        def construct(self) -> None:
            self.beat("Two walks.")
            watch = Square().add_updater(
                lambda _: seen.append((even.get_value(), gentle.get_value()))
            )
            self.add(watch)
            self.play(even.go(5), gentle.go(5, smooth), run_time=1)

    played(Goes, tmp_path)
    shares = np.unique(np.array(seen), axis=0)[:-1] / 5
    at = np.arange(len(shares)) / 10
    np.testing.assert_allclose(shares[:, 0], at, atol=1e-9)
    np.testing.assert_allclose(shares[:, 1], [smooth(t) for t in at], atol=1e-9)


def test_whatever_it_is_appears_and_leaves(tmp_path: Path) -> None:
    landscape, walk = Landscape(losses.HILLS, width=4, height=3), Walk(PATH)
    views = TwoViews(losses.HILLS)
    marks = [
        *(landscape.ball(walk, theme.walker), landscape.trail(walk, theme.walker)),
        *(landscape.uphill(PATH), landscape.step(PATH), landscape.slope(walk)),
        *(landscape.ring(walk, theme.good), Pin(landscape, formula("f"), (1, 1))),
    ]
    symbol, circle = formula("x"), Circle()
    glyphs = symbol.family_members_with_points()
    things = [*marks, views.hikers([walk]), symbol, circle]
    shown = [mark.shown for mark in marks]

    class ComesAndGoes(Lesson):
        """Comes and goes."""

        def construct(self) -> None:
            self.add(landscape, views.landscape)
            self.beat("It comes.")
            self.play(appear(things), run_time=0.5)
            assert [tracker.get_value() for tracker in shown] == [1] * len(shown)
            assert {*glyphs, circle} <= set(self.get_mobject_family_members())
            self.beat("It goes.")
            self.play(leave(things), run_time=0.5)

    scene = played(ComesAndGoes, tmp_path)
    assert [tracker.get_value() for tracker in shown] == [0] * len(shown)
    assert not {*glyphs, circle} & set(scene.get_mobject_family_members())
