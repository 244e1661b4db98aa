"""Step by step: curve, rows, lens and table show the same step, where it is computed to be."""

import numpy as np
import pytest
from manim import VMobject

from gd_math import descend, losses, optimizers
from scenes.kit import BottomLens, StepDescent, StepTable, Zigzag, curve_of
from scenes.kit.steps.bottom_lens import BOX
from scenes.kit.steps.step_table import adding_up

LOSS = curve_of("LOSS", "(x**4 - 16*x**2 + 5*x)/2", 0.8, 3.4)


def descent_at(rate: float, start: float = 1.1, steps: int = 5) -> StepDescent:
    return StepDescent(LOSS, descend(LOSS, optimizers.gradient_descent(rate), [start], steps))


@pytest.fixture
def zigzag() -> Zigzag:
    zigzag = Zigzag(descent_at(0.05))
    zigzag.hung.set_value(1)
    return zigzag


def refresh(*parts: VMobject) -> None:
    for part in parts:
        part.update()


@pytest.mark.parametrize("taken", [0.0, 0.4, 1.0, 3.75, 5.0])
def test_walker_and_guess_are_at_one_w(zigzag: Zigzag, taken: float) -> None:
    zigzag.descent.walk.set_value(taken)
    refresh(zigzag.walker, zigzag.guess)
    w = zigzag.descent.here
    assert zigzag.walker.get_center() == pytest.approx(zigzag.on(w))
    assert zigzag.guess.get_x() == pytest.approx(float(zigzag.across(w)))


def test_each_row_begins_where_the_arrow_above_ends(zigzag: Zigzag) -> None:
    descent = zigzag.descent
    descent.aimed.set_value(descent.steps)
    for i, arrow in enumerate(zigzag.arrows):
        refresh(arrow)
        tail, tip = zigzag.across(descent.w[i : i + 2])
        assert sorted([arrow.get_left()[0], arrow.get_right()[0]]) == pytest.approx(
            sorted([tail, tip])
        )
        assert arrow.get_y() == pytest.approx(zigzag.row(i))


def test_an_arrow_is_there_when_it_is_aimed_at(zigzag: Zigzag) -> None:
    zigzag.descent.aimed.set_value(1)
    refresh(*zigzag.arrows)
    assert [len(arrow.points) > 0 for arrow in zigzag.arrows] == [True] + 4 * [False]


def test_a_tangent_has_the_slope_of_the_curve(zigzag: Zigzag) -> None:
    zigzag.descent.felt.set_value(0.5)
    refresh(zigzag.tangent)
    start, end = zigzag.tangent.points[[0, -1]]
    near = zigzag.on(zigzag.descent.w[0] + np.array([-0.01, 0.01]))
    slope = (near[1, 1] - near[0, 1]) / (near[1, 0] - near[0, 0])
    assert (end - start)[1] / (end - start)[0] == pytest.approx(slope, rel=1e-3)


def test_a_tangent_leaves_as_the_walker_goes(zigzag: Zigzag) -> None:
    zigzag.descent.felt.set_value(0.9)
    refresh(zigzag.tangent)
    assert zigzag.tangent.get_stroke_opacity() == 0


@pytest.fixture
def lens(zigzag: Zigzag) -> BottomLens:
    return BottomLens(zigzag, StepTable(zigzag, 0.05).form)


def test_a_guess_slides_out_of_the_walker(zigzag: Zigzag) -> None:
    zigzag.hung.set_value(0)
    refresh(zigzag.walker, zigzag.guess)
    assert zigzag.guess.get_center() == pytest.approx(zigzag.walker.get_center())
    zigzag.hung.set_value(1)
    refresh(zigzag.guess)
    assert zigzag.guess.get_y() == pytest.approx(zigzag.row(0))


def test_guesses_leave_their_arrows_in_view(zigzag: Zigzag) -> None:
    descent = zigzag.descent
    lengths = np.abs(np.diff(zigzag.across(descent.w)))
    for step, length in enumerate(lengths):
        descent.walk.set_value(step)
        refresh(zigzag.guess)
        assert zigzag.guess.width / 2 < 0.7 * length


def test_a_lens_shows_what_is_outlined_as_often_enlarged_as_it_says(lens: BottomLens) -> None:
    source = lens.source[1]
    left, right, bottom, top = BOX
    assert lens.enlarged == pytest.approx(
        ((right - left) / source.width, (top - bottom) / source.height)
    )
    assert source.get_left()[0] == pytest.approx(float(lens.zigzag.across(lens.w_ends[0])))
    assert lens.zigzag.up(lens.descent.value(lens.w_ends[0])) < source.get_top()[1]
    w = np.linspace(*lens.w_ends, 5)
    heights = lens.on(w)[:, 1] - lens.on(lens.descent.bottom)[1]
    above = lens.zigzag.on(w)[:, 1] - lens.zigzag.on(lens.descent.bottom)[1]
    assert heights == pytest.approx(lens.enlarged[1] * above)


def test_tangents_are_in_the_lens_alone_when_it_is_open(zigzag: Zigzag, lens: BottomLens) -> None:
    zigzag.descent.walk.set_value(3)
    zigzag.descent.felt.set_value(3.5)
    refresh(zigzag.tangent)
    assert len(zigzag.tangent.points)
    lens.open()
    refresh(zigzag.tangent, lens.tangent)
    assert not len(zigzag.tangent.points)
    assert len(lens.tangent.points)


def test_arrows_of_a_lens_hang_below_its_walkers(lens: BottomLens) -> None:
    lens.descent.aimed.set_value(lens.descent.steps)
    refresh(*lens.arrows)
    tops = [arrow.get_top()[1] for arrow in lens.arrows]
    lowest = lens.on(lens.descent.bottom)[1] - lens.walker.height / 2
    assert all(BOX[2] < arrow.get_bottom()[1] for arrow in lens.arrows)
    assert all(top < lowest for top in tops)
    assert tops == sorted(tops, reverse=True)


def test_a_lens_has_the_walker_when_it_is_near(zigzag: Zigzag, lens: BottomLens) -> None:
    refresh(lens.walker)
    assert not lens.must_see()
    zigzag.descent.walk.set_value(3)
    refresh(lens.walker)
    assert lens.walker.get_center() == pytest.approx(lens.on(zigzag.descent.w[3]))


def test_the_measure_of_what_is_too_far_is_as_long_as_it_says(
    zigzag: Zigzag, lens: BottomLens
) -> None:
    line, words = lens.bracket()
    low, high = lens.w_ends
    scale = (BOX[1] - BOX[0]) / (high - low)
    assert line.width == pytest.approx(scale * zigzag.descent.beyond)
    assert "0.07" in words.markup
    assert words.get_left()[0] > line.get_right()[0]  # beyond the bottom, where it is too far


def test_lines_of_a_table_part_slopes_of_different_signs(zigzag: Zigzag) -> None:
    lines = StepTable(zigzag, 0.05).turns()
    assert [line.get_y() for line in lines] == pytest.approx([zigzag.row(2.5), zigzag.row(3.5)])
    before, after = zigzag.sides()
    assert before.get_right()[0] < zigzag.across(zigzag.descent.bottom) < after.get_left()[0]


def test_rows_of_a_table_are_level_with_the_arrows(zigzag: Zigzag) -> None:
    table = StepTable(zigzag, 0.05)
    for i, row in enumerate(table.cells):
        for cell in row.values():
            assert cell.get_y() == pytest.approx(zigzag.row(i))
    for name in ("w", "slope", "step", "new"):
        rights = [row[name].get_right()[0] for row in table.cells]
        assert np.ptp(rights) == pytest.approx(0, abs=1e-3)


def test_numbers_have_as_many_decimals_as_it_takes_to_add_up() -> None:
    w = np.array([1.0, 1.004, 1.008])
    assert adding_up(w, np.diff(w)) == 3  # with two, 1.00 + 0.00 would be 1.01
    assert adding_up(np.array([0.5, 0.75]), np.array([0.25])) == 2


@pytest.mark.parametrize(
    ("rate", "start", "message"),
    [
        (0.03, 1.1, "LEARNING_RATE is too small"),
        (0.07, 1.1, "LEARNING_RATE is too large"),
        (0.05, 2.4, "the first step already goes too far"),
        (0.05, 3.6, "START is 3.6, and must be"),
    ],
)
def test_walks_without_a_step_too_far_are_refused(rate: float, start: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        descent_at(rate, start)


def test_a_loss_of_two_variables_is_refused() -> None:
    path = descend(losses.HIMMELBLAU, optimizers.gradient_descent(0.01), [1.0, 1.0], 5)
    with pytest.raises(ValueError, match="losses of 1"):
        StepDescent(losses.HIMMELBLAU, path)
