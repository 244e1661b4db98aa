"""The camera's pictures are those of Manim's own camera, however little of them it draws."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import cairo
import numpy as np
import pytest
from manim import (
    BLUE,
    DOWN,
    LEFT,
    RED,
    RIGHT,
    UP,
    UR,
    WHITE,
    YELLOW,
    Annulus,
    Arc,
    Arrow,
    Camera,
    CapStyleType,
    Circle,
    DashedLine,
    Dot,
    ImageMobject,
    Line,
    LineJointType,
    Mobject,
    Point,
    PointCloudDot,
    Rectangle,
    RegularPolygon,
    Square,
    Star,
    Triangle,
    ValueTracker,
    VGroup,
    VMobject,
    config,
    tempconfig,
)  # fmt: skip

from scenes.kit import paths
from scenes.kit.boxes import Box, bands
from scenes.kit.camera import Picture, StageCamera
from scenes.kit.shapes import Shape
from scenes.kit.text import formula, halo, text

WIDTH, HEIGHT = 320, 180


@pytest.fixture(autouse=True)
def small_frame() -> Iterator[None]:
    with tempconfig({"pixel_width": WIDTH, "pixel_height": HEIGHT}):
        yield


class Noise(Picture):
    """A picture of noise, another one after each `turn`."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.points = np.array([[x * width, y * height, 0] for x, y in ((-0.5, -0.5), (0.5, 0.5))])
        self.turns = 0
        self.turn()

    def turn(self) -> None:
        self.turns += 1
        self.made: dict[tuple[int, int], np.ndarray] = {}

    def pixels(self, width: int, height: int) -> np.ndarray:
        if (width, height) not in self.made:
            noise = np.random.default_rng(self.turns).integers(0, 256, (height, width, 4))
            noise[..., 3] = 255
            self.made = {(width, height): noise.astype(np.uint8)}
        return self.made[width, height]


def still_life() -> list[Mobject]:
    """Return mobjects of all kinds, many of them over one another."""
    gradient = Square(3).set_fill([RED, BLUE, YELLOW], opacity=0.8).set_stroke([WHITE, RED], 6)
    open_line = VMobject(stroke_width=9, joint_type=LineJointType.ROUND)
    open_line.set_points_as_corners([LEFT, UP, RIGHT + 0.1 * UP, 2 * DOWN]).shift(3 * LEFT)
    spikes = Star(7, outer_radius=1, inner_radius=0.2, stroke_width=12, joint_type=None)
    round_ends = Line(4 * LEFT, 2 * UR, stroke_width=20, cap_style=CapStyleType.ROUND)
    square_ends = Line(6 * LEFT, UR, stroke_width=20, cap_style=CapStyleType.SQUARE)
    outlined = Circle(0.7, fill_opacity=0.5).set_stroke(BLUE, 14, background=True)
    lone_point = Circle(0.3).shift(5 * LEFT)
    lone_point.start_new_path(np.array([5.0, 3.0, 0.0]))
    off_frame = Circle(2).shift(7.1 * RIGHT + 4 * UP)
    return [
        gradient.shift(2 * RIGHT),
        spikes.shift(4 * RIGHT + DOWN),
        square_ends.set_stroke(opacity=0.4).set_z_index(-1),
        round_ends,
        VGroup(outlined, Annulus(0.5, 1.0, fill_opacity=0.3, color=YELLOW).shift(RIGHT)),
        open_line,
        Arc(1.5, 0.3, 4.0, stroke_width=1.2).shift(2 * LEFT),
        DashedLine(5 * LEFT + 3 * UP, 5 * RIGHT + 2.5 * UP).set_z_index(3),
        halo(text("The *gradient* says $nabla f(x) < 0$", 40)).shift(2 * DOWN),
        formula("sum_(k=1)^n 1 / k^2").shift(3 * RIGHT + 2 * UP),
        Arrow(LEFT, 2 * RIGHT + UP),
        Square(1, stroke_opacity=0).shift(3 * DOWN + 3 * LEFT),
        Rectangle(width=20, height=0.5, fill_opacity=0.2, stroke_width=0).rotate(0.1),
        lone_point,
        off_frame,
        Circle(1).shift(20 * LEFT),
        Triangle(fill_opacity=1).set_sheen(0.5, UP).shift(5 * RIGHT + 2 * DOWN),
        ValueTracker(3.0),
    ]


def others() -> list[Mobject]:
    """Return mobjects that are no vector mobjects."""
    image = ImageMobject(np.random.default_rng(1).integers(0, 256, (20, 30, 4)).astype(np.uint8))
    return [image.shift(LEFT), PointCloudDot(radius=0.5, color=RED), Point(color=WHITE)]


def frame_of(camera: Camera, mobjects: list[Mobject]) -> np.ndarray:
    """Return what `camera` makes of a frame with these mobjects, as Manim's renderer asks it."""
    camera.reset()
    camera.capture_mobjects(mobjects)
    return np.array(camera.pixel_array)


def assert_same(ours: np.ndarray, manims: np.ndarray) -> None:
    """Points are rounded: now and then that moves an edge by 1/256 of a pixel."""
    off = np.abs(ours.astype(int) - manims)
    assert off.max() <= 1
    assert np.count_nonzero(off.any(axis=-1)) < 1e-3 * off.shape[0] * off.shape[1]


def test_a_still_life_is_that_of_manims_camera() -> None:
    mobjects = still_life() + others()
    picture = frame_of(Camera(), mobjects)
    assert picture.std() > 20
    assert_same(frame_of(StageCamera(), mobjects), picture)


def test_each_mobject_alone_is_that_of_manims_camera() -> None:
    ours, manims = StageCamera(), Camera()
    for mobject in still_life() + others():
        assert_same(frame_of(ours, [mobject]), frame_of(manims, [mobject]))


def move(part: Mobject) -> None:
    part.shift(0.3 * RIGHT + 0.1 * UP)


def move_in_place(part: Mobject) -> None:
    part.points += 0.25


def fade(part: VMobject) -> None:
    part.set_fill(opacity=0.3, family=False)


def thicken(part: VMobject) -> None:
    part.set_stroke(width=part.stroke_width + 7, family=False)


def color(part: VMobject) -> None:
    part.set_stroke(YELLOW, family=False)


def outline(part: VMobject) -> None:
    part.set_stroke(RED, 5, background=True, family=False)


def cut(part: VMobject) -> None:
    part.points = part.points[: len(part.points) // 8 * 4]


CHANGES = (move, move_in_place, fade, thicken, color, outline, cut)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changes_is_drawn_anew(change: Callable[[Any], None]) -> None:
    camera, mobjects = StageCamera(), still_life()
    for mobject in mobjects:
        for part in mobject.family_members_with_points():
            if isinstance(part, VMobject):
                change(part)
                break
        np.testing.assert_array_equal(frame_of(camera, mobjects), frame_of(StageCamera(), mobjects))


def test_frames_of_a_film_are_those_of_a_camera_that_draws_everything() -> None:
    random = np.random.default_rng(5)
    camera, stage = StageCamera(), still_life()
    for frame in range(24):
        if random.random() < 0.8:  # else nothing changes
            part = stage[random.integers(len(stage))].family_members_with_points()[0]
            part.shift(random.uniform(-0.5, 0.5, 3) * [1, 1, 0])
        if random.random() < 0.2:
            stage.insert(random.integers(len(stage)), Dot(random.uniform(-3, 3, 3), 0.3))
        if random.random() < 0.2:
            stage.pop(random.integers(len(stage)))
        ours = frame_of(camera, stage)
        np.testing.assert_array_equal(ours, frame_of(StageCamera(), stage), f"frame {frame}")


def test_what_lies_below_may_change() -> None:
    camera, mobjects = StageCamera(), still_life()
    frame_of(camera, mobjects)
    random = np.random.default_rng(2)
    for _ in range(3):
        below = random.integers(0, 256, (HEIGHT, WIDTH, 4)).astype(np.uint8)
        below[..., 3] = 255
        fresh = StageCamera()
        for one in (camera, fresh):
            one.set_frame_to_background(below)
            one.capture_mobjects(mobjects)
        np.testing.assert_array_equal(camera.pixel_array, fresh.pixel_array)


def test_more_may_be_drawn_over_a_finished_frame() -> None:
    ours, manims = StageCamera(), Camera()
    for camera in (ours, manims):
        frame_of(camera, [Square(3, fill_opacity=0.5)])
        camera.capture_mobjects([Circle(2, fill_opacity=0.5)])
    assert_same(ours.pixel_array, manims.pixel_array)
    assert_same(frame_of(ours, [Triangle()]), frame_of(manims, [Triangle()]))


def test_an_empty_frame_shows_what_lies_below() -> None:
    camera = StageCamera()
    frame_of(camera, [Square(3, fill_opacity=1)])
    camera.reset()
    assert (camera.pixel_array == camera.background).all()


def test_changes_hold_every_pixel_that_changed_and_not_many_more() -> None:
    camera, mobjects = StageCamera(), still_life()
    before = frame_of(camera, mobjects)
    assert camera.take_changes() == [Box(0, 0, WIDTH, HEIGHT)]
    for mobject in mobjects:
        mobject.shift(0.1 * RIGHT)
        after = frame_of(camera, mobjects)
        changed = (after != before).any(axis=-1)
        boxes = camera.take_changes()
        for box in boxes:
            changed[box.rows, box.columns] = False
        assert not changed.any()
        before = after
    assert camera.take_changes() == []
    frame_of(camera, [*mobjects, Dot(3 * LEFT, 0.1)])
    (box,) = camera.take_changes()
    assert (box.right - box.left) * (box.bottom - box.top) < 200


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[Shape]:
    """Return the list to which every shape that is drawn is added."""
    drawn: list[Shape] = []
    draw = Shape.draw

    def noted(shape: Shape, *args: Any) -> None:
        drawn.append(shape)
        draw(shape, *args)

    monkeypatch.setattr(Shape, "draw", noted)
    return drawn


def test_only_what_shares_rows_with_a_change_is_drawn(drawings: list[Shape]) -> None:
    above, beside, mover = Dot(3 * UP), Dot(DOWN + LEFT), Dot(DOWN)
    camera = StageCamera()
    for _ in range(2):
        frame_of(camera, [above, mover, beside])
    assert len(drawings) == 3  # the second frame is the first one
    mover.shift(0.1 * RIGHT)
    frame_of(camera, [above, mover, beside])
    assert len(drawings) == 5


def test_what_lies_still_below_a_motion_is_not_drawn_for_ever(drawings: list[Shape]) -> None:
    hills = [Circle(radius) for radius in np.linspace(1, 3, 20)]
    mover, camera = Dot(), StageCamera()
    for _ in range(10):
        mover.shift(0.1 * RIGHT)
        frame_of(camera, [*hills, mover])
    assert len(drawings) < 4 * len(hills)
    hills[3].set_stroke(opacity=0.5)
    np.testing.assert_array_equal(
        frame_of(camera, [*hills, mover]), frame_of(StageCamera(), [*hills, mover])
    )


def test_a_picture_is_copied_in_when_it_is_another_one() -> None:
    picture, camera = Noise(6, 4), StageCamera()
    ring = Circle(1, stroke_width=3)
    frame_of(camera, [picture, ring])
    camera.take_changes()
    for turns in (False, True):
        picture.shift(0.5 * LEFT)
        if turns:
            picture.turn()
        ours = frame_of(camera, [picture, ring])
        assert camera.take_changes()
        np.testing.assert_array_equal(ours, frame_of(StageCamera(), [picture, ring]))
    frame_of(camera, [picture, ring])
    assert not camera.take_changes()
    ring.shift(RIGHT)
    np.testing.assert_array_equal(
        frame_of(camera, [picture, ring]), frame_of(StageCamera(), [picture, ring])
    )


@pytest.mark.parametrize("lay", [paths.lay, paths.lay_piecewise])
def test_paths_are_those_of_manims_camera(lay: Callable[..., None]) -> None:
    size = config.pixel_width, config.pixel_height
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, *size))
    context.scale(20, 20)
    lone = VMobject()
    lone.points = np.array([[1.0, 2.0, 0.0]])
    parts = [part for mobject in still_life() for part in mobject.family_members_with_points()]
    for part in [*parts, lone, RegularPolygon(5).append_points(Circle().points)]:
        if isinstance(part, VMobject):
            context.new_path()
            Camera().set_cairo_context_path(context, part)
            expected = str(context.copy_path())
            lay(context, paths.path_of(part.points))
            assert str(context.copy_path()) == expected


def test_bands_hold_all_boxes_and_share_no_row() -> None:
    random = np.random.default_rng(0)
    for count in range(12):
        left, top = random.integers(0, 300, (2, count))
        sizes = random.integers(0, 30, (2, count))
        edges = np.stack([left, top, left + sizes[0], top + sizes[1]], axis=1).tolist()
        covered = np.zeros((340, 340), bool)
        found = bands(Box(*each) for each in edges)
        for band in found:
            assert not band.is_empty
            covered[band.rows, band.columns] = True
        assert all(first.bottom < second.top for first, second in pairwise(found))
        for each in edges:
            assert covered[Box(*each).rows, Box(*each).columns].all()
