import numpy as np
import pytest

from gd_math import Loss, grid, losses, random_starts, stationary_points

ALL = [value for value in vars(losses).values() if isinstance(value, Loss)]
each_loss = pytest.mark.parametrize("loss", ALL, ids=lambda loss: loss.name)
H = 1e-5  # of a central difference: error about H², and about 1e-16/H from rounding


def differences(function, x):
    """Central differences along each coordinate, which becomes the last axis."""
    unit = H * np.eye(x.shape[-1])
    return np.stack([(function(x + e) - function(x - e)) / (2 * H) for e in unit], axis=-1)


def test_the_records_are_found():
    assert {loss.name for loss in ALL} >= {"hills", "ravine", "parabola", "three valleys"}
    assert len({loss.name for loss in ALL}) == len(ALL)


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
            np.testing.assert_allclose(one, whole[i, j], rtol=1e-14, atol=1e-15)
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
def test_each_minimum_is_one(loss):
    lower, upper = loss.domain
    for minimum in loss.minima:
        assert (lower <= minimum.x).all()
        assert (minimum.x <= upper).all()
        assert loss.value(minimum.x) == pytest.approx(minimum.value, abs=1e-12)
        np.testing.assert_allclose(loss.gradient(minimum.x), 0, atol=1e-12)
        assert np.linalg.eigvalsh(loss.hessian(minimum.x)).min() >= -1e-12


@each_loss
def test_global_minima_are_the_lowest_points_of_a_dense_grid(loss):
    per_axis = 100_001 if loss.dimension == 1 else 601
    values = loss.value(grid(*loss.domain, (per_axis,) * loss.dimension))
    for minimum in loss.minima:
        assert minimum.is_global == (minimum.value <= values.min() + 1e-12)
    lowest = min(minimum.value for minimum in loss.minima)
    assert values.min() == pytest.approx(lowest, abs=1e-3 * np.ptp(values))


@each_loss
def test_no_minimum_is_missing(loss):
    found = [point.x for point in stationary_points(loss) if point.kind == "minimum"]
    claimed = [minimum.x for minimum in loss.minima]
    assert len(found) == len(claimed)
    for x in found:
        assert min(np.linalg.norm(x - y) for y in claimed) < 1e-6 * loss.diagonal


@pytest.mark.parametrize("learning_rate", [0.02, 0.05])
def test_three_valleys_is_descended_without_overshooting(learning_rate):
    loss = losses.THREE_VALLEYS
    x = np.linspace(-2.5, 2.5, 20_001)[:, np.newaxis]
    valley = np.where(np.abs(x) < 1, 0, 2 * np.sign(x))
    after = x - learning_rate * loss.gradient(x)
    rising = np.abs(np.abs(x) - 1) > 1e-9  # but for the two hilltops
    assert ((after - valley) * (x - valley) >= -1e-12)[rising].all()
    assert (np.abs(after - valley) <= np.abs(x - valley))[rising].all()
    assert (loss.value(after) <= loss.value(x) + 1e-15).all()
