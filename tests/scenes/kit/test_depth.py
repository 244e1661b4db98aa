"""A plateau and a cliff, and what comes back through many layers: drawn is what is computed."""

import numpy as np
import pytest

from scenes.kit import CliffStage, DeepStage, FactorFan

GAINS = 0.5, 4.0


@pytest.fixture
def ground() -> CliffStage:
    return CliffStage((-3.8, 2.1), 0.3, 1.0, 40)


@pytest.fixture(scope="module")
def net() -> DeepStage:
    return DeepStage(8, 32, GAINS, 0)


def test_a_leaper_stands_on_the_curve_and_its_wide_arc_stays(ground: CliffStage) -> None:
    creeping, thrown = ground.walkers
    thrown.walk.set_value(0.5)
    thrown.follow()
    start, end = ground.plot.on(thrown.walk.trajectory.x[:2])
    assert thrown.walker.get_center()[1] > max(start[1], end[1]) - 0.5  # in the air
    for walker in (creeping, thrown):
        walker.walk.set_value(40)
        walker.follow()
        x = walker.walk.trajectory.x[-1]
        assert walker.walker.get_center() == pytest.approx(ground.plot.on(x), abs=1e-9)
    assert len(creeping.arcs.points) == 0
    assert thrown.arcs.points[0] == pytest.approx(start)
    assert thrown.arcs.points[-1] == pytest.approx(end)


def test_steps_and_slopes_of_the_table_are_those_that_are_taken(ground: CliffStage) -> None:
    for path, walkers in zip(ground.paths, (ground.walkers, ground.careful), strict=True):
        for i, walker in enumerate(walkers):
            slope, step = ground._live(walker, clipped=walkers is ground.careful)
            for taken in (0, 1, 7):
                walker.walk.set_value(taken)
                assert step() == pytest.approx(path.x[taken + 1, i, 0] - path.x[taken, i, 0])
                limit = ground.clip if walkers is ground.careful else np.inf
                assert slope() == np.clip(path.gradient[taken, i, 0], -limit, limit)
                assert step() == pytest.approx(-ground.rate * slope())


def test_a_drawn_weight_is_one_of_the_whole_network(net: DeepStage) -> None:
    drawn, whole = net.drawing.passes.now, net.gain.passes
    for few, all_of_them in zip(drawn.layers, whole.layers, strict=True):
        assert np.array_equal(few.weights, all_of_them.weights[:4, :4])
        assert np.array_equal(few.weight_gradients, all_of_them.weight_gradients[:4, :4])
        assert np.array_equal(few.activations, all_of_them.activations[:, :4])
    last = net.drawing.network.named_parameters[-1]
    assert drawn.parameters[last.index] == whole.layers[-1].biases[3]  # type: ignore[index]


def test_bars_grow_as_the_error_comes_back_and_turn_with_the_weights(net: DeepStage) -> None:
    net.gain.set_value(GAINS[0])
    net.drawing.backward.set_value(0)
    assert net.arrived()[-1] == 1
    assert np.isnan(net.arrived()[:-1]).all()
    net.drawing.backward.set_value(3.6)
    assert net.arrived()[4:] == pytest.approx(net.shares(GAINS[0])[4:])
    assert np.isnan(net.arrived()[:4]).all()
    net.drawing.backward.set_value(8)
    for gain in net.gains:
        net.gain.set_value(gain)
        assert net.arrived() == pytest.approx(net.shares(gain))


def test_units_turn_blue_as_their_bar_grows_and_edges_are_as_wide_as_weights(
    net: DeepStage,
) -> None:
    drawing = net.drawing
    net.gain.set_value(GAINS[0])
    drawing.backward.set_value(3.1)
    drawing.follow()
    net.bars.follow()
    for layer, bar in enumerate(net.bars.bars, 1):
        shown = [unit.get_fill_opacity() for unit in drawing.units[layer]]
        assert (min(shown) > 0) == (len(bar.points) > 0) == (layer > 4)
        assert max(shown) <= drawing.bright()[layer - 1] + 1e-9
        assert (max(shown) == pytest.approx(drawing.bright()[layer - 1])) == (layer > 5)
    net.gain.set_value(max(net.gains))
    assert drawing.bright() == pytest.approx(np.sort(drawing.bright())[::-1])
    assert drawing.bright()[0] == pytest.approx(1)
    net.gain.set_value(GAINS[0])
    assert drawing.bright() == pytest.approx(np.sort(drawing.bright()))
    drawing.follow()
    weights = np.abs([drawing.passes.now.parameters[one.index] for one in drawing.parameters])
    widths = [line.get_stroke_width() for line in drawing.edges]
    assert np.array_equal(np.argsort(weights), np.argsort(widths))


def test_bars_go_up_or_down_from_the_line_of_1_and_words_stand_on_its_other_side(
    net: DeepStage,
) -> None:
    drawing, line = net.drawing, net.bars.top(1.0)
    drawing.backward.set_value(8)
    for gain, down in zip(GAINS, (True, False), strict=True):
        net.gain.set_value(gain)
        net.bars.follow()
        *bars, last = net.bars.bars
        for bar, share in zip(bars, net.shares(gain), strict=False):
            ends = sorted([line, net.bars.top(share)])
            assert [bar.get_bottom()[1], bar.get_top()[1]] == pytest.approx(ends)
        assert last.get_y() == pytest.approx(line)
        words = net.product(gain)
        assert (words.get_bottom()[1] > line) == down
        assert (words.get_top()[1] < line) != down


def test_the_fan_has_a_mark_for_each_layer_and_start(net: DeepStage) -> None:
    fan = FactorFan(net)
    small, large, right = net.gains
    for row, gain in zip((*fan.rows, fan.right), (large, small, right), strict=True):
        heights = [fan.plot.top(share) for share in net.shares(gain)]
        assert [mark.get_y() for mark in row.marks] == pytest.approx(heights[::-1])


def test_gains_that_show_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="GAINS are 1, and must be 2"):
        DeepStage(8, 32, (0.5,), 0)
    with pytest.raises(ValueError, match=r"at least 1\.3"):
        DeepStage(8, 32, (0.5, 1.2), 0)
