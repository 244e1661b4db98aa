import numpy as np
import pytest

from gd_math import Network, descend, momentum, optimizers, stochastic_descent
from gd_math.network import (
    INITIALIZATIONS,
    MAJORITY,
    XOR,
    deep_chain,
    he,
    houses,
    initialize,
    large,
    moons,
    sine,
    small,
    xavier,
    zeros,
)

WIDE = Network((200, 300, 100))


def weights(net, parameters):
    return [layer.weights for layer in net.unpack(parameters)]


class TestInitializations:
    @pytest.mark.parametrize(
        ("draw", "variance"),
        [
            (xavier, lambda fan_in, fan_out: 2 / (fan_in + fan_out)),
            (he, lambda fan_in, fan_out: 2 / fan_in),
            (small, lambda fan_in, fan_out: 0.1**2 * 2 / (fan_in + fan_out)),
            (large, lambda fan_in, fan_out: 10**2 * 2 / (fan_in + fan_out)),
        ],
    )
    def test_weights_spread_as_they_should(self, draw, variance):
        for matrix in weights(WIDE, draw(WIDE, 0)):
            fan_out, fan_in = matrix.shape
            assert matrix.var() == pytest.approx(variance(fan_in, fan_out), rel=0.03)
            assert abs(matrix.mean()) < 4 * matrix.std() / np.sqrt(matrix.size)

    def test_xavier_is_uniform_and_he_is_normal(self):
        for matrix in weights(WIDE, xavier(WIDE, 0)):
            edge = np.sqrt(6 / sum(matrix.shape))
            assert 0.99 * edge < np.abs(matrix).max() <= edge
        for matrix in weights(WIDE, he(WIDE, 0)):
            within = np.mean(np.abs(matrix) < np.sqrt(2 / matrix.shape[1]))
            assert within == pytest.approx(0.6827, abs=0.01)  # one standard deviation

    @pytest.mark.parametrize("scheme", INITIALIZATIONS)
    def test_biases_start_at_zero_and_seeds_repeat(self, scheme):
        net = Network((3, 4, 2))
        drawn = initialize(net, scheme, 5)
        assert drawn.shape == (net.dimension,)
        for layer in net.unpack(drawn):
            assert not layer.biases.any()
        np.testing.assert_array_equal(drawn, initialize(net, scheme, 5))
        many = initialize(net, scheme, 5, count=3)
        assert many.shape == (3, net.dimension)
        if scheme != "zeros":
            assert not np.array_equal(drawn, initialize(net, scheme, 6))
            assert not np.array_equal(many[0], many[1])

    def test_a_generator_goes_on_where_it_is(self):
        rng = np.random.default_rng(3)
        first, second = xavier(WIDE, rng), xavier(WIDE, rng)
        np.testing.assert_array_equal(first, xavier(WIDE, 3))
        assert not np.array_equal(first, second)

    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: initialize(WIDE, "glorot", 0), "scheme must be one of zeros.*got 'glorot'"),
            (lambda: initialize(WIDE, "zeros", -1), "seed must be"),
            (lambda: xavier(WIDE, 0.5), "seed must be"),
            (lambda: xavier(WIDE, 0, gain=0), "gain must be"),
            (lambda: he(WIDE, 0, gain=np.nan), "gain must be"),
            (lambda: zeros(WIDE, count=0), "count must be"),
        ],
    )
    def test_unsuitable_arguments(self, call, message):
        with pytest.raises(ValueError, match=message):
            call()


class TestSymmetry:
    @pytest.mark.parametrize("start", [0.0, 0.3])
    def test_equal_units_stay_equal(self, start):
        net = Network((2, 4, 1), ("sigmoid", "identity"))
        rng = np.random.default_rng(0)
        loss = net.loss(rng.normal(size=(20, 2)), rng.normal(size=20))
        begin = zeros(net) + start
        walk = descend(loss, momentum(0.1), begin, 100)
        assert np.abs(walk.x[-1] - begin).max() > 0.1  # it does learn something
        hidden, out = net.unpack(walk.x)
        for part in (
            hidden.weights,
            hidden.biases[..., np.newaxis],
            np.swapaxes(out.weights, 1, 2),
        ):
            np.testing.assert_allclose(part, np.broadcast_to(part[:, :1], part.shape), atol=1e-13)

    def test_different_units_do_not(self):
        walk = descend(XOR.loss, momentum(0.1), XOR.start, 100)
        first, second = XOR.network.unpack(walk.x[-1])[0].weights
        assert np.abs(first - second).max() > 0.1

    def test_from_zeros_a_tanh_network_only_learns_the_mean(self):
        net = Network((2, 4, 1))
        rng = np.random.default_rng(0)
        answers = rng.normal(size=20)
        loss = net.loss(rng.normal(size=(20, 2)), answers)
        end = descend(loss, momentum(0.1), zeros(net), 300).x[-1]
        assert net.by_name(end)["b2_1"] == pytest.approx(answers.mean(), abs=1e-6)
        assert np.count_nonzero(end) == 1


class TestTraining:
    def test_xor_is_learned(self):
        walk = descend(XOR.loss, optimizers.adam(0.05), XOR.start, 300)
        assert walk.loss[-1] < 1e-3 < walk.loss[0]
        outputs = XOR.network.outputs(walk.x[-1], XOR.inputs)
        np.testing.assert_array_equal(np.sign(outputs), XOR.targets)

    def test_xor_has_a_plateau_where_training_may_end(self):
        starts = xavier(XOR.network, 0, count=12)
        losses = descend(XOR.loss, optimizers.adam(0.05), starts, 400).loss[-1]
        learned, stuck = losses < 0.01, np.abs(losses - 0.5) < 0.01
        assert learned.any()
        assert stuck.any()
        assert (learned | stuck).all()

    def test_xor_needs_hidden_units(self):
        line = Network((2, 1)).loss(XOR.inputs, XOR.targets)
        walk = descend(line, optimizers.adam(0.05), [0.5, -0.4, 0.1], 600)
        assert walk.loss[-1] == pytest.approx(1, abs=1e-3)  # no better than always 0

    def test_prices_of_houses_are_learned_up_to_their_noise(self):
        example = houses(noise=0.1, seed=21)
        assert example.network.dimension == 10
        assert example.inputs.shape == (24, 3)
        assert example.inputs[:, 0].tolist() == [round(0.1 * k, 1) for k in range(4, 28)]
        _, kinds = np.unique(example.inputs[:, 1:], axis=0, return_counts=True)
        assert kinds.tolist() == 4 * [6]
        assert (np.abs(np.diff(example.inputs[:, 1:], axis=0)).sum(axis=1) == 1).all()
        walk = descend(example.loss, optimizers.gradient_descent(0.04), example.start, 1500)
        assert walk.loss[-1] < 0.03 < 3 < walk.loss[0]
        without = houses(noise=0, seed=21)
        s, town, garden = without.inputs.T
        price = 1 + 0.6 * s + 0.7 * s * town + 0.5 * garden
        np.testing.assert_allclose(without.targets[:, 0], price, atol=0.0501)

    def test_a_sine_is_learned_batch_by_batch(self):
        example = sine()
        walk = stochastic_descent(example.loss, optimizers.adam(0.02), example.start, 1500, 8, 0)
        assert walk.loss[-1] < 0.01 < 0.1 < walk.loss[0]
        between = np.linspace(-3, 3, 50)[:, np.newaxis]
        outputs = example.network.outputs(walk.x[-1], between)
        np.testing.assert_allclose(outputs, np.sin(between), atol=0.25)

    def test_many_starts_train_together(self):
        starts = xavier(XOR.network, 7, count=5)
        together = stochastic_descent(XOR.loss, momentum(0.05), starts, 60, 2, 0)
        assert together.x.shape == (61, 5, XOR.network.dimension)
        full = descend(XOR.loss, momentum(0.05), starts, 60)
        alone = descend(XOR.loss, momentum(0.05), starts[2], 60)
        np.testing.assert_allclose(full.path(2).x, alone.x, rtol=1e-9, atol=1e-12)

    def test_moons_are_told_apart(self):
        example = moons()
        walk = descend(example.loss, optimizers.adam(0.05), example.start, 300)
        outputs = example.network.outputs(walk.x[-1], example.inputs)
        right = (outputs > 0) == (example.targets == 1)
        assert right.mean() > 0.97
        assert walk.loss[0] > 0.5

    def test_a_rate_too_high_says_diverged(self):
        chain = deep_chain(10)
        walk = descend(chain.loss, optimizers.gradient_descent(10.0), chain.start, 100)
        assert walk.outcome == "diverged"
        assert np.isfinite(walk.x).all()
        assert np.isfinite(walk.loss).all()

    @pytest.mark.parametrize("example", [MAJORITY, XOR, houses(), sine(), moons(), deep_chain(3)])
    def test_examples_fit_together_and_cannot_be_changed(self, example):
        assert example.loss is example.loss
        assert example.start.shape == (example.network.dimension,)
        assert np.isfinite(example.loss.value(example.start))
        with pytest.raises(ValueError, match="read-only"):
            example.inputs[0] = 0


class TestDepth:
    """How the backward signal fades or swells from the last layer to the first."""

    @staticmethod
    def rate(norms):
        """Return the mean factor of ‖δ‖ per layer, back from the last, over many draws."""
        logs = np.log(norms)
        return np.exp((logs[..., 0] - logs[..., -1]).mean() / (norms.shape[-1] - 1))

    @pytest.mark.parametrize("weight", [0.5, 1.0, -1.5])
    def test_in_a_chain_of_single_linear_units_the_factor_is_the_weight(self, weight):
        net = Network((1,) * 31, ("identity",) * 30)
        theta = net.pack([([[weight]], [0.0])] * 30)
        deltas = net.delta_norms(theta, [[1.0]], [[0.0]])
        np.testing.assert_allclose(deltas[:-1] / deltas[1:], abs(weight), rtol=1e-12)
        by_biases = [
            layer.biases[0] for layer in net.unpack(net.loss([[1.0]], [0.0]).gradient(theta))
        ]
        np.testing.assert_allclose(np.abs(by_biases), deltas, rtol=1e-12)

    @pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
    def test_through_linear_layers_the_factor_is_the_gain(self, gain):
        example = deep_chain(30, width=32)
        draws = xavier(example.network, 1, gain=gain, count=20)
        # Inputs of 0, so that what starts back from the outputs has nothing to do with the weights.
        norms = example.network.delta_norms(draws, 0 * example.inputs, example.targets)
        assert self.rate(norms) == pytest.approx(gain, rel=0.03)

    def test_the_decay_is_geometric(self):
        example = deep_chain(30, width=64)
        draws = xavier(example.network, 1, gain=0.5, count=20)
        norms = example.network.delta_norms(draws, example.inputs, example.targets)
        logs = np.log(norms).mean(axis=0)
        line = np.polyval(np.polyfit(np.arange(30), logs, 1), np.arange(30))
        assert np.abs(logs - line).max() < 0.05 * np.ptp(logs)

    def test_relu_halves_the_square_and_he_doubles_it_back(self):
        example = deep_chain(30, width=64, activation="relu")
        net = example.network
        for draw, expected in ((he, 1), (xavier, np.sqrt(1 / 2))):
            norms = net.delta_norms(draw(net, 2, count=20), example.inputs, example.targets)
            assert self.rate(norms) == pytest.approx(expected, rel=0.05)

    def test_sigmoid_takes_at_least_three_quarters_in_every_layer(self):
        net = Network((1,) * 21, "sigmoid")
        for weight in (0.5, 1.0):
            theta = net.pack([([[weight]], [0.0])] * 20)
            deltas = net.delta_norms(theta, [[0.7]], [[0.0]])
            assert (deltas[:-2] <= deltas[1:-1] * weight / 4).all()
            gradients = net.gradient_norms(theta, [[0.7]], [[0.0]])
            # The activations are between 0 and 1, so the gradient cannot grow back.
            assert gradients[0] < gradients[-1] * 0.25**18

    def test_large_weights_saturate_tanh(self):
        example = deep_chain(10, activation="tanh")
        net, start = example.network, large(example.network, 0)
        hidden = np.concatenate(
            [
                np.abs(layer.activations).ravel()
                for layer in net.passes(start, example.inputs, example.targets).layers
            ]
        )
        assert np.median(hidden) > 0.99

    def test_norms_are_those_of_the_gradient_by_layer(self):
        net = Network((3, 5, 2), biases=(False, True))
        rng = np.random.default_rng(0)
        theta, data = rng.normal(size=(4, net.dimension)), (np.ones((2, 3)), np.zeros((2, 2)))
        norms = net.gradient_norms(theta, *data)
        assert norms.shape == (4, 2)
        gradient = net.loss(*data).gradient(theta)
        np.testing.assert_allclose(norms[:, 0], np.linalg.norm(gradient[:, :15], axis=1))
        np.testing.assert_allclose(norms[:, 1], np.linalg.norm(gradient[:, 15:], axis=1))
        deltas = [layer.deltas for layer in net.passes(theta[3], *data).layers]
        expected = [np.sqrt((delta**2).sum()) for delta in deltas]
        np.testing.assert_allclose(net.delta_norms(theta, *data)[3], expected)

    def test_norms_do_not_square_what_is_too_large_to_be_squared(self):
        net = Network((1,) * 601, ("identity",) * 600)
        theta = net.pack([([[3.0]], [0.0])] * 600)
        data = [[1e-280]], [[0.0]]
        deltas = net.delta_norms(theta, *data)
        np.testing.assert_allclose(deltas[:-1] / deltas[1:], 3, rtol=1e-12)
        assert deltas[0] > 1e250
        assert net.gradient_norms(theta, *data).max() > 1e250

    def test_clipping_bounds_the_step_and_keeps_the_share_of_each_layer(self):
        example = deep_chain(12)
        net, start = example.network, xavier(example.network, 1, gain=2.0)
        clipped = optimizers.clip_by_norm(optimizers.gradient_descent(1.0), 0.5)
        gradient = example.loss.gradient(start)
        assert np.linalg.norm(gradient) > 1e5
        step, _ = clipped.update(gradient, clipped.init(start), start)
        assert np.linalg.norm(step) == pytest.approx(0.5)
        norms = net.gradient_norms(start, example.inputs, example.targets)
        steps = [np.linalg.norm(step[layer.parameters]) for layer in net.layers]
        np.testing.assert_allclose(steps / norms, 0.5 / np.linalg.norm(gradient))
        walk = descend(example.loss, clipped, start, 20)
        plain = descend(example.loss, optimizers.gradient_descent(1.0), start, 20)
        assert plain.outcome == "diverged"
        assert np.linalg.norm(np.diff(walk.x, axis=0), axis=-1).max() <= 0.5 * (1 + 1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: houses(noise=-1), "noise must be"),
        (lambda: sine(samples=1), "samples must be"),
        (lambda: sine(noise=-1), "noise must be"),
        (lambda: moons(samples=3), "samples must be"),
        (lambda: deep_chain(0), "depth must be"),
        (lambda: deep_chain(3, width=0), "width must be"),
        (lambda: deep_chain(3, activation="cubic"), "activations must be one of"),
    ],
)
def test_unsuitable_examples(call, message):
    with pytest.raises(ValueError, match=message):
        call()
