"""What cannot be seen is said, whenever in a clip it happens; what is well gets no remark."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Circle,
    FadeIn,
    FadeOut,
    Mobject,
    Rectangle,
    Square,
    Typst,
    VGroup,
    config,
    linear,
)

from gd_math import descend, losses, optimizers
from scenes.kit import (
    ContourMap,
    Landscape,
    Lesson,
    MapTrail,
    Number,
    Walk,
    formula,
    halo,
    tag,
    text as words,
)
from scenes.kit.legibility import SEEN, is_seen, remarks
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE
from tests.scenes.kit.test_lesson import told

HERE = Path(__file__).relative_to(Path.cwd())
BAND = -2.8  # below it lie the captions of players
SAFE = 0.9 * np.array([config.frame_width, config.frame_height]) / 2


def at(mobject: Any, x: float, y: float) -> Any:
    return mobject.move_to((x, y, 0))


class Mark(Circle):
    """Something that must be seen."""

    def must_see(self) -> list[tuple[str, np.ndarray]]:
        return [("a walker", self.get_center())]


WELL: dict[str, Callable[[], list[Mobject]]] = {
    "texts side by side": lambda: [words("one"), words("other").shift(UP)],
    "a text on a plate and one on a rim": lambda: [
        tag(words("plate")), halo(words("rim")).shift(UP)
    ],
    "a text on a walker's path": lambda: [words("path"), Circle()],
    "the same text twice in one place": lambda: [one := words("twice"), one.copy()],
    "a text that is not to be seen": lambda: [words("one"), words("other").set_opacity(0)],
    "a text so small as is allowed": lambda: [words("small", SMALL_SIZE)],
    "a picture that fills the frame": lambda: [Rectangle(width=20, height=10)],
    "a text that just clears the band of the captions": lambda: [
        words("low").align_to((0, BAND, 0), DOWN)
    ],
    "a text that just clears the margin": lambda: [
        words("left").align_to((-SAFE[0], 0, 0), LEFT), words("top").align_to((0, SAFE[1], 0), UP)
    ],
    "a walker beside a text": lambda: [words("name"), Mark().shift(DOWN)],
    "a text of stock Manim, however small": lambda: [Typst("stock", font_size=10)],
    "a number with a power of ten": lambda: [Number(lambda: 2.5e18, power=18)],
}  # fmt: skip

WRONG: dict[str, tuple[Callable[[], list[Mobject]], str]] = {
    "off the frame": (lambda: [at(words("far"), 7, 0)], r"‘far’.* leaves the frame \(right\):"),
    "off its corner": (lambda: [at(words("far"), -7, 4)], r"leaves the frame \(left and top\)"),
    "near the edge": (
        lambda: [words("near").align_to((-SAFE[0] - 0.1, 0, 0), LEFT)],
        r"is nearer to the edge than 5% of the frame \(left\)",
    ),
    "where captions lie": (
        lambda: [at(words("low"), 0, BAND)], r"lies in the lowest 15% of the frame, where players"
    ),
    "text over text": (
        lambda: [words("one"), words("other").shift(0.1 * UP)],
        r"‘one’ \(.*\) and the text ‘other’ \(.*\) overlap: move one of them",
    ),
    "the same text twice, but for a little": (
        lambda: [words("twice"), words("twice").shift(0.1 * UP)], "overlap"
    ),
    "a formula over a live number": (
        lambda: [formula("x = 3"), Number(lambda: 0.25)], "‘x = 3’.*‘0.25’.*overlap"
    ),
    "deep in groups": (
        lambda: [VGroup(VGroup(words("one")), Square()), VGroup(words("other"))], "overlap"
    ),
    "made small": (
        lambda: [words("small").scale(0.5)],
        f"as small as a text of size {TEXT_SIZE / 2:.0f}, .*below {SMALL_SIZE}: make it larger",
    ),
    "set small": (lambda: [formula("x", 20)], "as small as a text of size 20"),
    "text over a walker": (lambda: [words("name"), Mark()], "‘name’.*lies over a walker: move it"),
    "a walker off the frame": (lambda: [Mark().shift(8 * LEFT)], r"^a walker leaves the frame"),
    "a walker below": (lambda: [Mark().shift(3 * DOWN)], r"^a walker lies in the lowest 15%"),
    "a walker at the edge": (
        lambda: [Mark().shift(6.8 * RIGHT)], r"^a walker is nearer to the edge than 5%"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WELL)
def test_what_is_well_gets_no_remark(case: str) -> None:
    assert remarks(WELL[case]()) == []


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_once(case: str) -> None:
    make, message = WRONG[case]
    (remark,) = remarks(make())
    assert re.search(message, remark)


def test_a_remark_names_the_line_that_makes_the_text() -> None:
    one = at(words("a text of the scene"), 9, 0)
    line = test_a_remark_names_the_line_that_makes_the_text.__code__.co_firstlineno + 1
    (remark,) = remarks([one])
    assert remark.startswith(f"the text ‘a text of the scene’ ({HERE}, line {line}) leaves")
    (remark,) = remarks([at(words("x" * 60, SMALL_SIZE), 9, 0)])
    assert f"‘{'x' * 39}…’" in remark


def test_a_text_is_small_for_a_moment_as_it_grows() -> None:
    assert remarks([words("grows").scale(0.1)], at_rest=False) == []


def test_a_mobject_that_is_shown_twice_is_looked_at_once() -> None:
    far = at(words("far"), 9, 0)
    assert len(remarks([far, VGroup(far), far])) == 1


def test_nothing_at_all_and_only_marks_or_texts() -> None:
    assert remarks([]) == []
    assert remarks([Mark()]) == []
    assert remarks([Square(), words("one")]) == []


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ({"fill_opacity": 1}, True),
        ({"fill_opacity": SEEN / 2}, False),
        ({"stroke_opacity": 1, "stroke_width": 2}, True),
        ({"stroke_opacity": 1, "stroke_width": 0}, False),
        ({"stroke_opacity": SEEN / 2, "stroke_width": 2}, False),
    ],
)
def test_what_can_be_seen(style: dict[str, float], seen: bool) -> None:
    square = Square(**{"stroke_opacity": 0, "fill_opacity": 0} | style)
    assert is_seen(square) is seen


def test_a_walker_of_a_map_is_looked_for_when_it_is_shown() -> None:
    path = descend(losses.RAVINE, optimizers.gradient_descent(0.1), (1.0, 2.0), 5)
    ravine = ContourMap(losses.RAVINE, width=6)
    trail = MapTrail(Walk(path), ravine)
    name = words("start").move_to(ravine.at((1.0, 2.0)))
    assert any("‘start’" in one and "lies over a walker" in one for one in remarks([trail, name]))
    trail.walker.set_opacity(0).set_stroke(opacity=0)
    assert remarks([trail, name]) == []


def test_a_ball_and_an_arrow_of_a_landscape_are_looked_for_when_they_are_there() -> None:
    ground = Landscape(losses.HILLS, width=6)
    ground.ball((0.5, 0.5), "#E69F00")
    arrow = ground.arrow((0.5, 0.5), (1.0, 0.0), "#56B4E9")
    assert remarks([ground]) == []
    ground.shift(11 * RIGHT)
    (remark,) = remarks([ground])
    assert "leaves the frame (right)" in remark
    arrow.shown.set_value(1)
    assert len(remarks([ground])) == 2


# ---- In a clip ---------------------------------------------------------------------------------


def said_of(construct: Callable[[Lesson], None], media: Path, rate: int = 30) -> list[str]:
    class Clip(Lesson):
        """A clip."""

        def construct(self) -> None:
            construct(self)

    return told(Clip, rate, media).remarks


def test_an_overlap_in_the_middle_of_a_play_is_seen_and_told_once(tmp_path: Path) -> None:
    def pass_by(scene: Lesson) -> None:
        scene.beat("One, at rest, is passed by another.")
        one, other = words("one, at rest"), words("other").shift(5 * LEFT)
        scene.add(one, other)
        scene.play(other.animate(rate_func=linear).shift(10 * RIGHT), run_time=4)

    (remark,) = said_of(pass_by, tmp_path)
    found = re.fullmatch(
        r"the text ‘one, at rest’ .* overlap: .* before, at (\d\.\d) s in beat 1, “One, at .*”",
        remark,
    )
    assert found
    assert 0.9 < float(found[1]) < 2


@pytest.mark.parametrize("rate", [15, 30, 60])
def test_what_is_wrong_for_a_quarter_of_a_second_is_seen_at_every_rate(
    rate: int, tmp_path: Path
) -> None:
    def bump(share: float) -> float:  # of an eighth of the play
        return max(0.0, 1 - abs(share - 0.5) / 0.0625)

    def leave(scene: Lesson) -> None:
        scene.beat("It leaves for a moment.")
        mark = Mark()
        scene.add(mark)
        scene.play(mark.animate(rate_func=bump).shift(14 * RIGHT), run_time=2)

    assert len(said_of(leave, tmp_path, rate)) == 1


def test_texts_that_fade_across_each_other_are_told_and_those_in_turn_are_not(
    tmp_path: Path,
) -> None:
    def change(*, at_once: bool) -> Callable[[Lesson], None]:
        def construct(scene: Lesson) -> None:
            scene.beat("One text replaces another.")
            one, other = words("one"), words("other")
            scene.add(one)
            plays = [FadeOut(one), FadeIn(other)]
            for play in [plays] if at_once else plays:
                scene.play(play, run_time=1)

        return construct

    assert len(said_of(change(at_once=True), tmp_path)) == 1
    assert said_of(change(at_once=False), tmp_path) == []


def move(scene: Lesson) -> None:
    dot = Circle()
    scene.add(dot)
    scene.play(dot.animate.shift(RIGHT), run_time=1)


def wait_long(scene: Lesson) -> None:
    scene.beat("A wait.")
    move(scene)
    scene.wait(4)


def wait_twice(scene: Lesson) -> None:
    scene.beat("A wait.")
    move(scene)
    scene.wait(2)
    scene.wait(2)


def wait_after_an_answer(scene: Lesson) -> None:
    scene.ask("What comes?")
    move(scene)
    scene.answer("A wait.")
    scene.wait(5)


def wait_before_an_answer(scene: Lesson) -> None:
    scene.ask("What comes?")
    move(scene)
    scene.wait(4)
    scene.answer("A wait.")


def wait_as_long_as_it_takes_to_read(scene: Lesson) -> None:
    scene.beat("A caption that takes a good while to read, and leaves something to look at.")
    move(scene)
    scene.wait(7)


def move_all_the_time(scene: Lesson) -> None:
    scene.beat("No wait.")
    for _ in range(5):
        move(scene)
        scene.wait(1.4)


@pytest.mark.parametrize(
    ("construct", "seconds"),
    [
        (wait_long, "3.5"),  # of 5 s, of which 7 / 13 + 1 are for reading
        (wait_twice, "3.5"),  # in two parts
        (wait_after_an_answer, "3.5"),
        (wait_before_an_answer, "4.0"),
        (wait_as_long_as_it_takes_to_read, None),
        (move_all_the_time, None),
    ],
)
def test_stillness_beyond_reading_and_guessing_is_told(
    construct: Callable[[Lesson], None], seconds: str | None, tmp_path: Path
) -> None:
    found = said_of(construct, tmp_path, 10)
    if seconds is None:
        assert found == []
    else:
        (remark,) = found
        assert remark.startswith(f"nothing moves for {seconds} s after reading: wait less, at ")
