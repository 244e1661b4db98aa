"""Slices through the weights of a network: the ground, and what stands over it, is computed."""

from itertools import pairwise

import numpy as np
import pytest

from scenes.kit import (
    MoonsPanel,
    Probe,
    SlicePair,
    SliceRow,
    Slices,
    Training,
    Walk,
    WayBars,
    ground_number,
    theme,
    training_names,
    training_net,
    training_numbers,
)
from scenes.kit.slices.moons_panel import WIDTH
from scenes.kit.slices.stage import RIGHT_BLOCK, ROW, SMALLER
from scenes.kit.slices.training import Plane

TRAINING = Training(5, 0.5, 300)
PATH, LOSS = TRAINING.path, TRAINING.example.loss


@pytest.fixture(scope="module", params=[2, 4])
def slices(request: pytest.FixtureRequest) -> Slices:
    return Slices(TRAINING, TRAINING.random_plane(request.param))


def weights_at(plane: Plane, taken: int, places: np.ndarray) -> np.ndarray:
    """Return the weights of places in the slice after so many steps, (n, d)."""
    return np.asarray(PATH.x[taken] + (places - plane.coordinates[taken]) @ plane.directions)


@pytest.mark.parametrize("taken", [0, 1, 2, 7, 20, 33, 75, 150, 222, 299, 300])
def test_the_ground_is_the_loss_after_every_step(slices: Slices, taken: int) -> None:
    plane = slices.plane
    places = np.random.default_rng(1).uniform(plane.lower, plane.upper, (80, 2))
    off = slices.through(taken).value(places) - LOSS.value(weights_at(plane, taken, places))
    assert np.abs(off).max() < 0.01 * slices.highest  # less than two pixels of 720


def test_between_two_steps_ground_and_walker_go_evenly(slices: Slices) -> None:
    places = np.random.default_rng(2).uniform(slices.plane.lower, slices.plane.upper, (20, 2))
    before, half, after = (slices.through(taken).value(places) for taken in (1, 1.5, 2))
    assert half == pytest.approx((before + after) / 2)


def test_the_ground_has_the_slope_of_its_surface(slices: Slices) -> None:
    ground = slices.through(12.5)
    x, small = 0.3 * slices.plane.upper + 0.7 * slices.plane.lower, 1e-5
    for axis in np.eye(2):
        ahead, behind = ground.gradient(x + small * axis), ground.gradient(x - small * axis)
        rise = ground.value(x + small * axis) - ground.value(x - small * axis)
        assert ground.gradient(x) @ axis == pytest.approx(rise / (2 * small), abs=1e-6)
        curved = (ahead - behind) / (2 * small)
        assert ground.hessian(x) @ axis == pytest.approx(curved, abs=1e-4)


def test_the_walk_hops_through_all_steps_and_never_back(slices: Slices) -> None:
    shares = np.linspace(0, 1, 200)
    taken = [slices.taken(share) for share in shares]
    assert taken[0] == 0
    assert taken[-1] == PATH.steps
    assert (np.diff(taken) >= 0).all()
    # The first steps, in which the loss falls far, are slow, and after each the walker rests.
    assert slices.taken(0.2) < 0.05 * PATH.steps
    for step in (1, 2, 3):
        before, here = slices.passed[step - 1 : step + 1]
        assert slices.taken(before + 0.7 * (here - before)) == step
        assert step - 1 < slices.taken(before + 0.3 * (here - before)) < step


def test_a_walk_that_stops_on_its_way_goes_on_from_there(slices: Slices) -> None:
    walk = Walk(PATH)
    for first, until in ((0, 20), (20, PATH.steps)):
        going = slices.go(walk, until).build()
        going.begin()
        going.interpolate(0.5)
        assert walk.taken == pytest.approx(slices.taken(slices.passed[[first, until]].mean()))
        going.interpolate(1)
        going.finish()
        assert walk.taken == until


def test_the_walker_stands_on_the_present_slice_and_hovers_over_the_trained_one(
    slices: Slices,
) -> None:
    walk = Walk(PATH)
    pair = SlicePair(slices, walk)
    for taken in (0, 3.5, 40, 300):
        walk.set_value(taken)
        assert pair.present.below() == pytest.approx(pair.present.over.loss, abs=5e-3)
    for taken in (0, 100, 300):
        walk.set_value(taken)
        below = LOSS.value(weights_at(slices.plane, 300, pair.trained.over.position[None]))[0]
        assert pair.trained.below() == pytest.approx(below, abs=5e-3)
        center, radius = pair.trained.walker.center(pair.trained.ground())
        foot = pair.trained.height_scale * float(PATH.loss[taken])
        assert center[2] == pytest.approx(foot + radius)


def test_the_ground_is_dug_anew_only_where_the_weights_are_the_present_ones(
    slices: Slices,
) -> None:
    walk = Walk(PATH)
    pair = SlicePair(slices, walk)
    before = [block.shot().relief.digest for block in (pair.present, pair.trained)]
    walk.set_value(50)
    after = [block.shot().relief.digest for block in (pair.present, pair.trained)]
    assert before[0] != after[0]
    assert before[1] == after[1]
    walk.set_value(300)
    assert pair.present.shot().relief.digest == after[1]  # in the end both are the same


def test_both_blocks_have_the_same_axes_and_all_ground_has_room(slices: Slices) -> None:
    pair = SlicePair(slices, Walk(PATH))
    present, trained = pair.present, pair.trained
    assert present.height_scale == trained.height_scale
    assert present.focus.point == pytest.approx(trained.focus.point)
    assert present.ground().highest == trained.ground().highest
    assert slices.highest >= max(slices.heights.max(), PATH.loss.max())


def test_the_walk_has_room_over_a_block(slices: Slices) -> None:
    block = SlicePair(slices, Walk(PATH)).trained
    heights = block.height_scale * PATH.loss
    seen = block.world_to_frame(np.column_stack([slices.plane.coordinates, heights]))
    middle, half = RIGHT_BLOCK
    assert np.all(np.abs(seen[:, :2] - middle) < half)


def test_a_trail_and_a_plumb_line_are_at_the_losses_of_the_walk(slices: Slices) -> None:
    block = SlicePair(slices, Walk(PATH, 4.5)).trained
    for mark in (block.trace, block.plumb):
        assert not mark.solid(block.ground()).lines
        mark.shown.set_value(1)
    (trail,) = block.trace.solid(block.ground()).lines
    assert trail.points[:5, 2] == pytest.approx(block.height_scale * PATH.loss[:5])
    assert trail.points[-1, :2] == pytest.approx(block.over.position)
    dashes = block.plumb.solid(block.ground()).lines
    heights = np.array([dash.points[:, 2] for dash in dashes]).reshape(-1) / block.height_scale
    if len(heights):
        assert heights.max() <= block.over.loss
        assert heights.min() >= block.below()


def test_a_probe_goes_round_the_trained_weights_and_back(slices: Slices) -> None:
    probe = Probe(TRAINING, slices.plane)
    assert probe.weights == pytest.approx(PATH.x[-1])
    for value in np.linspace(0, 1, 21):
        probe.set_value(value)
        assert np.all((slices.plane.lower < probe.position) & (probe.position < slices.plane.upper))
        there = slices.through(PATH.steps).value(probe.position)
        assert probe.loss == pytest.approx(float(there), abs=0.01 * slices.highest)
    assert probe.weights == pytest.approx(PATH.x[-1])


def test_the_panel_draws_the_line_where_the_network_says_neither() -> None:
    walk = Walk(PATH, 300)
    panel = MoonsPanel(TRAINING, walk)
    network, inputs = TRAINING.example.network, TRAINING.example.inputs
    said = network.outputs(PATH.x[-1], inputs)[:, 0] > 0
    assert np.array_equal(said, TRAINING.example.targets[:, 0] == 1)  # it has learnt all points
    corner = panel.frame.get_corner((-1, -1, 0))
    unit = panel.frame.width / float((panel.upper - panel.lower)[0])
    line = panel.lower + (panel.line.points[:, :2] - corner[:2]) / unit
    logits = network.outputs(PATH.x[-1], line)
    assert len(line) > 100
    assert np.abs(logits).max() < 0.02 * np.abs(panel.logits()).max()


def test_the_panel_shows_a_probe_in_its_own_color() -> None:
    walk = Walk(PATH, 300)
    panel, probe = MoonsPanel(TRAINING, walk), Probe(TRAINING, TRAINING.random_plane(2))
    before = panel.logits().copy()
    change = panel.ask(probe).build()
    change.begin()
    change.interpolate(1)
    change.finish()
    assert panel.line.get_stroke_color().to_hex() == theme.second
    assert panel.logits() == pytest.approx(before)
    probe.set_value(0.4)
    assert np.abs(panel.logits() - before).max() > 1


def test_the_network_has_a_line_for_each_weight_wider_for_larger_ones() -> None:
    walk = Walk(PATH)
    net = training_net(TRAINING, walk)
    assert len(net.edges) == sum(a * b for a, b in pairwise(net.network.sizes))
    for taken in (0, 150.5, 300):
        walk.set_value(taken)
        net.follow()
        weights = [abs(walk.position[one.index]) for one in net.parameters]
        widths = [line.get_stroke_width() for line in net.edges]
        assert (np.diff(np.array(widths)[np.argsort(weights)]) >= 0).all()


def test_names_of_the_network_and_of_the_points_stand_on_one_line_beside_them() -> None:
    walk = Walk(PATH)
    net, points = training_net(TRAINING, walk), MoonsPanel(TRAINING, walk)
    above, counted, rule = training_names(net, points)
    assert above.get_y() == pytest.approx(counted.get_y(), abs=0.05)
    assert counted.get_bottom()[1] > net.get_top()[1] > net.get_bottom()[1] > rule.get_top()[1]
    assert counted.get_x() == pytest.approx(net.get_x(), abs=0.05)


def test_numbers_are_those_of_the_step_and_of_the_ground_below(slices: Slices) -> None:
    walk = Walk(PATH)
    block, numbers = SlicePair(slices, walk).trained, training_numbers(walk)
    below = ground_number(block, numbers)
    for taken, step in ((0, 0), (0.4, 0), (0.9, 1), (1, 1)):
        walk.set_value(taken)  # between two steps they are those of the nearest
        said = [row[1].says().strip() for row in numbers]
        assert said == [f"{PATH.loss[step]:.2f}", f"{step}"]
        assert below[1].says().strip() == f"{block.below():.2f}"
    walk.set_value(0)
    bottoms = [row[1].place.get_bottom()[1] for row in numbers]
    assert bottoms[0] == pytest.approx(bottoms[1])


def test_a_row_has_a_walker_on_the_ground_of_each_step(slices: Slices) -> None:
    row = SliceRow(slices, (0, 20, 300), SlicePair(slices, Walk(PATH, 300)).trained)
    for block, taken in zip(row.blocks, (0, 20), strict=True):
        assert block.over.loss == pytest.approx(PATH.loss[taken])
        assert block.below() == pytest.approx(block.over.loss, abs=5e-3)


def test_the_trained_slice_takes_its_place_in_the_row_on_one_level(slices: Slices) -> None:
    trained = SlicePair(slices, Walk(PATH, 300)).trained
    width, center, radius = trained.width, trained.get_center(), trained.walker.radius
    row = SliceRow(slices, (0, 20, 300), trained)
    for going in [each.build() for each in row.gather()]:
        going.begin()
        going.interpolate(1)
        going.finish()
    assert trained.width == pytest.approx(SMALLER * width)
    assert trained.get_center() == pytest.approx(ROW[-1])
    assert trained.get_center()[0] > center[0]
    trained.walker.shown.set_value(1)
    _, now = trained.walker.center(trained.ground())
    assert now * SMALLER == pytest.approx(radius)  # as large in the frame as before


def test_steps_have_beads_as_long_as_these_are_apart(slices: Slices) -> None:
    trace = SlicePair(slices, Walk(PATH, 300)).trained.trace
    line = np.column_stack([np.zeros((PATH.steps + 1, 2)), PATH.loss])
    beads = trace.beads(line, 0.06)
    assert beads == pytest.approx(line[: len(beads)])
    assert len(beads) == 1 + int(np.argmax(-np.diff(PATH.loss) < 0.06))
    assert len(trace.beads(line[:3], 0.06)) == 2  # the walker is on its way to the second step


def test_bars_are_as_long_as_the_way_so_far_and_its_part_in_the_slice() -> None:
    plane, walk = TRAINING.random_plane(2), Walk(PATH)
    bars = WayBars(walk, plane)
    assert max(bars.way.width, bars.part.width) < 1e-3
    steps = np.linalg.norm(np.diff(PATH.x, axis=0), axis=-1)
    parts = np.linalg.norm(np.diff(plane.coordinates, axis=0) @ plane.directions, axis=-1)
    for taken in (1, 20, PATH.steps):
        walk.set_value(taken)
        bars.update()
        assert bars.way.width / WIDTH == pytest.approx(steps[:taken].sum() / steps.sum())
        assert bars.part.width / bars.way.width == pytest.approx(
            parts[:taken].sum() / steps[:taken].sum()
        )
        assert bars.part.get_left()[0] == pytest.approx(bars.way.get_left()[0])
    assert bars.part.get_right()[0] < bars.said.get_left()[0]


@pytest.mark.parametrize(
    ("seed", "rate", "steps", "message"),
    [(5, 5.0, 300, "LEARNING_RATE of 5 the loss leaps"), (5, 0.5, 20, "after 20 STEPS the loss")],
)
def test_a_training_that_leaps_or_does_not_learn_is_refused(
    seed: int, rate: float, steps: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Training(seed, rate, steps)
