"""What is given where something else is wanted: one sentence that says how it is written."""

from typing import Any

import numpy as np
import pytest
from manim import (
    Axes,
    Circle,
    DecimalNumber,
    FadeIn,
    MathTex,
    Tex,
    Text,
    VGroup,
)

from gd_math import Loss, datasets, descend, losses, optimizers
from scenes.kit import Lesson, Walk
from scenes.kit.arguments import describe
from scenes.kit.bowl.error_bowl import ErrorBowl
from scenes.kit.curves.curve_plot import CurvePlot
from scenes.kit.curves.curve_walker import walkers_on
from scenes.kit.maps.arrow_field import ArrowField
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import MapCrowd
from scenes.kit.maps.trails import LossTrail, MapTrail
from scenes.kit.plots.data_plot import DataPlot
from scenes.kit.plots.plot import LossPlot, Plot
from scenes.kit.rates.panels import step_counter
from scenes.kit.rates.verdict import judge
from scenes.kit.two_views.views import TwoViews
from scenes.kit.words.labels import rule_with_numbers
from scenes.kit.words.text import formula, text
from tests.scenes.conftest import stage

DESCENT = optimizers.gradient_descent(0.1)
PATH = descend(losses.RAVINE, DESCENT, (1.0, 2.0), 5)
BATCH = descend(losses.RAVINE, DESCENT, [(1.0, 2.0), (2.0, 1.0)], 5)
MAP = ContourMap(losses.RAVINE, levels=2)
PLOT = Plot((0, 1), (0, 1), 4, 4)
POINTS: Any = np.zeros((5, 2))
anything: Any = lambda thing: thing  # noqa: E731 (hides a mix-up from the type checker)


@pytest.mark.parametrize(
    ("mix_up", "message"),
    [
        (lambda: MapTrail(anything(PATH), MAP), r"walk is a Trajectory.* a Walk: write Walk\(traj"),
        (lambda: MapTrail(anything(BATCH), MAP), r"write Walk\(trajectory.path\(0\)\)"),
        (lambda: MapTrail(anything(POINTS), MAP), r"an array of shape \(5, 2\).* Walk\(descend\("),
        (lambda: MapTrail(Walk(PATH), anything(PLOT)), r"contour_map is a Plot.* ContourMap\(loss"),
        (lambda: LossTrail(Walk(PATH), anything(MAP)), r"plot is a ContourMap, and must be a Plot"),
        (
            lambda: MapCrowd(anything([PATH]), MAP),
            r"walks\[0\] is a Trajectory.* Walk\(trajectory\)",
        ),
        (lambda: MapCrowd(anything(BATCH), MAP), r"walks is a Trajectory.* list of Walk"),
        (lambda: Walk(anything(POINTS)), r"trajectory is an array .*write descend\(loss"),
        (lambda: Walk(anything(Walk(PATH))), r"trajectory is a Walk.*: write walk.trajectory"),
        (lambda: rule_with_numbers(anything(PATH), 0.1), r"walk is a Trajectory"),
        (lambda: step_counter(anything(PATH)), r"walk is a Trajectory"),
        (lambda: ContourMap(anything("HIMMELBLAU")), r"'HIMMELBLAU'.*write losses.HIMMELBLAU"),
        (lambda: ContourMap(anything("styblinski-tang")), r"write losses.STYBLINSKI_TANG"),
        (lambda: ContourMap(anything("x^2+y^2")), r"write from_formula\('x\^2\+y\^2'\)"),
        (lambda: ContourMap(anything(np.hypot)), r"loss is an? ufunc, and must be a Loss"),
        (lambda: ContourMap(anything(None)), r"loss is None, and must be a Loss"),
        (lambda: TwoViews(anything("HILLS")), r"write losses.HILLS"),
        (lambda: judge(anything("RAVINE"), PATH), r"write losses.RAVINE"),
        (lambda: judge(losses.RAVINE, anything(Walk(PATH))), r"write walk.trajectory"),
        (lambda: walkers_on(CurvePlot(losses.PARABOLA), anything([PATH])), r"trajectory is a list"),
        (lambda: ArrowField(anything(losses.HILLS), 0.5), r"contour_map is a Loss.* ContourMap"),
        (lambda: PLOT.curve(anything("PARABOLA")), r"write losses.PARABOLA"),
        (lambda: DataPlot(anything(POINTS), (0, 0), 4, 4), r"array .* Dataset: write Dataset\("),
        (lambda: ErrorBowl(anything(POINTS), (0, 0)), r"data is an array of shape \(5, 2\)"),
        (
            lambda: text(anything(0.5)),
            r"text was given 0.5 \(float\).*write text\(f\"\{number\(value\)\}\"\)",
        ),
        (lambda: formula(anything(None)), r"formula was given None"),
    ],
)
def test_what_is_mixed_up_is_named_with_how_it_is_written(mix_up: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message) as told:
        mix_up()
    assert "\n" not in str(told.value)


def test_what_is_right_is_taken() -> None:
    assert MapCrowd([Walk(PATH)], MAP).trails
    assert MapCrowd((Walk(BATCH.path(i)) for i in range(2)), MAP)  # type: ignore[arg-type]
    assert LossTrail(walk=Walk(PATH), plot=LossPlot(5, (-1, 1), 4, 4)).walker.has_points()
    assert DataPlot(datasets.line_data(seed=1), (0, 0), 4, 4).dots.has_points()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ContourMap(losses.PARABOLA), "1 variable, and a map shows losses of 2"),
        (lambda: PLOT.curve(losses.HILLS), "2 variables, and a curve shows losses of 1"),
    ],
)
def test_a_loss_of_other_variables_than_are_shown_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("latex", "typst"),
    [
        (r"\frac{1}{2}", "frac(1, 2)"),
        (r"\alpha \nabla f", "alpha"),
        (r"\cdot", "dot"),
        ("\frac{1}{2}", "frac(1, 2)"),
        ("\beta", "beta"),
        ("\alpha", "alpha"),
        ("\theta_i", "theta"),
        ("\nabla f", "nabla"),
        ("\rho", "rho"),
        ("x^{10}", r"x\^\{10\}|\^\(10\)"),
        ("$x$", r'formula\("x"\)'),
        (r"\mathbf{x}", r"bold\(x\)"),
    ],
)
def test_latex_is_answered_with_typst(latex: str, typst: str) -> None:
    with pytest.raises(ValueError, match=typst.replace("frac(1, 2)", r"frac\(1, 2\)")):
        formula(latex)


def test_latex_within_a_text_is_answered_too() -> None:
    with pytest.raises(ValueError, match=r"\\alpha, which is LaTeX; in Typst it is alpha"):
        text(r"the rate $\alpha$")


@pytest.mark.parametrize(
    "math",
    [r"1 \/ x", r"a \ b", "x_(i+1)", "{{x : part}}", "x^{{2 : part}}", "\n  x^2\n", r"\{x\}"],
)
def test_what_is_typst_is_set(math: str) -> None:
    assert formula(math).has_points() or formula(math).submobjects


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MathTex(r"\frac{1}{2}"), r"MathTex needs LaTeX.*write formula\("),
        (lambda: Tex("words"), r"Tex needs LaTeX.*write text\("),
        (lambda: DecimalNumber(0.5), r"DecimalNumber needs LaTeX.*write Number\("),
        (lambda: Axes(axis_config={"include_numbers": True}), r"needs LaTeX"),
        (lambda: Text("words"), r"Text needs fonts of this machine.*write text\("),
        (lambda: VGroup(Circle(), Text("words")), r"Text needs fonts of this machine"),
        (lambda: FadeIn(Text("words")), r"Text needs fonts of this machine"),
    ],
)
def test_text_that_differs_between_machines_is_refused(make: Any, message: str) -> None:
    class Stock(Lesson):
        """A scene that uses what stock Manim has."""

        def construct(self) -> None:
            self.beat("Here it comes.")
            made = make()
            self.play(made) if isinstance(made, FadeIn) else self.add(made)

    with pytest.raises(TypeError, match=message) as told:
        stage(Stock)
    assert told.value.__notes__ == ["beat 1, “Here it comes.”"]


def test_a_thing_is_described_in_a_few_words() -> None:
    assert describe("x" * 100) == f"the text '{'x' * 39}…'"
    assert describe(Loss) == "the class Loss"
    assert describe(0.5) == "the number 0.5"
    assert describe(PATH) == "a Trajectory"
