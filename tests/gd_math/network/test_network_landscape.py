import numpy as np
import pytest

from gd_math import Network, descend, grid, momentum, restrict
from gd_math.network import (
    MAJORITY,
    XOR,
    PrincipalDirections,
    filter_normalized_directions,
    moons,
    principal_directions,
    xavier,
)

NET = Network((3, 5, 4, 2), "relu")
BOX = ([-1, -1], [1, 1])


def theta():
    return np.random.default_rng(4).normal(size=NET.dimension)


class TestFilterNormalizedDirections:
    def test_each_filter_is_as_long_as_the_trained_one(self):
        directions = filter_normalized_directions(NET, theta(), 0, count=3)
        assert directions.shape == (3, NET.dimension)
        for drawn, trained in zip(NET.unpack(directions), NET.unpack(theta()), strict=True):
            expected = np.linalg.norm(trained.weights, axis=-1)
            for one in drawn.weights:
                np.testing.assert_allclose(np.linalg.norm(one, axis=-1), expected, rtol=1e-12)
            assert not drawn.biases.any()

    def test_biases_may_be_part_of_the_filter(self):
        directions = filter_normalized_directions(NET, theta(), 0, biases=True)
        for drawn, trained in zip(NET.unpack(directions), NET.unpack(theta()), strict=True):
            expected = (trained.weights**2).sum(axis=-1) + trained.biases**2
            squares = (drawn.weights**2).sum(axis=-1) + drawn.biases**2
            np.testing.assert_allclose(squares, np.tile(expected, (2, 1)), rtol=1e-12)
            assert drawn.biases.all()

    def test_layers_without_biases(self):
        directions = filter_normalized_directions(MAJORITY.network, MAJORITY.start, 0, biases=True)
        _, second = MAJORITY.network.unpack(directions)
        trained = MAJORITY.network.unpack(MAJORITY.start)[1]
        np.testing.assert_allclose(
            np.linalg.norm(second.weights[:, 0], axis=-1), [np.linalg.norm(trained.weights)] * 2
        )

    def test_they_are_random_and_repeatable(self):
        first, second = filter_normalized_directions(NET, theta(), 1)
        assert abs(first @ second) < 0.5 * np.linalg.norm(first) * np.linalg.norm(second)
        again = filter_normalized_directions(NET, theta(), np.random.default_rng(1))
        np.testing.assert_array_equal(again, [first, second])
        assert not np.array_equal(again, filter_normalized_directions(NET, theta(), 2))

    def test_every_direction_of_a_filter_is_equally_likely(self):
        net = Network((2, 1), biases=False)
        directions = filter_normalized_directions(net, [3.0, 4.0], 0, count=4000)
        np.testing.assert_allclose(np.linalg.norm(directions, axis=-1), 5)
        angles = np.arctan2(directions[:, 1], directions[:, 0])
        counts, _ = np.histogram(angles, bins=8, range=(-np.pi, np.pi))
        assert np.abs(counts - 500).max() < 5 * np.sqrt(500)

    def test_networks_that_differ_in_scale_alone_have_the_same_landscape(self):
        """ReLU layers may be scaled by c and 1/c; a step of fixed length would see that."""
        rng = np.random.default_rng(0)
        net = Network((2, 6, 1), "relu", biases=False)
        loss = net.loss(rng.normal(size=(20, 2)), rng.normal(size=20))
        plain = xavier(net, 1)
        (w1, _), (w2, _) = net.unpack(plain)
        scaled = net.pack([(10 * w1, None), (w2 / 10, None)])
        assert loss.value(scaled) == pytest.approx(loss.value(plain))
        mesh = grid(*BOX, (9, 9))
        views = [
            restrict(loss, start, filter_normalized_directions(net, start, 3), BOX, minima=())
            for start in (plain, scaled)
        ]
        np.testing.assert_allclose(views[0].value(mesh), views[1].value(mesh), rtol=1e-9)
        fixed = np.random.default_rng(3).normal(size=(2, net.dimension))
        views = [restrict(loss, start, fixed, BOX, minima=()) for start in (plain, scaled)]
        assert not np.allclose(views[0].value(mesh), views[1].value(mesh), rtol=0.1)

    def test_a_silent_filter_stays_silent(self):
        net = Network((2, 2, 1))
        parameters = net.pack([([[1.0, 2.0], [0.0, 0.0]], [1, 1]), ([[1.0, 1.0]], [0])])
        directions = filter_normalized_directions(net, parameters, 0)
        assert not net.unpack(directions)[0].weights[:, 1].any()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((np.zeros((2, NET.dimension)), 0), r"parameters must have shape \(54,\)"),
            ((np.zeros(5), 0), r"parameters must have shape \(\.\.\., 54\)"),
            ((np.zeros(NET.dimension), -1), "seed must be"),
            ((np.zeros(NET.dimension), 0, 0), "count must be"),
        ],
    )
    def test_unsuitable_arguments(self, arguments, message):
        with pytest.raises(ValueError, match=message):
            filter_normalized_directions(NET, *arguments)


class TestPrincipalDirections:
    def known(self):
        """A path in 6 dimensions made of three known directions and spreads, and no more."""
        rng = np.random.default_rng(7)
        axes = np.linalg.qr(rng.normal(size=(6, 3)))[0].T
        raw = rng.normal(size=(40, 3))
        unrelated = np.linalg.qr(raw - raw.mean(axis=0))[0]
        spreads = np.array([5.0, 3.0, 1.0])
        return axes, spreads, unrelated * spreads @ axes + rng.normal(size=6)

    def test_known_directions_and_shares(self):
        axes, spreads, path = self.known()
        found = principal_directions(path, count=3)
        np.testing.assert_allclose(found.shares, spreads**2 / (spreads**2).sum(), rtol=1e-10)
        cosines = np.abs(found.directions @ axes.T)
        np.testing.assert_allclose(cosines, np.eye(3), atol=1e-10)

    def test_they_are_the_eigenvectors_of_the_covariance(self):
        path = np.cumsum(np.random.default_rng(1).normal(size=(30, 8)), axis=0)
        found = principal_directions(path, count=8)
        covariance = np.cov(path - path[-1], rowvar=False)
        eigenvalues, vectors = np.linalg.eigh(covariance)
        np.testing.assert_allclose(found.shares, eigenvalues[::-1] / eigenvalues.sum(), atol=1e-12)
        np.testing.assert_allclose(
            np.abs(np.diag(found.directions @ vectors[:, ::-1])), 1, rtol=1e-9
        )
        assert found.shares.sum() == pytest.approx(1)

    def test_coordinates_lead_back_to_the_path(self):
        _, _, path = self.known()
        found = principal_directions(path, count=3)
        np.testing.assert_allclose(found.origin + found.coordinates @ found.directions, path)
        np.testing.assert_array_equal(found.coordinates[-1], 0)
        np.testing.assert_array_equal(found.origin, path[-1])
        assert (found.coordinates[0] >= 0).all()
        two = principal_directions(path)
        np.testing.assert_allclose(two.coordinates, found.coordinates[:, :2])
        np.testing.assert_allclose(two.shares, found.shares[:2])

    def test_a_straight_path_has_one_direction(self):
        steps = np.linspace(0, 1, 9)[:, np.newaxis] ** 2
        found = principal_directions(1.0 + steps * [3.0, 4.0, 0.0])
        np.testing.assert_allclose(found.shares, [1, 0], atol=1e-15)
        np.testing.assert_allclose(found.directions[0], [-0.6, -0.8, 0], atol=1e-12)
        np.testing.assert_allclose(found.directions @ found.directions.T, np.eye(2), atol=1e-12)

    @pytest.mark.parametrize("size", [1e-250, 1e250])
    def test_no_size_is_too_large_or_too_small(self, size):
        _, _, path = self.known()
        found, scaled = principal_directions(path), principal_directions(size * path)
        np.testing.assert_allclose(scaled.shares, found.shares, rtol=1e-9)
        np.testing.assert_allclose(scaled.directions, found.directions, atol=1e-9)
        np.testing.assert_allclose(scaled.coordinates / size, found.coordinates, atol=1e-9)

    def test_the_box_holds_the_path_with_room_to_spare(self):
        found = principal_directions(self.known()[2])
        lower, upper = found.box(margin=0.1)
        width = np.ptp(found.coordinates, axis=0).max()
        np.testing.assert_allclose(found.coordinates.min(axis=0) - lower, 0.1 * width)
        np.testing.assert_allclose(upper - found.coordinates.max(axis=0), 0.1 * width)

    def test_nothing_can_be_written(self):
        found = principal_directions(self.known()[2])
        assert isinstance(found, PrincipalDirections)
        with pytest.raises(ValueError, match="read-only"):
            found.coordinates[0] = 1

    @pytest.mark.parametrize(
        ("path", "count", "message"),
        [
            (np.zeros(5), 2, r"path must have shape \(steps\+1, d\).*got shape \(5,\)"),
            (np.zeros((1, 5)), 2, r"at least one step, got shape \(1, 5\)"),
            (np.zeros((9, 2, 5)), 2, r"got shape \(9, 2, 5\)"),
            (np.ones((9, 5)), 2, "path must move"),
            (np.eye(5)[:2], 2, "count must be at most 1"),
            (np.eye(5), 0, "count must be"),
            (np.full((3, 3), np.nan), 1, "path must be finite"),
        ],
    )
    def test_unsuitable_arguments(self, path, count, message):
        with pytest.raises(ValueError, match=message):
            principal_directions(path, count)


class TestSlices:
    def test_the_middle_of_a_slice_is_the_trained_network(self):
        example = moons()
        end = descend(example.loss, momentum(0.1), example.start, 200).x[-1]
        directions = filter_normalized_directions(example.network, end, 0)
        slice_ = restrict(example.loss, end, directions, BOX)
        assert slice_.value([0, 0]) == pytest.approx(example.loss.value(end), rel=1e-12)
        mesh = grid(*BOX, (17, 17))
        values = slice_.value(mesh)
        assert values.shape == (17, 17)
        expected = example.loss.value(end + mesh[3, 11] @ directions)
        assert values[3, 11] == pytest.approx(expected)
        assert values[8, 8] < np.quantile(values, 0.05)  # at the bottom of its valley

    def test_the_path_lies_on_its_own_slice_as_far_as_two_directions_go(self):
        walk = descend(XOR.loss, momentum(0.05), XOR.start, 150)
        principal = principal_directions(walk.x)
        slice_ = restrict(
            XOR.loss, principal.origin, principal.directions, principal.box(), minima=()
        )
        assert slice_.value([0, 0]) == pytest.approx(walk.loss[-1])
        seen = principal.origin + principal.coordinates @ principal.directions
        np.testing.assert_allclose(slice_.value(principal.coordinates), XOR.loss.value(seen))
        unseen = ((walk.x - seen) ** 2).sum() / ((walk.x - walk.x.mean(axis=0)) ** 2).sum()
        assert principal.shares.sum() < 1 - 1e-6
        assert principal.shares.sum() > 0.8
        assert unseen < 0.5
