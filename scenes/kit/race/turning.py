"""A walk, and the box that it remembers, while the ground turns under it."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    LineJointType,
    Rectangle,
    ValueTracker,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from scenes.kit.animations import appear, eased
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import clip_segments, straight_pieces
from scenes.kit.race.columns import RaceColumns
from scenes.kit.race.ground import ROOM, VEIL
from scenes.kit.race.memory import remembered
from scenes.kit.race.tuned import Runner, turned
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, STEP_RADIUS, theme
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
CORNER, LONGEST = np.array([1.9, -1.7, 0.0]), 3.1  # of the box: lower left; its longest side
BESIDE = 0.22  # from a side of the box to its name
SMALL = 0.15  # of its size: so small is the box in the walker
ABOVE = 0.38  # from the box to the middle of the words above it
SIZE = 1.2 * SMALL_SIZE  # of the names of sides, which have a subscript


class TurningWalk(VGroup):
    """The walk of an entrant on a ground that turns by `degrees`, and its box of past slopes.

    `contours` is its large map of the columns `first`; in the end it is that of the columns
    `second`, which are those on the turned ground. Each ground between the two, the whole walk
    there with the α of the first race, and the box after it are computed. The box stands beside
    the map in `panel`, in a frame that shows how it was.
    """

    @checked
    def __init__(self, first: RaceColumns, second: RaceColumns, degrees: float, name: str) -> None:
        self.race, self.degrees = first.race, degrees
        which = first.race.number(name)
        self.runner = first.race.runners[which]
        self.map, self.goal = first.maps[which], first.goals[which]
        self.views = [
            view_of(first.maps[0], np.asarray(first.race.loss.minima[0].x)),
            view_of(second.maps[0], np.zeros(2)),
        ]
        self.room = 1 - 2 * ROOM / np.array([second.maps[0].width, second.maps[0].height])
        entrant = self.runner.entrant
        self.path = VMobject(
            stroke_color=entrant.ink, stroke_width=PATH_WIDTH, joint_type=LineJointType.ROUND
        )
        self.marks = VMobject(fill_color=entrant.ink, fill_opacity=1, stroke_width=0)
        self._mark = marker_shape("circle", STEP_RADIUS, entrant.ink).points
        self.walker = entrant.sign()
        self.sides = box_after(self.runner)
        self.unit = LONGEST / float(self.sides.max())
        self.box = VMobject(
            stroke_color=theme.ink, stroke_width=PATH_WIDTH / 2,
            fill_color=theme.ink, fill_opacity=0.22,
        )  # fmt: skip
        frame: Any = Rectangle(
            width=self.unit * self.sides[0], height=self.unit * self.sides[1],
            stroke_color=theme.muted, stroke_width=PATH_WIDTH / 2,
        )  # fmt: skip
        frame.move_to(CORNER, DOWN + LEFT)
        self.names = VGroup(*(formula(f"sqrt(s_{letter})", SIZE) for letter in "xy"))
        said = text("sides", SMALL_SIZE)
        live = Number(lambda: self.ratio, decimals=1, size=SMALL_SIZE, signed=False)
        to_one = formula(": 1", SMALL_SIZE)
        self.words = VGroup(said, live, to_one).arrange(RIGHT, buff=0.16)
        live.align_to(to_one, DOWN)
        self.was = formula(f"{self.ratio:.1f} : 1", SMALL_SIZE, theme.muted)
        self.was.next_to(frame, RIGHT, BESIDE)
        self.panel = VGroup(frame, self.box, self.names, self.words, self.was)
        self.before = self.ratio
        self.share = ValueTracker(0.0)
        self._shown = -1.0
        super().__init__(self.map, self.goal, self.path, self.marks, self.walker, self.panel)
        self.follow()
        self.add_updater(lambda walk: walk.follow())

    @property
    def ratio(self) -> float:
        """How many times as long as the shorter side of the box the longer one is."""
        return float(self.sides.max() / self.sides.min())

    @property
    def all_but_map(self) -> list[Any]:
        """All that there is to see, but for the map and the ring on it."""
        return [self.path, self.marks, self.walker, self.panel]

    def unpack(self) -> list[Any]:
        """Return the animations in which the box comes out of the walker, and its frame appears."""
        frame, *names = [part for part in self.panel if part is not self.box]
        come: Any = FadeIn(self.box, target_position=self.walker, scale=SMALL)
        return [come, *appear(frame, *names)]

    def turn(self) -> Any:
        """Return the animation that turns the ground."""
        going: Any = self.share.animate
        return going.set_value(1.0)

    def follow(self) -> "TurningWalk":
        """Draw the ground as far as it has been turned, and what follows from that."""
        share = float(self.share.get_value())
        if share == self._shown:
            return self  # so that it can be faded in and out
        self._shown = share
        loss, start = turned(self.race.loss, self.race.start, share * self.degrees)
        runner = self.race.on(loss, start)[self.runner.entrant.name]
        points = runner.path.x - loss.minima[0].x
        middle, half, levels = (
            (1 - share) * first + share * last for first, last in zip(*self.views, strict=True)
        )
        reach = half * self.room
        low, high = points.max(axis=0) - reach, points.min(axis=0) + reach
        middle = np.where(low <= high, np.clip(middle, low, np.maximum(low, high)), middle)
        corner = loss.minima[0].x + middle - half
        border = self.map.border
        size = border.width, border.height
        between = ContourMap(loss, corner, corner + 2 * half, *size, levels, VEIL).move_to(border)
        for part, drawn in zip(self.map.get_family(), between.get_family(), strict=True):
            part.points = drawn.points
        for name in ("loss", "lower", "upper", "levels"):  # what the map is of
            setattr(self.map, name, getattr(between, name))
        self.goal.move_to(between.at(loss.minima[0].x))
        self._walk(runner, between)
        self.sides = box_after(runner)
        self._box()
        self.was.set_fill(opacity=float(eased(2 * share)))
        return self

    def _walk(self, runner: Runner, contours: ContourMap) -> None:
        x = runner.path.x
        pieces = np.stack([x[:-1], x[1:]], axis=1)
        pieces = clip_segments(pieces, contours.lower, contours.upper)
        self.path.points = straight_pieces(contours.at(pieces))
        places = contours.at(x[contours.inside(x)])
        self.marks.points = (self._mark[None] + places[:, None]).reshape(-1, 3)
        self.walker.move_to(contours.at(x[-1]))

    def _box(self) -> None:
        across, up = self.unit * self.sides[0] * RIGHT, self.unit * self.sides[1] * UP
        self.box.set_points_as_corners(CORNER + np.array([0 * up, across, across + up, up, 0 * up]))
        below, left = self.names
        below.next_to(CORNER + across / 2, DOWN, BESIDE)
        left.next_to(CORNER + up / 2, LEFT, BESIDE)
        self.words.move_to(CORNER + LONGEST / 2 * RIGHT + up + ABOVE * UP)


def box_after(runner: Runner) -> Array:
    """Return the sides of the box of past slopes when a walk has arrived, or is at its end."""
    return np.asarray(remembered(runner)[1][runner.steps - 1])


def view_of(contours: ContourMap, origin: Array) -> tuple[Array, Array, Array]:
    """Return what a map shows, as arrays between which one can go over.

    What lies in its middle, seen from `origin`, half of what it spans, and its levels.
    """
    half = (contours.upper - contours.lower) / 2
    middle = (contours.upper + contours.lower) / 2 - origin
    return middle, half, np.array(contours.levels)
