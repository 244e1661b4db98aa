"""Step by step: curve, rows, lens and table show the same step, where it is computed to be."""

import numpy as np
import pytest
from manim import VMobject

from gd_math import descend, losses, optimizers
from scenes.kit import BottomLens, StepDescent, StepTable, Zigzag, curve_of
from scenes.kit.steps.bottom_lens import BOX, RING_IN
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
    assert zigzag.guess.width == pytest.approx(zigzag.walker.width)


def test_each_row_begins_where_the_arrow_above_ends(zigzag: Zigzag) -> None:
    descent = zigzag.descent
    descent.aimed.set_value(descent.steps)
    assert len(zigzag.arrows) == descent.steps
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
    for step, length in enumerate(lengths[: zigzag.descent.first_beyond + 1]):
        descent.walk.set_value(step)
        refresh(zigzag.guess)
        assert zigzag.guess.width / 2 < 0.7 * length


def test_a_lens_shows_the_curve_as_often_enlarged_as_it_says(lens: BottomLens) -> None:
    w = np.linspace(*lens.w_ends, 5)
    near, far = lens.on(w), lens.zigzag.on(w)
    times = lens.enlarged
    assert np.ptp(near[:, 0]) == pytest.approx(times * np.ptp(far[:, 0]))
    heights = near[:, 1] - lens.on(lens.descent.bottom)[1]
    above = far[:, 1] - lens.zigzag.on(lens.descent.bottom)[1]
    assert heights == pytest.approx(times * above)
    assert lens.magnification().markup == f"times {times:.0f}"


def test_rays_of_a_lens_touch_the_ring_on_the_curve(lens: BottomLens) -> None:
    middle, ring = lens.zigzag.on(lens.descent.bottom), lens.zigzag.ring()
    for start, end in lens.rays.points.reshape(-1, 4, 3)[:, [0, 3]]:
        assert np.linalg.norm(start - middle) == pytest.approx(ring.width / 2, rel=0.1)
        assert np.dot(start - middle, end - start) == pytest.approx(0, abs=1e-9)


def test_a_slope_is_as_steep_in_a_lens_as_on_the_curve(lens: BottomLens) -> None:
    w = lens.descent.w[lens.first] + np.array([-1e-4, 1e-4])
    drawn = [np.diff(view.on(w)[:, 1]) / np.diff(view.on(w)[:, 0]) for view in (lens.zigzag, lens)]
    assert drawn[1] == pytest.approx(drawn[0])


def test_tangents_in_a_lens_stay_clear_of_its_ring_and_frame(lens: BottomLens) -> None:
    ring = float(lens.across(lens.descent.bottom))
    lens.descent.walk.set_value(5)
    after, before = (lens.slope_at(step).mobject for step in (3, 4))
    assert BOX[0] < before.get_left()[0] < before.get_right()[0] < ring - RING_IN
    assert ring + RING_IN < after.get_left()[0] < after.get_right()[0] < BOX[1]
    refresh(lens.walker)
    assert after.get_left()[0] > lens.walker.get_right()[0]


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


@pytest.mark.parametrize(("i", "said"), [(0, "0.07 too far"), (1, "0.04"), (2, "0.02")])
def test_measures_are_as_long_as_they_say(lens: BottomLens, i: int, said: str) -> None:
    line, words = lens.measure(i)
    w, bottom = lens.descent.w[lens.first + i], lens.descent.bottom
    low, high = lens.w_ends
    assert line.width == pytest.approx((BOX[1] - BOX[0]) / (high - low) * abs(w - bottom))
    assert words.markup == said
    outward = np.sign(w - bottom)
    assert outward * (words.get_x() - float(lens.across(w))) > words.width / 2


def test_a_lens_says_what_the_slope_commands_on_each_side(lens: BottomLens) -> None:
    x = float(lens.across(lens.descent.bottom))
    after, before = lens.side_of(3), lens.side_of(4)
    assert all(one.get_right()[0] < x for one in before)
    assert all(x < one.get_left()[0] for one in after)
    bases = [must.family_members_with_points()[0].get_bottom()[1] for _, must in (before, after)]
    assert bases[0] == pytest.approx(bases[1])
    assert [one.markup for one in (before[0], after[0])] == ["L'(w) < 0", "L'(w) > 0"]
    assert [one.markup for one in (before[1], after[1])] == ["$w$ must grow", "$w$ must shrink"]


def test_bars_of_a_table_have_the_proportions_of_its_slopes(zigzag: Zigzag) -> None:
    bars = StepTable(zigzag, 0.05).bars()
    sizes = np.abs(zigzag.descent.slopes[:-1])
    for shown in (bars[::2], bars[1::2]):  # of slopes, and of steps
        widths = np.array([bar.width for bar in shown])
        assert widths / widths.max() == pytest.approx(sizes / sizes.max())


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
