"""Scene 10: what its plot, its bowl and its captions say is what gd_math computes."""

from typing import Any

import numpy as np
import pytest

from gd_math import descend, least_squares, mean_squared_error, optimizers
from gd_math.datasets import Dataset, line_data
from scenes import linear_regression
from scenes.kit import Walk
from scenes.kit.landscape import Place
from scenes.kit.landscape.eye import approach, zooming
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.plots.data_plot import DataPlot, Gaps, LiveLine
from scenes.kit.words.text import Number
from tests.scenes.conftest import Staged, Staging

DATA = line_data(seed=32)
LOSS = mean_squared_error(DATA)
BEST = np.array(least_squares(DATA))
PATH = descend(LOSS, optimizers.gradient_descent(0.015), (-1.0, 3.0), 100)


@pytest.fixture
def plot() -> DataPlot:
    return DataPlot(DATA, (-3.0, -2.0), width=5, height=4)


def on_axes(plot: DataPlot, points: np.ndarray) -> np.ndarray:
    """Return the data's x and y of points of the frame, from the ends of the axes alone."""
    corner = plot.x_axis.get_start()
    size = np.array([plot.x_axis.get_end()[0], plot.y_axis.get_end()[1]]) - corner[:2]
    ranges = np.array([plot.x_range, plot.y_range], dtype=float)
    return ranges[:, 0] + (points - corner)[..., :2] / size * np.ptp(ranges, axis=1)


def strokes(mobject: Any) -> np.ndarray:
    """Return both ends of each straight piece of a mobject, (n, 2, 3)."""
    return mobject.points.reshape(-1, 4, 3)[:, [0, 3]]


def test_each_point_of_the_data_has_its_dot(plot: DataPlot) -> None:
    outlines = plot.dots.points.reshape(DATA.samples, -1, 3)
    middles = (outlines.min(axis=1) + outlines.max(axis=1)) / 2
    assert on_axes(plot, middles) == pytest.approx(np.stack([DATA.x, DATA.y], axis=-1))


@pytest.mark.parametrize("seed", range(4))
def test_the_axes_hold_every_point_and_carry_few_numbers(seed: int) -> None:
    plot = DataPlot(line_data(3.0, -2.0, 1.0, 30, seed=seed), (0, 0), 5, 4)
    places = on_axes(plot, plot.dots.points)
    assert (places.min(axis=0) > [plot.x_range[0] - 0.1, plot.y_range[0] - 0.3]).all()
    assert (places.max(axis=0) < [plot.x_range[1] + 0.1, plot.y_range[1] + 0.3]).all()
    assert len(plot.ticks) <= 14


def test_the_line_turns_with_its_walk(plot: DataPlot) -> None:
    walk = Walk(PATH)
    present = LiveLine(plot, walk)
    for taken in (0.0, 1.0, 2.5, 100.0):
        walk.set_value(taken)
        present.update()
        w, b = walk.position
        ((left, right),) = on_axes(plot, strokes(present))
        assert right - left == pytest.approx([4.0, 4 * w])
        assert left == pytest.approx([-2.0, b - 2 * w])


def test_a_line_ends_where_the_axes_do(plot: DataPlot) -> None:
    steep = on_axes(plot, plot.ends((20.0, 1.0)))
    assert steep[:, 1] == pytest.approx(plot.y_range)
    assert steep[:, 1] == pytest.approx(20 * steep[:, 0] + 1)
    assert len(plot.ends((0.0, 50.0))) == 0
    assert len(LiveLine(plot, (0.0, 50.0)).points) == 0


def test_the_gaps_are_the_errors_and_their_mean_square_is_the_loss(plot: DataPlot) -> None:
    walk = Walk(PATH, 30)
    ends = on_axes(plot, strokes(Gaps(plot, walk)))
    assert ends[:, 0, 0] == pytest.approx(ends[:, 1, 0])
    lengths = ends[:, 0, 1] - ends[:, 1, 1]
    assert np.mean(lengths**2) == pytest.approx(LOSS.value(walk.position))


def test_gaps_end_at_the_edge_of_the_axes(plot: DataPlot) -> None:
    ends = on_axes(plot, strokes(Gaps(plot, (0.0, 50.0))))
    assert ends[:, 1, 1] == pytest.approx(plot.y_range[1])


def test_the_axes_hold_the_lines_that_they_are_told_and_all_between_them() -> None:
    lines = [(-1.0, 2.0), (2.5, 2.0), (3.0, -4.0)]
    plot = DataPlot(DATA, lines=lines)
    for line in [*lines, np.mean(lines, axis=0)]:
        ends = on_axes(plot, strokes(Gaps(plot, line)))
        assert ends[:, 1, 1] == pytest.approx(line[0] * DATA.x + line[1])
    assert plot.y_range[0] == -10  # of 3x − 4 at −2


def test_a_line_that_moves_with_its_axes_stays_on_them(plot: DataPlot) -> None:
    present = LiveLine(plot, Place((1.0, 0.5)))
    plot.shift((2, 1, 0)).scale(0.5)
    present.update()
    ((left, right),) = on_axes(plot, strokes(present))
    assert left == pytest.approx([-2.0, -1.5])
    assert right == pytest.approx([2.0, 2.5])


def test_zooming_multiplies_by_the_same_factor_in_the_same_time() -> None:
    pace = zooming(1 / 16)
    lengths = [16 + pace(share) * (1 - 16) for share in (0.0, 0.5, 1.0)]
    assert lengths == pytest.approx([16, 4, 1])
    away = zooming(16)
    assert 1 + away(0.5) * 15 == pytest.approx(4)
    assert zooming(1)(0.5) == pytest.approx(0.5)


@pytest.mark.parametrize("ratio", [0.0, -1.0, float("nan")])
def test_zooming_needs_a_ratio_above_zero(ratio: float) -> None:
    with pytest.raises(ValueError, match="ratio"):
        zooming(ratio)


def test_marks_look_as_large_as_before_when_the_eye_has_come_close() -> None:
    bowl = Landscape(LOSS, azimuth=-90, elevation=70)
    before = bowl.distance.get_value()
    for move in [move.build() for move in approach(bowl, (1.0, 0.0), 0.2, elevation=60)]:
        move.begin()
        move.finish()
    assert bowl.distance.get_value() == pytest.approx(0.2 * before)
    assert bowl.mark_size.get_value() == pytest.approx(0.2)
    assert bowl.elevation.get_value() == pytest.approx(60)
    assert bowl.focus.position == pytest.approx([1.0, 0.0])


@pytest.fixture
def told(staged: Staged) -> Staging:
    return staged("linear_regression")


def scene_data() -> Dataset:
    scene = linear_regression
    return line_data(*scene.TRUE_LINE, scene.NOISE, scene.SAMPLES, seed=scene.SEED)


def test_it_asks_at_once_and_does_not_tell_the_truth_before_the_end(told: Staging) -> None:
    first, *_, asked, _ = told.lesson.beats
    assert (first.kind, asked.kind) == ("question", "question")
    assert "came from a line" in asked.caption
    assert not any("tru" in caption for caption in told.captions[:-2])
    before = [text.what for _, texts in told.texts[:-2] for text in texts]
    assert not any("tru" in words for words in before)


def test_the_walk_has_as_much_of_the_way_left_as_is_said(told: Staging) -> None:
    # x is even about 0, so that w and b shrink apart, each by its own factor a step.
    data = scene_data()
    slope = np.sum((data.x - data.x.mean()) * data.y) / np.sum((data.x - data.x.mean()) ** 2)
    away = np.array(linear_regression.START) - [slope, data.y.mean()]
    curvature = np.array([2 * np.mean(data.x**2), 2])
    shrink = (1 - linear_regression.LEARNING_RATE * curvature) ** linear_regression.STEPS
    left = f"{100 * np.linalg.norm(shrink * away) / np.linalg.norm(away):.2g}%"
    assert sum(f"{left} of the way" in caption for caption in told.captions) == 1
    shown = [text.what for _, texts in told.texts for text in texts]
    assert left in shown  # at the bracket


def test_the_last_picture_tells_all_lines_and_that_the_best_is_best(told: Staging) -> None:
    shown = [text.what for text in told.texts[-1][1]]
    data = scene_data()
    best = np.polyfit(data.x, data.y, 1)
    start, rate, steps = (
        getattr(linear_regression, name) for name in ("START", "LEARNING_RATE", "STEPS")
    )
    end = descend(LOSS, optimizers.gradient_descent(rate), start, steps).x[-1]
    live = told.lesson.get_mobject_family_members()
    told_lines = {one.says() for one in live if isinstance(one, Number)}
    lines = [end, best, linear_regression.TRUE_LINE]
    errors = [np.mean((data.y - w * data.x - b) ** 2) for w, b in lines]
    for (w, b), error in zip(lines, errors, strict=True):
        assert {f"{w:.2f}", f"{b:.2f}", f"{error:.3f}"} <= told_lines
    for error in (errors[0], errors[2]):
        assert f"$ {error - errors[1]:.3f} $" in shown
    assert np.var(data.y - np.polyval(best, data.x)) < np.mean((data.y - data.truth) ** 2)


def test_theta_is_said_before_the_rule(told: Staging) -> None:
    saying = next(i for i, caption in enumerate(told.captions) if "θ = (w, b)" in caption)
    ruling = next(
        i for i, (_, texts) in enumerate(told.texts) if any("theta_(i+1)" in t.what for t in texts)
    )
    assert saying < ruling


@pytest.mark.parametrize(
    ("optimizer", "rate", "words"),
    [("gradient_descent", 0.015, "goes the other way"), ("adam", 0.05, "is made of it")],
)
def test_the_step_is_said_to_be_what_the_optimizer_makes_it(
    optimizer: str, rate: float, words: str, staged: Staged
) -> None:
    told = staged("linear_regression", f"OPTIMIZER='{optimizer}' LEARNING_RATE={rate}")
    assert sum(f"{words}: α = {rate}." in caption for caption in told.captions) == 1
    formulas = " ".join(told.lesson.formulas)
    assert ("theta_(i+1)" in formulas) == (optimizer == "gradient_descent")
