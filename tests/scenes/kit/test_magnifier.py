"""A magnifier on lines shows them where they part, at their true distances."""

import numpy as np
import pytest

from gd_math.datasets import line_data
from scenes.kit.plots.data_plot import DataPlot
from scenes.kit.plots.magnifier import RADIUS, Magnifier
from scenes.kit.words.question import _broken

LINES = np.array([[1.91, 1.02], [1.95, 0.98], [2.0, 1.0]])


@pytest.fixture
def plot() -> DataPlot:
    return DataPlot(line_data(seed=32), lines=LINES)


def heights(line: np.ndarray, middle: float) -> float:
    """Return how high a straight line is at x = `middle`, in the frame."""
    (x0, y0), (x1, y1) = line[0, :2], line[-1, :2]
    return float(y0 + (middle - x0) * (y1 - y0) / (x1 - x0))


def test_lines_are_as_far_apart_as_the_zoom_says_and_stay_in_the_window(plot: DataPlot) -> None:
    glass = Magnifier(plot, LINES)
    seen = [glass[3], glass.best(LINES[1])[1]]
    for part in (*seen, glass.dashed(LINES[2])[1]):
        for piece in part.family_members_with_points():
            away = np.linalg.norm(piece.points - glass.middle, axis=1)
            assert away.max() <= RADIUS + 1e-6
    here = (glass.focus[0] - plot.at((0, 0))[0]) / (plot.at((1, 0)) - plot.at((0, 0)))[0]
    unit = (plot.at((0, 1)) - plot.at((0, 0)))[1]
    apart = np.diff([heights(one.points, glass.middle[0]) for one in seen])[0]
    wanted = (LINES[1] - LINES[0]) @ [here, 1] * unit * glass.zoom
    assert apart == pytest.approx(wanted)
    assert here < 0  # at the end where no two of them nearly meet


def test_the_window_covers_no_point_and_no_axis(plot: DataPlot) -> None:
    glass = Magnifier(plot, LINES)
    away = np.linalg.norm(plot.dots.points - glass.middle, axis=1)
    assert away.min() > RADIUS
    left, top = plot.x_axis.get_start()[0], plot.y_axis.get_end()[1]
    assert glass.middle[0] - RADIUS > left
    assert glass.middle[1] + RADIUS < top


def test_a_question_is_broken_where_its_lines_are_shortest() -> None:
    assert _broken("One two three four", 1) == ["One two three four"]
    assert _broken("The points came from a line. Is it best?", 2) == [
        "The points came from",
        "a line. Is it best?",
    ]
