"""What is written on the 3-D view, and how its eye is moved."""

import numpy as np
import pytest
from manim import UP, Square, VMobject

from gd_math import descend, losses, optimizers
from scenes.kit import Walk, theme
from scenes.kit.landscape import Landscape, Pin
from scenes.kit.words.labels import LiveVector, rule_with_numbers, tag
from scenes.kit.words.text import formula

RATE = 0.4
PATH = descend(losses.HILLS, optimizers.gradient_descent(RATE), (1.3, 1.1), 5)


def vectors(rule: VMobject) -> list[np.ndarray]:
    live = [part for part in rule.get_family() if isinstance(part, LiveVector)]
    return [np.array([number.value() for number in vector[0]]) for vector in live]


@pytest.mark.parametrize("taken", [0.0, 2.0, 2.7, 5.0])
def test_the_rule_shows_the_step_that_is_being_taken(taken: float) -> None:
    walk = Walk(PATH)
    rule = rule_with_numbers(walk, RATE)
    walk.set_value(taken)
    new, old, gradient = vectors(rule)
    i = min(int(taken), PATH.steps - 1)
    assert np.array_equal(old, PATH.x[i])
    assert gradient == pytest.approx(losses.HILLS.gradient(old))
    assert new == pytest.approx(old - RATE * gradient)


@pytest.mark.parametrize("taken", range(5))
def test_the_numbers_shown_agree_to_one_in_the_last_place(taken: int) -> None:
    rule = rule_with_numbers(Walk(PATH, taken), RATE, decimals=3)
    shown = [np.round(vector, 3) for vector in vectors(rule)]
    new, old, gradient = shown
    assert np.abs(new - np.round(old - RATE * gradient, 3)).max() < 1.5e-3


def test_the_rule_keeps_its_place_while_its_numbers_change() -> None:
    walk = Walk(PATH)
    rule = rule_with_numbers(walk, RATE)
    before = rule.width, rule.height
    walk.set_value(3)
    rule.update()
    assert (rule.width, rule.height) == pytest.approx(before)


def test_a_tag_is_larger_than_what_stands_on_it_and_in_the_color_of_the_background() -> None:
    plate, row = tag(formula("nabla f"), formula("x"), buff=0.2)
    assert plate.width == pytest.approx(row.width + 0.4)
    assert plate.height == pytest.approx(row.height + 0.4)
    assert plate.get_fill_color().to_hex().lower() == theme.background.lower()


def test_only_what_is_in_the_rectangle_and_not_hidden_is_in_sight() -> None:
    landscape = Landscape(losses.HILLS, azimuth=-90, elevation=20, distance=14, height_scale=1.5)
    behind = (np.pi / 2, np.pi / 2 + 1.6)
    assert landscape.in_sight(0.0, 0.0)
    assert not landscape.in_sight(*behind)
    landscape.elevation.set_value(70)
    assert landscape.in_sight(*behind)
    landscape.distance.set_value(4)
    assert not landscape.in_sight(*behind)


def test_the_horizon_leaves_the_picture_when_the_eye_looks_down() -> None:
    landscape = Landscape(losses.HILLS, elevation=17, distance=14)  # half the field of view
    assert landscape.view().horizon == pytest.approx(0.0)
    landscape.elevation.set_value(0.0)
    assert landscape.view().horizon == pytest.approx(0.5)


def test_a_ring_lies_on_the_ground_all_around() -> None:
    landscape = Landscape(losses.HILLS)
    ring = landscape.ring((1.0, 0.5), theme.good, radius=0.6)
    assert not ring.solid(landscape.ground()).lines
    ring.shown.set_value(1.0)
    points = np.vstack([line.points for line in ring.solid(landscape.ground()).lines])
    away = np.linalg.norm(points[:, :2] - (1.0, 0.5), axis=1)
    assert np.abs(away - 0.6).max() < 3 * ring.thickness
    ground = landscape.on_ground(points[:, :2])
    assert np.abs(points[:, 2] - ground[:, 2]).max() < 3 * ring.thickness


def test_look_moves_every_named_tracker_and_no_other() -> None:
    landscape = Landscape(losses.HILLS, azimuth=-90, elevation=20, distance=14)
    moves = [move.build() for move in landscape.look((0.5, 0.25), azimuth=-60, distance=9)]
    for move in moves:
        move.begin()
        move.finish()
    assert landscape.azimuth.get_value() == pytest.approx(-60)
    assert landscape.distance.get_value() == pytest.approx(9)
    assert landscape.elevation.get_value() == pytest.approx(20)
    assert landscape.focus.position == pytest.approx([0.5, 0.25])


def test_a_pin_follows_its_place_and_fades_behind_a_hill() -> None:
    landscape = Landscape(losses.HILLS, elevation=70.0, azimuth=-90.0, distance=14.0)
    place = (np.pi / 2, np.pi / 2 + 1.6)
    label = Square(side_length=0.3, fill_opacity=0.8)
    pin = Pin(landscape, label, place, direction=UP, buff=0.1)
    for azimuth in (-90.0, -60.0):
        landscape.azimuth.set_value(azimuth)
        pin.update()
        assert pin.get_bottom() == pytest.approx(landscape.to_frame(*place) + 0.1 * UP)
        assert label.get_fill_opacity() == pytest.approx(0.8)
    seen = []
    landscape.azimuth.set_value(-90.0)
    for elevation in np.linspace(70.0, 12.0, 30):
        landscape.elevation.set_value(elevation)
        pin.update()
        seen.append(label.get_fill_opacity() / 0.8)
    assert landscape.is_hidden(*place)
    assert seen[0] == pytest.approx(1.0)
    assert seen[-1] == 0
    assert any(0.05 < share < 0.95 for share in seen)  # gradually
    landscape.elevation.set_value(70.0)
    landscape.mist_center.set_place((-4.0, -4.0))
    landscape.mist_radius.set_value(3.0)
    pin.update()
    assert label.get_fill_opacity() == 0


def test_a_cut_stands_upright_on_its_line_and_its_edge_lies_on_the_ground() -> None:
    landscape = Landscape(losses.HILLS)
    cut = landscape.cut((1.0, 0.5), (1.0, 0.0), theme.gradient)
    assert not cut.solid(landscape.ground()).lines
    cut.shown.set_value(1.0)
    solid = cut.solid(landscape.ground())
    (line,) = solid.lines
    assert line.points[:, 1] == pytest.approx(0.5, abs=cut.thickness)
    ends = [landscape.lower[0], landscape.upper[0]]
    assert line.points[[0, -1], 0] == pytest.approx(ends, abs=cut.thickness)
    ground = landscape.on_ground(line.points[:, :2])
    assert np.abs(line.points - ground).max() < cut.thickness
    assert solid.points[:, 1] == pytest.approx(0.5)
    heights = landscape.height_scale * np.array([landscape.lowest, landscape.highest])
    assert solid.points[:, 2].min() < heights[0] < heights[1] < solid.points[:, 2].max()
