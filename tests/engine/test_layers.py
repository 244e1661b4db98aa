"""What stays is drawn once, and no frame looks otherwise for it."""

from fractions import Fraction

import numpy as np
import pytest
from manim import DOWN, LEFT, RED, RIGHT, UP, Circle, Dot, Mobject, Square, Star
from manim._config.video_encoder import VideoEncoderSpec

from engine.camera import StageCamera
from engine.drawing import _camera, _frames
from engine.layers import Layers, layers
from engine.looks import Look, Observer
from engine.segment import Segment, Viewport
from engine.shapes import PixelGrid
from tests.engine.still_life import HEIGHT, WIDTH, frame_of, others, still_life

pytestmark = pytest.mark.usefixtures("small_frame")

SPEC = VideoEncoderSpec("mp4", "libx264", "yuv420p", WIDTH, HEIGHT, Fraction(10), ())


def looks_of(observer: Observer, mobjects: list[Mobject]) -> list[Look]:
    return observer.looks_at(StageCamera().get_mobjects_to_display(mobjects))


def film(mobjects: list[Mobject], *moves: Mobject) -> Layers:
    """Return the layers of frames before each of which one of `mobjects` moves to the right."""
    observer = Observer()
    shown: list[list[Look]] = []
    for mover in moves:
        shown.append(looks_of(observer, mobjects))
        mover.shift(0.2 * RIGHT)
    return layers(shown, PixelGrid(StageCamera()), HEIGHT)


@pytest.mark.parametrize("seed", range(4))
def test_frames_are_those_of_a_camera_that_draws_everything(seed: int) -> None:
    random = np.random.default_rng(seed)
    stage = still_life() + (others() if seed % 2 else [])
    movers = random.choice(len(stage), 3, replace=False)
    segment = Segment(SPEC, Viewport.of(StageCamera()))
    observer, expected = Observer(), []
    for frame in range(12):
        for mover in movers:
            if random.random() < 0.7:
                stage[mover].shift(random.uniform(-0.4, 0.4, 3) * (1, 1, 0))
        if frame == 5 and seed == 2:  # another order
            stage.append(stage.pop(0))
        segment.add(looks_of(observer, stage), 1)
        if len(expected) < len(segment.shown):
            expected.append(frame_of(StageCamera(), stage))
    before = np.zeros_like(expected[0])
    for (camera, _, rows), pixels in zip(_frames(segment), expected, strict=True):
        np.testing.assert_array_equal(camera.pixel_array, pixels)
        for same in (slice(0, rows.start), slice(rows.stop, HEIGHT)):
            np.testing.assert_array_equal(pixels[same], before[same])
        before = pixels


def test_a_segment_does_not_depend_on_the_one_before_it() -> None:
    stage, observer, segments = still_life(), Observer(), []
    for step in range(4):
        segments.append(Segment(SPEC, Viewport.of(StageCamera())))
        for _ in range(2):
            segments[-1].add(looks_of(observer, stage), 1)
            stage[0].shift(0.3 * RIGHT)
        stage[step + 3].shift(0.2 * DOWN)

    def pixels_of(segment: Segment) -> list[np.ndarray]:
        return [camera.pixel_array.copy() for camera, *_ in _frames(segment)]

    in_turn = [pixels_of(segment) for segment in segments]
    for segment, pixels in zip(segments, in_turn, strict=True):
        _camera.cache_clear()
        np.testing.assert_array_equal(pixels_of(segment), pixels)


def test_what_stays_is_drawn_once_unless_it_covers_what_moves() -> None:
    mover = Dot(4 * LEFT)
    beside, above, over_it = Square(1).shift(3 * RIGHT), Circle(1), Square(0.2).shift(0.8 * UP)
    found = film([mover, beside, above.shift(4 * LEFT), over_it.shift(4 * LEFT)], mover, mover)
    assert [look.subject for look in found.still] == [id(beside)]
    for looks in found.moving:
        assert [look.subject for look in looks] == [id(mover), id(above), id(over_it)]


def test_lines_reach_beyond_their_outline_and_corners_far() -> None:
    mover = Star(5, outer_radius=1, inner_radius=0.3, stroke_width=30, color=RED)
    tip = Dot(1.6 * UP, 0.05)
    assert not film([mover, tip], mover, mover).still
    unlined = mover.copy().set_stroke(opacity=0)
    assert film([unlined, tip], unlined, unlined).still


def test_things_that_share_a_pixel_cover_each_other() -> None:
    mover, pixel = Square(1, stroke_width=0, fill_opacity=1), 8 / HEIGHT
    for gap, is_drawn_once in ((0.5 * pixel, False), (4 * pixel, True)):
        beside = mover.copy().next_to(mover, DOWN, gap)
        assert bool(film([mover, beside], mover, mover).still) == is_drawn_once


def test_things_that_change_places_are_drawn_in_each_frame() -> None:
    stage, observer = [Dot(), Square(0.1)], Observer()
    shown = [looks_of(observer, order) for order in (stage, stage[::-1])]
    found = layers(shown, PixelGrid(StageCamera()), HEIGHT)
    assert not found.still
    assert found.moving == shown


def test_only_rows_that_something_moving_reaches_are_drawn_anew() -> None:
    mover, still = Dot(2 * DOWN, 0.2), Dot(2 * UP, 0.2)
    rows = film([still, mover], mover, mover).rows
    middle = HEIGHT * (4 + 2) / 8
    assert all(middle - 10 < row.start < middle < row.stop < middle + 10 for row in rows)


def test_a_frame_may_show_nothing() -> None:
    found = layers([[], []], PixelGrid(StageCamera()), HEIGHT)
    assert found.still == found.moving[0] == []
    assert all(row.start >= row.stop for row in found.rows)
