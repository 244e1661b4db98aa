"""A look is drawn as its mobject, and each difference between looks is noticed."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    DOWN,
    RED,
    RIGHT,
    UP,
    WHITE,
    YELLOW,
    Camera,
    Circle,
    DashedLine,
    ImageMobject,
    Mobject,
    PointCloudDot,
    Square,
    ValueTracker,
    VGroup,
)
from manim.constants import CapStyleType, LineJointType

from engine.camera import StageCamera, configured
from engine.looks import Look, Observer, Picture, look
from scenes.kit.landscape.landscape import Landscape

PIXELS = np.random.default_rng(0).integers(0, 256, (8, 12, 4), dtype=np.uint8)


def graded() -> VGroup:
    """A square whose gradient reaches as far as its submobject does."""
    square = Square(stroke_width=12).set_fill([RED, BLUE], 0.8).set_stroke([BLUE, RED])
    square.set_sheen_direction(UP + RIGHT)
    return VGroup(square.add(Circle(0.3).shift(3 * RIGHT)))


MOBJECTS: dict[str, Callable[[], Mobject]] = {
    "ring": lambda: Circle(1.5, color=YELLOW, fill_opacity=0.3, stroke_width=7).shift(UP),
    "dashes": lambda: DashedLine(2 * DOWN, 2 * UP + RIGHT, stroke_width=3),
    "gradient": graded,
    "outlined": lambda: Square(fill_opacity=1).set_stroke(RED, 9, background=True),
    "image": lambda: ImageMobject(PIXELS).rotate(0.3).shift(RIGHT),
    "cloud": lambda: PointCloudDot(color=BLUE, density=8),
}


@pytest.fixture
def frame() -> Any:
    """A small frame; draws mobjects or looks into it, each call afresh."""

    def draw(*things: Any) -> np.ndarray:
        camera = StageCamera(pixel_width=320, pixel_height=180)
        if any(isinstance(thing, Look) for thing in things):
            camera.show(things)
        else:
            camera.capture_mobjects(things)
        return np.array(camera.pixel_array)

    with configured({"pixel_width": 320, "pixel_height": 180}):
        yield draw


@pytest.mark.parametrize("kind", MOBJECTS)
def test_a_look_is_drawn_as_manims_camera_draws_the_mobject(kind: str, frame: Any) -> None:
    mobject = MOBJECTS[kind]()
    looks = Observer().looks_at(mobject.get_family())
    manims = Camera(pixel_width=320, pixel_height=180)
    manims.capture_mobjects([mobject])
    mobject.shift(UP)  # its look at that moment does not change any more
    found = frame(*pickle.loads(pickle.dumps(looks)))
    assert np.any(found != frame())
    # Points are held as single-precision numbers: an edge may be rounded otherwise.
    assert np.abs(found.astype(int) - manims.pixel_array).max() <= 1
    assert np.mean(found != manims.pixel_array) < 1e-3


CHANGES: dict[str, Callable[[Square], Any]] = {
    "place": lambda square: square.shift(1e-4 * UP),
    "fill": lambda square: square.set_fill(RED),
    "opacity": lambda square: square.set_fill(opacity=0.501),
    "stroke": lambda square: square.set_stroke(RED),
    "width": lambda square: square.set_stroke(width=4.01),
    "background": lambda square: square.set_stroke(WHITE, 1, background=True),
    "gradient": lambda square: square.set_fill([RED, BLUE]),
    "joint": lambda square: setattr(square, "joint_type", LineJointType.ROUND),
    "cap": lambda square: setattr(square, "cap_style", CapStyleType.ROUND),
    "closing": lambda square: setattr(square, "tolerance_for_point_equality", 0.1),
    "one color in place": lambda square: square.stroke_rgbas.__setitem__((0, 0), 0.5),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_difference_in_looks_is_noticed(change: str) -> None:
    square = Square(fill_opacity=0.5, stroke_width=4)
    before = look(square)
    assert before is not None
    assert look(square, before) is before
    CHANGES[change](square)
    after = look(square, before)
    assert after is not None
    assert after.digest != before.digest


@pytest.mark.parametrize("change", CHANGES)
def test_an_observer_notices_each_difference_and_nothing_else(change: str) -> None:
    square, observer = Square(fill_opacity=0.5, stroke_width=4), Observer()
    [before] = observer.looks_at([square])
    assert observer.looks_at([square]) == [before]
    CHANGES[change](square)
    [after] = observer.looks_at([square])
    assert after.digest != before.digest
    assert observer.looks_at([square]) == [after]


def test_an_observer_notices_that_a_gradient_reaches_farther() -> None:
    square, observer = graded()[0], Observer()
    [before] = observer.looks_at([square])
    square.submobjects[0].shift(RIGHT)  # the square itself remains as it was
    [after] = observer.looks_at([square])
    assert after.digest != before.digest


@pytest.mark.parametrize("count", [5, 500])
def test_digest_depends_on_points_and_style_of_shapes_short_and_long(
    count: int,
) -> None:
    def digest(radius: float, opacity: float) -> bytes:
        found = look(Circle(radius, num_components=count, fill_opacity=opacity))
        assert found is not None
        return found.digest

    ways = [(radius, opacity) for radius in (1, 2) for opacity in (0, 0.5, 1)]
    digests = [digest(*way) for way in ways]
    assert len(set(digests)) == len(ways)
    assert [digest(*way) for way in ways] == digests


def test_direction_of_a_gradient_is_part_of_the_look() -> None:
    square = graded()[0]
    before = look(square)
    square.set_sheen_direction(DOWN)
    after = look(square, before)
    assert before is not None
    assert after is not None
    assert before.digest != after.digest


def test_images_differ_by_their_pixels_and_their_shape() -> None:
    image = ImageMobject(PIXELS)
    turned = ImageMobject(PIXELS.reshape(12, 8, 4))
    turned.points = image.points.copy()
    other = ImageMobject(PIXELS)
    other.pixel_array[3, 5, 1] ^= 1
    found = [look(mobject) for mobject in (image, turned, other, ImageMobject(PIXELS))]
    digests = [each.digest for each in found if each is not None]
    assert digests[0] == digests[3]
    assert len(set(digests)) == 3


def test_what_fades_shares_its_points() -> None:
    circle = Circle(fill_opacity=1)
    before = look(circle)
    assert before is not None
    circle.points = 0.3 * circle.points + 0.7 * circle.points  # differs in the last digits
    after = look(circle.set_opacity(0.5), before)
    assert after is not None
    assert after.parts[0] is before.parts[0]
    assert 0 < after.size < before.size


def test_trackers_are_not_seen() -> None:
    assert look(ValueTracker(1)) is None


def test_pictures_are_described_by_their_shots(landscape: Landscape) -> None:
    observer = Observer()
    [before] = observer.looks_at([landscape])
    assert observer.looks_at([landscape])[0] is before
    for tracker in (landscape.azimuth, landscape.mist_radius, landscape.mark_size):
        tracker.increment_value(1)
        assert observer.looks_at([landscape])[0].digest != before.digest
        tracker.increment_value(-1)
    assert observer.looks_at([landscape])[0].digest == before.digest
    assert observer.looks_at([landscape.copy().fade(0.5)])[0].digest != before.digest
    assert pickle.loads(pickle.dumps(before)).parts[-1].relief is not None


@pytest.fixture
def landscape() -> Landscape:
    from gd_math import losses

    landscape = Landscape(losses.HILLS, azimuth=10, elevation=30)
    landscape.ball((1, 1), "#FF0000")
    return landscape


@dataclass
class _OwnShot:
    def digest(self) -> bytes:
        return b""

    def pixels(self, width: int, height: int) -> np.ndarray:
        return np.zeros((height, width, 4), np.uint8)


class _Own(Picture):
    def shot(self) -> _OwnShot:
        return _OwnShot()


def test_what_numbers_cannot_describe_is_refused() -> None:
    picture = _Own()
    with pytest.raises(TypeError, match="_OwnShot, which does not name the `package`"):
        look(picture)
    square = Square().color_using_background_image("somewhere.png")
    with pytest.raises(TypeError, match="Square is colored by a background image"):
        look(square)
