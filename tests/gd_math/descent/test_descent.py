import copy
import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from gd_math import Loss, adam, descend, gradient_descent, losses, momentum, random_starts
from gd_math.descent.loop import iterates
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS
from gd_math.optimizers import Optimizer
from tests.gd_math.optimizers.every_optimizer import MAKERS, NORMALIZED, SLOPED

LOSSES = st.sampled_from([HILLS, RAVINE, PARABOLA, THREE_VALLEYS])
OUTCOMES = {"converged", "moving", "diverged"}
brief = settings(max_examples=60, deadline=None)


@st.composite
def optimizers(draw):
    learning_rate = draw(st.floats(1e-4, 1e4))
    if draw(st.booleans()):
        return momentum(learning_rate, draw(st.floats(0, 0.99)))
    return MAKERS[draw(st.sampled_from(sorted(MAKERS)))](learning_rate)


@st.composite
def batches(draw):
    loss = draw(LOSSES)
    shape = (draw(st.integers(1, 5)), loss.dimension)
    return loss, draw(arrays(float, shape, elements=st.floats(-1e6, 1e6)))


def test_a_step_of_another_shape_is_refused():
    wide = Optimizer(lambda x: (), lambda gradient, state, x: (-gradient[np.newaxis], state))
    message = r"step must have the shape \(2,\) of the start, got \(1, 2\)"
    with pytest.raises(ValueError, match=message):
        descend(losses.RAVINE, wide, [1.0, 1.0], 3)


@brief
@given(batches(), optimizers(), st.integers(0, 40))
def test_shapes_and_no_infinity_whatever_the_start(batch, optimizer, steps):
    loss, starts = batch
    walk = descend(loss, optimizer, starts, steps)
    assert walk.steps == steps
    assert walk.x.shape == walk.gradient.shape == (steps + 1, *starts.shape)
    assert walk.loss.shape == (steps + 1, len(starts))
    assert walk.outcome.shape == (len(starts),)
    assert set(walk.outcome) <= OUTCOMES
    for array in (walk.x, walk.loss, walk.gradient, *walk.state.values()):
        assert np.isfinite(array).all()
    np.testing.assert_array_equal(walk.x[0], starts)
    np.testing.assert_allclose(walk.loss, loss.value(walk.x), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(walk.gradient, loss.gradient(walk.x), rtol=1e-12, atol=1e-12)


def test_its_repr_is_one_short_line():
    walk = descend(RAVINE, gradient_descent(0.5), [[2.0, 2.5], [0.0, 0.0], [1.0, 1.0]], 50)
    assert repr(walk.path(0)) == "Trajectory(50 steps, diverged)"
    assert repr(walk) == "Trajectory(50 steps from 3 starts: 1 converged, 2 diverged)"


# Not over the hills with optimizers that heed the sign of a slope more than its size: on the way to
# a pass they take the last digit, in which sines may differ from machine to machine, for a slope.
PAIRS = [
    *((name, loss) for name in MAKERS for loss in (RAVINE, PARABOLA, THREE_VALLEYS)),
    *((name, HILLS) for name in SLOPED),
]


@brief
# Not from far away and not with huge steps, where a walk is chaotic.
@given(
    st.sampled_from(PAIRS),
    arrays(float, st.tuples(st.integers(1, 5), st.just(2)), elements=st.floats(-10, 10)),
    st.floats(1e-4, 0.1),
    st.integers(0, 25),
)
def test_a_batch_is_its_starts_one_by_one(pair, numbers, learning_rate, steps):
    name, loss = pair
    optimizer, starts = MAKERS[name](learning_rate), numbers[:, : loss.dimension]
    together = descend(loss, optimizer, starts, steps)
    for i, start in enumerate(starts):
        alone = descend(loss, optimizer, start, steps)
        part = together.path(i)
        np.testing.assert_allclose(part.x, alone.x, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(part.loss, alone.loss, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(part.gradient, alone.gradient, rtol=1e-9, atol=1e-9)
        assert type(alone.outcome) is type(part.outcome) is str
        assert part.outcome == alone.outcome


@brief
@given(
    arrays(float, (2, 2), elements=st.floats(-3, 3)),
    arrays(float, 2, elements=st.floats(-5, 5)),
    st.floats(0.01, 1.999),
)
def test_below_the_limit_the_loss_never_rises_on_a_convex_quadratic(
    quadratic, factor, start, share
):
    hessian = factor @ factor.T + 0.01 * np.eye(2)
    learning_rate = share / np.linalg.eigvalsh(hessian)[-1]
    loss = descend(quadratic(hessian), gradient_descent(learning_rate), start, 40).loss
    assert (np.diff(loss) <= 1e-12 * loss[0]).all()


finite = st.floats(allow_nan=False, allow_infinity=False)


@brief
@given(arrays(float, 2, elements=finite), st.sampled_from(sorted(MAKERS)), st.floats(1e-9, 1e9))
def test_no_slope_is_too_steep(slope, name, learning_rate):
    plane = dataclasses.replace(
        RAVINE,
        value=lambda x: x @ slope,
        gradient=lambda x: np.broadcast_to(slope, x.shape),
        hessian=lambda x: np.zeros((*x.shape, 2)),
    )
    walk = descend(plane, MAKERS[name](learning_rate), np.zeros((3, 2)), 12)
    for array in (walk.x, walk.loss, walk.gradient, *walk.state.values()):
        assert np.isfinite(array).all()


@brief
@given(arrays(float, (6, 2), elements=finite), st.sampled_from(sorted(MAKERS)))
def test_no_estimate_is_too_wild(estimates, name):
    walk = iterates(
        RAVINE, MAKERS[name](0.1), [2.0, 2.5], 6, estimate=lambda x, count: estimates[count]
    )
    for position in walk:
        for array in (position.x, position.value, position.gradient, *position.state.values()):
            assert np.isfinite(array).all()
        assert np.isfinite(position.estimate).all()


def moved(loss: Loss, shift) -> Loss:
    """The loss somewhere else, the origin being where `shift` was."""
    lower, upper = loss.domain
    return dataclasses.replace(
        loss,
        value=lambda x: loss.value(x + shift),
        gradient=lambda x: loss.gradient(x + shift),
        hessian=lambda x: loss.hessian(x + shift),
        domain=(lower - shift, upper - shift),
        minima=(),
    )


# In quarters, so that at least the start is moved without rounding: a coordinate that starts where
# its slope is zero would otherwise get a slope of 1e-16, which AdaGrad would take for a slope.
quarters = st.integers(-12, 12).map(lambda n: n / 4)


@brief
@given(
    st.sampled_from([(name, loss) for name, loss in PAIRS if name in SLOPED | NORMALIZED]),
    st.lists(quarters, min_size=4, max_size=4),
    st.floats(1e-3, 0.03),
)
def test_a_loss_that_is_moved_moves_the_path(pair, numbers, learning_rate):
    name, loss = pair
    start, shift = np.reshape(numbers, (2, 2))[:, : loss.dimension]
    here = descend(loss, MAKERS[name](learning_rate), start, 25)
    there = descend(moved(loss, shift), MAKERS[name](learning_rate), start - shift, 25)
    np.testing.assert_allclose(there.x + shift, here.x, rtol=0, atol=1e-9)
    assert there.outcome == here.outcome


@pytest.mark.parametrize("name", MAKERS)
def test_a_walk_can_go_on_where_it_was_left(name):
    whole = list(iterates(HILLS, MAKERS[name](0.1), [[2.0, 1.0], [0.3, -1.0]], 12))
    first = list(iterates(HILLS, MAKERS[name](0.1), [[2.0, 1.0], [0.3, -1.0]], 5))[-1]
    state = first.optimizer_state
    then = list(iterates(HILLS, MAKERS[name](0.1), first.x, 7, optimizer_state=state))
    for one, other in zip(whole[5:], then, strict=True):
        np.testing.assert_array_equal(one.x, other.x)
        for part in one.state:
            np.testing.assert_array_equal(one.state[part], other.state[part])


def test_a_state_that_overflows_stops_its_own_path_only(quadratic):
    # Adam squares the slope of 1e200; its own loss, 1e100, would not have overflown.
    steep = quadratic(np.diag([1e300, 1.0]))
    walk = descend(steep, adam(0.01), [[1e-100, 1.0], [0.0, 1.0]], 30)
    assert list(walk.outcome) == ["diverged", "moving"]
    np.testing.assert_array_equal(walk.x[:, 0], [[1e-100, 1.0]] * 31)
    np.testing.assert_array_equal(walk.x[:, 1], descend(steep, adam(0.01), [0.0, 1.0], 30).x)


def test_each_row_is_one_step_from_the_last():
    walk = descend(HILLS, gradient_descent(0.3), random_starts(HILLS, 7, seed=1), 25)
    expected = walk.x[:-1] - 0.3 * HILLS.gradient(walk.x[:-1])
    np.testing.assert_allclose(walk.x[1:], expected, rtol=1e-14, atol=1e-14)


def test_a_grid_of_starts_advances_together():
    starts = random_starts(RAVINE, 12, seed=2).reshape(3, 4, 2)
    walk = descend(RAVINE, gradient_descent(0.2), starts, 5)
    assert walk.x.shape == (6, 3, 4, 2)
    assert walk.outcome.shape == (3, 4)
    row = walk.path(2)
    assert row.x.shape == (6, 4, 2)
    np.testing.assert_array_equal(row.path(-1).x, walk.x[:, 2, 3])


def test_an_overflow_stops_its_own_path_only_and_at_the_last_finite_point():
    starts = np.array([[2.0, 2.5], [0.0, 1.0]])  # the second never leaves the stable direction
    walk = descend(RAVINE, gradient_descent(0.5), starts, 2000)
    assert list(walk.outcome) == ["diverged", "converged"]
    moving = np.flatnonzero((np.diff(walk.x[:, 0], axis=0) != 0).any(axis=-1))
    last = moving[-1] + 1
    np.testing.assert_array_equal(moving, np.arange(last))  # it moves, then stays for good
    np.testing.assert_array_equal(walk.x[last:, 0], walk.x[[last], 0].repeat(2001 - last, axis=0))
    x = walk.x[last, 0]
    with np.errstate(over="ignore"):
        assert np.isfinite(RAVINE.raw.value(x))
        assert not np.isfinite(RAVINE.raw.value(x - 0.5 * RAVINE.gradient(x)))


def test_a_path_that_has_overflown_never_moves_again():
    walk = descend(RAVINE, gradient_descent(lambda k: 0.5 if k < 1500 else 0.1), [2.0, 2.5], 1600)
    assert walk.outcome == "diverged"
    np.testing.assert_array_equal(walk.x[1500:], walk.x[[1500]].repeat(101, axis=0))


def test_the_caller_keeps_the_start():
    start = np.array([2.0, 2.5])
    walk = descend(RAVINE, gradient_descent(0.2), start, 3)
    start[0] = 100
    assert walk.x[0, 0] == 2


def test_a_trajectory_can_be_copied():  # as Manim copies whatever a mobject holds
    walk = descend(RAVINE, momentum(0.1), [[2.0, 2.5]], 3)
    twin = copy.deepcopy(walk)
    np.testing.assert_array_equal(twin.x, walk.x)
    np.testing.assert_array_equal(twin.state["velocity"], walk.state["velocity"])


def test_a_trajectory_cannot_be_changed():
    walk = descend(RAVINE, gradient_descent(0.2), [[2.0, 2.5]], 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        walk.x = walk.x
    for array in (walk.x, walk.loss, walk.gradient, walk.outcome, walk.path(0).x):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("start", "steps", "message"),
    [
        ([1.0], 5, r"start must have shape \(\.\.\., 2\).*got shape \(1,\)"),
        (3.0, 5, "start must have shape"),
        ([1.0, np.nan], 5, "start must be finite"),
        ("ab", 5, "start must be an array of real numbers"),
        ([1e200, 0.0], 5, "start must be where ravine and its gradient are finite"),
        ([1.0, 1.0], -1, "steps must be a whole number of at least 0, got -1"),
        ([1.0, 1.0], 2.5, "steps must be a whole number"),
        ([1.0, 1.0], True, "steps must be a whole number"),
        ([1.0, 1.0], None, "steps must be a whole number"),
    ],
)
def test_unsuitable_starts_and_steps(start, steps, message):
    with pytest.raises(ValueError, match=message):
        descend(RAVINE, gradient_descent(0.1), start, steps)


@pytest.mark.parametrize("i", [3, -4, 0.5, None])
def test_unsuitable_paths(i):
    walk = descend(losses.PARABOLA, gradient_descent(0.1), [[1.0], [2.0], [3.0]], 2)
    with pytest.raises(ValueError, match=r"^i must be"):
        walk.path(i)


def test_one_start_has_no_paths():
    with pytest.raises(ValueError, match="needs the trajectory of a batch"):
        descend(PARABOLA, gradient_descent(0.1), [1.0], 2).path(0)
