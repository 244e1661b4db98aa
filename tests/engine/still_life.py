"""Mobjects of all kinds, and what a camera makes of them."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
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
    ImageMobject,
    Line,
    LineJointType,
    Mobject,
    Point,
    PointCloudDot,
    Rectangle,
    Square,
    Star,
    Triangle,
    ValueTracker,
    VGroup,
    VMobject,
)  # fmt: skip

from engine.looks import Picture
from scenes.kit.words.text import formula, halo, text

WIDTH, HEIGHT = 320, 180


@dataclass(frozen=True)
class NoiseShot:
    """Noise, another one for each seed; `edited`: rows of its pixels that are turned over."""

    seed: int
    edited: tuple[int, ...] = ()
    package: ClassVar[str] = "tests.scenes.kit"

    def digest(self) -> bytes:
        return repr(self).encode()

    def pixels(self, width: int, height: int) -> np.ndarray:
        noise = np.random.default_rng(self.seed).integers(0, 256, (height, width, 4))
        noise[list(self.edited), 5:9, 1] ^= 255
        noise[..., 3] = 255
        return noise.astype(np.uint8)


class Noise(Picture):
    """A picture of noise, another one after each `turn`."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.stretch_to_fit_width(width).stretch_to_fit_height(height)
        self.turns = 1
        self.edited: tuple[int, ...] = ()

    def turn(self) -> None:
        self.turns += 1

    def shot(self) -> NoiseShot:
        return NoiseShot(self.turns, self.edited)


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
