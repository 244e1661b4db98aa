"""Every optimizer on a few losses of different kind."""

from functools import cache

import numpy as np
import pytest

from gd_math import Loss, Optimizer, descend, losses, random_starts
from tests.gd_math.optimizers.every_optimizer import MAKERS, NORMALIZED, SLOPED, STATES

# A quadratic, three valleys in a row, a bent one, a cliff behind a plateau, and three variables.
LOSSES = {
    loss.name: loss
    for loss in (
        losses.RAVINE,
        losses.THREE_VALLEYS,
        losses.ROSENBROCK,
        losses.PLATEAU_AND_CLIFF,
        losses.rastrigin(3),
    )
}
STARTS = {name: random_starts(loss, 6, seed=1) for name, loss in LOSSES.items()}
table = pytest.mark.parametrize(
    ("optimizer", "loss"), [(optimizer, loss) for optimizer in MAKERS for loss in LOSSES]
)


# Minima on which a walk can stand exactly, and to which decay pulls too.
ORIGINS = {
    name: loss
    for name, loss in LOSSES.items()
    if not loss.gradient(np.zeros(loss.dimension)).any()
    and any(not minimum.x.any() for minimum in loss.minima)
}


@cache
def curvature(loss: Loss) -> float:
    """The largest eigenvalue of the Hessian at many points of the domain."""
    return float(np.abs(np.linalg.eigvalsh(loss.hessian(random_starts(loss, 400, seed=0)))).max())


def careful(optimizer: str, loss: Loss) -> Optimizer:
    """The optimizer with a rate at which its steps are short everywhere in the domain."""
    if optimizer in NORMALIZED or "adam" in optimizer:
        return MAKERS[optimizer](0.001 * loss.diagonal)
    return MAKERS[optimizer](0.05 / curvature(loss))


@table
def test_numbers_are_finite_and_named(optimizer, loss):
    for rate in (0.02, 1e3):
        walk = descend(LOSSES[loss], MAKERS[optimizer](rate), STARTS[loss], 30)
        assert set(walk.outcome) <= {"converged", "moving", "diverged"}
        assert set(walk.state) == STATES[optimizer]
        for array in walk.state.values():
            assert array.shape == walk.x.shape
            assert (array[0] == 0).all()
            assert array[-1].any()
        for array in (walk.x, walk.loss, walk.gradient, *walk.state.values()):
            assert np.isfinite(array).all()
            assert not array.flags.writeable


@table
def test_a_batch_is_its_starts_one_by_one(optimizer, loss):
    rule = careful(optimizer, LOSSES[loss])
    together = descend(LOSSES[loss], rule, STARTS[loss], 20)
    for i in (0, 2):
        alone, part = descend(LOSSES[loss], rule, STARTS[loss][i], 20), together.path(i)
        assert part.outcome == alone.outcome
        assert part.state.keys() == alone.state.keys()
        pairs = [(part.x, alone.x), (part.loss, alone.loss), (part.gradient, alone.gradient)]
        pairs += [(part.state[name], alone.state[name]) for name in alone.state]
        for one, other in pairs:
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9 * np.abs(other).max())


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimizer", SLOPED | NORMALIZED)
def test_it_ends_lower(optimizer, loss):
    walk = descend(LOSSES[loss], careful(optimizer, LOSSES[loss]), STARTS[loss], 60)
    assert (walk.loss[-1] < walk.loss[0]).all()


@pytest.mark.parametrize("loss", ORIGINS)
@pytest.mark.parametrize("optimizer", MAKERS)
def test_on_a_minimum_it_stays(optimizer, loss):
    origin = np.zeros(ORIGINS[loss].dimension)
    walk = descend(ORIGINS[loss], MAKERS[optimizer](0.1), origin, 10)
    assert (walk.x == 0).all()
    assert walk.outcome == "converged"
