import tracemalloc

import numpy as np
import pytest

from gd_math import Loss, Minimum, descend, gradient_descent, grid, network, slices
from gd_math.losses import HILLS, PARABOLA, RAVINE, THREE_VALLEYS
from gd_math.slices import restrict, slices_along

H = 1e-5  # of a central difference


@pytest.fixture(scope="module")
def wide(quadratic):
    """A curved valley of 6 variables: a random quadratic with a sine on top."""
    matrix = np.random.default_rng(0).normal(size=(6, 6))
    bowl = quadratic(matrix @ matrix.T + np.eye(6))
    return Loss(
        name="wide",
        value=lambda x: bowl.value(x) + np.sin(x).sum(axis=-1),
        gradient=lambda x: bowl.gradient(x) + np.cos(x),
        hessian=lambda x: bowl.hessian(x) - np.sin(x)[..., np.newaxis] * np.eye(6),
        domain=bowl.domain,
        minima=(),
        formula="f",
    )


def draw(k, seed=1):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, 6), rng.normal(size=(k, 6)), rng.normal(size=(3, 4, k))


@pytest.mark.parametrize("k", [1, 2, 3])
def test_it_is_the_loss_at_the_point_that_the_coordinates_name(wide, k):
    origin, directions, t = draw(k)
    cut = restrict(wide, origin, directions, minima=())
    for index in np.ndindex(3, 4):
        x = origin + sum(t[index][j] * directions[j] for j in range(k))
        assert cut.value(t[index]) == pytest.approx(wide.value(x), rel=1e-13)
        assert cut.value(t)[index] == pytest.approx(wide.value(x), rel=1e-13)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_derivatives_are_differences(wide, k):
    origin, directions, t = draw(k)
    cut = restrict(wide, origin, directions, minima=())
    step = H * np.eye(k)
    for function, derivative in ((cut.value, cut.gradient), (cut.gradient, cut.hessian)):
        slope = [(function(t + e) - function(t - e)) / (2 * H) for e in step]
        np.testing.assert_allclose(derivative(t), np.stack(slope, axis=-1), rtol=1e-6, atol=1e-6)


def test_shapes_of_point_batch_and_mesh(wide):
    origin, directions, t = draw(2)
    cut = restrict(wide, origin, directions, minima=())
    for points in (t[0, 0], t[0], t, t[:0]):
        lead = points.shape[:-1]
        assert cut.value(points).shape == lead
        assert cut.gradient(points).shape == (*lead, 2)
        assert cut.hessian(points).shape == (*lead, 2, 2)
    assert f"{cut.value(t[0, 0]):.3f}"


def test_a_step_in_the_slice_is_a_step_along_its_directions():
    directions = np.eye(2)[::-1]
    cut = restrict(RAVINE, [0.5, 1.0], directions)
    inside = descend(cut, gradient_descent(0.2), [1.0, 1.5], 20)
    outside = descend(RAVINE, gradient_descent(0.2), [2.0, 2.0], 20)
    np.testing.assert_allclose([0.5, 1.0] + inside.x @ directions, outside.x, atol=1e-14)


def test_in_blocks_nothing_changes_and_the_loss_sees_few_points_at_a_time(wide, monkeypatch):
    origin, directions, _ = draw(2)
    t = np.random.default_rng(3).normal(size=(7, 9, 2))
    whole = restrict(wide, origin, directions, minima=())
    expected = [function(t) for function in (whole.value, whole.gradient, whole.hessian)]
    seen = []

    def recorded(x):
        seen.append(x.size)
        return wide.value(x)

    spy = Loss("spy", recorded, wide.gradient, wide.hessian, wide.domain, (), "f")
    cut = restrict(spy, origin, directions, minima=())
    monkeypatch.setattr(slices, "BLOCK", 60)
    for function, before in zip((cut.value, cut.gradient, cut.hessian), expected, strict=True):
        np.testing.assert_allclose(function(t), before, rtol=1e-13)
    assert len(seen) == 7
    assert max(seen) == 60


class TestDomain:
    def test_each_direction_goes_as_far_as_the_domain_of_the_loss(self):
        cut = restrict(RAVINE, [1.0, -1.0], [[1, 0], [2, 2]])  # the box is [−3, 3]²
        np.testing.assert_allclose(cut.domain, [[-4, -1], [2, 1]])

    def test_it_can_be_given(self):
        cut = restrict(RAVINE, [50.0, 0.0], [[1, 0]], domain=([-60], [10]))
        np.testing.assert_array_equal(cut.domain, [[-60], [10]])
        np.testing.assert_allclose(cut.minima[0].x, [-50])

    def test_an_origin_outside_needs_one(self):
        with pytest.raises(ValueError, match="origin must be inside the domain of ravine"):
            restrict(RAVINE, [3.0, 0.0], [[1, 0]])


class TestMinima:
    def test_along_an_axis_they_are_those_of_the_loss(self):
        cut = restrict(THREE_VALLEYS, [0.5], [[2.0]])
        np.testing.assert_allclose([m.x[0] for m in cut.minima], [-1.25, -0.25, 0.75], atol=1e-12)
        assert [m.is_global for m in cut.minima] == [True, False, True]
        np.testing.assert_allclose([m.value for m in cut.minima], [-4 / 9, 0, -4 / 9], atol=1e-15)

    def test_of_a_parabola_it_is_the_vertex(self, wide, quadratic):
        matrix = wide.hessian(np.zeros(6))
        bowl = quadratic(matrix)
        for k in (1, 2):
            origin, directions, _ = draw(k)
            cut = restrict(bowl, origin, directions, domain=([-9.0] * k, [9.0] * k))
            vertex = -np.linalg.solve(
                directions @ matrix @ directions.T, directions @ matrix @ origin
            )
            assert len(cut.minima) == 1
            np.testing.assert_allclose(cut.minima[0].x, vertex, rtol=1e-9)
            assert cut.minima[0].is_global

    def test_in_a_plane_they_are_those_of_the_loss(self):
        turned = np.array([[1, 1], [-1, 1]]) / np.sqrt(2)
        cut = restrict(HILLS, [0.0, 0.0], turned, domain=([-3, -3], [3, 3]))
        corners = np.array([m.x for m in cut.minima]) @ turned
        expected = [[np.pi / 2, -np.pi / 2], [-np.pi / 2, np.pi / 2]]
        np.testing.assert_allclose(sorted(corners.tolist()), sorted(expected), atol=1e-9)

    def test_one_at_the_end_of_the_domain_counts(self):
        cut = restrict(PARABOLA, [0.0], [[1.0]], domain=([0.0], [2.0]))
        np.testing.assert_allclose(cut.minima[0].x, [0], atol=1e-12)

    def test_a_valley_above_the_end_of_the_domain_is_not_global(self):
        cut = restrict(THREE_VALLEYS, [0.0], [[1.0]], domain=([-0.9], [1.8]))
        assert [(round(m.x[0], 9), m.is_global) for m in cut.minima] == [(0, False)]

    def test_a_flat_bottom_is_one(self):
        quartic = Loss(
            "quartic",
            lambda x: (x[..., 0] ** 2 + x[..., 1]) ** 2,
            lambda x: (
                2
                * (x[..., :1] ** 2 + x[..., 1:])
                * np.concatenate([2 * x[..., :1], np.ones_like(x[..., 1:])], axis=-1)
            ),
            lambda x: np.zeros((*x.shape, 2)),  # not needed along a line
            ([-1.0, -1.0], [1.0, 1.0]),
            (),
            "f",
        )
        cut = restrict(quartic, [0.013, 0.0], [[1.0, 0.0]])
        assert len(cut.minima) == 1
        assert cut.minima[0].x[0] == pytest.approx(-0.013, abs=1e-12)

    def test_a_slice_that_does_not_vary_has_none(self):
        flat = Loss(
            "flat",
            lambda x: x[..., 0] ** 2,
            lambda x: x * [2.0, 0.0],
            lambda x: np.broadcast_to(np.diag([2.0, 0.0]), (*x.shape, 2)),
            ([-1.0, -1.0], [1.0, 1.0]),
            (),
            "x^2",
        )
        assert restrict(flat, [0.5, 0.0], [[0.0, 1.0]]).minima == ()

    def test_they_can_be_given_and_are_not_searched_for_then(self, wide):
        def refuse(x):
            raise AssertionError("nothing is evaluated before it is asked for")

        unasked = Loss("unasked", refuse, refuse, refuse, wide.domain, (), "f")
        origin, directions, _ = draw(2)
        assert restrict(unasked, origin, directions, minima=()).minima == ()
        known = Minimum(np.zeros(2), 1.0, is_global=True)
        assert restrict(unasked, origin, directions, minima=[known]).minima == (known,)

    def test_nor_in_many_dimensions(self, quadratic):
        large = quadratic(np.eye(65))
        assert restrict(large, np.zeros(65), np.eye(65)[:2]).minima == ()


@pytest.mark.parametrize(
    ("origin", "directions", "message"),
    [
        ([1.0], [[1, 0]], r"origin must have shape \(\.\.\., 2\)"),
        ([[1.0, 2.0]], [[1, 0]], r"origin must be one point \(2,\), got \(1, 2\)"),
        ([1.0, np.nan], [[1, 0]], "origin must be finite"),
        ([0.0, 0.0], [1, 0], r"directions must have shape \(k, 2\).*got shape \(2,\)"),
        ([0.0, 0.0], [[1, 0, 0]], r"directions must have shape \(\.\.\., 2\)"),
        ([0.0, 0.0], [[0, 0]], "directions must have .* dependent ones"),
        ([0.0, 0.0], [[1, 2], [2, 4]], "directions must have .* dependent ones"),
        ([0.0, 0.0], [[1, 0], [0, 1], [1, 1]], "directions must have .* dependent ones"),
        ([0.0, 0.0], np.zeros((0, 2)), r"directions must have .*got shape \(0, 2\)"),
    ],
)
def test_unsuitable_arguments(origin, directions, message):
    with pytest.raises(ValueError, match=message):
        restrict(RAVINE, origin, directions)


def test_unsuitable_domain():
    with pytest.raises(ValueError, match=r"domain must have corners of shape \(1,\).*got \(2,\)"):
        restrict(RAVINE, [0.0, 0.0], [[1, 0]], domain=([-1, -1], [1, 1]))


def test_directions_of_very_different_lengths_are_independent(wide):
    cut = restrict(wide, np.zeros(6), [[1e-9, 0, 0, 0, 0, 0], [0, 1e9, 0, 0, 0, 0]], minima=())
    assert cut.dimension == 2


def test_it_does_not_follow_later_changes_of_the_arrays(wide):
    origin, directions, t = draw(2)
    cut = restrict(wide, origin, directions, minima=())
    before = cut.value(t)
    origin += 1
    directions *= 2
    np.testing.assert_array_equal(cut.value(t), before)


class TestSlicesAlongAPath:
    def test_each_is_the_slice_through_its_point(self, wide):
        path = np.random.default_rng(2).normal(size=(4, 6))
        directions, box = np.random.default_rng(3).normal(size=(2, 6)), ([-1.0, -2.0], [1.0, 0.5])
        found = slices_along(wide, path, directions, box, (3, 5))
        assert found.shape == (4, 3, 5)
        for point, values in zip(path, found, strict=True):
            alone = restrict(wide, point, directions, box, minima=())
            np.testing.assert_allclose(values, alone.value(grid(*box, (3, 5))), rtol=1e-12)

    def test_a_hundred_slices_of_a_network_need_the_memory_of_their_values_only(self):
        moons = network.moons()
        path = np.linspace(moons.start, -moons.start, 100)
        tracemalloc.start()
        slices_along(moons.loss, path, np.eye(2, len(moons.start)), ([-1, -1], [1, 1]), (41, 41))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 200e6

    def test_what_does_not_fit_is_refused(self, wide):
        box = [-1.0], [1.0]
        with pytest.raises(ValueError, match=r"path must have shape \(steps\+1, 6\)"):
            slices_along(wide, np.zeros(6), np.eye(1, 6), box, (3,))
        with pytest.raises(ValueError, match="linearly independent"):
            slices_along(wide, np.zeros((2, 6)), np.zeros((1, 6)), box, (3,))
        with pytest.raises(ValueError, match=r"shape \(1,\)"):
            slices_along(wide, np.zeros((2, 6)), np.eye(1, 6), ([-1, -1], [1, 1]), (3,))
        with pytest.raises(ValueError, match="take fewer points"):
            slices_along(wide, np.zeros((10**6, 6)), np.eye(1, 6), box, (1000,))
