"""Scene 7: what it shows and says of errors is what they are."""

import numpy as np
import pytest

from gd_math.datasets import HOUSES
from gd_math.regression.polynomials import squared_errors
from scenes import squared_errors as scene
from scenes.kit.errors.error_stack import ErrorStack
from scenes.kit.errors.guess_plot import DISC, STAR, ErrorStrokes, GuessPlot
from scenes.kit.errors.guess_squares import GuessSquares
from scenes.kit.errors.guesses import LiveGuesses
from tests.scenes.conftest import Staged, Staging

ERRORS = np.array(scene.GUESSES) - HOUSES.y


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("squared_errors")


@pytest.fixture
def plot() -> GuessPlot:
    return GuessPlot(HOUSES, scene.GUESSES, scene.SLOPES)


def test_it_asks_at_once_and_its_questions_do_not_tell_what_comes_of_them(told: Staging) -> None:
    first, *_ = told.lesson.beats
    assert first.kind == "question"
    assert "78%" not in told.shown("Drop the signs")
    assert "lowest sum:" not in told.shown("Turn w")


def test_the_errors_are_signed_and_add_up_to_nothing(told: Staging) -> None:
    assert ERRORS.sum() == 0
    assert (ERRORS != 0).all()
    signed = [f"{error / 1000:+.0f}".replace("-", "−") for error in ERRORS]
    assert sorted(set(signed)) == sorted({"+100", "+50", "−300"})
    texts = told.shown("Error e")
    for label in set(signed) - {"−300"}:
        assert texts.count(label) == 2 * signed.count(label)  # on the data and in the stack
    assert {"e = −300", "−300", 'sum of" e = 0', "up and down cancel"} <= set(texts)


def test_what_an_error_is_stands_beside_the_stroke_that_is_named(plot: GuessPlot) -> None:
    strokes = ErrorStrokes(plot, LiveGuesses(scene.GUESSES), grown=5)
    numbers = strokes.numbers()
    named, meant = numbers[-1], strokes.meaning(numbers)
    assert "e = −300" in named.typst_code
    assert named.get_left()[0] == pytest.approx(meant.get_left()[0], abs=0.05)
    assert 0 < meant.get_bottom()[1] - named.get_top()[1] < 0.4


def test_the_line_is_named_as_its_caption_names_it(told: Staging) -> None:
    assert "Now a line guesses: w times bedrooms." in told.captions
    assert 'guess" = w dot "bedrooms' in told.shown("Now a line")


def test_each_beat_has_one_idea(told: Staging) -> None:
    assert "Drop the signs: |e|. What share has −300?" in told.captions
    assert {'sum of" abs(e) = 600', "50% of 600"} <= set(told.shown("Drop the signs"))
    slopes = told.shown("Why not keep |e|?")
    assert {"abs(e)", "e^2"} <= set(slopes)
    assert slopes.count("slope") == 2
    assert not [words for words in slopes if "sum" in words or "%" in words]
    assert {"a corner: \\ it jumps", "it fades to 0"} <= set(told.shown("On |e| no slope"))


def test_their_sizes_add_up_to_six_hundred_of_which_the_largest_is_half(plot: GuessPlot) -> None:
    assert np.abs(ERRORS).sum() == 600e3
    assert np.abs(ERRORS).max() / np.abs(ERRORS).sum() == 0.5
    stack = ErrorStack(plot, LiveGuesses(scene.GUESSES))
    stack.turned.set_value(1)
    numbers, total, (_, share) = stack.readings()
    shown = [one.typst_code.strip('$ "') for one in (*numbers, total, share)]
    assert shown == ["100", "100", "50", "50", "300", 'sum of" abs(e) = 600', "50% of 600"]


def test_the_squares_add_up_and_the_largest_has_most_of_it(told: Staging) -> None:
    total = squared_errors(np.array(scene.GUESSES), HOUSES.y).sum()
    assert total == 115e9
    share = f"{100 * 300e3**2 / total:.0f}%"
    assert share == "78%"
    texts = told.shown("Square each error. What share has −300 now?")
    assert {share, "300^2", "90,000", "share of $−300"} <= set(texts)
    assert {"50%", "= 600", 'sum of" abs(e)', 'sum of" e^2'} <= set(texts)  # side by side
    assert texts.count("100^2") == texts.count("50^2") == 2
    assert sum(error**2 for error in (100, 100, 50, 50, 300)) == 115_000
    squares = {'=$ #"115,000" #"($1000)"$""^2', '=$ 115 billion #"$"$""^2'}
    assert squares <= set(texts)


def test_no_square_reaches_the_next_house(plot: GuessPlot) -> None:
    house = plot.at(plot.points_of())[:, 0]
    for slope in np.linspace(*scene.SLOPES, 14):
        squares = GuessSquares(plot, LiveGuesses(slope * HOUSES.x), opened=1, of_line=True)
        left, _, width, _ = squares.boxes().T
        for start, end in zip(left, left + width, strict=True):
            clear = (end < house - 1.3 * STAR) | (start > house + 1.3 * STAR)
            assert clear.all()
            assert ((end < house - DISC) | (start > house + DISC)).all()


def test_the_two_classes(told: Staging) -> None:
    squares = squared_errors(scene.OUTPUTS, scene.RIGHT)
    assert squares == pytest.approx([0.49, 0.49])
    terms = f"= {squares[0]:.2f} + {squares[1]:.2f} = {squares.sum():.2f}"
    assert terms == "= 0.49 + 0.49 = 0.98"
    texts = told.shown("Squares do for yes and no: 0.3 and")
    assert {terms, "yes 1", "no 0", "0.3", "0.7", "0.49"} <= set(texts)


def test_the_last_picture_has_the_lowest_sum_and_where_it_is(told: Staging) -> None:
    slopes = np.linspace(*scene.SLOPES, 601)
    sums = ((np.outer(slopes, HOUSES.x) - HOUSES.y) ** 2).sum(axis=1)
    best = np.argmin(sums)
    assert (slopes[best], sums[best]) == (94e3, 4.12e9)
    texts = told.shown("A parabola")
    assert {"w = 94", '4.12 billion #"$"$""^2', "lowest sum:"} <= set(texts)
    assert np.diff(sums, 3) == pytest.approx(np.zeros(598), abs=1e-3)  # a parabola
    assert sums[0] == 50.375e9
    assert np.abs(slopes[0] * HOUSES.x - HOUSES.y).tolist() == [85e3, 80e3, 95e3, 110e3, 125e3]


def test_other_guesses_are_told_as_they_are(staged: Staged) -> None:
    told = staged("squared_errors", "GUESSES=(380e3, 180e3, 250e3, 400e3, 380e3)")
    errors = np.array([380e3, 180e3, 250e3, 400e3, 380e3]) - HOUSES.y
    total = f"{errors.sum() / 1000:.0f}".replace("-", "−")
    assert {f'sum of" e = {total}', "up and down cancel"} <= set(told.shown("Error e"))
    assert "Square each error. What share has +230 now?" in told.captions
    of_squares = (errors**2).max() / (errors**2).sum()
    assert f"{100 * of_squares:.0f}%" in told.shown("Square each error")
