"""The figures that the clip shows, with the knobs as they are."""

import numpy as np
import pytest

from gd_math import (
    best_of,
    descend,
    losses,
    minimum_reached,
    optimizers,
    random_starts,
    stationary_points,
)
from scenes import local_and_global_minima as scene
from scenes.kit.curves.basin_strip import CELLS, cell_middles
from scenes.kit.curves.curve_plot import CurvePlot
from scenes.kit.knobs import optimizer_of, valleys_of
from scenes.kit.words.numbers import number, percent

BOWL = CurvePlot(losses.PARABOLA, scene.EDGE).loss
VALLEYS = valleys_of("LOSS", scene.LOSS, scene.EDGE)
DESCENT = optimizer_of("OPTIMIZER", scene.OPTIMIZER, scene.LEARNING_RATE)


def ends(starts: object) -> list[float]:
    """Return where walks from these starts end, as an index into the minima."""
    walks = descend(VALLEYS, DESCENT, np.reshape(starts, (-1, 1)), scene.STEPS)
    return minimum_reached(VALLEYS, walks.x[-1]).tolist()


def test_all_walks_on_the_parabola_end_in_its_one_minimum() -> None:
    bowl = optimizers.gradient_descent(scene.BOWL_RATE)
    walks = descend(BOWL, bowl, cell_middles(BOWL, scene.WALKERS), 40)
    assert len(BOWL.minima) == 1
    assert np.abs(walks.x[-1]).max() < 1e-5


def test_slope_and_step_at_the_start_on_the_parabola() -> None:
    slope = float(BOWL.gradient([scene.BOWL_START])[0])
    assert number(slope) == "−1.1"
    assert number(-scene.BOWL_RATE * slope) == "0.33"
    # Laid down on the axis, the slope ends within it.
    assert scene.BOWL_START + slope > -scene.EDGE


def test_three_valleys_have_two_global_minima_of_one_value_a_local_one_and_two_tops() -> None:
    found = [(float(m.x[0]), m.value, m.is_global) for m in VALLEYS.minima]
    assert found == [(-2, -4 / 9, True), (0, 0, False), (2, -4 / 9, True)]
    tops = [p.x[0] for p in stationary_points(VALLEYS) if p.kind == "maximum"]
    assert tops == pytest.approx([-1, 1])


def test_two_walkers_side_by_side_end_in_different_valleys() -> None:
    assert scene.PAIR == (-1.15, -0.85)
    assert ends(scene.PAIR) == [0, 1]
    assert [number(VALLEYS.minima[end].x[0], 3, 1) for end in (0, 1)] == ["−2", "0"]


def test_the_end_jumps_at_the_hilltops() -> None:
    starts = cell_middles(VALLEYS)
    basins = np.array(ends(starts))
    jumps = np.flatnonzero(np.diff(basins))
    places = (starts[jumps, 0] + starts[jumps + 1, 0]) / 2
    assert places == pytest.approx([-1, 1], abs=2 * scene.EDGE / CELLS)
    shares = [percent(float(np.mean(basins == end))) for end in range(3)]
    assert shares == ["29%", "42%", "29%"]


def test_the_chance_that_all_miss_shrinks() -> None:
    missing = np.mean(np.array(ends(cell_middles(VALLEYS))) == 1)
    assert missing == pytest.approx(1 / scene.EDGE, abs=1e-3)  # from −1 to 1 of all
    chances = [percent(float(missing**tries)) for tries in range(1, scene.RESTARTS + 1)]
    assert chances == ["42%", "18%", "7.4%", "3.1%", "1.3%"]


def test_three_of_five_random_starts_miss_and_two_are_equally_low() -> None:
    starts = random_starts(VALLEYS, scene.RESTARTS, scene.SEED)
    reached = ends(starts)
    assert [reached.count(end) for end in range(3)] == [1, 3, 1]
    walks = descend(VALLEYS, DESCENT, starts, scene.STEPS)
    best = VALLEYS.minima[reached[best_of(walks)]]
    assert best.is_global
    assert number(best.value, 2) == "−0.44"


def test_random_starts_are_far_enough_apart_to_be_told_apart() -> None:
    starts = np.sort(random_starts(VALLEYS, scene.RESTARTS, scene.SEED)[:, 0])
    assert np.diff(starts).min() > 0.4
