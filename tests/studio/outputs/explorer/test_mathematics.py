"""The losses of the page, their minima and its optimizers are those of gd_math."""

import inspect

import numpy as np
import pytest

import gd_math
from gd_math import Loss, from_formula, losses, random_starts
from tests.gd_math.formula.standard_functions import STANDARD

LOSSES = {
    name: loss
    for name in losses.__all__
    if isinstance(loss := getattr(losses, name), Loss) and loss.dimension == 2
}
LOOK = """([formula, points]) => {
  const jet = explorer.jetOf(explorer.parse(formula));
  return points.map(([x, y]) => [jet.value(x, y), ...jet.gradient(x, y), ...jet.hessian(x, y)]);
}"""


def domain_of(loss):
    return [corner.tolist() for corner in loss.domain]


def test_the_optimizers_are_all_that_step_by_themselves_with_the_same_parameters(calculator):
    """The others are wrappers: they need an optimizer to begin with."""
    expected = {}
    for name in gd_math.optimizers.__all__:
        function = getattr(gd_math, name)
        parameters = inspect.signature(function).parameters
        if inspect.isfunction(function) and "learning_rate" in parameters:
            usual = {key: one.default for key, one in parameters.items() if key != "learning_rate"}
            expected[name] = [function(0.1).name, usual]
    found = calculator.evaluate("""() => Object.fromEntries(
      Object.entries(explorer.OPTIMIZERS).map(([key, { name, parameters }]) => [key, [name,
        Object.fromEntries(parameters.slice(1).map((one) => [one.key, one.default]))]]))""")
    assert found == expected


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_of_the_library_is_its_formula_with_its_derivatives(calculator, name):
    loss = LOSSES[name]
    points = random_starts(loss, 40, seed=1)
    found = np.array(calculator.evaluate(LOOK, [loss.formula, points.tolist()]))
    hessian = loss.hessian(points)
    expected = np.column_stack(
        [loss.value(points), loss.gradient(points), hessian[:, 0], hessian[:, 1, 1]]
    )
    scale = np.abs(expected).max(axis=0)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-13 * scale.max())


@pytest.mark.parametrize(
    "name", ["TWO_WELLS", "HIMMELBLAU", "RASTRIGIN", "BEALE", "MONKEY_SADDLE", "SIX_HUMP_CAMEL"]
)
def test_the_minima_found_in_the_page_are_those_of_the_library(calculator, name):
    loss = LOSSES[name]
    check_minima(calculator, loss.formula, loss)


TYPED = (  # their windows and their minima
    "x**4 - 3*x**2 + y**2",
    "x^2 + y^2",
    "sin(x)*sin(y)",
    "(x + 300)^2 + y^2",
    "abs(x - 20) + abs(y)",
    "10*abs(y-x^2)+(1-x)^2",
    "max(abs(x), 2*abs(y - 1/7))",
    "x^4 + 2y^4",
    "x*y",
    "x^2 + 0*y",
    STANDARD["Ackley"].text,
)


@pytest.mark.parametrize("text", TYPED)
def test_a_typed_formula_has_the_window_and_the_minima_of_gd_math(calculator, text):
    loss = from_formula(text)
    assert calculator.evaluate("(formula) => explorer.makeLoss({ formula }).domain", text) == (
        domain_of(loss)
    )
    check_minima(calculator, text, loss)


def check_minima(calculator, formula, loss):
    found = calculator.evaluate(
        "([formula, domain]) => explorer.minima(explorer.makeLoss({ formula, domain }))",
        [formula, domain_of(loss)],
    )
    assert len(found) == len(loss.minima)
    for minimum in loss.minima:
        nearest = min(found, key=lambda one: np.linalg.norm(one["x"] - minimum.x))
        np.testing.assert_allclose(nearest["x"], minimum.x, atol=1e-6 * loss.diagonal)
        assert nearest["value"] == pytest.approx(minimum.value, abs=1e-9 * (1 + abs(minimum.value)))
        assert nearest["global"] == minimum.is_global


def test_the_speed_limit_is_that_of_the_minimum_to_which_the_start_leads(calculator):
    loss = losses.HIMMELBLAU
    found = calculator.evaluate(
        """([formula, domain]) => {
          const loss = explorer.makeLoss({ formula, domain });
          const known = explorer.minima(loss);
          const starts = [[4, 3], [-2, 2.5], [-4, -4], [4, -1]];
          return starts.map((start) => explorer.speedLimit(loss, start, known));
        }""",
        [loss.formula, domain_of(loss)],
    )
    for limit, minimum in zip(found, loss.minima, strict=True):
        np.testing.assert_allclose(limit["at"], minimum.x, atol=1e-9)
        largest = np.linalg.eigvalsh(loss.hessian(minimum.x))[-1]
        assert limit["lambda"] == pytest.approx(largest, rel=1e-12)
        assert limit["rate"] == pytest.approx(2 / largest, rel=1e-12)


def test_eigenvalues_and_directions_of_curvature_are_those_of_numpy(calculator):
    random = np.random.default_rng(3)
    entries = random.normal(size=(60, 3)) * 10.0 ** random.integers(-8, 8, (60, 1))
    entries[:6] = [[2, 0, 2], [0, 0, 0], [1, 1, 1], [3, 0, -3], [0, 5, 0], [1e-9, 0, 1e9]]
    for (xx, xy, yy), found in zip(
        entries.tolist(),
        calculator.evaluate("(all) => all.map(explorer.curvatures)", entries.tolist()),
        strict=True,
    ):
        hessian = np.array([[xx, xy], [xy, yy]])
        values = [part["value"] for part in found]
        scale = np.abs(hessian).max()
        np.testing.assert_allclose(values, np.linalg.eigvalsh(hessian), atol=1e-15 * scale * 4)
        for part in found:
            direction = np.array(part["direction"])
            np.testing.assert_allclose(
                hessian @ direction, part["value"] * direction, atol=1e-14 * scale
            )


def test_a_map_and_a_walk_are_there_at_once(calculator):
    """The best of some tries, for the machine may be busy with something else."""
    map_, walk = calculator.evaluate(
        """(all) => {
          const best = (does) => Math.min(...Array.from({ length: 9 }, () => {
            const before = performance.now();
            does();
            return performance.now() - before;
          }));
          const slow = explorer.OPTIMIZERS.adam.make({ learning_rate: 0.01 });
          const made = all.map(([formula, domain]) => explorer.makeLoss({ formula, domain }));
          const walk = (loss) => explorer.descend(loss, slow, loss.domain[0], 1000);
          return [
            Math.max(...made.map((loss) => best(() => loss.grid(129)))),
            Math.max(...made.map((loss) => best(() => walk(loss)))),
          ];
        }""",
        [[loss.formula, domain_of(loss)] for loss in LOSSES.values()],
    )
    assert map_ < 30
    assert walk < 8
