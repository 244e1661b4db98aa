"""Networks: strokes, waves, slopes, bars of layers and learnt curves are those computed."""

import numpy as np
import pytest

from gd_math import Network, network
from scenes.kit import (
    LayerBars,
    LearntFunction,
    LivePasses,
    NetworkDrawing,
    NetworkLayout,
    SlopeList,
    live_norms,
)
from scenes.kit.network.drawing import HAIR, WIDEST, edge_points
from scenes.kit.network.layout import symbol

VOTES = network.MAJORITY
CHAIN = network.deep_chain(5, 3, "tanh", seed=2)
DEPTH = len(VOTES.network.layers)


def votes() -> LivePasses:
    return LivePasses(VOTES.network, VOTES.start, [[1.0, 0.5, 0.0]], [1.0])


@pytest.fixture
def drawing() -> NetworkDrawing:
    return NetworkDrawing(votes(), NetworkLayout(VOTES.network), unit=1.5)


def stroke(size: float, radius: float) -> float:
    return HAIR + (WIDEST * radius - HAIR) * min(abs(size), 1.0)


def test_parameters_have_the_names_that_a_lecturer_writes() -> None:
    names = [symbol(VOTES.network, one) for one in VOTES.network.named_parameters]
    assert names == [
        "w_(1 1)", "w_(2 1)", "w_(3 1)", "w_(1 2)", "w_(2 2)", "w_(3 2)", "b_1", "b_2",
        "v_(1)", "v_(2)",
    ]  # fmt: skip
    deep = [symbol(CHAIN.network, one) for one in CHAIN.network.named_parameters]
    assert len(set(deep)) == CHAIN.network.dimension


def test_an_edge_is_as_wide_as_its_weight_and_then_as_its_slope(drawing: NetworkDrawing) -> None:
    gradient = drawing.passes.now.gradient
    widths = [line.get_stroke_width() for line in drawing.edges]
    assert widths == pytest.approx([stroke(w / 1.5, 0.5) for w in VOTES.start])
    drawing.backward.set_value(DEPTH)
    drawing.follow()
    unit = np.abs(gradient).max()
    blue = [line.get_stroke_width() for line in drawing.blue]
    assert blue == pytest.approx([stroke(slope / unit, 0.5) for slope in gradient])


def test_with_a_pulse_edges_go_on_showing_their_weights() -> None:
    drawing = NetworkDrawing(votes(), NetworkLayout(VOTES.network), unit=1.5, pulse=True)
    widths = [line.get_stroke_width() for line in drawing.edges]
    for back, lit in ((0.0, 0), (0.3, 2), (1.0, 0), (1.3, 8), (2.0, 0)):
        drawing.backward.set_value(back)
        drawing.follow()
        assert [line.get_stroke_width() for line in drawing.edges] == pytest.approx(widths)
        assert sum(len(line.points) > 0 for line in drawing.blue) == lit


def test_negative_edges_alone_have_gaps_and_those_keep_their_places() -> None:
    ends = np.array([[0.0, 0, 0], [3.0, 0, 0]])
    assert len(edge_points(ends, (0, 1), 0.4)) == len(edge_points(ends, (0, 1), 0.0)) == 4
    whole, part = (edge_points(ends, (0, share), -0.4) for share in (1, 0.5))
    assert len(whole) > 20
    assert np.array_equal(part[: len(part) - 4], whole[: len(part) - 4])
    assert len(edge_points(ends, (0.5, 0.5), 1.0)) == 0


def test_a_short_negative_edge_has_dashes_and_one_of_slope_0_has_dots() -> None:
    short = np.array([[0.0, 0, 0], [0.6, 0, 0]])
    assert len(edge_points(short, (0, 1), -0.4)) >= 4 * 3
    assert len(edge_points(short, (0, 1), 0.0, dotted=True)) >= 4 * 3


def test_units_show_the_sample_that_is_wanted() -> None:
    passes = LivePasses(VOTES.network, VOTES.start, VOTES.inputs, VOTES.targets)
    drawing = NetworkDrawing(passes, NetworkLayout(VOTES.network), unit=1.5)
    drawing.row.set_value(5)
    guess = VOTES.network.outputs(VOTES.start, VOTES.inputs)[5, 0]
    assert drawing.activation(2, 0) == pytest.approx(guess)


def test_rows_that_wait_come_when_they_are_received(drawing: NetworkDrawing) -> None:
    rows = SlopeList(drawing, learning_rate=0.1)
    rows.wait(2)
    drawing.backward.set_value(2.0)
    assert [rows.shown(layer) for layer in (1, 2)] == [1, 0]
    rows.received[1].set_value(1.0)
    assert rows.shown(2) == 1


def test_the_waves_come_layer_by_layer(drawing: NetworkDrawing) -> None:
    drawing.forward.set_value(1.0)
    assert drawing.fronts(1)[0] == 1
    assert drawing.fronts(2)[0] == 0
    assert [drawing.lit(layer) for layer in range(3)] == [1, 1, 0]
    drawing.forward.set_value(2.0)
    drawing.backward.set_value(1.0)
    assert [drawing.fronts(layer)[1] for layer in (1, 2)] == [0, 1]
    drawing.follow()
    assert [len(line.points) > 0 for line in drawing.blue] == 8 * [False] + 2 * [True]


def test_units_show_what_was_computed(drawing: NetworkDrawing) -> None:
    hidden = np.tanh(VOTES.start[:6].reshape(2, 3) @ [1.0, 0.5, 0.0] + VOTES.start[6:8])
    assert [drawing.activation(1, i) for i in range(2)] == pytest.approx(hidden)
    guess = float(hidden @ VOTES.start[8:])
    assert drawing.activation(2, 0) == pytest.approx(guess)
    assert drawing.delta(2, 0) == pytest.approx(2 * (guess - 1))
    said = [[live.says() for live in layer] for layer in drawing.shown]
    assert said[0] == ["1.0", "0.5", "0.0"]
    assert said[2] == [f"{guess:.2f}".replace("-", "−")]


def test_a_number_is_in_the_middle_of_its_unit_with_a_minus_or_without(
    drawing: NetworkDrawing,
) -> None:
    for units, layer in zip(drawing.units, drawing.shown, strict=True):
        for unit, live in zip(units, layer, strict=True):
            cells = np.vstack([cell.points for cell in live.cells])
            middle = (cells.min(axis=0) + cells.max(axis=0)) / 2
            assert middle == pytest.approx(unit.get_center(), abs=0.03)


def test_turning_one_parameter_turns_what_is_drawn(drawing: NetworkDrawing) -> None:
    before = drawing.passes.now.loss
    index = drawing.passes.index("w2_1_1")
    drawing.passes.turned[index].set_value(1e-4)
    slope = (drawing.passes.now.loss - before) / 1e-4
    assert slope == pytest.approx(drawing.passes.now.gradient[index], rel=1e-2)
    with pytest.raises(ValueError, match="name is 'w3_1_1', and must be one of w1_1_1, "):
        drawing.passes.index("w3_1_1")


def test_the_list_has_all_slopes_and_their_rows_come_with_the_wave(
    drawing: NetworkDrawing,
) -> None:
    rows = SlopeList(drawing, learning_rate=0.1)
    assert [rows.shown(layer) for layer in (1, 2)] == [0, 0]
    drawing.backward.set_value(1.0)
    assert [rows.shown(layer) for layer in (1, 2)] == [0, 1]
    drawing.backward.set_value(2.0)
    rows.follow()
    assert rows.level(8) > rows.level(9) > rows.level(0)  # the last layer on top
    gradient = drawing.passes.now.gradient
    long = [bar.get_right()[0] - rows.axis.get_x() for bar in rows.bars]
    assert long == pytest.approx(rows.unit * np.maximum(gradient, 0), abs=1e-6)
    rows.stepped.set_value(1.0)
    rows.follow()
    long = [rows.axis.get_x() - bar.get_left()[0] for bar in rows.bars]
    assert long == pytest.approx(rows.unit * np.maximum(gradient, 0), abs=1e-6)  # the other way


def test_bars_of_layers_stand_on_a_logarithmic_scale() -> None:
    passes = LivePasses(CHAIN.network, CHAIN.start, CHAIN.inputs, CHAIN.targets)
    norms = live_norms(passes)()
    assert norms == pytest.approx(
        CHAIN.network.delta_norms(CHAIN.start, CHAIN.inputs, CHAIN.targets)
    )
    bars = LayerBars(live_norms(passes), 4, 3, "size", decades=(-4, 0))
    heights = [bar.height for bar in bars.bars]
    assert heights == pytest.approx(3 * (np.log10(norms) + 4) / 4, rel=1e-3)
    low = LayerBars(lambda: [1e-9, 1e9], 4, 3, "size", decades=(-4, 0))
    assert [bar.height for bar in low.bars] == pytest.approx([0, 3.14], abs=0.01)


def test_learnt_curves_are_the_outputs_for_each_kind_of_sample() -> None:
    panel = LearntFunction(
        VOTES.network, VOTES.start, VOTES.inputs, VOTES.targets, (0, -2), 4, 4, ("$x$", "$y$")
    )
    assert len(panel.kinds) == len(panel.curves) == 4
    assert len(panel.dots) == 8
    for kind, others in enumerate(panel.kinds):
        said = VOTES.network.outputs(VOTES.start, [[0.5, *others]])
        assert panel.outputs(kind, [0.5]) == pytest.approx(said[0])
    sample = 5
    guess = VOTES.network.outputs(VOTES.start, VOTES.inputs)[sample, 0]
    assert panel.guess_of(sample) == pytest.approx((VOTES.inputs[sample, 0], guess))
    place = panel.dots[sample].get_center()
    assert panel.ring(sample).get_center() == pytest.approx(place, abs=1e-6)


def test_more_kinds_than_marks_are_refused() -> None:
    many = Network((2, 2, 1))
    inputs = np.stack(np.meshgrid(range(3), range(5)), axis=-1).reshape(-1, 2)
    with pytest.raises(ValueError, match="inputs are of 5 kinds, and must be of at most 4"):
        LearntFunction(
            many, np.zeros(many.dimension), inputs, np.ones(15), (0, 0), 4, 4, ("$x$", "$y$")
        )
