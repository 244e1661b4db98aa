"""The figures that the clip shows, with the knobs as they are."""

import re

import numpy as np
import pytest
from manim.animation.animation import prepare_animation

from gd_math import descend, gradient_descent, network
from scenes import neural_network as scene
from scenes.kit import HouseNet
from scenes.kit.animations import flat
from scenes.kit.network.house_net import FIRST, SLOWLY
from scenes.kit.network.house_walk import HouseWalk
from scenes.kit.network.learnt_function import POINT
from scenes.kit.network.products import Product
from scenes.kit.words.numbers import Form
from tests.scenes.conftest import Staging

HOUSES = network.houses(scene.NOISE, scene.SEED)
WALK = HouseWalk(HOUSES, scene.HOUSE, scene.LEARNING_RATE, scene.EPOCHS)
NET = HOUSES.network
SIZE, _, GARDEN = scene.HOUSE
TRIED = "w2_1_1"
FORM = Form()


def passes(taken: int) -> network.Passes:
    """Return both passes of the house after so many steps."""
    return NET.passes(WALK.trajectory.x[taken], WALK.inputs, WALK.targets)


@pytest.fixture(scope="module")
def net() -> HouseNet:
    return HouseNet(HOUSES, scene.HOUSE, scene.LEARNING_RATE, scene.EPOCHS)


def test_ten_knobs_are_eight_weights_and_two_biases(net: HouseNet) -> None:
    biases = [one for one in NET.named_parameters if one.source is None]
    assert (NET.dimension - len(biases), len(biases)) == (8, 2)
    assert len(net.drawing.edges) == len(net.slopes.names) == 10


def test_the_guess_is_far_too_low_at_first() -> None:
    guess, price = passes(0).outputs[0, 0], WALK.targets[0, 0]
    assert FORM(guess) == "0.17"
    assert FORM(price) == "3.10"
    # What is read adds up: (0.17 − 3.10)² = 8.58.
    assert FORM(passes(0).loss) == FORM((0.17 - 3.1) ** 2) == "8.58"
    assert FORM(passes(0).layers[1].deltas[0, 0]) == FORM(2 * (0.17 - 3.1)) == "−5.86"


def test_a_small_turn_of_the_tried_knob_tells_its_slope(net: HouseNet) -> None:
    index, before = net.passes.index(TRIED), net.loss()
    assert net.slopes.gradient[index] < 0
    net.passes.turned[index].set_value(scene.TURN)
    change = net.loss() - before
    assert change / scene.TURN == pytest.approx(net.slopes.gradient[index], rel=0.03)
    first, last = net.answer_of(TRIED, scene.TURN)
    assert first.markup == f"L quad {FORM(before)} -> {FORM(net.loss())}"
    # What is read adds up.
    assert FORM(FORM.rounded(net.loss()) - FORM.rounded(before)) == FORM(change)
    assert f"{FORM(change)} \\/ {scene.TURN} = " in last.markup
    net.passes.turned[index].set_value(0)
    assert net.loss() == before


def read(product: Product) -> tuple[str, list[float]]:
    """Return the name of a product, and what stands between its equals signs, as it is read."""
    said = re.sub(r"[{]{2}(.*?) : part[0-9]+[}]{2}", r"\1", product[0].markup)
    for written, meant in (("−", "-"), ("dot", "*"), ("^2", "**2"), ("2 (", "2 * (")):
        said = said.replace(written, meant)
    name, *parts = said.split(" = ")
    return name, [eval(part) for part in parts if "partial" not in part]


def test_the_error_is_true_as_it_is_read(net: HouseNet) -> None:
    name, (product, result) = read(net.error(net.price_below()))
    assert name == "delta"
    assert FORM(product) == FORM(result) == FORM(net.drawing.delta(2, 0))


@pytest.mark.parametrize("unit", [1, 2])
def test_what_comes_back_to_a_hidden_unit_is_true_as_it_is_read(net: HouseNet, unit: int) -> None:
    name, (product, result) = read(net.further(unit))
    assert name == f"delta_{unit}"
    assert FORM(product) == FORM(result) == FORM(net.drawing.delta(1, unit - 1))


def test_a_product_closes_up_to_its_name_and_result(net: HouseNet) -> None:
    product = net.further(1)
    sign = product.parts[1].get_center()
    for animation in flat(product.shrink()):
        animation = prepare_animation(animation)
        animation.begin()
        animation.finish()
    seen = [one for one in product.family_members_with_points() if one.get_fill_opacity() > 0]
    assert len(seen) == len([*product.parts[0], *product.parts[-1]])
    assert product.parts[-1][0].get_center() == pytest.approx(sign)


def test_each_slope_is_what_came_in_times_what_comes_back() -> None:
    first, second = passes(0).layers
    gradient = NET.by_name(passes(0).gradient)
    for unit in range(2):
        for i, came in enumerate(scene.HOUSE, 1):
            assert gradient[f"w1_{i}_{unit + 1}"] == pytest.approx(came * first.deltas[0, unit])
        assert gradient[f"b1_{unit + 1}"] == pytest.approx(first.deltas[0, unit])
        came = first.activations[0, unit]
        assert gradient[f"w2_{unit + 1}_1"] == pytest.approx(came * second.deltas[0, 0])


def test_the_products_are_true_as_they_are_read(net: HouseNet) -> None:
    for name in (TRIED, "w1_3_2"):
        _, (product, result) = read(net.product(name))
        assert FORM(product) == FORM(result) == FORM(net.slopes.gradient[net.passes.index(name)])


def test_the_knobs_of_the_garden_alone_have_slope_0() -> None:
    assert GARDEN == 0
    gradient = NET.by_name(passes(0).gradient)
    still = [name for name, slope in gradient.items() if FORM(slope) == "0.00"]
    assert still == ["w1_3_1", "w1_3_2"]
    assert all(gradient[name] == 0 for name in still)


def test_slopes_differ_in_sign_and_by_more_than_two_to_one() -> None:
    slopes = passes(0).gradient[passes(0).gradient != 0]
    assert slopes.min() < 0 < slopes.max()
    assert np.abs(slopes).max() > 2 * np.abs(slopes).min()


def test_the_first_step_is_that_of_the_house_alone() -> None:
    step = -scene.LEARNING_RATE * passes(0).gradient
    assert WALK.trajectory.x[1] - WALK.trajectory.x[0] == pytest.approx(step)
    assert FORM(passes(1).outputs[0, 0]) == "1.37"
    assert FORM(passes(1).loss) == "2.99"
    assert passes(1).loss < 0.5 * passes(0).loss


def test_every_epoch_is_the_mean_over_all_houses() -> None:
    rule = gradient_descent(scene.LEARNING_RATE)
    rest = descend(HOUSES.loss, rule, WALK.trajectory.x[1], scene.EPOCHS)
    assert np.array_equal(WALK.trajectory.x[1:], rest.x)
    assert len(HOUSES.inputs) == 24
    said = [FORM(rest.loss[epoch]) for epoch in (0, scene.SLOW, scene.EPOCHS)]
    assert said == ["2.31", "1.34", "0.01"]
    assert (np.diff(rest.loss) < 0).all()


def test_in_the_end_guesses_miss_about_as_much_as_the_noise() -> None:
    guesses = NET.outputs(WALK.trajectory.x[-1], HOUSES.inputs)
    miss = np.abs(guesses - HOUSES.targets).mean()
    assert round(1e5 * miss, -3) == 7000
    assert miss < 1.1 * scene.NOISE


def test_slopes_of_all_houses_follow_those_of_one(net: HouseNet) -> None:
    net.walk.set_value(1)
    net.all_houses()
    gradient = HOUSES.loss.gradient(WALK.trajectory.x[1])
    assert net.passes.now.gradient == pytest.approx(gradient)
    assert net.guess() == pytest.approx(passes(1).outputs[0, 0])  # units still show the house
    assert net.drawing.activation(0, 0) == SIZE


def test_epoch_and_miss_are_those_of_the_curves_that_are_seen(net: HouseNet) -> None:
    net.walk.set_value(3.4)
    seen = net.panel.outputs(int(net.panel.kind_of[0]), [HOUSES.inputs[0, 0]])
    assert seen == pytest.approx(NET.outputs(net.walk.position, HOUSES.inputs)[0])
    assert net.walk.epoch == 2  # the nearest
    misses = NET.outputs(net.walk.position, HOUSES.inputs) - HOUSES.targets
    assert net.walk.mean_miss == round(1e5 * float(np.mean(np.abs(misses))), -3)
    assert net.walk.mean_miss <= net.walk.largest_miss


def test_every_house_goes_through_with_its_miss(net: HouseNet) -> None:
    net.walk.set_value(1)
    net.all_houses()
    assert sorted(net.order) == list(range(24))
    assert net.guess() == pytest.approx(net.panel.guess_of(net.walk.sample)[1])  # the last one
    net.drawing.row.set_value(7)
    house = net.order[7]
    size = HOUSES.inputs[house, 0]
    assert net.drawing.activation(0, 0) == size
    assert net.guess() == pytest.approx(net.panel.guess_of(house)[1])
    net.miss.update()
    ends = [net.panel.at((size, price)) for price in (HOUSES.targets[house, 0], net.guess())]
    assert net.miss.points[[0, -1]] == pytest.approx(np.array(ends))
    net.ring.update()
    assert net.ring.get_center() == pytest.approx(ends[0])
    net.drawing.row.set_value(0)


def test_the_first_houses_go_through_slowly(net: HouseNet) -> None:
    going = prepare_animation(net.go_through())
    going.begin()
    going.interpolate(SLOWLY)
    assert net.drawing.row.get_value() == pytest.approx(FIRST)
    going.finish()
    assert net.order[int(net.drawing.row.get_value())] == net.walk.sample
    net.drawing.row.set_value(0)


def test_no_point_of_the_data_covers_another(net: HouseNet) -> None:
    places = np.array([dot.get_center() for dot in net.panel.dots])
    apart = np.linalg.norm(places[:, np.newaxis] - places, axis=-1)
    assert apart[np.triu_indices(len(places), 1)].min() > 2 * POINT


def test_every_guess_of_the_walk_has_its_place_on_the_axis(net: HouseNet) -> None:
    guesses = [NET.outputs(x, HOUSES.inputs) for x in WALK.trajectory.x[1:]]
    assert min(guess.min() for guess in guesses) == WALK.lowest > 0
    assert max(guess.max() for guess in guesses) < net.panel.y_range[1]
    low = HouseNet(network.houses(scene.NOISE, 7), scene.HOUSE, scene.LEARNING_RATE, 10)
    assert low.walk.lowest < 0
    assert low.panel.y_range[0] <= low.walk.lowest


def test_every_knob_has_its_name_near_its_edge(net: HouseNet) -> None:
    names = net.knob_names()
    assert len(names) == 10
    for name, parameter in zip(names, NET.named_parameters, strict=True):
        edge = [net.drawing.middle(parameter.name, share) for share in np.linspace(0, 1, 50)]
        away = np.linalg.norm(np.array(edge) - name.get_center(), axis=1).min()
        assert away < 0.4


def test_the_knobs_that_have_a_slope_turn_one_after_the_other_to_the_first_step() -> None:
    net = HouseNet(HOUSES, scene.HOUSE, scene.LEARNING_RATE, scene.EPOCHS)
    turning = net.turn_all()
    assert len(turning.animations) == np.count_nonzero(net.slopes.gradient)
    turning.begin()
    turning.finish()
    assert net.passes.position == pytest.approx(WALK.trajectory.x[1])
    assert all(one.get_value() == 0 for one in net.drawing.turning)
    net.all_houses()
    assert np.array_equal(net.passes.position, WALK.trajectory.x[1])


@pytest.mark.parametrize("staging", ["neural_network"], indirect=True)
def test_captions_say_what_was_computed(staging: Staging) -> None:
    captions = [beat.caption for beat in staging.lesson.beats]
    assert any("8 weights and 2 biases" in caption for caption in captions)
