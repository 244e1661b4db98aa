"""The figures that the clips about networks show."""

import math

import numpy as np
import pytest

from gd_math import descend, gradient_descent, grid, momentum, optimizers, restrict
from gd_math.network import (
    INITIALIZATIONS,
    MAJORITY,
    deep_chain,
    filter_normalized_directions,
    he,
    moons,
    principal_directions,
    small,
    xavier,
)

NET = MAJORITY.network
RATE = 0.3


def by_hand(p):
    """The mean squared error of the majority network, written out unit by unit."""
    total = 0.0
    for (x1, x2, x3), (target,) in zip(MAJORITY.inputs, MAJORITY.targets, strict=True):
        h1 = math.tanh(p["w1_1_1"] * x1 + p["w1_2_1"] * x2 + p["w1_3_1"] * x3 + p["b1_1"])
        h2 = math.tanh(p["w1_1_2"] * x1 + p["w1_2_2"] * x2 + p["w1_3_2"] * x3 + p["b1_2"])
        total += (p["w2_1_1"] * h1 + p["w2_2_1"] * h2 - target) ** 2
    return total / 8


class TestNeuralNetwork:
    def test_eight_weights_and_two_biases(self):
        kinds = [parameter.source is None for parameter in NET.named_parameters]
        assert (NET.sizes, kinds.count(False), kinds.count(True)) == ((3, 2, 1), 8, 2)
        assert NET.dimension == 10

    def test_the_data_are_the_votes_of_three(self):
        assert len({tuple(votes) for votes in MAJORITY.inputs}) == 8
        for votes, (target,) in zip(MAJORITY.inputs, MAJORITY.targets, strict=True):
            assert (np.count_nonzero(votes == target)) >= 2

    def test_the_forward_pass_and_the_loss(self):
        passes = NET.passes(MAJORITY.start, MAJORITY.inputs, MAJORITY.targets)
        expected = by_hand(NET.by_name(MAJORITY.start))
        assert passes.loss == pytest.approx(expected, rel=1e-13)
        assert MAJORITY.loss.value(MAJORITY.start) == pytest.approx(expected, rel=1e-13)

    def test_ten_partial_derivatives(self):
        passes = NET.passes(MAJORITY.start, MAJORITY.inputs, MAJORITY.targets)
        derivatives = NET.by_name(passes.gradient)
        assert len(derivatives) == 10
        start, h = NET.by_name(MAJORITY.start), 1e-5
        for name, derivative in derivatives.items():
            above = by_hand({**start, name: start[name] + h})
            below = by_hand({**start, name: start[name] - h})
            assert derivative == pytest.approx((above - below) / (2 * h), abs=1e-8)
            assert derivative != 0

    def test_ten_updates(self):
        walk = descend(MAJORITY.loss, gradient_descent(RATE), MAJORITY.start, 1)
        passes = NET.passes(MAJORITY.start, MAJORITY.inputs, MAJORITY.targets)
        np.testing.assert_allclose(walk.x[1], MAJORITY.start - RATE * passes.gradient, rtol=1e-12)
        assert np.count_nonzero(walk.x[1] - walk.x[0]) == 10

    def test_five_epochs_and_then_many(self):
        walk = descend(MAJORITY.loss, gradient_descent(RATE), MAJORITY.start, 1000)
        assert (np.diff(walk.loss) < 0).all()
        assert walk.loss[5] < walk.loss[0] / 5
        assert walk.loss[50] < 1.5 * walk.loss[300]  # a plateau
        assert walk.loss[-1] < 1e-3 < 1e-2 < walk.loss[300]
        early, late = NET.outputs(walk.x[[0, -1]], MAJORITY.inputs)
        assert ((early > 0.5) != (MAJORITY.targets == 1)).any()
        np.testing.assert_allclose(late, MAJORITY.targets, atol=0.05)


class TestVanishingAndExploding:
    DEPTH = 20

    def first_over_last(self, draw, activation="identity", **more):
        """Return how much of the backward signal arrives at the first layer, on average."""
        example = deep_chain(self.DEPTH, width=32, activation=activation)
        draws = draw(example.network, 0, count=20, **more)
        norms = example.network.delta_norms(draws, example.inputs, example.targets)
        return np.exp(np.log(norms[:, 0] / norms[:, -1]).mean())

    def test_half_the_gain_is_lost_a_millionfold(self):
        assert self.first_over_last(xavier, gain=0.5) == pytest.approx(0.5**19, rel=0.2)

    def test_twice_the_gain_explodes(self):
        assert self.first_over_last(xavier, gain=2.0) > 2.0**18

    def test_xavier_keeps_it_and_small_weights_lose_it(self):
        assert 0.3 < self.first_over_last(xavier) < 3
        assert self.first_over_last(small) < 1e-18

    def test_relu_needs_he(self):
        assert 0.3 < self.first_over_last(he, "relu") < 3
        assert self.first_over_last(xavier, "relu") < 0.01

    def test_sigmoid_vanishes_even_from_xavier(self):
        assert self.first_over_last(xavier, "sigmoid") < 0.25**18

    @pytest.mark.parametrize("scheme", sorted(set(INITIALIZATIONS) - {"zeros"}))
    def test_every_layer_has_a_norm_to_draw(self, scheme):
        for activation in ("tanh", "relu", "sigmoid", "identity"):
            example = deep_chain(self.DEPTH, activation=activation)
            start = INITIALIZATIONS[scheme](example.network, 0)
            norms = example.network.gradient_norms(start, example.inputs, example.targets)
            assert norms.shape == (self.DEPTH,)
            assert (norms > 0).all()

    def test_clipping_turns_an_explosion_into_a_descent(self):
        example = deep_chain(self.DEPTH, width=8)
        start = xavier(example.network, 1, gain=2.0)
        plain = descend(example.loss, gradient_descent(0.05), start, 300)
        clipped = optimizers.clip_by_norm(gradient_descent(0.05), 1.0)
        walk = descend(example.loss, clipped, start, 300)
        assert plain.outcome == "diverged"
        assert walk.outcome != "diverged"
        assert walk.loss[-1] < 1e-5 * walk.loss[0]


@pytest.fixture(scope="module")
def walk():
    example = moons()
    return example, descend(example.loss, momentum(0.1), example.start, 300)


class TestLossLandscape:
    def test_the_trained_network_stands_at_the_bottom_of_its_slice(self, walk):
        example, path = walk
        end = path.x[-1]
        directions = filter_normalized_directions(example.network, end, 0)
        corners = [-1.0, -1.0], [1.0, 1.0]
        values = restrict(example.loss, end, directions, corners).value(grid(*corners, (41, 41)))
        assert values[20, 20] == pytest.approx(path.loss[-1], rel=1e-12)
        assert values[20, 20] < 1.05 * values.min()
        edge = np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])
        assert edge.min() > 10 * values[20, 20]

    def test_two_directions_hold_most_of_the_walk(self, walk):
        example, path = walk
        principal = principal_directions(path.x)
        assert principal.shares.sum() > 0.9
        assert principal.shares[0] > principal.shares[1] > 0
        lower, upper = principal.box()
        inside = (lower < principal.coordinates) & (principal.coordinates < upper)
        assert inside.all()
        slice_ = restrict(example.loss, principal.origin, principal.directions, (lower, upper))
        assert slice_.value(principal.coordinates[-1]) == pytest.approx(path.loss[-1])

    def test_a_slice_is_not_the_whole(self, walk):
        example, path = walk
        principal = principal_directions(path.x)
        seen = principal.origin + principal.coordinates @ principal.directions
        difference = np.abs(example.loss.value(seen) - path.loss)
        assert difference[-1] < 1e-12
        assert difference.max() > 0.01
