"""Squares on data, and lines in a table: each is as large as the error that it stands for."""

from itertools import pairwise

import numpy as np
import pytest
from manim import VGroup

from gd_math import least_squares, mean_squared_error
from gd_math.datasets import line_data
from scenes.kit.landscape import Place
from scenes.kit.legibility import remarks
from scenes.kit.plots.data_plot import DataPlot
from scenes.kit.plots.error_squares import ErrorSquares, error_meaning
from scenes.kit.words.line_table import LineTable
from scenes.kit.words.numbers import Form

DATA = line_data(seed=32)
LOSS = mean_squared_error(DATA)
LINES = [(-1.0, 2.0), (0.5, -1.0), (2.5, 2.0), (2.0, 1.0)]
BEST = least_squares(DATA)


@pytest.fixture
def plot() -> DataPlot:
    return DataPlot(DATA, lines=LINES)


def unit(plot: DataPlot) -> float:
    return float((plot.at((0, 1)) - plot.at((0, 0)))[1])


@pytest.mark.parametrize("line", LINES)
def test_each_square_has_its_error_as_its_side_and_leans_on_it(
    plot: DataPlot, line: tuple[float, float]
) -> None:
    squares = ErrorSquares(plot, line, range(DATA.samples))
    errors = DATA.y - line[0] * DATA.x - line[1]
    corners = squares.corners()
    sides = np.ptp(corners, axis=1)
    assert sides[:, 0] == pytest.approx(np.abs(errors) * unit(plot))
    assert sides[:, 1] == pytest.approx(sides[:, 0])
    assert np.mean((sides[:, 0] / unit(plot)) ** 2) == pytest.approx(LOSS.value(line))
    low, high = corners.min(axis=1), corners.max(axis=1)
    there = plot.at(np.stack([DATA.x, DATA.y], axis=-1))
    ends = np.minimum(np.abs(low - there), np.abs(high - there))
    assert ends[:, 1] == pytest.approx(0, abs=1e-9)  # one edge is as high as the point
    assert (low[:, 0] <= there[:, 0] + 1e-9).all()
    assert (there[:, 0] <= high[:, 0] + 1e-9).all()
    assert (low[:, 0] >= plot.x_axis.get_left()[0] - 1e-9).all()
    assert (high[:, 0] <= plot.x_axis.get_right()[0] + 1e-9).all()
    assert (low[:, 1] >= plot.y_axis.get_bottom()[1] - 1e-9).all()
    assert (high[:, 1] <= plot.y_axis.get_top()[1] + 1e-9).all()


def test_squares_follow_their_line_without_a_leap(plot: DataPlot) -> None:
    place = Place(LINES[0])
    squares = ErrorSquares(plot, place)
    before = squares.points.copy()
    for share in np.linspace(0, 1, 201)[1:]:
        place.set_place((1 - share) * np.array(LINES[0]) + share * np.array(LINES[2]))
        squares.update()
        assert np.abs(squares.points - before).max() < 0.05
        before = squares.points.copy()
    w, b = LINES[2]
    errors = np.abs(DATA.y - w * DATA.x - b)[squares.chosen]
    found = squares.points.reshape(len(errors), -1, 3)
    assert np.ptp(found, axis=1)[:, 1] == pytest.approx(errors * unit(plot))


def test_the_chosen_points_are_spread_evenly(plot: DataPlot) -> None:
    chosen = ErrorSquares(plot, LINES[0], count=5).chosen
    assert np.diff(DATA.x[chosen]) == pytest.approx(np.full(4, 0.8), abs=0.05)


def test_the_mean_square_has_the_error_as_its_area_and_stays_in_its_corner(plot: DataPlot) -> None:
    place = Place(LINES[0])
    meaning = error_meaning(plot, LOSS, place, LINES[0])
    _, square, _ = meaning
    corner = square.get_corner([-1, -1, 0])
    for line in LINES:
        place.set_place(line)
        square.update()
        assert square.width * square.height / unit(plot) ** 2 == pytest.approx(LOSS.value(line))
        assert square.get_corner([-1, -1, 0]) == pytest.approx(corner)
    assert remarks(meaning.get_family()) == []


def test_squares_come_in_turn_and_become_their_mean_without_a_change_of_area(
    plot: DataPlot,
) -> None:
    place = Place(LINES[0])
    squares = ErrorSquares(plot, place, range(DATA.samples))
    _, mean, _ = error_meaning(plot, LOSS, place, LINES[0])

    def boxes() -> np.ndarray:
        return np.asarray(squares.update().points.reshape(-1, 16, 3))

    def area() -> float:
        return float((np.ptp(boxes(), axis=1)[:, 0] ** 2).sum())

    whole, everywhere = area(), boxes()
    squares.in_turn()
    assert len(boxes()) == 0
    squares._turn.set_value(3.5)
    assert len(boxes()) == 4
    squares._turn.set_value(1e3)
    assert boxes() == pytest.approx(everywhere)
    squares.level(mean)
    for share in (0.0, 0.25, 0.5, 0.8, 1.0):
        squares._leveled.set_value(share)
        assert area() == pytest.approx(whole)
    assert boxes() == pytest.approx(np.broadcast_to(mean.points, everywhere.shape))


def test_no_line_and_no_number_comes_to_the_name_of_a_pivot(plot: DataPlot) -> None:
    for b in (1.0, 1.6, 2.0):
        pivot = plot.pivot(b)
        _, name = pivot
        assert name.get_right()[0] < plot.y_axis.get_left()[0]
        there = [label for label in plot.labels if label not in pivot.hidden]
        assert len(there) >= len(plot.labels) - 2
        assert remarks([*name.get_family(), *(part for one in there for part in one)]) == []


def test_a_table_has_the_numbers_of_its_lines_below_their_names() -> None:
    place = Place(LINES[0])
    table = LineTable(LOSS, place, LINES)
    best = table.row("minimum", "best", BEST)
    heads, first = table
    for line in LINES:
        place.set_place(line)
        assert [float(n.value()) for n in first.numbers] == pytest.approx([*line, LOSS.value(line)])
    assert [float(n.value()) for n in best.numbers] == pytest.approx([*BEST, LOSS.value(BEST)])
    for row in (first, best):
        _, name, columns = row
        bases = [name.get_bottom()[1], *(n.place.get_bottom()[1] for n in columns)]
        assert np.ptp(bases) < 0.02  # one base line
    for above, below in zip(first.numbers, best.numbers, strict=True):
        assert above.place.get_right()[0] == pytest.approx(below.place.get_right()[0])
    assert np.ptp([head.get_bottom()[1] for head in heads]) < 0.02
    assert remarks([*table.get_family(), *best.get_family()]) == []


def test_exact_errors_have_five_digits_and_keep_clear_of_other_numbers() -> None:
    place = Place((1.0, 0.0))
    lines = [(w, 2.0) for w in range(-20, 19, 2)]
    table = LineTable(LOSS, place, [(1.0, 0.0), *lines], exact=True)
    numbers = table[1].numbers
    for line in [*lines, (1.0, 0.0), BEST]:
        place.set_place(line)
        table.update()
        said = numbers[-1].says()
        assert sum(map(str.isdigit, said)) <= 5
        decimals = len(said.partition(".")[2])
        assert decimals <= 3
        assert said == f"{LOSS.value(line):.{decimals}f}"
        shown = [VGroup(*(cell for cell in one.cells if len(cell.points))) for one in numbers]
        assert all(
            right.get_left()[0] - left.get_right()[0] > numbers[0].place.height
            for left, right in pairwise([table[1][1], *shown])
        )


def test_bars_are_as_long_as_errors_are_above_the_least() -> None:
    table = LineTable(LOSS, Place((1.9, 1.02)), LINES)
    rows = table.row("minimum", "best", BEST), table.row("truth", "true", (2.0, 1.0))
    bars = table.bars()
    above = np.array([LOSS.value(x) for x in ((1.9, 1.02), BEST, (2.0, 1.0))]) - LOSS.value(BEST)
    lengths = np.array([bar.width for bar in bars.bars])
    assert lengths[[0, 2]] / lengths[0] == pytest.approx(above[[0, 2]] / above[0])
    assert lengths[1] < 0.01
    shown = [value.typst_code.strip("$ ") for value in bars.values]
    form = Form.of(above, 1)
    assert shown == [form(above[0]), "0", form(above[2])]
    seen = [*table.get_family(), *bars.get_family(), *bars.bars, *bars.values]
    assert remarks([*seen, *(part for row in rows for part in row.get_family())]) == []
    for row, value in zip((table[1], *rows), bars.values, strict=True):
        assert value.get_bottom()[1] == pytest.approx(row[1].get_bottom()[1], abs=0.02)
