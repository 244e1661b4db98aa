"""A formula of two variables: a block of ground, its map, arrows, walks, and basins."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, FadeOut, ManimColor, VGroup, VMobject, config
from numpy.typing import NDArray

from gd_math import Loss, grid
from scenes.kit.animations import appear, leave, swap
from scenes.kit.arguments import check_variables, checked
from scenes.kit.curves.curve_plot import SAFE
from scenes.kit.height_levels import levels_between
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.landscape import CONTOURS
from scenes.kit.landscape.place import Target
from scenes.kit.maps.arrow_field import ArrowField, ArrowScale
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import MapCrowd
from scenes.kit.maps.map_axes import MapAxes
from scenes.kit.maps.step_arrow import StepArrow
from scenes.kit.symbols import meaning_of, sign
from scenes.kit.theme import CAPTION_BAND, DOT_RADIUS, SMALL_SIZE, theme
from scenes.kit.two_views.framing import Box, fit
from scenes.kit.two_views.heights import BlockAxes, feet_of_names
from scenes.kit.two_views.turn import at_first, look_straight_down, steady
from scenes.kit.words.labels import gap, tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text
from scenes.kit.yours.basins import Basins
from scenes.kit.yours.descents import SAMPLES, Descents, heights_of
from scenes.kit.yours.findings import Row, depths, end_rows
from scenes.kit.yours.panel import Column, formula_blocks, title_moves
from scenes.kit.yours.view import View

Array = NDArray[np.float64]
MIDDLE = np.array([-2.25, 0.65])  # of the map and of the block, in units of the frame
MAP = np.array([5.9, 5.6])  # the largest map
BLOCK = Box(
    np.array([-2.62, -0.1]), np.array([3.15, 2.5])
)  # where the block has room, below its axis
SIZES = 1.0, 0.92, 0.84, 0.76, 0.68  # of it, until there is room for its axes as well
PICTURE = 9.6, 6.7  # width and height of the picture of the block
AZIMUTH, ELEVATION = -60.0, 34.0  # of the eye
LOWEST = (CAPTION_BAND - 0.5) * config.frame_height  # players lay captions below
HEIGHT = 0.36  # of the block, as a share of its longer side
OUT, NAMED = 0.05, 0.95  # of that side to the axis of heights; where along its edges x and y stand
SCALE = -1.93  # height in the frame of the scale of the arrows, beside the foot of the map
READ = 3.35  # below a formula, where it is tall: the rule and what is read off stand between
REACH = 0.8  # of the grid of arrows, the longest one: their rows are not to read as chains
WAVE = 1.8  # of 2: then the last arrow appears, as they do from left to right
RING = 0.27  # radius of the ring of a minimum
GRAY = 0.3  # of muted ink: the ground, where the colors of ends are to be seen on it
ASIDE = 0.42  # from a minimum to the plate of its letter
TURNS = np.linspace(0, 2 * np.pi, 24, endpoint=False)
RIM = np.stack([np.cos(TURNS), np.sin(TURNS)], axis=-1)  # of a circle of radius 1
ROUND = 0.04  # of the height of a block: it is cut off within so much, with a bend
LEVEL = 1e-9  # of a slope: what is left of less, beyond the bend, is level


class MapView(View):
    """A loss of two variables, seen as a block of ground, and then as a map from above."""

    column = Column(1.15, 6.35, 3.55)
    free, lines = np.array([1.15, -0.6, 0.0]), 2  # where questions begin, and in how many lines
    arrows = "From above: each arrow, −∇f, points the steepest way down."

    @checked
    def __init__(self, descents: Descents) -> None:
        loss = descents.loss
        check_variables(loss, 2, "a map")
        self.descents, self.loss = descents, loss
        lower, upper = loss.domain
        sides = upper - lower
        width, height = sides * np.min(MAP / sides)
        lowest, highest = heights_of(loss)
        levels = levels_between(lowest, highest, CONTOURS)
        self.map = ContourMap(loss, width=width, height=height, levels=levels)
        self.map.move_to((*MIDDLE, 0))
        self.map.bands.set_z_index(-3)
        self.veil = self.map.border.copy().set_stroke(width=0)
        gray = ManimColor(theme.background).interpolate(ManimColor(theme.muted), GRAY)
        self.map.add(self.veil.set_fill(gray, opacity=0).set_z_index(-2))
        VGroup(self.map.lines, self.map.border).set_z_index(-0.5)
        self.block = Landscape(
            relative(loss, lowest, highest),
            width=PICTURE[0],
            height=PICTURE[1],
            height_scale=HEIGHT * float(sides.max()),
            highest=1.0,
            azimuth=AZIMUTH,
            elevation=ELEVATION,
            is_block=True,
        ).move_to((*MIDDLE, 0))
        self.block.set_z_index(-4)  # below the map that takes its place
        for share in SIZES:
            room = Box(BLOCK.middle, share * BLOCK.half)
            target, distance = fit(self.block, AZIMUTH, ELEVATION, room)
            self.block.focus = Target(target)
            self.block.distance.set_value(distance)
            self.block_axes = self._block_axes()
            over = self.block_axes.get_top()[1] - self.column.top
            below = LOWEST - self.block_axes.get_bottom()[1]
            if max(over, below, -SAFE - self.block_axes.get_left()[0]) <= 0:
                break
        rows = len(end_rows(descents))
        self.whole, self.title = formula_blocks(loss, self.column, rows)
        samples = loss.value(grid(lower, upper, (SAMPLES, SAMPLES)))
        self.cut = VGroup()
        if samples.max() > highest:
            said = f"cut off above $f = {number(highest, 3, highest - lowest)}$"
            self.cut.add(text(said, SMALL_SIZE, theme.muted))
            self.cut.move_to((self.column.left, SCALE, 0), LEFT)
        self.scenery = [self.block, self.block_axes, self.whole, self.cut]
        self.field = ArrowField(self.map, reach=REACH)
        self.field.turn.set_value(1.0)
        across = self.field.centers[:, 0]
        self.field.born = WAVE * (across - across.min()) / np.ptp(across)
        self.field.grown.set_value(0.0)
        self.field.follow()
        foot = max(min(SCALE, float(self.title.get_bottom()[1]) - READ), LOWEST + 0.25)
        self.scale = ArrowScale(self.field).move_to((self.column.left, foot, 0), LEFT)
        self.scale.label.shift(0.12 * RIGHT)
        if self.scale.clipped:
            words = text("longest arrows:", SMALL_SIZE, theme.muted)
            if words.width + 0.2 + self.scale.width > self.column.width:
                words = text("longest:", SMALL_SIZE, theme.muted)
            self.scale.shift((words.width + 0.2) * RIGHT)
            self.scale.add(words.move_to((self.column.left, foot, 0), LEFT))
        self.walker = MapCrowd([descents.first], self.map)
        self.step = StepArrow(descents.first, self.map, descents.descent)
        self.others = MapCrowd(descents.others, self.map)
        self.depths = VGroup()
        for z, part in ((0.5, self.step), (1, self.walker), (1, self.others)):
            part.set_z_index(z)  # whatever comes and goes, walkers stay above arrows, below rings

    def come(self) -> list[Any]:
        """Return the animations in which the block comes into view: none, it stands there."""
        return []

    def unfold(self) -> Iterator[tuple[Any, float]]:
        """Yield what is played, and for how long, until the block has become its map."""
        size = PICTURE[1] / 2 / self.map.border.height
        lower, upper = self.loss.domain
        half = size * float(upper[1] - lower[1])
        down = look_straight_down(self.block, (lower + upper) / 2, half, nearing=late)
        yield [*down, FadeOut(self.block_axes, rate_func=at_first)], 7.1
        yield appear(self.map, self._axes()), 0.6

    def point_down(self) -> list[Any]:
        """Return the animations in which the map gets its arrows."""
        moves = [*leave(self.block), self.field.grow(), *title_moves(self.whole, self.title)]
        return moves + (swap(self.cut, [self.scale]) if self.cut else appear(self.scale))

    def set_down(self) -> list[Any]:
        """Return the animations in which the walker appears, and arrows below it make room."""
        return [*super().set_down(), self.field.make_room(self.walker)]

    def take(self, steps: int) -> list[Any]:
        """Return the animations of the first steps of the walk that is watched."""
        moves: list[Any] = self.step.take(steps)
        return moves

    def set_out(self) -> list[Any]:
        """Return the animations in which the others appear."""
        return appear(self.others)

    def explained(self) -> list[VMobject]:
        """Return what has been seen once a walk has ended: the arrows, and their scale."""
        return [self.field, self.scale]

    def name_depths(self, ends: list[int]) -> VGroup:
        """Return the values at some minima, beside them."""
        path = self.map.at(self.descents.first.trajectory.x)[:, :2]
        minima = np.reshape([self.loss.minima[end].x for end in ends], (-1, 2))
        places = self.map.at(minima)
        for place, depth in zip(places, depths(self.loss, ends), strict=True):
            label = tag(formula(f"f approx {depth}", SMALL_SIZE), buff=0.1)
            taken = [part.points[:, :2] for part in self.depths.family_members_with_points()]
            clear = np.concatenate([path, places[:, :2], *taken])
            self.depths.add(label.move_to(self._beside(place, label, clear)).set_z_index(2))
        return self.depths

    def mark_ends(self, rows: list[Row]) -> VGroup:
        """Return the signs of the minima in which walks end, with their letters."""
        found, taken = VGroup(), [self.map.at(walk.trajectory.x) for walk in self.descents.walks]
        starts = self.map.at(self.descents.starts)[:, None, :2]
        rims = starts + DOT_RADIUS * RIM  # of the walkers that stand there
        clear = np.concatenate([*(path[:, :2] for path in taken), rims.reshape(-1, 2)])
        for row in rows:
            for end in row.kinds if row.meaning else ():
                minimum = self.loss.minima[end]
                place = self.map.at(minimum.x)
                if not row.letter and end not in self.descents.ends.kind and len(row.kinds) > 1:
                    continue  # of many minima, those in which a walk has ended
                found.add(sign(meaning_of(minimum), RING).move_to(place).set_z_index(1.5))
                if row.letter:
                    letter = tag(text(f"*{row.letter}*", SMALL_SIZE), buff=0.07)
                    letter.move_to(self._beside(place, letter, clear)).set_z_index(2)
                    found.add(letter)
        return found

    @cached_property
    def basins(self) -> Basins:
        """The basins, which are not colored at first."""
        return Basins(self.map, self.descents).set_z_index(-1)

    def flow(self) -> list[Any]:
        """Return the animation in which each place gets its color as its walk arrives."""
        return [self.basins.flow()]

    def turn_gray(self) -> list[Any]:
        """Return the animation in which the colors of heights leave; their contour lines stay."""
        veil: Any = self.veil.animate
        return [veil.set_fill(opacity=1)]

    def _beside(self, place: Array, label: VMobject, clear: Array) -> Array:
        """Return where beside a place a label covers no walk, or as little as can be."""
        half = np.array([label.width, label.height]) / 2
        around = place[:2] + ASIDE * RIM + half * np.clip(1.5 * RIM, -1, 1)
        border = self.map.border
        room = np.array([border.width, border.height]) / 2 - half - 0.12
        inside = np.all(np.abs(around - border.get_center()[:2]) <= room, axis=1)
        worth = np.minimum(gap(around, half, clear), 0.2) + inside
        return np.append(around[int(np.argmax(worth))], 0.0)

    def _axes(self) -> VGroup:
        """Return the axes of the map, but for numbers for which there is no room at its left."""
        return VGroup(*(one for one in MapAxes(self.map) if one.get_left()[0] > -SAFE))

    def _block_axes(self) -> BlockAxes:
        lower, upper = self.loss.domain
        right = self.block.view().right[:2]
        corners = [np.array([x, y]) for x in (lower[0], upper[0]) for y in (lower[1], upper[1])]
        left = min(corners, key=lambda corner: float(corner @ right))
        at = left - OUT * float((upper - lower).max()) * right
        return BlockAxes(self.block, at, np.zeros(0), feet_of_names(self.block, NAMED), UP)


def late(share: float) -> float:
    """Begin when half of the time is over; a rate function of Manim's."""
    return steady(max(2 * share - 1, 0.0))


def relative(loss: Loss, lowest: float, highest: float) -> Loss:
    """Return a loss as a share u of the way from `lowest` to `highest`, above which it is cut off.

    So a block is as high and has as fine a mesh for every unit of the loss. Up to there nothing is
    bent; what is higher is drawn as v = 1 + r (1 − exp((1 − u)/r)), with r = `ROUND`.
    """
    raw, height = loss.raw, highest - lowest

    def above(x: Array) -> Array:
        return np.asarray(np.maximum(raw.value(x) - highest, 0.0) / (height * ROUND))

    def value(x: Array) -> Array:
        share = np.minimum((raw.value(x) - lowest) / height, 1.0)
        return np.asarray(share - ROUND * np.expm1(-above(x)))

    def gradient(x: Array) -> Array:
        kept = np.exp(-above(x))[..., np.newaxis]
        return np.where(kept > LEVEL, kept * raw.gradient(x) / height, 0.0)

    def hessian(x: Array) -> Array:
        kept = np.exp(-above(x))[..., np.newaxis, np.newaxis]
        slope = raw.gradient(x) / height
        bend = (kept < 1) / ROUND * slope[..., :, np.newaxis] * slope[..., np.newaxis, :]
        return np.where(kept > LEVEL, kept * (raw.hessian(x) / height - bend), 0.0)

    return replace(loss, value=value, gradient=gradient, hessian=hessian, minima=())
