import dataclasses
import tracemalloc
from itertools import product

import numpy as np
import pytest
from scipy.special import log_expit, logsumexp

from gd_math import EmpiricalLoss, Network
from gd_math.network import ACTIVATIONS, CRITERIA, objective, xavier

H = 1e-5  # of a central difference: error about H², and about 1e-16/H from rounding
SAMPLES = 7


def targets(criterion, outputs, rng):
    if criterion == "cross_entropy":
        return rng.integers(outputs, size=SAMPLES)
    draw = rng.uniform if criterion == "binary_cross_entropy" else rng.normal
    return draw(size=(SAMPLES, outputs))


def make(activation, criterion, biases=True):
    """Make a network with its loss, and points that are no kinks."""
    rng = np.random.default_rng(11)
    net = Network((3, 4, 3, 2), (activation, activation, "identity"), biases, criterion)
    loss = net.loss(rng.normal(size=(SAMPLES, 3)), targets(criterion, 2, rng))
    return net, loss, rng.normal(size=(3, net.dimension))


def differences(function, x):
    unit = H * np.eye(x.shape[-1])
    return np.stack([(function(x + e) - function(x - e)) / (2 * H) for e in unit], axis=-1)


KINDS = [
    *product(ACTIVATIONS, CRITERIA, [True]),
    *product(["tanh"], CRITERIA, [False, (True, False, True)]),
]
each_kind = pytest.mark.parametrize(("activation", "criterion", "biases"), KINDS)


@each_kind
def test_gradient_is_the_difference_of_the_value(activation, criterion, biases):
    _, loss, x = make(activation, criterion, biases)
    np.testing.assert_allclose(loss.gradient(x), differences(loss.value, x), rtol=1e-6, atol=1e-8)


@each_kind
def test_hessian_is_the_difference_of_the_gradient(activation, criterion, biases):
    _, loss, x = make(activation, criterion, biases)
    hessian = loss.hessian(x)
    np.testing.assert_allclose(hessian, differences(loss.gradient, x), rtol=1e-6, atol=1e-8)
    np.testing.assert_array_equal(hessian, np.swapaxes(hessian, -1, -2))


@pytest.mark.parametrize("last", ["tanh", "relu", "sigmoid"])
def test_the_last_layer_may_bend_too(last):
    rng = np.random.default_rng(5)
    net = Network((2, 3, 2), ("tanh", last))
    loss = net.loss(rng.normal(size=(6, 2)), rng.normal(size=(6, 2)))
    x = rng.normal(size=(2, net.dimension))
    np.testing.assert_allclose(loss.gradient(x), differences(loss.value, x), rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(loss.hessian(x), differences(loss.gradient, x), rtol=1e-6, atol=1e-8)


@each_kind
def test_point_batch_and_mesh_agree(activation, criterion, biases):
    _, loss, _ = make(activation, criterion, biases)
    d = loss.dimension
    mesh = np.random.default_rng(2).normal(size=(3, 4, d))
    for function, tail in ((loss.value, ()), (loss.gradient, (d,)), (loss.hessian, (d, d))):
        whole = function(mesh)
        assert whole.shape == (3, 4, *tail)
        for place in np.ndindex(3, 4):
            one = function(mesh[place])
            assert one.shape == tail
            np.testing.assert_allclose(one, whole[place], rtol=1e-11, atol=1e-13)
    assert f"{loss.value(mesh[0, 0]):.3f}"  # one value can be formatted like any number


def test_blocks_leave_no_trace(monkeypatch):
    _, loss, _ = make("tanh", "cross_entropy")
    x = np.random.default_rng(2).normal(size=(5, 6, loss.dimension))
    batch = np.random.default_rng(3).integers(SAMPLES, size=(5, 6, 4))
    functions = (
        loss.value,
        loss.gradient,
        loss.hessian,
        lambda x: loss.batch_value(x, batch),
        lambda x: loss.batch_gradient(x, batch),
    )
    at_once = [function(x) for function in functions]
    for block in (1, 7 * 60 * 4):
        monkeypatch.setattr(objective, "BLOCK", block)
        for function, expected in zip(functions, at_once, strict=True):
            np.testing.assert_allclose(function(x), expected, rtol=1e-11, atol=1e-13)


def test_a_mesh_of_many_parameter_vectors_fits_in_memory():
    net = Network((2, 32, 1))
    rng = np.random.default_rng(0)
    loss = net.loss(rng.normal(size=(200, 2)), rng.normal(size=200))
    x = rng.normal(size=(40, 40, net.dimension))
    tracemalloc.start()
    loss.value(x)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert x.size // net.dimension * 200 * 32 * 8 > 80e6  # the hidden units, all at once
    assert peak < 40e6


class TestBatches:
    @each_kind
    def test_all_samples_are_the_loss_itself(self, activation, criterion, biases):
        _, loss, x = make(activation, criterion, biases)
        assert isinstance(loss, EmpiricalLoss)
        assert loss.samples == SAMPLES
        everyone = np.arange(SAMPLES)[::-1]
        np.testing.assert_allclose(loss.batch_value(x, everyone), loss.value(x), rtol=1e-12)
        np.testing.assert_allclose(
            loss.batch_gradient(x, everyone), loss.gradient(x), rtol=1e-11, atol=1e-14
        )

    def test_a_batch_is_a_loss_of_its_samples(self):
        rng = np.random.default_rng(4)
        net = Network((3, 4, 2))
        inputs, answers = rng.normal(size=(9, 3)), rng.normal(size=(9, 2))
        loss, theta, batch = net.loss(inputs, answers), xavier(net, 1), [5, 0, 5]
        part = net.loss(inputs[batch], answers[batch])
        assert loss.batch_value(theta, batch) == pytest.approx(part.value(theta))
        np.testing.assert_allclose(loss.batch_gradient(theta, batch), part.gradient(theta))

    def test_each_point_may_have_its_own(self):
        _, loss, _ = make("tanh", "mean_squared_error")
        rng = np.random.default_rng(6)
        x = rng.normal(size=(2, 3, loss.dimension))
        batch = rng.integers(SAMPLES, size=(2, 3, 4))
        values, gradients = loss.batch_value(x, batch), loss.batch_gradient(x, batch)
        for place in np.ndindex(2, 3):
            value = loss.batch_value(x[place], batch[place])
            assert values[place] == pytest.approx(value, rel=1e-12)
            gradient = loss.batch_gradient(x[place], batch[place])
            np.testing.assert_allclose(gradients[place], gradient, rtol=1e-11, atol=1e-14)

    def test_numbers_out_of_range_are_refused(self):
        _, loss, x = make("tanh", "mean_squared_error")
        with pytest.raises(ValueError, match="from 0 to 6, got 0 to 7"):
            loss.batch_gradient(x, [0, 7])


def plain(outputs=2, criterion="mean_squared_error"):
    """A network that hands its inputs on: its loss is the criterion of the inputs."""
    net = Network((outputs, outputs), biases=False, criterion=criterion)
    return net, net.pack([(np.eye(outputs), None)])


class TestCriteria:
    LOGITS = np.random.default_rng(8).normal(scale=5, size=(20, 4))

    def value(self, criterion, logits, answers):
        net, identity = plain(logits.shape[1], criterion)
        return net.loss(logits, answers).value(identity)

    def test_squared_errors_are_averaged_over_outputs_and_samples(self):
        answers = np.zeros_like(self.LOGITS)
        value = self.value("mean_squared_error", self.LOGITS, answers)
        assert value == pytest.approx((self.LOGITS**2).sum() / self.LOGITS.size)

    def test_cross_entropy_is_the_mean_of_minus_log_p(self):
        labels = np.random.default_rng(9).integers(4, size=20)
        log_p = self.LOGITS - logsumexp(self.LOGITS, axis=1, keepdims=True)
        expected = -log_p[np.arange(20), labels].mean()
        assert self.value("cross_entropy", self.LOGITS, labels) == pytest.approx(expected)
        one_hot = np.eye(4)[labels]
        assert self.value("cross_entropy", self.LOGITS, one_hot) == pytest.approx(expected)

    def test_cross_entropy_of_probabilities(self):
        answers = np.random.default_rng(9).dirichlet(np.ones(4), size=20)
        log_p = self.LOGITS - logsumexp(self.LOGITS, axis=1, keepdims=True)
        expected = -(answers * log_p).sum(axis=1).mean()
        assert self.value("cross_entropy", self.LOGITS, answers) == pytest.approx(expected)

    def test_binary_cross_entropy_is_averaged_over_outputs_and_samples(self):
        answers = np.random.default_rng(9).uniform(size=(20, 4))
        terms = answers * log_expit(self.LOGITS) + (1 - answers) * log_expit(-self.LOGITS)
        value = self.value("binary_cross_entropy", self.LOGITS, answers)
        assert value == pytest.approx(-terms.mean())

    def test_two_classes_are_one_logit(self):
        logits, labels = self.LOGITS[:, :2], np.arange(20) % 2
        two = self.value("cross_entropy", logits, labels)
        difference = logits[:, 1:] - logits[:, :1]
        assert self.value("binary_cross_entropy", difference, labels) == pytest.approx(two)

    @pytest.mark.parametrize("criterion", ["cross_entropy", "binary_cross_entropy"])
    @pytest.mark.parametrize("size", [1e3, 1e200, np.finfo(float).max])
    def test_no_finite_logits_overflow(self, criterion, size):
        answers = np.array([[1.0, 0.0]])
        _, value, gradient, curvature, *_ = CRITERIA[criterion]
        for logits in product([-size, 0.0, size], repeat=2):
            rows = np.array([logits])
            assert np.isfinite(gradient(rows, answers)).all()
            assert np.isfinite(curvature(rows, answers, np.ones((1, 2)))).all()
            for loss in (value(rows, answers)[0], self.value(criterion, rows, answers)):
                assert 0 <= loss < np.inf

    def test_large_logits_cost_what_they_should(self):
        labels = np.array([1])
        assert self.value("cross_entropy", np.array([[1e5, 0.0]]), labels) == 1e5
        assert self.value("cross_entropy", np.array([[0.0, 1e5]]), labels) == 0
        assert self.value("binary_cross_entropy", np.array([[-1e5]]), labels) == 1e5
        assert self.value("binary_cross_entropy", np.array([[1e5]]), labels) == 0


@pytest.mark.parametrize("criterion", CRITERIA)
def test_renaming_the_hidden_units_leaves_the_loss_unchanged(criterion):
    net, loss, x = make("tanh", criterion)
    order = [2, 0, 3, 1]
    (w1, b1), (w2, b2), third = net.unpack(x[0])
    renamed = net.pack([(w1[order], b1[order]), (w2[:, order], b2), third])
    assert not np.allclose(renamed, x[0])
    assert loss.value(renamed) == pytest.approx(loss.value(x[0]), rel=1e-12)


def test_a_network_without_hidden_layers_is_linear_regression():
    rng = np.random.default_rng(1)
    inputs, answers = rng.normal(size=(30, 2)), rng.normal(size=30)
    net = Network((2, 1))
    table = np.column_stack([inputs, np.ones(30)])
    best, rest, *_ = np.linalg.lstsq(table, answers)
    loss = net.loss(inputs, answers)
    assert loss.value(best) == pytest.approx(rest[0] / 30)
    np.testing.assert_allclose(loss.gradient(best), 0, atol=1e-13)
    np.testing.assert_allclose(loss.hessian(best), 2 / 30 * table.T @ table, rtol=1e-12)


def test_the_record():
    _, loss, _ = make("tanh", "cross_entropy")
    assert loss.name == "network 3-4-3-2"
    assert loss.minima == ()
    for corner, sign in zip(loss.domain, (-1, 1), strict=True):
        np.testing.assert_array_equal(corner, np.full(loss.dimension, sign * 3.0))
    named = Network((3, 1)).loss(np.ones((2, 3)), [0, 1], name="tiny", reach=5)
    assert named.name == "tiny"
    assert named.domain[1][0] == 5
    assert dataclasses.replace(named, name="again").value(np.ones(4)) == named.value(np.ones(4))


def test_the_data_may_change_afterwards():
    inputs, answers = np.ones((2, 3)), np.zeros((2, 1))
    loss = Network((3, 1)).loss(inputs, answers)
    before = loss.value(np.ones(4))
    inputs[:], answers[:] = 7, 7
    assert loss.value(np.ones(4)) == before


def test_too_large_for_a_float_is_infinite_and_never_nan():
    rng = np.random.default_rng(0)
    net = Network((3, 4, 2), "identity")
    loss = net.loss(rng.normal(size=(5, 3)), rng.normal(size=(5, 2)))
    far = 1e200 * rng.normal(size=(6, net.dimension))
    assert np.isposinf(loss.raw.value(far)).all()
    raw = (
        loss.raw.gradient(far),
        loss.raw.hessian(far[0]),
        loss.unchecked_batch_gradient(far, np.array([0, 1])),
    )
    public = loss.gradient(far), loss.hessian(far[0]), loss.batch_gradient(far, [0, 1])
    for infinite, array in zip(raw, public, strict=True):
        assert not np.isnan(infinite).any()
        assert np.isinf(infinite).any()
        assert np.isfinite(array).all()


@pytest.mark.parametrize(
    ("criterion", "answers", "message"),
    [
        ("mean_squared_error", np.zeros(3), r"targets must have shape \(3, 2\).*got shape \(3,\)"),
        ("mean_squared_error", np.zeros((2, 2)), r"got shape \(2, 2\)"),
        ("mean_squared_error", [[0, 1], [1, 0], [np.inf, 0]], "targets must be finite"),
        ("cross_entropy", [0, 1, 2], "labels, whole numbers from 0 to 1, got 2"),
        ("cross_entropy", [0, -1, 1], "got -1"),
        ("cross_entropy", [0, 0.5, 1], "got 0.5"),
        ("cross_entropy", np.zeros((3, 1)), r"labels of shape \(3,\) or one-hot rows of shape"),
        ("cross_entropy", [[0, 1], [1, 1], [1, 0]], "add up to 1.*adds up to 2"),
        ("cross_entropy", [[0, 1], [-1, 2], [1, 0]], "at least 0, got -1"),
        ("binary_cross_entropy", [[0, 1], [0, 2], [1, 0]], "between 0 and 1, got 2"),
        ("binary_cross_entropy", [0, 1, 1], r"must have shape \(3, 2\)"),
    ],
)
def test_unsuitable_targets(criterion, answers, message):
    with pytest.raises(ValueError, match=message):
        Network((4, 2), criterion=criterion).loss(np.ones((3, 4)), answers)


def test_a_single_output_takes_a_plain_row_of_targets():
    inputs = np.random.default_rng(0).normal(size=(3, 4))
    for criterion in ("mean_squared_error", "binary_cross_entropy"):
        net = Network((4, 1), criterion=criterion)
        row, column = net.loss(inputs, [0, 1, 1]), net.loss(inputs, [[0], [1], [1]])
        assert row.value(np.ones(5)) == column.value(np.ones(5))
    with pytest.raises(ValueError, match=r"shape \(3, 1\) or \(3,\)"):
        net.loss(inputs, [0, 1])
