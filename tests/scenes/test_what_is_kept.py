"""What stands still is not worked out anew; whatever has changed is."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from manim import RIGHT, UP, Square, ValueTracker

from gd_math import descend, losses, optimizers
from scenes.kit import Walk, theme
from scenes.kit.bowl.columns import Columns, Post
from scenes.kit.landscape import Landscape, Mark, Pin, Place
from scenes.kit.landscape.block import Water
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.ground_marks import GroundAxes
from scenes.kit.landscape.memo import Memo, state_of
from scenes.kit.words.text import Number
from tests.scenes.landscape_pictures import hills

PATH, OTHER = (
    descend(losses.HILLS, optimizers.gradient_descent(0.6), start, 6)
    for start in ((1.3, 1.1), (1.3, 1.4))
)


@dataclass
class World:
    """A bowl and all that can stand on it."""

    landscape: Landscape
    walk: Walk
    place: Place
    level: ValueTracker
    marks: dict[str, Mark]


@pytest.fixture
def world() -> World:
    landscape = Landscape(losses.RAVINE, height_scale=0.3)
    walk, place = Walk(PATH, 2.5), Place((0.3, 0.2))
    level = ValueTracker(1.0)
    columns = np.array([(0.1, 0.2, 0.3), (0.3, 0.2, 0.1)])
    marks = {
        "ball": landscape.ball(walk, theme.walker),
        "gem": landscape.ball(walk, theme.walker, shape="gem"),
        "trail": landscape.trail(walk, theme.walker),
        "arrow": landscape.arrow(place, (0.5, 0.1), theme.gradient),
        "slope": landscape.slope(walk, theme.ink),
        "ring": landscape.ring(place, theme.ink),
        "cut": landscape.cut(place, (1, 2), theme.ink),
        "columns": Columns(
            srgb(theme.ink), columns[:, :2], columns, ValueTracker(2.0), np.arange(2.0), 0.1
        ),
        "post": Post(srgb(theme.ink), place, 0.02, 0.1),
        "axis": GroundAxes(landscape, ("x", "y"), (-1, -1), (1, 1)).axes[0],
        "water": Water(srgb(theme.ink), level),
    }
    landscape.marks += [marks[name] for name in ("columns", "post", "water")]
    for mark in landscape.marks:
        mark.shown.set_value(1.0)
    return World(landscape, walk, place, level, marks)


def forget(landscape: Landscape) -> None:
    landscape._memo = Memo()
    for mark in landscape.marks:
        mark._memo = Memo()


def test_what_stands_still_is_worked_out_once_while_the_eye_moves(world: World) -> None:
    before = world.landscape.shot()
    world.landscape.azimuth.increment_value(5)
    world.landscape.mist_radius.set_value(0.5)
    after = world.landscape.shot()
    for layer in ("solid", "lying", "standing"):
        assert getattr(after, layer) is getattr(before, layer)
    assert after.digest() != before.digest()


def test_only_the_mark_that_moves_is_worked_out_anew(world: World) -> None:
    before = {name: mark.solid(world.landscape.ground()) for name, mark in world.marks.items()}
    world.walk.set_value(2.6)
    after = {name: mark.solid(world.landscape.ground()) for name, mark in world.marks.items()}
    moved = {name for name in before if after[name] is not before[name]}
    assert moved == {"ball", "gem", "trail", "slope"}


CHANGES: dict[str, tuple[str, Callable[[World], object]]] = {
    "the walk goes on": ("ball gem trail slope", lambda w: w.walk.set_value(3.5)),
    "another walk": ("ball gem trail slope", lambda w: setattr(w.walk, "_trajectory", OTHER)),
    "the place moves": ("arrow ring cut post", lambda w: w.place.set_place((0.4, -0.3))),
    "marks grow": ("ball gem trail ring cut", lambda w: w.landscape.mark_size.set_value(1.5)),
    "the ground sinks": (
        "ball gem trail arrow slope ring cut columns post axis",
        lambda w: w.landscape.rise.set_value(0.5),
    ),
    "another ground": (
        "ball gem trail arrow slope ring cut columns post axis",
        lambda w: setattr(w.landscape, "loss", losses.HILLS),
    ),
    "its edge": ("cut", lambda w: w.landscape.lower.__imul__(0.5)),
    "its colors' end": ("cut", lambda w: setattr(w.landscape, "highest", 2.0)),
    "a color": ("ball", lambda w: w.marks["ball"].color.__imul__(0.5)),
    "a radius": ("ball", lambda w: setattr(w.marks["ball"], "radius", 0.4)),
    "the height of water": ("water", lambda w: w.level.set_value(1.5)),
}


def test_a_mark_that_shrinks_is_worked_out_anew(world: World) -> None:
    for name, mark in world.marks.items():
        before, whole = mark.solid(world.landscape.ground()), world.landscape.shot()
        mark.shown.set_value(0.7)
        assert mark.solid(world.landscape.ground()) is not before, name
        assert world.landscape.shot().digest() != whole.digest(), name


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_mark_follows_from_can_change(world: World, change: str) -> None:
    names, make = CHANGES[change]
    before, solids_before = world.landscape.shot(), {}
    for name in world.marks:
        solids_before[name] = world.marks[name].solid(world.landscape.ground())
    make(world)
    after = world.landscape.shot()
    for name in names.split():
        assert world.marks[name].solid(world.landscape.ground()) is not solids_before[name], name
    forget(world.landscape)
    assert world.landscape.shot().digest() == after.digest() != before.digest()


def test_marks_come_and_go(world: World) -> None:
    before = world.landscape.shot()
    ball = world.landscape.marks.pop(0)
    without = world.landscape.shot()
    world.landscape.marks.insert(0, ball)
    assert without.digest() != before.digest() == world.landscape.shot().digest()
    world.landscape.marks.reverse()
    assert world.landscape.shot().digest() != before.digest()


def test_one_mark_can_stand_on_two_landscapes(world: World) -> None:
    other = hills()
    trail = world.marks["trail"]
    here, there = trail.solid(world.landscape.ground()), trail.solid(other.ground())
    assert not np.allclose(here.balls, there.balls)
    assert np.array_equal(trail.solid(world.landscape.ground()).balls, here.balls)


def test_a_copy_keeps_nothing_of_the_first(world: World) -> None:
    before = world.landscape.shot()
    twin = copy.deepcopy(world.landscape)
    assert twin.shot().digest() == before.digest()
    twin.marks[0].at.set_value(4.0)
    assert twin.shot().digest() != before.digest() == world.landscape.shot().digest()


def test_a_trail_stays_on_ground_that_sinks(world: World) -> None:
    trail, landscape = world.marks["trail"], world.landscape
    for rise in (1.0, 0.4):
        landscape.rise.set_value(rise)
        beads = trail.solid(landscape.ground()).balls
        ground = landscape.on_ground(beads[:, :2])
        assert np.linalg.norm(beads[:, :3] - ground, axis=1).max() < beads[0, 3]


def test_a_mark_of_ones_own_may_look_at_the_eye() -> None:
    class Lamp(Mark):
        def solid(self, ground: Ground) -> solids.Solid:
            return solids.spheres(landscape.view().eye[None], 1.0, self.paint())

    landscape = hills()
    landscape.marks.append(Lamp(srgb(theme.ink)))
    before = landscape.shot()
    landscape.azimuth.increment_value(5)
    assert not np.array_equal(landscape.shot().solid.balls, before.solid.balls)


def test_what_may_change_unseen_is_never_taken_for_the_same() -> None:
    class Jumping(Walk):
        @property
        def position(self) -> np.ndarray:
            return np.array([next(places), 0.0])

    places = iter((0.1, 0.2, 0.3, 0.4, 0.5, 0.6))
    landscape = hills()
    ball = landscape.ball(Jumping(PATH), theme.walker)
    first, second = (ball.solid(landscape.ground()).balls[0, 0] for _ in range(2))
    assert first != second
    assert state_of([{}]) != state_of([{}])
    assert state_of(ValueTracker(1.0)) == state_of(ValueTracker(1.0)) != state_of(ValueTracker(2.0))


def test_the_view_is_the_same_as_long_as_the_eye_stays() -> None:
    landscape = hills()
    changes: list[Callable[[], object]] = [
        lambda: landscape.azimuth.increment_value(1),
        lambda: landscape.elevation.increment_value(1),
        lambda: landscape.distance.increment_value(1),
        lambda: landscape.focus.set_place((0.3, 0.4)),
        lambda: landscape.rise.set_value(0.5),
        lambda: landscape.stretch(0.5, 0),
    ]
    for change in changes:
        before = landscape.view()
        assert landscape.view() is before
        change()
        after = landscape.view()
        assert after is not before
        forget(landscape)
        assert np.array_equal(landscape.view().matrix(1, 9), after.matrix(1, 9))


def test_a_pin_follows_whatever_moves_and_mends_what_others_change() -> None:
    landscape = hills(elevation=70.0)
    place = Place((1.0, 1.2))
    label = Square(side_length=0.3, fill_opacity=0.8)
    pin = Pin(landscape, label, place, direction=UP, buff=0.1)
    changes: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "eye": lambda: landscape.azimuth.increment_value(3),
        "rectangle": lambda: landscape.shift(RIGHT),
        "ground": lambda: landscape.rise.set_value(0.5),
        "place": lambda: place.set_place((0.8, 0.9)),
        "side": lambda: setattr(pin, "direction", -UP),
        "gap": lambda: setattr(pin, "buff", 0.3),
        "share": lambda: pin.shown.set_value(0.5),
        "mist": lambda: landscape.mist_radius.set_value(2.2),
        "its center": lambda: landscape.mist_center.set_place((-0.2, 0.0)),
        "moved": lambda: label.shift(RIGHT),
        "faded": lambda: label.set_opacity(0.1),
        "size": lambda: label.scale(2),
    }
    seen = {}
    for name, change in changes.items():
        change()
        pin.update()
        edge = pin.get_critical_point(-pin.direction)
        gone_to = landscape.to_frame(*place.position) + pin.buff * pin.direction
        assert edge == pytest.approx(gone_to), name
        assert label.get_fill_opacity() == pytest.approx(0.8 * pin.visibility()), name
        assert label.get_stroke_opacity() == pytest.approx(pin.visibility()), name
        seen[name] = pin.visibility()
    assert seen["place"] == 1
    assert seen["share"] > seen["mist"] > seen["its center"] > 0


def test_a_live_number_that_others_touch_is_written_anew() -> None:
    tracker = ValueTracker(4.0)
    number = Number(tracker.get_value, decimals=1)
    cell = number.cells[-1]
    written = cell.points.copy()
    tracker.set_value(4.04)  # which reads the same
    number.update()
    assert np.array_equal(cell.points, written)
    cell.points += 1.0
    number.update()
    assert np.array_equal(cell.points, written)
    tracker.set_value(4.1)
    number.update()
    assert not np.array_equal(cell.points, written)
    number.place.shift(RIGHT)
    moved = cell.points.copy()
    number.update()
    assert cell.points == pytest.approx(moved + RIGHT)
