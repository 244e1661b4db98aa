"""Shapes and pictures: whatever was drawn before, the pixels are right, and curves are Manim's."""

from typing import Any

import cairo
import numpy as np
import pytest
from manim import (
    BLUE,
    LEFT,
    RED,
    RIGHT,
    Camera,
    Circle,
    Dot,
    RegularPolygon,
    VMobject,
    config,
)  # fmt: skip

from engine.camera import StageCamera
from engine.shapes import MANY, add_curves
from tests.engine.still_life import Noise, frame_of, still_life

pytestmark = pytest.mark.usefixtures("small_frame")


def test_whatever_moves_or_rests_the_pixels_are_right() -> None:
    random, camera = np.random.default_rng(5), StageCamera()
    things: list[Any] = [
        Dot(place, random.uniform(0.6, 1.6), fill_opacity=0.6, color=color)
        for color, place in zip(
            random.choice(["#E69F00", "#56B4E9", "#009E73"], 14),
            random.uniform((-6, -3, 0), (6, 3, 0), (14, 3)),
            strict=True,
        )
    ]
    things.insert(3, Noise(3, 3))
    for _ in range(12):
        movers = random.choice(15, random.integers(1, 3), replace=False)
        if random.random() < 0.5:
            things.insert(random.integers(15), things.pop(random.integers(15)))
        shown = things[: random.integers(13, 16)]
        for _ in range(5):  # long enough for the rest to come to rest
            for mover in movers:
                things[mover].shift(random.uniform(-0.4, 0.4, 3) * (1, 1, 0))
            np.testing.assert_array_equal(frame_of(camera, shown), frame_of(StageCamera(), shown))


def test_a_picture_is_copied_in_when_it_is_another_one() -> None:
    picture, camera = Noise(6, 4), StageCamera()
    ring = Circle(1, stroke_width=3)
    for change in (
        lambda: None,
        lambda: picture.shift(0.5 * LEFT),
        picture.turn,
        lambda: setattr(picture, "edited", (2, 3, 60)),
        lambda: ring.shift(RIGHT),
    ):
        change()
        ours = frame_of(camera, [picture, ring])
        np.testing.assert_array_equal(ours, frame_of(StageCamera(), [picture, ring]))


def test_manims_own_camera_shows_the_same_picture_however_faded() -> None:
    picture = Noise(6.4, 4.8)  # edges on those of pixels
    for opacity in (1, 0.4, 0):
        picture.set_opacity(opacity)
        ours, manims = (frame_of(camera(), [picture]) for camera in (StageCamera, Camera))
        assert np.abs(ours[..., :3].astype(int) - manims[..., :3]).max() <= 1
        assert (ours[..., 0].std() > 10) == (opacity > 0)


def test_a_picture_fades_and_comes_back() -> None:
    picture = Noise(6, 4)
    gone = picture.copy().fade(1)
    half = picture.copy().interpolate(picture, gone, 0.5)
    assert (picture.opacity, half.opacity, gone.opacity) == (1, 0.5, 0)
    np.testing.assert_array_equal(half.points, picture.points)
    assert half.interpolate(picture, gone, 0).opacity == 1


def test_an_outline_of_many_curves_is_drawn_as_manim_draws_it_whatever_changes() -> None:
    angles = np.linspace(0, 40 * np.pi, MANY + 1)
    spiral = VMobject(stroke_width=3).set_points_as_corners(
        np.stack([angles * np.cos(angles), angles * np.sin(angles), 0 * angles], axis=1) / 40
    )
    camera = StageCamera()
    for change in (
        lambda: None,
        lambda: spiral.set_stroke(BLUE, opacity=0.5),
        lambda: spiral.set_stroke(width=6),
        lambda: spiral.shift(0.3 * RIGHT),
        lambda: spiral.set_fill(BLUE, 0.4),
        lambda: spiral.set_stroke([BLUE, RED]),
    ):
        change()
        pixels, expected = (frame_of(one, [spiral]).astype(int) for one in (camera, Camera()))
        assert np.abs(pixels - expected).max() <= 2
        assert expected.std() > 10


def test_curves_are_those_of_manims_camera() -> None:
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
            context.new_path()
            add_curves(context, part.points[:, :2], part.tolerance_for_point_equality)
            assert str(context.copy_path()) == expected


def test_a_picture_is_cut_off_at_the_edges_of_the_frame() -> None:
    picture, camera = Noise(6.4, 4), StageCamera()  # edges between pixels
    whole = frame_of(camera, [picture])
    height, width = whole.shape[:2]
    unit = width / config.frame_width  # pixels
    for right, down in ((150, 0), (-150, -60), (0, 80), (width, 0)):
        picture.move_to(np.array([right, -down, 0]) / unit)
        big = np.tile(frame_of(StageCamera(), []), (3, 3, 1))  # an empty plane about the frame
        big[height + down : 2 * height + down, width + right : 2 * width + right] = whole
        expected = big[height : 2 * height, width : 2 * width]
        np.testing.assert_array_equal(frame_of(camera, [picture]), expected)
