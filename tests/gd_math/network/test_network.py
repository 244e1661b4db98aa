import copy
import pickle

import numpy as np
import pytest

from gd_math import Network, network
from gd_math.network import ACTIVATIONS, MAJORITY

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def net() -> Network:
    return Network((3, 4, 2), ("tanh", "sigmoid"), (True, False))


def test_a_single_activation_is_that_of_the_hidden_layers():
    assert Network((3, 4, 5, 2), "relu").activations == ("relu", "relu", "identity")
    assert Network((3, 4, 5, 2), "relu") == Network([3, 4, 5, 2], ["relu", "relu", "identity"])
    assert Network((3, 2)).activations == ("identity",)


def test_the_flat_vector_is_laid_out_layer_by_layer_and_row_by_row(net):
    assert net.dimension == 3 * 4 + 4 + 4 * 2
    first, second = net.unpack(np.arange(24))
    np.testing.assert_array_equal(first.weights, np.arange(12).reshape(4, 3))
    np.testing.assert_array_equal(first.biases, [12, 13, 14, 15])
    np.testing.assert_array_equal(second.weights, np.arange(16, 24).reshape(2, 4))
    assert second.biases is None


def test_pack_undoes_unpack(net):
    for lead in ((), (5,), (2, 3)):
        flat = RNG.normal(size=(*lead, net.dimension))
        np.testing.assert_array_equal(net.pack(net.unpack(flat)), flat)


def test_a_name_says_where_the_weight_leads(net):
    layers = net.unpack(np.arange(24))
    for parameter in net.named_parameters:
        part = layers[parameter.layer - 1]
        unit = parameter.target - 1
        if parameter.source is None:
            assert parameter.name == f"b{parameter.layer}_{parameter.target}"
            assert part.biases[unit] == parameter.index
        else:
            ends = f"{parameter.source}_{parameter.target}"
            assert parameter.name == f"w{parameter.layer}_{ends}"
            assert part.weights[unit, parameter.source - 1] == parameter.index
    names = [parameter.name for parameter in net.named_parameters]
    assert len(set(names)) == len(names) == net.dimension
    assert net.by_name(np.arange(24)) == dict(zip(names, range(24), strict=True))


def test_outputs_are_those_of_the_formula(net):
    theta, inputs = RNG.normal(size=net.dimension), RNG.normal(size=(5, 3))
    (w1, b1), (w2, _) = net.unpack(theta)
    for x, output in zip(inputs, net.outputs(theta, inputs), strict=True):
        hidden = [np.tanh(sum(w1[j, i] * x[i] for i in range(3)) + b1[j]) for j in range(4)]
        sums = [sum(w2[k, j] * hidden[j] for j in range(4)) for k in range(2)]
        np.testing.assert_allclose(output, 1 / (1 + np.exp(-np.array(sums))), rtol=1e-13)


def test_outputs_of_many_parameter_vectors(net):
    theta, inputs = RNG.normal(size=(2, 3, net.dimension)), RNG.normal(size=(5, 3))
    outputs = net.outputs(theta, inputs)
    assert outputs.shape == (2, 3, 5, 2)
    np.testing.assert_allclose(outputs[1, 2], net.outputs(theta[1, 2], inputs), rtol=1e-13)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=lambda a: a.name)
class TestActivations:
    def test_slope_and_curvature_are_differences(self, activation):
        z = RNG.uniform(-4, 4, 500)
        z = z[np.abs(z) > 1e-4]  # the kink of ReLU
        h = 1e-5
        slope = (activation.value(z + h) - activation.value(z - h)) / (2 * h)
        curvature = (activation.slope(z + h) - activation.slope(z - h)) / (2 * h)
        np.testing.assert_allclose(activation.slope(z), slope, atol=1e-9)
        np.testing.assert_allclose(activation.curvature(z), curvature, atol=1e-9)

    def test_no_finite_number_is_too_large(self, activation):
        z = np.array([-np.finfo(float).max, -800.0, 0.0, 800.0, np.finfo(float).max])
        for function in (activation.value, activation.slope, activation.curvature):
            assert np.isfinite(function(z)).all()
            assert not np.shares_memory(function(z), z)


def test_slopes_fade_but_do_not_vanish():
    sigmoid, tanh = ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"]
    z = np.array([-100.0, 100.0])
    np.testing.assert_allclose(sigmoid.slope(z), np.exp(-100), rtol=1e-12)
    np.testing.assert_allclose(tanh.slope(z), 4 * np.exp(-200), rtol=1e-12)
    assert sigmoid.value(np.array(-100.0)) == pytest.approx(np.exp(-100), rel=1e-12)
    assert ACTIVATIONS["relu"].slope(np.zeros(1)) == 0  # as PyTorch has it


class TestPasses:
    def passes(self, net):
        rng = np.random.default_rng(3)
        theta = rng.normal(size=net.dimension)
        return theta, net.passes(theta, rng.normal(size=(5, 3)), rng.normal(size=(5, 2)))

    def test_the_forward_pass(self, net):
        theta, passes = self.passes(net)
        before = passes.inputs
        for layer, name in zip(passes.layers, net.activations, strict=True):
            biases = 0 if layer.biases is None else layer.biases
            np.testing.assert_allclose(layer.pre_activations, before @ layer.weights.T + biases)
            np.testing.assert_array_equal(
                layer.activations, ACTIVATIONS[name].value(layer.pre_activations)
            )
            before = layer.activations
        assert passes.outputs is before
        np.testing.assert_allclose(before, net.outputs(theta, passes.inputs))
        assert passes.loss == pytest.approx(np.mean((passes.outputs - passes.targets) ** 2))
        assert passes.loss == pytest.approx(passes.sample_losses.mean())

    def test_deltas_are_differences_of_the_loss_by_the_pre_activations(self, net):
        _, passes = self.passes(net)
        h = 1e-6

        def loss_from(number, z):
            """The rest of the forward pass, from the pre-activations of one layer."""
            signal = ACTIVATIONS[net.activations[number - 1]].value(z)
            for layer in passes.layers[number:]:
                z = signal @ layer.weights.T + (0 if layer.biases is None else layer.biases)
                signal = ACTIVATIONS[net.activations[layer.number - 1]].value(z)
            return np.mean((signal - passes.targets) ** 2)

        for layer in passes.layers:
            for place in np.ndindex(layer.pre_activations.shape):
                change = np.zeros(layer.pre_activations.shape)
                change[place] = h
                above = loss_from(layer.number, layer.pre_activations + change)
                below = loss_from(layer.number, layer.pre_activations - change)
                expected = (above - below) / (2 * h)
                assert layer.deltas[place] == pytest.approx(expected, abs=1e-9)

    def test_gradients_by_layer_are_the_flat_gradient(self, net):
        theta, passes = self.passes(net)
        expected = net.loss(passes.inputs, passes.targets).gradient(theta)
        np.testing.assert_allclose(passes.gradient, expected, rtol=1e-12)
        pairs = [(layer.weight_gradients, layer.bias_gradients) for layer in passes.layers]
        np.testing.assert_array_equal(net.pack(pairs), passes.gradient)

    def test_every_unit_has_a_name(self, net):
        _, passes = self.passes(net)
        units = passes.units
        assert len(units) == 3 + 3 * (4 + 2)
        assert list(units)[:4] == ["x1", "x2", "x3", "z1_1"]
        first, second = passes.layers
        np.testing.assert_array_equal(units["x3"], passes.inputs[:, 2])
        np.testing.assert_array_equal(units["z1_4"], first.pre_activations[:, 3])
        np.testing.assert_array_equal(units["a2_1"], second.activations[:, 0])
        np.testing.assert_array_equal(units["delta1_2"], first.deltas[:, 1])

    def test_nothing_can_be_written(self, net):
        theta, passes = self.passes(net)
        theta[0] = 99
        assert passes.parameters[0] != 99
        for array in (passes.gradient, passes.layers[0].weights, passes.layers[1].deltas):
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0


def test_copies_compute_the_same():
    loss = MAJORITY.loss
    for other in (pickle.loads(pickle.dumps(loss)), copy.deepcopy(loss)):
        np.testing.assert_array_equal(other.gradient(MAJORITY.start), loss.gradient(MAJORITY.start))
    assert pickle.loads(pickle.dumps(MAJORITY.network)) == MAJORITY.network


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Network(3), "sizes must be a sequence, got 3"),
        (lambda: Network((3,)), r"sizes must have at least 2 entries.*got \(3,\)"),
        (lambda: Network((3, 0, 1)), "sizes must be a whole number of at least 1, got 0"),
        (lambda: Network((3, 2.5, 1)), "sizes must be a whole number of at least 1, got 2.5"),
        (lambda: Network((3, 2, 1), "step"), "activations must be one of .*tanh, got 'step'"),
        (lambda: Network((3, 2, 1), ("tanh",)), "activations must have 2 entries.*got 1"),
        (lambda: Network((3, 2, 1), (np.tanh, "tanh")), "activations must be one of"),
        (lambda: Network((3, 2, 1), biases=(True,)), "biases must have 2 entries"),
        (lambda: Network((3, 2, 1), biases=(True, 1)), "biases must be True or False.*got 1"),
        (lambda: Network((3, 2, 1), criterion="hinge"), "criterion must be one of .*got 'hinge'"),
        (lambda: Network((3, 1), criterion="cross_entropy"), "at least 2 outputs"),
    ],
)
def test_unsuitable_networks(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda n: n.unpack(np.zeros(9)), r"parameters must have shape \(\.\.\., 10\)"),
        (lambda n: n.by_name(np.zeros((2, 10))), r"vector must have shape \(10,\), got \(2, 10\)"),
        (lambda n: n.pack([(np.zeros((2, 3)), np.zeros(2))]), "layers must have 2 entries"),
        (lambda n: n.pack([1, 2]), "layers must be pairs"),
        (
            lambda n: n.pack([(np.zeros((3, 2)), np.zeros(2)), (np.zeros((1, 2)), None)]),
            r"weights of layer 1 must have shape \(\.\.\., 2, 3\), got \(3, 2\)",
        ),
        (
            lambda n: n.pack([(np.zeros((2, 3)), np.zeros(3)), (np.zeros((1, 2)), None)]),
            r"biases of layer 1 must have shape \(\.\.\., 2\)",
        ),
        (
            lambda n: n.pack([(np.zeros((2, 3)), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))]),
            "biases of layer 2 must be None",
        ),
        (
            lambda n: n.pack([(np.zeros((4, 2, 3)), np.zeros(2)), (np.zeros((1, 2)), None)]),
            "layers must all have the same leading axes",
        ),
        (lambda n: n.outputs(np.zeros(10), np.zeros(3)), r"inputs must have shape \(N, 3\)"),
        (lambda n: n.outputs(np.zeros(10), np.zeros((0, 3))), "at least one, got shape"),
        (lambda n: n.outputs(np.full(10, 1e308), np.full((1, 3), 9)), "too large for a float"),
        (lambda n: n.outputs(np.full(10, np.nan), np.ones((1, 3))), "parameters must be finite"),
        (lambda n: n.passes(np.zeros((2, 10)), np.ones((1, 3)), [0]), r"shape \(10,\)"),
        (lambda n: n.passes(np.full(10, 1e200), np.ones((1, 3)), [0]), "too large for a float"),
        (lambda n: n.gradient_norms(np.full(10, 1e200), np.ones((1, 3)), [0]), "too large"),
        (lambda n: n.delta_norms(np.full(10, 1e308), np.ones((1, 3)), [0]), "too large"),
        (lambda n: n.loss(np.ones((4, 3)), np.ones(4), reach=0), "reach must be"),
    ],
)
def test_unsuitable_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call(Network((3, 2, 1), "relu", (True, False)))


def test_every_public_name_exists_and_says_what_it_is():
    assert len(network.__all__) == len(set(network.__all__))
    for name in network.__all__:
        if name not in ("ACTIVATIONS", "CRITERIA", "INITIALIZATIONS"):  # tables, described in place
            assert getattr(network, name).__doc__
