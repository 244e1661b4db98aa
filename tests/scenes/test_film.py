"""What is looked for in the frames of a scene is found where it is."""

from collections.abc import Callable

import numpy as np
import pytest
from manim import LEFT, RIGHT, Circle, Dot, FadeIn, FadeOut, Rectangle, VGroup

from gd_math import descend, losses, optimizers
from scenes.kit import ContourMap, Lesson, MapTrail, Walk, formula, tag, text, theme
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.words.text import halo
from tests.scenes.film import Film, film


def looked_over(construct: Callable[[Lesson], None], look: str = "dark") -> Film:
    class Short(Lesson):
        def construct(self) -> None:
            self.beat("Look.")
            construct(self)

    return film("short", Short, look)


def ground(color: str) -> Rectangle:
    return Rectangle(width=15, height=9, fill_color=color, fill_opacity=1, stroke_width=0)


@pytest.mark.parametrize("look", ["dark", "light"])
def test_text_that_is_too_much_like_its_ground_is_found(look: str) -> None:
    def construct(lesson: Lesson) -> None:
        words = text("valley", color=theme.walker)
        lesson.add(ground(theme.terrain[1]), words)
        lesson.wait(0.5)

    (found,) = looked_over(construct, look).findings
    assert found.startswith("the text ‘valley’ (")
    assert "has a contrast of " in found
    assert found.endswith(f"s of short ({look})")


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("behind", [tag, halo])
def test_text_on_a_plate_or_in_a_halo_is_not(look: str, behind: Callable[..., VGroup]) -> None:
    def construct(lesson: Lesson) -> None:
        words = behind(formula("f = -1", color=theme.walker))
        lesson.add(ground(theme.terrain[1]), ground(theme.terrain[-1]).shift(7.5 * LEFT), words)
        lesson.play(words.animate.shift(3 * RIGHT))

    assert looked_over(construct, look).findings == []


def test_text_is_measured_on_the_palest_and_the_darkest_that_it_meets() -> None:
    def construct(lesson: Lesson) -> None:
        left, right = ground("#000000").shift(7.5 * LEFT), ground("#FFFFFF").shift(7.5 * RIGHT)
        lesson.add(left, right, text("one and another", color="#000000"))
        lesson.wait(0.5)

    (found,) = looked_over(construct).findings
    assert "has a contrast of 1.0 : 1" in found


@pytest.mark.parametrize("look", ["dark", "light"])
def test_a_walker_without_a_rim_is_found_on_ground_as_light_as_it(look: str) -> None:
    def construct(lesson: Lesson, rim: str | None = None) -> None:
        place = (np.pi / 2, np.pi / 2 if look == "dark" else -np.pi / 2)
        hills = Landscape(losses.HILLS, elevation=70.0, distance=9.0, focus=place)
        hills.ball(place, theme.walker, 0.2)
        if rim:
            hills.colors["outline"] = srgb(rim)
        lesson.add(hills)
        lesson.wait(0.5)

    level = 4 if look == "dark" else 1
    rimmed = looked_over(construct, look).findings
    assert rimmed == []
    plain = looked_over(lambda lesson: construct(lesson, theme.terrain[level]), look)
    assert [found.partition(" of ")[0] for found in plain.findings] == ["a ball has a contrast"]


def test_a_walker_on_a_map_is_looked_at() -> None:
    def construct(lesson: Lesson, rim: float = 0.0) -> None:
        contours = ContourMap(losses.HILLS, width=10, height=6)
        path = descend(losses.HILLS, optimizers.gradient_descent(0.6), (1.3, 1.1), 3)
        trail = MapTrail(Walk(path), contours, color=theme.terrain[4])
        if rim:
            trail.walker.set_stroke(theme.terrain[4], background=True)
        lesson.add(ground(theme.terrain[4]), contours, trail)
        lesson.wait(0.5)

    assert looked_over(construct).findings == []
    (found,) = looked_over(lambda lesson: construct(lesson, 1.0)).findings
    assert found.startswith("a walker has a contrast of ")


def test_stillness_is_found_where_something_plays_that_changes_nothing() -> None:
    def construct(lesson: Lesson, way: float = 0.0) -> None:
        dot = Dot(color=theme.ink)
        lesson.add(dot)
        lesson.play(dot.animate.shift(way * RIGHT), run_time=5)

    (found,) = looked_over(construct).findings
    assert found.startswith("nothing moves in beat 1 for ")
    assert looked_over(lambda lesson: construct(lesson, 2.0)).findings == []


def test_an_empty_frame_between_two_pictures_is_found() -> None:
    def construct(lesson: Lesson, carried: bool = False) -> None:
        one, other = (Circle(1.0, fill_opacity=1).shift(3 * side) for side in (LEFT, RIGHT))
        lesson.add(one, *[Dot(color=theme.ink)] * carried)
        lesson.wait(0.5)
        lesson.play(FadeOut(one), run_time=0.5)
        lesson.play(FadeIn(other), run_time=0.5)

    found = looked_over(construct).findings
    assert any(one.startswith("nothing is in the frame") for one in found)
    assert looked_over(lambda lesson: construct(lesson, True)).findings == []


def test_a_hard_cut_is_found() -> None:
    def construct(lesson: Lesson, carried: bool = False) -> None:
        one, other = (Circle(1.0, fill_opacity=1).shift(3 * side) for side in (LEFT, RIGHT))
        lesson.add(one)
        lesson.wait(0.5)
        lesson.remove(*[one] * (not carried)).add(other)
        lesson.wait(0.5)

    (found,) = looked_over(construct).findings
    assert found.startswith("nothing is carried over a cut")
    assert looked_over(lambda lesson: construct(lesson, True)).findings == []
