"""Every walk of the page that is not chaotic is that of gd_math, number by number."""

import base64
import json

import numpy as np
import pytest

import gd_math
from gd_math import Loss, losses, random_starts
from gd_math.descent.loop import collect, iterates
from gd_math.descent.tuning import at_rates
from gd_math.formula.tree import LARGEST

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

# The arrays of a walk are sent as their bytes.
WALK = """([formula, domain, optimizer, rates, starts, steps]) => {
  const sent = ({ buffer }) => {
    const bytes = new Uint8Array(buffer);
    const parts = [];
    for (let at = 0; at < bytes.length; at += 4096) {
      parts.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
    }
    return btoa(parts.join(""));
  };
  const loss = explorer.makeLoss({ formula, domain });
  return rates.flatMap((rate) => starts.map((start) => {
    const made = explorer.OPTIMIZERS[optimizer].make({ learning_rate: rate });
    const walk = explorer.descend(loss, made, start, steps);
    const { kind, after } = explorer.outcome(loss, walk);
    const [x, loss_, gradient] = [walk.x, walk.loss, walk.gradient].map(sent);
    return { x, loss: loss_, gradient, overflown: walk.overflown, kind, after };
  }));
}"""


def ours(loss, name, starts):
    """Return gd_math's walks from all starts with all rates, and after them the same as they stray.

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


def difference(one, other, floor):
    """Return by how much (n, d) arrays differ at most, in their own size or in that of `floor`."""
    size = np.maximum(np.abs(other).max(axis=-1), floor)
    return float((np.abs(one - other).max(axis=-1) / size).max())


def compare(loss, walk, stray, found):
    """Return how the page's walk compares with that of gd_math, and whether that one is chaotic."""
    # Farther out it hangs on how a loss is written when a number is too large for a float.
    sane = np.abs(walk.loss) < LARGEST
    floors = {  # near a minimum a slope is what is left of large numbers
        "x": 1e-6 * loss.diagonal,
        "gradient": 1e-3 * np.abs(walk.gradient[sane]).max(),
        "loss": 1e-3 * np.ptp(walk.loss[sane]),
    }
    off = 0.0
    for part, floor in floors.items():
        expected = getattr(walk, part).reshape(STEPS + 1, -1)
        numbers = np.frombuffer(base64.b64decode(found[part])).reshape(expected.shape)
        off = max(off, difference(numbers[sane], expected[sane], floor))
    return {
        "calm": difference(stray.x[sane], walk.x[sane], floors["x"]) <= CLOSE,
        "off": off,
        "overflown": found["overflown"],
        "kind": (found["kind"], walk.outcome),
        "after": (found["after"], _after(loss, walk)),
    }


def _after(loss, walk):
    """Return since which step a walk has been as its outcome says."""
    lower, upper = loss.domain
    if walk.outcome == "moving":
        return STEPS
    if walk.outcome == "converged":
        before = np.linalg.norm(walk.x - walk.x[-1], axis=-1) > 0.01 * loss.diagonal
    else:
        before = ((walk.x >= lower) & (walk.x <= upper)).all(axis=-1)
        if before[-1]:
            before = (walk.x != walk.x[-1]).any(axis=-1)
    return int(np.flatnonzero(before)[-1]) + 1 if before.any() else 0


@pytest.fixture(scope="module")
def compared(calculator):
    """Every loss × every optimizer × learning rates × starts: what `compare` says of each."""
    rows = []
    n = len(RATES) * STARTS
    for key, loss in LOSSES.items():
        starts = random_starts(loss, STARTS, seed=7)
        domain = [corner.tolist() for corner in loss.domain]
        for name in calculator.evaluate("Object.keys(explorer.OPTIMIZERS)"):
            asked = [loss.formula, domain, name, list(RATES), starts.tolist(), STEPS]
            walks = ours(loss, name, starts)
            for i, found in enumerate(calculator.evaluate(WALK, asked)):
                told = {"loss": key, "optimizer": name, "rate": RATES[i // STARTS]}
                rows.append(told | compare(loss, walks.path(i), walks.path(n + i), found))
    return rows


def test_every_walk_that_is_not_chaotic_is_that_of_gd_math(compared):
    wrong = [row for row in compared if row["calm"] and not row["off"] <= CLOSE]
    assert not wrong, json.dumps(wrong[:5], indent=1)


def test_most_walks_are_not_chaotic(compared):
    assert len(compared) == len(LOSSES) * 7 * len(RATES) * STARTS
    assert np.mean([row["calm"] for row in compared]) > 0.85
    for part in ("optimizer", "loss"):
        for key in {row[part] for row in compared}:
            assert np.mean([row["calm"] for row in compared if row[part] == key]) > 0.6, key


def test_outcomes_are_those_of_gd_math_and_said_since_when(compared):
    calm = [row for row in compared if row["calm"]]
    for part in ("kind", "after"):
        wrong = [row for row in calm if row[part][0] != row[part][1]]
        assert not wrong, json.dumps(wrong[:5], indent=1)
    assert {row["kind"][0] for row in calm} == {"converged", "moving", "diverged"}
    assert any(row["overflown"] for row in calm)


def test_a_start_that_is_no_place_is_refused(calculator):
    said = calculator.evaluate("""() => {
      const loss = explorer.makeLoss({ formula: "x^2 + log(y)", domain: [[1, 1], [2, 2]] });
      const slow = explorer.OPTIMIZERS.gradient_descent.make();
      try { explorer.descend(loss, slow, [1, -1], 3); } catch (error) { return error.message; }
    }""")
    assert said == "start must be where x^2 + log(y) and its gradient are finite"
