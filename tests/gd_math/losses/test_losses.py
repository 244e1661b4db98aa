"""What holds for every loss."""

import pickle

import numpy as np
import pytest

from gd_math import Loss, grid, losses, random_starts, stationary_points

NAMED = [value for value in vars(losses).values() if isinstance(value, Loss)]
MADE = [
    losses.styblinski_tang(1),
    losses.styblinski_tang(4),
    losses.rastrigin(1),
    losses.rastrigin(3),
    losses.quadratic([[3, 1, 0], [1, 2, -1], [0, -1, 4]], offset=[1, -2, 0.5]),
    losses.quadratic([[1, 2], [2, 1]], offset=[0, 3]),
]
each_loss = pytest.mark.parametrize(
    "loss", NAMED + MADE, ids=lambda loss: f"{loss.name} {loss.dimension}"
)
H = 1e-3  # of a difference of fourth order: error about H⁴, and about 1e-16/H from rounding


def differences(function, x):
    """Central differences of fourth order along each coordinate, which becomes the last axis."""
    unit = H * np.eye(x.shape[-1])
    return np.stack(
        [
            (8 * (function(x + e) - function(x - e)) - (function(x + 2 * e) - function(x - 2 * e)))
            / (12 * H)
            for e in unit
        ],
        axis=-1,
    )


def test_every_loss_is_public_and_has_a_name_of_its_own():
    assert {id(loss) for loss in NAMED} <= {id(getattr(losses, name)) for name in losses.__all__}
    assert len({loss.name for loss in NAMED}) == len(NAMED)


@each_loss
def test_gradient_is_the_difference_of_the_value(loss):
    x = random_starts(loss, 300, seed=1)
    np.testing.assert_allclose(loss.gradient(x), differences(loss.value, x), rtol=1e-6, atol=1e-7)


@each_loss
def test_hessian_is_the_difference_of_the_gradient(loss):
    x = random_starts(loss, 300, seed=2)
    np.testing.assert_allclose(loss.hessian(x), differences(loss.gradient, x), rtol=1e-6, atol=1e-7)


@each_loss
def test_point_batch_and_mesh_agree(loss):
    d = loss.dimension
    mesh = random_starts(loss, 12, seed=3).reshape(3, 4, d)
    for function, tail in ((loss.value, ()), (loss.gradient, (d,)), (loss.hessian, (d, d))):
        whole = function(mesh)
        assert whole.shape == (3, 4, *tail)
        for i, j in np.ndindex(3, 4):
            one = function(mesh[i, j])
            assert one.shape == tail
            np.testing.assert_allclose(one, whole[i, j], rtol=1e-14, atol=1e-14)
    assert f"{loss.value(mesh[0, 0]):.3f}"  # one value can be formatted like any number


@each_loss
def test_functions_leave_their_argument_alone_and_share_nothing_with_it(loss):
    x = random_starts(loss, 5, seed=4)
    before = x.copy()
    gradient, hessian = loss.gradient(x), loss.hessian(x)
    loss.value(x)
    np.testing.assert_array_equal(x, before)
    assert not np.shares_memory(gradient, x)
    assert gradient.flags.writeable
    assert hessian.flags.writeable


@each_loss
def test_nothing_is_out_of_range_in_the_domain(loss):
    per_axis = {1: 2001, 2: 101, 3: 21, 4: 9}[loss.dimension]
    x = grid(*loss.domain, (per_axis,) * loss.dimension)
    with np.errstate(all="raise"):
        for function in (loss.value, loss.gradient, loss.hessian):
            assert np.isfinite(function(x)).all()


@each_loss
def test_the_hessian_is_symmetric(loss):
    hessian = loss.hessian(random_starts(loss, 50, seed=5))
    np.testing.assert_array_equal(hessian, np.swapaxes(hessian, -1, -2))


@each_loss
def test_a_record_survives_pickling(loss):
    x = random_starts(loss, 3, seed=6)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(loss)).value(x), loss.value(x))


@each_loss
def test_no_minimum_is_missing(loss):
    found = np.array([point.x for point in stationary_points(loss) if point.kind == "minimum"])
    claimed = np.array([minimum.x for minimum in loss.minima])
    assert len(found) == len(claimed)
    for x in found:
        assert np.linalg.norm(x - claimed, axis=-1).min() < 1e-9 * loss.diagonal


@each_loss
def test_the_global_minima_are_the_lowest_points_of_the_domain(loss):
    values = loss.value(random_starts(loss, 20_000, seed=7))
    lowest = min([values.min(), *(minimum.value for minimum in loss.minima)])
    for minimum in loss.minima:
        assert minimum.is_global == (minimum.value <= lowest + 1e-12)
        assert loss.value(minimum.x) == pytest.approx(minimum.value, abs=1e-12)
