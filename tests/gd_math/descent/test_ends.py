"""Where many walks end and when, and the rate with which most arrive."""

import numpy as np
import pytest

from gd_math import (
    adam,
    basins_of_attraction,
    descend,
    ends_of_walks,
    from_formula,
    gradient_descent,
    grid,
    losses,
    minimum_reached,
    momentum,
    rate_for_most,
)
from gd_math.descent.ends import AT_REST, GONE, MOVING
from gd_math.loss import Loss

STARTS = grid(*losses.HIMMELBLAU.domain, (12, 12)).reshape(-1, 2)


@pytest.mark.parametrize("optimizer", [gradient_descent(0.01), momentum(0.002), adam(0.1)])
def test_ends_are_those_of_the_walks_taken_one_by_one(optimizer: object) -> None:
    loss = losses.HIMMELBLAU
    ends = ends_of_walks(loss, optimizer, STARTS, 300)
    basins = basins_of_attraction(loss, optimizer, STARTS, 300)
    inside = ends.kind != GONE
    assert inside.mean() > 0.8
    assert (np.maximum(ends.kind, -1) == basins)[inside].all()


def test_a_walk_arrives_when_it_stays_near_its_end() -> None:
    loss, descent = losses.THREE_VALLEYS, gradient_descent(0.05)
    ends = ends_of_walks(loss, descent, [[-1.5], [0.9], [2.3]], 300)
    paths = descend(loss, descent, [[-1.5], [0.9], [2.3]], 300)
    near = 0.01 * loss.diagonal
    for i, arrival in enumerate(ends.arrival):
        away = np.abs(paths.x[:, i, 0] - ends.x[i, 0])
        assert (away[arrival:] <= near).all()
        assert away[arrival - 1] > near


@pytest.mark.parametrize(
    ("formula", "rate", "kind"),
    [
        ("x*y", 0.1, GONE),
        ("x + y", 0.1, GONE),
        ("(x*y - 1)^2", 0.01, AT_REST),
        ("x^2 + y^2", 1e-6, MOVING),
        ("x^2 + y^2", 1.1, GONE),
        ("x^2 + y^2", 0.2, 0),
    ],
)
def test_each_kind_of_end_is_told(formula: str, rate: float, kind: int) -> None:
    loss = from_formula(formula, (-3, 3))
    ends = ends_of_walks(loss, gradient_descent(rate), [[1.0, 0.4], [-2.0, 1.0]], 400)
    assert ends.kind.tolist() == [kind, kind]


def test_a_walk_that_is_gone_arrives_when_it_leaves_for_good() -> None:
    loss = from_formula("x", (-3, 3))
    ends = ends_of_walks(loss, gradient_descent(0.5), [[2.0]], 100)
    assert ends.arrival.tolist() == [11]  # at −3 it is still inside, at −3.5 outside
    assert not ends.leapt[0]


def test_a_long_step_is_a_leap() -> None:
    loss = from_formula("x^2", (-3, 3))
    ends = ends_of_walks(loss, gradient_descent(0.5), [[2.0], [0.1]], 10)
    assert ends.leapt.tolist() == [True, False]


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e12])
def test_the_rate_that_is_found_does_not_depend_on_the_unit_of_the_loss(scale: float) -> None:
    loss = from_formula(f"{scale:g}*(x^4 - 3x^2 + y^2)")
    found = rate_for_most(loss, gradient_descent, grid(*loss.domain, (6, 4)).reshape(-1, 2), 400)
    assert found.arriving == 1
    assert found.learning_rate * scale == pytest.approx(0.05, rel=0.3)


@pytest.mark.parametrize(
    "loss", [losses.HIMMELBLAU, losses.HILLS, losses.THREE_VALLEYS, losses.BOOTH], ids=repr
)
@pytest.mark.parametrize("optimizer", [gradient_descent, momentum, adam])
def test_with_it_most_walks_arrive(loss: Loss, optimizer: object) -> None:
    starts = grid(*loss.domain, (6,) * loss.dimension).reshape(-1, loss.dimension)
    inner = starts[np.all(np.abs(starts) < 0.95 * loss.domain[1], axis=1)]
    found = rate_for_most(loss, optimizer, inner, 400)
    ends = descend(loss, optimizer(found.learning_rate), inner, 400)
    arrived = np.mean(minimum_reached(loss, ends.x[-1]) >= 0)
    assert found.arriving == pytest.approx(arrived, abs=0.05)
    assert arrived > 0.7


def test_it_has_two_digits() -> None:
    found = rate_for_most(losses.HIMMELBLAU, gradient_descent, STARTS[::7], 200)
    assert found.learning_rate == float(f"{found.learning_rate:.1e}")


def test_unsuitable_starts_and_steps_are_refused() -> None:
    descent = gradient_descent(0.1)
    with pytest.raises(ValueError, match="starts must have shape"):
        ends_of_walks(losses.HILLS, descent, [1.0, 2.0], 10)
    with pytest.raises(ValueError, match="steps"):
        ends_of_walks(losses.HILLS, descent, [[1.0, 2.0]], 0)
