"""What the clip says of its own formula, and a clip for each of many others."""

from typing import Any

import numpy as np
import pytest

from gd_math import basins_of_attraction, descend, grid, minimum_reached, stationary_points
from scenes import your_function as scene
from scenes.kit.yours import everywhere
from scenes.kit.yours.descents import Descents, heights_of
from scenes.kit.yours.findings import end_rows, say_all, say_everywhere, say_watched
from scenes.kit.yours.formulas import formula_loss
from scenes.kit.yours.map_view import MapView
from scenes.kit.yours.panel import EndBars, rate_block
from studio.scene.scene_file import load_scene
from tests.scenes import conftest
from tests.scenes.conftest import ROOT, Staging

# The usual test functions, see for instance Jamil and Yang, "A literature survey of benchmark
# functions for global optimization problems" (2013), and wild, flat, creased, tiny and huge ones.
GALLERY = {
    "one bowl": "x**2 + y**2",
    "a ravine": "x^2 + 10y^2",
    "two valleys": "x**4 - 3*x**2 + y**2",
    "Rosenbrock": "(1-x)^2 + 100(y-x^2)^2",
    "Himmelblau": "(x^2+y-11)^2 + (x+y^2-7)^2",
    "Ackley": "-20exp(-0.2sqrt((x^2+y^2)/2)) - exp((cos(2pi*x)+cos(2pi*y))/2) + e + 20",
    "Rastrigin": "20 + x^2 - 10cos(2pi*x) + y^2 - 10cos(2pi*y)",
    "Beale": "(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2",
    "Booth": "(x+2y-7)^2 + (2x+y-5)^2",
    "Matyas": "0.26(x^2+y^2) - 0.48x*y",
    "three-hump camel": "2x^2 - 1.05x^4 + x^6/6 + x*y + y^2",
    "six-hump camel": "(4-2.1x^2+x^4/3)x^2 + x*y + (4y^2-4)y^2",
    "McCormick": "sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1",
    "Goldstein and Price": "(1+(x+y+1)^2*(19-14x+3x^2-14y+6x*y+3y^2))"
    "*(30+(2x-3y)^2*(18-32x+12x^2+48y-36x*y+27y^2))",
    "Levi": "sin(3pi*x)^2 + (x-1)^2(1+sin(3pi*y)^2) + (y-1)^2(1+sin(2pi*y)^2)",
    "Easom": "-cos(x)*cos(y)*exp(-(x-pi)^2-(y-pi)^2)",
    "Styblinski and Tang": "(x^4-16x^2+5x+y^4-16y^2+5y)/2",
    "Schwefel": "837.9658 - x*sin(sqrt(abs(x))) - y*sin(sqrt(abs(y)))",
    "Griewank": "1 + x^2/4000 + y^2/4000 - cos(x)*cos(y/sqrt(2))",
    "peaks": "3(1-x)^2*exp(-x^2-(y+1)^2) - 10(x/5-x^3-y^5)*exp(-x^2-y^2) - exp(-(x+1)^2-y^2)/3",
    "eggs": "sin(x)*sin(y)",
    "a monkey's saddle": "x^3 - 3x*y^2",
    "a saddle": "x*y",
    "a plane": "x + y",
    "a level ring": "(x^2+y^2-1)^2",
    "a level valley": "(x*y-1)^2",
    "one hill": "exp(-x^2-y^2)",
    "creases": "abs(x) + abs(y)",
    "a bent crease": "10abs(y-x^2) + (1-x)^2",
    "tiny": "1e-9(x^4-3x^2+y^2)",
    "huge": "1e12(x^2+3y^2)",
    "far away": "(x-1000)^2 + (y+500)^2",
    "a line": "x",
    "a corner": "abs(x)",
    "a cusp": "sqrt(abs(x))",
    "no slope at its minimum": "x^6",
    "two slopes": "max(x, -2x)",
    "a step": "tanh(x)",
    "a cubic": "x^3 - 3x",
    "waves": "sin(x) + sin(3x)/2",
    "ripples": "x^2 + sin(30x)/10",
    "steep walls": "exp(50x) + exp(-50x)",
    "three valleys": "x^6/6 - 5x^4/4 + 2x^2",
}
REFUSED = {
    "3": r"^FORMULA must depend on x, or on x and y; '3' has neither$",
    "y^2": r"^FORMULA must depend on x, or on x and y; 'y\^2' has only y$",
    "sqrt(x)": r"^FORMULA must be a real number .*: give a WINDOW .*, such as WINDOW=\(0.1, 3\)$",
    "log(x^2+y^2)": r"^FORMULA must be .* is not at x = 0, y = 0: .* WINDOW=\(0.1, 3\)$",
    "1/x": r"^FORMULA must be .* '1/x' is not at x = 0: give a WINDOW .* WINDOW=\(0.1, 3\)$",
    "x + 1/x": r"^FORMULA must be .* '1/x' is not at x = 0: .* WINDOW=\(0.1, 3\)$",
    "exp(300x)": r"^FORMULA must be a real number below 1e\+100 all over the window",
    "sin(x": r"^FORMULA must have .*, which closes sin\(",
}
LOSS = formula_loss(scene.FORMULA, scene.WINDOW)


def some_descents(formula: str) -> Descents:
    loss = formula_loss(formula, scene.WINDOW)
    return Descents(
        loss, scene.OPTIMIZER, scene.LEARNING_RATE, scene.START, scene.WALKERS, scene.STEPS
    )


@pytest.fixture(scope="module")
def descents() -> Descents:
    return some_descents(scene.FORMULA)


def test_its_formula_has_one_lowest_valley_beside_a_higher_one() -> None:
    assert [minimum.is_global for minimum in LOSS.minima] == [True, False]
    kinds = [point.kind for point in stationary_points(LOSS)]
    assert sorted(kinds) == ["minimum"] * 2 + ["saddle"]


def test_none_of_its_block_is_cut_off(descents: Descents) -> None:
    corners = grid(*LOSS.domain, (201, 201))
    assert heights_of(LOSS)[1] == pytest.approx(LOSS.value(corners).max())
    view = MapView(descents)
    assert len(view.cut) == 0
    low, high = heights_of(LOSS)
    assert view.block.loss.value(corners) == pytest.approx(
        (LOSS.value(corners) - low) / (high - low)
    )
    assert len(MapView(some_descents("2x^2 - 1.05x^4 + x^6/6 + x*y + y^2")).cut) == 1


def test_its_valleys_differ_in_height_by_a_quarter_of_the_block() -> None:
    low, high = heights_of(LOSS)
    assert LOSS.minima[1].value - LOSS.minima[0].value > (high - low) / 4


def test_the_walk_that_is_watched_ends_in_the_higher_valley(descents: Descents) -> None:
    path = descents.first.trajectory
    assert path.steps == 65
    assert int(minimum_reached(LOSS, path.x[-1])) == 1
    assert (np.diff(path.loss) < 0).all()
    assert say_watched(descents) == "In 65 steps: a valley at f ≈ −1.73. It is not the lowest."


def test_of_sixteen_walks_eight_reach_the_lowest_valley(descents: Descents) -> None:
    ends = descend(LOSS, descents.descent, descents.starts, scene.STEPS)
    reached = minimum_reached(LOSS, ends.x[-1])
    assert np.bincount(reached).tolist() == [8, 8]
    assert say_all(descents) == "8 of 16 walks reach the lowest valley."


def test_from_everywhere_about_as_many_do_as_from_a_coarse_grid(descents: Descents) -> None:
    lower, upper = LOSS.domain
    middles = (np.arange(60) + 0.5) / 60
    grid = lower + np.stack(np.meshgrid(middles, middles), axis=-1) * (upper - lower)
    reached = basins_of_attraction(LOSS, descents.descent, grid, scene.STEPS)
    share = float(np.mean(reached == 0))
    every = descents.everywhere.kind
    assert float(np.mean(every == 0)) == pytest.approx(share, abs=0.01)
    assert (every >= 0).all()
    said = f"{100 * share:.0f}% of all starts here reach the lowest valley."
    assert say_everywhere(descents) == said


def test_the_rows_are_both_valleys_lowest_first(descents: Descents) -> None:
    rows = end_rows(descents)
    assert [(row.letter, row.words) for row in rows] == [("A", "lowest"), ("B", "higher")]


def test_the_last_question_stands_below_the_bars(descents: Descents) -> None:
    view, rows = MapView(descents), end_rows(descents)
    rate = rate_block(descents, view.column, view.title)
    counts = descents.counts(rows)
    bars = EndBars(rows, counts, 16, view.column, rate, "16 walks:")
    assert view.below(bars)[1] == []


def clip_of(monkeypatch: pytest.MonkeyPatch, **knobs: Any) -> Staging:
    monkeypatch.setattr(conftest, "FRAME_RATE", 4)
    monkeypatch.setattr(everywhere, "COARSE", {1: 120, 2: 16})
    file = load_scene(ROOT / "scenes" / "your_function.py", knobs)
    return conftest.stage(file.lesson)


@pytest.mark.parametrize("name", GALLERY)
def test_each_formula_of_the_gallery_has_a_clip_without_a_remark(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging = clip_of(monkeypatch, FORMULA=GALLERY[name])
    assert staging.lesson.remarks == []
    assert 25 <= staging.lesson.frames / 4 <= 80
    assert len(staging.captions) == 8


def test_so_has_one_whose_slope_is_infinite_on_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    knobs = {"FORMULA": "sqrt(x) + sqrt(y)", "WINDOW": (0, 3)}
    assert clip_of(monkeypatch, **knobs).lesson.remarks == []


@pytest.mark.parametrize("formula", REFUSED)
def test_a_formula_that_has_none_is_told_what_to_change(formula: str) -> None:
    with pytest.raises(ValueError, match=REFUSED[formula]):
        formula_loss(formula, ())


def test_the_gallery_is_large() -> None:
    assert len(GALLERY) + len(REFUSED) >= 40
