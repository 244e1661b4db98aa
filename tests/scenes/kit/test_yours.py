"""What is found out about any formula, and the pieces that show it."""

import re

import numpy as np
import pytest

from gd_math import basins_of_attraction, descend, from_formula, grid, losses
from gd_math.descent.ends import GONE, MOVING
from scenes.kit.curves.curve_plot import CurvePlot
from scenes.kit.legibility import remarks
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.theme import CAPTION_BAND, SMALL_SIZE
from scenes.kit.yours.basins import Basins
from scenes.kit.yours.curve_view import CurveBasins, CurveView, EdgeWalker
from scenes.kit.yours.descents import Descents, heights_of, starts_all_over
from scenes.kit.yours.everywhere import ends_everywhere, side_of
from scenes.kit.yours.findings import (
    end_rows,
    say_all,
    say_everywhere,
    say_watched,
)
from scenes.kit.yours.formulas import formula_loss
from scenes.kit.yours.map_view import ROUND, MapView, relative
from scenes.kit.yours.pace import pace_of
from scenes.kit.yours.panel import BOTTOM, EndBars, formula_blocks, rate_block, shades


def found(formula: str, **settings: object) -> Descents:
    asked = {"optimizer": "gradient_descent", "learning_rate": 0.0, "start": (), "count": 16}
    return Descents(formula_loss(formula, ()), **(asked | {"steps": 400} | settings))


def test_starts_fill_the_window_and_keep_off_steep_walls() -> None:
    starts = starts_all_over(losses.HILLS, 16)
    assert starts.shape == (16, 2)
    lower, upper = losses.HILLS.domain
    shares = (starts - lower) / (upper - lower)
    for axis in (0, 1):
        assert np.histogram(shares[:, axis], 4, (0, 1))[0].min() >= 3
    steep = formula_loss("(1-x)^2 + 100(y-x^2)^2", ())
    assert steep.value(starts_all_over(steep, 16)).max() < 0.2 * steep.value([3.0, -3.0])


def test_walls_are_cut_off_and_hills_are_not() -> None:
    hill = formula_loss("exp(-x^2-y^2)", ())
    assert heights_of(hill)[1] == pytest.approx(1)
    walls = formula_loss("(1-x)^2 + 100(y-x^2)^2", ())
    lowest, highest = heights_of(walls)
    assert lowest == 0
    assert highest < 0.5 * walls.value([3.0, -3.0])


def test_the_first_walk_begins_where_it_is_told_to() -> None:
    descents = found("x^2 + y^2", start=(1, 2), count=5)
    assert descents.first.trajectory.x[0].tolist() == [1, 2]
    assert len(descents.walks) == 5


def test_walks_go_until_they_arrive_leave_or_have_no_more_steps() -> None:
    descents = found("x^3 - 3x", count=12)
    for walk, kind in zip(descents.walks, descents.ends.kind, strict=True):
        x = walk.trajectory.x[:, 0]
        if kind == GONE:
            assert np.abs(x[-1]) > 1.5 >= np.abs(x[:-1]).max()
        elif kind == MOVING:
            assert walk.trajectory.steps == 400
        else:
            assert x[-1] == pytest.approx(1, abs=0.04)
    assert (descents.ends.kind == GONE).any()


def test_where_neighbors_end_alike_no_more_walks_are_taken_and_the_ends_are_the_same() -> None:
    loss = losses.HIMMELBLAU
    descents = Descents(loss, "gradient_descent", 0.01, (), 4, 200)
    ends, n = ends_everywhere(loss, descents.descent, 200), side_of(loss)
    every = grid(*loss.domain, (n, n))[::9, ::9]
    walked = basins_of_attraction(loss, descents.descent, every, 200)
    kept = ends.kind.reshape(n, n)[::9, ::9]
    assert np.mean(np.where(kept < 0, -1, kept) == walked) > 0.995


@pytest.mark.parametrize(
    ("formula", "watched", "everyone", "everywhere"),
    [
        ("x + y", r"After \d+ steps it leaves the window, in which no valley was found.",
         "All 16 walks leave the window.", "From everywhere here walks leave the window."),
        ("(x^2+y^2-1)^2", r"In \d+ steps it comes to rest where the ground is level.",
         "All 16 walks come to rest on level ground.",
         "From everywhere here walks come to rest on level ground."),
        ("abs(x)", r"A valley at f ≈ 0, where it still hops\. None here is lower\.",
         "All 16 walks reach the lowest valley.",
         "From everywhere here walks reach the lowest valley."),
        ("x^4 - 3x^2 + y^2", r"In \d+ steps: a valley at f ≈ −2\.25\. None here is lower\.",
         "All 16 walks reach a lowest valley.",
         "From everywhere here walks reach a lowest valley."),
    ],
)  # fmt: skip
def test_what_is_said_is_what_was_found(
    formula: str, watched: str, everyone: str, everywhere: str
) -> None:
    descents = found(formula)
    assert re.fullmatch(watched, say_watched(descents))
    assert say_all(descents) == everyone
    assert say_everywhere(descents) == everywhere


def test_a_caption_has_room_for_all_kinds_of_ends() -> None:
    descents = found(
        "(1+(x+y+1)^2*(19-14x+3x^2-14y+6x*y+3y^2))*(30+(2x-3y)^2*(18-32x+12x^2+48y-36x*y+27y^2))"
    )
    for said in (say_watched(descents), say_all(descents), say_everywhere(descents)):
        assert len(said) <= 2 * 60


def test_up_to_four_valleys_have_a_letter_and_more_are_counted() -> None:
    four = end_rows(found("(x^2+y-11)^2 + (x+y^2-7)^2"))
    assert [row.letter for row in four] == [*"ABCD"]
    assert {row.words for row in four} == {"lowest"}
    many = end_rows(found("20 + x^2 - 10cos(2pi*x) + y^2 - 10cos(2pi*y)"))
    assert [row.words for row in many] == ["lowest valley", f"{len(many[1].kinds)} others"]
    one = end_rows(found("x^2 + y^2"))
    assert [(row.letter, row.words) for row in one] == [("", "lowest valley")]


def test_neighbors_of_one_color_have_different_shades() -> None:
    colors = [color.to_hex() for color, _ in shades(end_rows(found("(x^2+y-11)^2 + (x+y^2-7)^2")))]
    assert len(set(colors)) == 4


def test_a_window_that_its_rim_dwarfs_is_halved() -> None:
    steep = formula_loss("exp(50x) + exp(-50x)", ())
    assert steep.domain[1][0] < 0.2
    assert formula_loss("x^6", ()).domain[1].tolist() == [3]  # however near, it looks the same
    assert formula_loss("x^2", (-1, 2)).domain[1].tolist() == [2]


def test_basins_have_the_colors_of_their_ends() -> None:
    descents = found("2x^2 - 1.05x^4 + x^6/6 + x*y + y^2")
    contour_map = ContourMap(descents.loss, width=5, height=5)
    basins = Basins(contour_map, descents)
    assert basins.counts().sum() < 0.1 * len(descents.everywhere.kind)
    basins.taken.set_value(basins.last)
    basins.follow()
    assert basins.counts().sum() == len(descents.everywhere.kind)
    total = sum(abs(area(part.points)) for part in basins)
    assert total == pytest.approx(25, rel=0.02)  # of the map, but for the lines between them
    shares = basins.counts() / basins.counts().sum()
    for part, share in zip(basins, shares, strict=True):
        assert abs(area(part.points)) == pytest.approx(25 * share, rel=0.05)


def area(points: np.ndarray) -> float:
    """Return the area inside of straight pieces, holes subtracted."""
    starts, ends = points[0::4, :2], points[3::4, :2]
    return float(np.sum(starts[:, 0] * ends[:, 1] - starts[:, 1] * ends[:, 0]) / 2)


def test_the_color_spreads_evenly() -> None:
    descents = found("x^4 - 3x^2 + y^2")
    basins = Basins(ContourMap(descents.loss, width=5, height=5), descents)
    whole = len(descents.everywhere.kind)
    for share in (0.25, 0.5, 0.75):
        basins.taken.set_value(basins.last * basins._share_taken(share))
        assert basins.counts().sum() / whole == pytest.approx(share, abs=0.06)


def test_on_a_curve_the_basins_are_counted_as_they_are_painted() -> None:
    descents = found("x^6/6 - 5x^4/4 + 2x^2")
    basins = CurveBasins(CurvePlot(descents.loss), descents)
    assert basins.counts().tolist() == [0, 0, 0]
    basins.swept.set_value(0.0)
    left = basins.counts()
    assert left.sum() == len(descents.everywhere.kind) / 2
    assert left[1] == 0  # from the left half no walk ends on the right
    basins.swept.set_value(descents.loss.domain[1][0])
    assert basins.counts().sum() == len(descents.everywhere.kind)


def test_a_walker_that_leaves_a_curve_is_gone() -> None:
    descents = found("x", count=4)
    walker = EdgeWalker(CurvePlot(descents.loss), descents.first)
    assert walker.must_see()
    walker.walk.set_value(descents.first.trajectory.steps)
    walker.follow()
    assert not walker.must_see()
    assert walker.marks.points[:, 0].min() > walker.plot.x_axis.get_start()[0] - 0.1


def test_arrows_along_an_axis_point_downhill() -> None:
    row = CurveView(found("x^2", count=4)).field
    row.grown.set_value(1.0)
    row.follow()
    tips = row.outlines[:, 3, 0] - row.outlines[:, 0, 0]
    assert (np.sign(tips) == -np.sign(row.x)).all() or (np.abs(row.x[tips == 0]) < 0.1).all()


def test_a_block_is_cut_off_where_it_is_steep() -> None:
    loss = from_formula("x^2 + y^2")
    flat = relative(loss, 0.0, 2.0)
    assert flat.value([[1.0, 0.0], [3.0, 0.0]]).tolist() == pytest.approx([0.5, 1 + ROUND])
    slopes = flat.gradient([[1.0, 0.0], [3.0, 0.0]])
    assert slopes == pytest.approx(np.array([[1.0, 0.0], [0.0, 0.0]]))
    assert flat.hessian([[3.0, 0.0]]).tolist() == [[[0, 0], [0, 0]]]


def test_a_block_is_not_bent_below_the_height_above_which_it_is_cut_off() -> None:
    loss = from_formula("x^2 + y^2")
    x = grid(*loss.domain, (41, 41))
    whole, cut = loss.value(x), 2.0
    flat, kept = relative(loss, 0.0, cut), whole <= cut
    assert 0.1 < kept.mean() < 0.9
    assert flat.value(x)[kept] == pytest.approx(whole[kept] / cut, abs=1e-12)
    assert flat.gradient(x)[kept] == pytest.approx(loss.gradient(x)[kept] / cut, abs=1e-12)
    assert ((flat.value(x)[~kept] > 1) & (flat.value(x)[~kept] <= 1 + ROUND)).all()


def test_the_slope_of_a_block_is_that_of_its_values_where_it_is_cut_off() -> None:
    flat = relative(from_formula("x^2 + y^2"), 0.0, 2.0)
    x, h = np.array([[1.0, 1.001], [0.9, 1.1], [1.0, 1.03]]), 1e-6
    steps = h * np.eye(2)
    rise = [(flat.value(x + step) - flat.value(x - step)) / (2 * h) for step in steps]
    assert flat.gradient(x) == pytest.approx(np.stack(rise, axis=-1), abs=1e-6)
    bend = [(flat.gradient(x + step) - flat.gradient(x - step)) / (2 * h) for step in steps]
    assert flat.hessian(x) == pytest.approx(np.stack(bend, axis=-1), abs=1e-3)


@pytest.mark.parametrize("view", [MapView, CurveView])
@pytest.mark.parametrize("rows", [1, 5])
def test_a_formula_leaves_room_for_the_rows_below_it(view: type, rows: int) -> None:
    variables = "x, y" if view is MapView else "x"
    terms = " + ".join(f"sin({i}x)/{i}" for i in range(1, 9)) + " + y^2" * (view is MapView)
    for formula in ("x^2", terms):
        loss = from_formula(formula + " + 0*y" * (view is MapView and formula == "x^2"))
        whole, title = formula_blocks(loss, view.column, rows)
        for words in (whole, title):
            assert words.width <= view.column.width + 0.05
            assert words.get_top()[1] == pytest.approx(view.column.top)
        assert title.get_bottom()[1] - 1.5 - 0.7 * rows > BOTTOM - 0.1
        assert variables
    assert remarks([whole]) == []


def test_bars_are_as_long_as_the_shares_that_they_show() -> None:
    descents = found("2x^2 - 1.05x^4 + x^6/6 + x*y + y^2")
    rows, column = end_rows(descents), MapView.column
    title = formula_blocks(descents.loss, column, len(rows))[1]
    counts = np.array([600.0, 399.0, 1.0])
    bars = EndBars(rows, lambda: counts, 1000, column, title, "All starts:", percent=True)
    widths = [bar.width / bars.longest for bar in bars.bars]
    assert bars.longest > 0.7 * column.width
    for bar, live in zip(bars.bars, bars.numbers, strict=True):
        assert 0 < live.get_left()[0] - bar.get_right()[0] < 0.2
    assert widths == pytest.approx([0.6, 0.399, 0.004], abs=0.001)
    said = [live[0].says() for live in bars.numbers]
    assert said == ["60", "40", "1"]  # what is not nothing is not written as 0
    assert bars.get_bottom()[1] > BOTTOM - 0.05 > -4 + 8 * CAPTION_BAND - 0.1
    assert SMALL_SIZE <= 36


def test_the_pace_is_even_for_few_steps_and_quickens_for_many() -> None:
    assert pace_of(20)(0.5) == 0.5
    assert pace_of(400)(0.5) < 0.25
    assert pace_of(400)(1.0) == 1


def test_a_chosen_learning_rate_is_kept() -> None:
    descents = found("x^2 + y^2", learning_rate=0.3)
    assert descents.learning_rate == 0.3
    path = descend(descents.loss, descents.descent, descents.starts[0], 1)
    assert path.x[1] == pytest.approx(0.4 * descents.starts[0])


def test_bars_stay_above_a_question_for_which_there_is_room() -> None:
    descents = found("x^4 - 3x^2 + y^2 + x")
    view, rows = MapView(descents), end_rows(descents)
    counts = np.array([1.0, 2.0])
    rate = rate_block(descents, view.column, view.title)
    few = EndBars(rows, lambda: counts, 3, view.column, rate, "3 walks:")
    place, gone = view.below(few)
    assert gone == []
    assert place[1] < few.get_bottom()[1]
    shares = EndBars(rows, lambda: counts, 3, view.column, rate, "All starts:", percent=True)
    assert [bar.get_y() for bar in shares.bars] == [bar.get_y() for bar in few.bars]
    assert few.turn_to(shares)
    assert shares.keys not in shares.submobjects  # those of the first stay
    many = EndBars(rows * 2, lambda: np.tile(counts, 2), 3, view.column, rate, "3 walks:")
    assert view.below(many)[1] != []
