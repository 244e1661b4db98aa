"""The camera's pictures are those of Manim's own camera, however little of them it draws."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from manim import (
    RED,
    RIGHT,
    UP,
    YELLOW,
    Camera,
    Circle,
    Dot,
    Mobject,
    Square,
    Triangle,
    VMobject,
)  # fmt: skip

from engine.camera import StageCamera
from tests.engine.still_life import HEIGHT, WIDTH, assert_same, frame_of, others, still_life

pytestmark = pytest.mark.usefixtures("small_frame")


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
