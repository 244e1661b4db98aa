"""The losses, optimizers and walks of the page are those of gd_math, number by number."""

import base64
import inspect
import json

import numpy as np
import pytest

import gd_math
from gd_math import Loss, from_formula, losses, random_starts
from gd_math.descent.loop import collect, iterates
from gd_math.descent.tuning import at_rates
from gd_math.formula.tree import LARGEST
from tests.gd_math.formula.standard_functions import STANDARD

LOSSES = {
    name: loss
    for name in losses.__all__
    if isinstance(loss := getattr(losses, name), Loss) and loss.dimension == 2
}
STEPS = 300
STARTS = 4
RATES = (0.001, 0.03, 0.4)
CLOSE = 1e-9  # relative
# A path is not chaotic if gd_math's own stays as close when each step is led astray by so much.
STRAY = 1e-12  # relative

# What a page sends: the bytes of its arrays.
SEND = """
const sent = (array) => {
  const bytes = new Uint8Array(array.buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return btoa(text);
};
"""
WALK = f"""([formula, domain, optimizer, rates, starts, steps]) => {{
  {SEND}
  const loss = explorer.makeLoss({{ formula, domain }});
  return rates.flatMap((rate) => starts.map((start) => {{
    const made = explorer.OPTIMIZERS[optimizer].make({{ learning_rate: rate }});
    const walk = explorer.descend(loss, made, start, steps);
    const parts = [walk.x, walk.loss, walk.gradient].map(sent);
    return [...parts, walk.overflown, explorer.outcome(loss, walk)];
  }}));
}}"""
LOOK = """([formula, points]) => {
  const jet = explorer.jetOf(explorer.parse(formula));
  return points.map(([x, y]) => [jet.value(x, y), ...jet.gradient(x, y), ...jet.hessian(x, y)]);
}"""


def numbers(text, *shape):
    return np.frombuffer(base64.b64decode(text)).reshape(shape)


def domain_of(loss):
    return [corner.tolist() for corner in loss.domain]


def relative(one, other, scale):
    """Return by how much two arrays (steps+1, d) differ at most, in their own size or that scale."""
    size = np.maximum(np.abs(other).max(axis=-1), scale)
    return float((np.abs(one - other).max(axis=-1) / size).max())


def walks(loss, name, starts):
    """Return gd_math's walks from all starts with all rates, and the same as they stray.

    What strays gets at each step the gradient of a place beside, as far as rounding might lead.
    """
    many = np.tile(starts, (2 * len(RATES), 1))
    rates = np.tile(np.repeat(RATES, len(starts)), 2)
    optimizer = at_rates(getattr(gd_math, name)(1.0), rates)
    random = np.random.default_rng(11)
    strays = STRAY * (np.arange(len(many)) >= len(many) // 2)[:, np.newaxis]

    def beside(x, count):
        return loss.raw.gradient(x * (1 + strays * random.choice([-1, 1], x.shape)))

    return collect(loss, list(iterates(loss, optimizer, many, STEPS, beside)))


@pytest.fixture(scope="module")
def compared(calculator):
    """Every loss × every optimizer × learning rates × starts: a row of what was found for each."""
    rows = []
    optimizers = calculator.evaluate("Object.keys(explorer.OPTIMIZERS)")
    for loss_name, loss in LOSSES.items():
        starts = random_starts(loss, STARTS, seed=7)
        for name in optimizers:
            ours = walks(loss, name, starts)
            n = len(RATES) * STARTS
            asked = [loss.formula, domain_of(loss), name, list(RATES), starts.tolist(), STEPS]
            for i, (x, height, slope, overflown, outcome) in enumerate(
                calculator.evaluate(WALK, asked)
            ):
                mine, stray = ours.path(i), ours.path(n + i)
                # Beyond that it hangs on how a loss is written when a number is too large for a float.
                sane = np.abs(mine.loss) < LARGEST
                off = [
                    relative(found[sane], part[sane], floor)
                    for found, part, floor in (
                        (numbers(x, -1, 2), mine.x, 1e-6 * loss.diagonal),
                        (numbers(slope, -1, 2), mine.gradient, 1e-3 * np.abs(mine.gradient[sane]).max()),
                        (numbers(height, -1, 1), mine.loss[:, None], 1e-3 * np.ptp(mine.loss[sane])),
                    )
                ]
                calm = relative(stray.x[sane], mine.x[sane], 1e-6 * loss.diagonal) <= CLOSE
                rows.append(
                    {
                        "walk": f"{loss_name} {name} {RATES[i // STARTS]} from {starts[i % STARTS]}",
                        "optimizer": name,
                        "calm": calm,
                        "off": max(off),
                        "outcome": (outcome["kind"], mine.outcome),
                        "overflown": overflown,
                        "after": (outcome["after"], _after(loss, mine)),
                    }
                )
    return rows


def _after(loss, walk):
    """Return since which step a walk has been as its outcome says."""
    lower, upper = loss.domain
    if walk.outcome == "moving":
        return STEPS
    if walk.outcome == "converged":
        off = np.linalg.norm(walk.x - walk.x[-1], axis=-1) > 0.01 * loss.diagonal
    else:
        off = ((walk.x >= lower) & (walk.x <= upper)).all(axis=-1)
        if off[-1]:
            off = (walk.x != walk.x[-1]).any(axis=-1)
    return int(np.flatnonzero(off)[-1]) + 1 if off.any() else 0


def test_every_walk_that_is_not_chaotic_is_that_of_gd_math(compared):
    wrong = [row for row in compared if row["calm"] and not row["off"] <= CLOSE]
    assert not wrong, json.dumps(wrong[:5], indent=1)


def test_most_walks_are_not_chaotic(compared):
    assert len(compared) == len(LOSSES) * 7 * len(RATES) * STARTS
    assert np.mean([row["calm"] for row in compared]) > 0.8
    for name in {row["optimizer"] for row in compared}:
        assert np.mean([row["calm"] for row in compared if row["optimizer"] == name]) > 0.6, name


def test_their_outcomes_are_those_of_gd_math_and_said_since_when(compared):
    calm = [row for row in compared if row["calm"]]
    for part in ("outcome", "after"):
        wrong = [row for row in calm if row[part][0] != row[part][1]]
        assert not wrong, json.dumps(wrong[:5], indent=1)
    assert {row["outcome"][0] for row in calm} == {"converged", "moving", "diverged"}
    assert any(row["overflown"] for row in calm)


def test_a_start_that_is_no_place_is_refused(calculator):
    said = calculator.evaluate("""() => {
      const loss = explorer.makeLoss({ formula: "x^2 + log(y)", domain: [[1, 1], [2, 2]] });
      const slow = explorer.OPTIMIZERS.gradient_descent.make();
      try { explorer.descend(loss, slow, [1, -1], 3); } catch (error) { return error.message; }
    }""")
    assert said == "start must be where x^2 + log(y) and its gradient are finite"


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
          return [[4, 3], [-2, 2.5], [-4, -4], [4, -1]].map((at) => explorer.speedLimit(loss, at, known));
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
          return [
            Math.max(...made.map((loss) => best(() => loss.grid(129)))),
            Math.max(...made.map((loss) => best(() => explorer.descend(loss, slow, loss.domain[0], 1000)))),
          ];
        }""",
        [[loss.formula, domain_of(loss)] for loss in LOSSES.values()],
    )
    assert map_ < 30
    assert walk < 8
