"""Ground about a pass: a walk that comes down its ridge and rests on it, and one after a nudge."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, StationaryPoint, Trajectory, descend, minimum_reached, optimizers
from gd_math.stationary.points import stationary_points
from scenes.kit.arguments import checked
from scenes.kit.knobs import check_place, within
from scenes.kit.landscape import Arrow, Landscape, Mark, Pin, Ring
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import memoized
from scenes.kit.landscape.place import Target, position
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.two_views.framing import AROUND, Box, fit
from scenes.kit.walk import Walk
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, text

Array = NDArray[np.float64]
BOX = Box(np.array([-2.35, -0.3]), np.array([3.95, 2.7]))  # of the frame, for the block
COLUMN = 2.55, 2.2  # of the frame: left end and height of the first reading
TURN, ELEVATION = -25.0, 30.0  # degrees from the way down on which the eye stands, and how high
ROOM = 1.25  # ground to each side of the pass, as a share of how far the walks go from it
HIGH = 0.375  # of the block: its height as a share of its width
NEAR = 1e-3  # of the diagonal of the domain: so near to a pass a walk ends on it
LINE_POINTS = 161
SHORT = 0.85  # of the walk, and of the way into the valley: as far as lines across the pass go


@dataclass(eq=False)
class GroundLine(Mark):
    """A line draped over the ground from `at` to both sides, as far as `reach` along `way (2,)`."""

    layer = "lying"

    at: Array
    way: Array
    reach: float
    thickness: float

    def places(self) -> Array:
        """Return the points of the ground that the whole line passes, (n, 2)."""
        return self.at + np.linspace(-1, 1, LINE_POINTS)[:, None] * self.reach * self.way

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        radius = self.thickness / 2 * ground.mark_size
        grown = self.at + self.share() * (self.places() - self.at)
        line = ground.on_ground(grown, 0.6 * radius)
        return solids.tube(line, np.full(len(line), radius), self.paint())


@dataclass(eq=False)
class LiveGradient(Arrow):
    """The gradient where a walk is now."""

    def ends(self, ground: Ground) -> tuple[Array, Array]:
        at = replace(self, vector=ground.loss.gradient(position(self.start)))
        return Arrow.ends(at, ground)


def pass_under(knob: str, path: Trajectory, loss: Loss) -> StationaryPoint:
    """Return the pass on which `path` ends.

    Raises ValueError, naming the knob of its start, if there is none.
    """
    end = path.x[-1]
    for place in stationary_points(loss):
        near = np.linalg.norm(place.x - end) <= NEAR * loss.diagonal
        if near and place.kind == "saddle" and np.linalg.eigvalsh(loss.hessian(place.x))[0] < 0:
            return place
    ends = ", ".join(number(x, 3, 1) for x in end)
    raise ValueError(
        f"the walk from {knob} ends at ({ends}), on no pass: it must begin exactly on a ridge that "
        "leads to one, as (1.25, 1.25) does on HILLS, and take enough STEPS"
    )


class PassGround(Landscape):
    """A block of ground about the pass on which a walk from `start (2,)` ends.

    It is in the left part of the frame; the start is on the left, and the way down in front. There
    a second walk goes, from the end of the first moved by `nudge` in the direction in which the
    ground falls. `curvatures` are those of the pass, the largest first, and `ways` their directions.

    `hiker` is the walk of both, whose step number `rest` is the nudge. It first finds the ground
    `level` after so many steps: its slope is then written as 0. `lines` are drawn through the pass,
    one along each of the ways.

    Raises ValueError for walks that end on no pass, and in no valley.
    """

    @checked
    def __init__(
        self, loss: Loss, start: ArrayLike, learning_rate: float, nudge: float, steps: int
    ) -> None:
        x = np.asarray(start, dtype=float)
        check_place("START", tuple(x.tolist()), loss)
        descent = optimizers.gradient_descent(learning_rate)
        coming = descend(loss, descent, x, steps)
        self.top = pass_under("START", coming, loss).x
        eigenvalues, vectors = np.linalg.eigh(loss.hessian(self.top))
        self.curvatures, self.ways = eigenvalues[::-1], vectors.T[::-1]
        azimuth, way = self._facing(x)
        going = descend(loss, descent, coming.x[-1] + nudge * way, steps)
        if minimum_reached(loss, going.x[-1]) < 0:
            raise ValueError(
                f"the walk after a nudge of {number(nudge)} is in no valley after {steps} steps: "
                "it needs a larger NUDGE, more STEPS, or another LEARNING_RATE"
            )
        ends = np.abs(np.array([x, going.x[-1]]) - self.top)
        reach = ROOM * float(ends.max())
        seen = within(loss, self.top - reach, self.top + reach)
        values = seen.value(self.top + reach * np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 61)]), axis=-1))
        width, height = 2 * (BOX.half + AROUND)
        super().__init__(
            seen,
            width=width,
            height=height,
            height_scale=HIGH * 2 * reach / float(np.ptp(values)),
            azimuth=azimuth,
            elevation=ELEVATION,
            is_block=True,
        )
        self.move_to((*BOX.middle, 0))
        target, distance = fit(self, azimuth, ELEVATION, BOX)
        self.focus = Target(target)
        self.distance.set_value(distance)
        self.nudge, self.rest = float(nudge), steps
        self.first, self.second = Walk(coming), Walk(going)
        self.hiker = Walk(_joined(coming, going))
        self.slopes = np.linalg.norm(self.hiker.trajectory.gradient, axis=-1)
        self.form = Form.of(self.slopes, 2)
        written = [self.form.rounded(slope) for slope in self.slopes[: steps + 1]]
        self.level = int(np.flatnonzero(np.array(written) > 0)[-1]) + 1
        self.ball(self.hiker, theme.walker)
        self.trail(self.first, theme.walker)
        self.rolling = self.trail(self.second, theme.walker)
        self.rolling.shown.set_value(0.0)
        lift, thin = self._usual_radius(), 0.006 * self.yardstick
        uphill = srgb(theme.gradient), self.hiker, None, 1.0, thin, lift
        self.uphill = self._add(LiveGradient(*uphill))
        push = self.arrow(coming.x[-1], nudge * way, theme.ink, thickness=thin)
        self.push = push
        far = SHORT * np.linalg.norm(np.array([x, going.x[-1]]) - self.top, axis=-1)
        self.lines = [
            self._add(GroundLine(srgb(theme.ink), self.top, along, reach, thin, shown=ValueTracker(0.0)))
            for along, reach in zip(self.ways, far, strict=True)
        ]

    def _facing(self, start: Array) -> tuple[float, Array]:
        """Return the azimuth with the way down in front and the start left, and that way, (2,)."""
        way = self.ways[-1]
        right = np.array([-way[1], way[0]])  # what is right for an eye on that side
        if right @ (start - self.top) > 0:
            way = -way
        return float(np.degrees(np.arctan2(way[1], way[0]))) + TURN, way

    # What is played

    def come(self, steps: int) -> list[Any]:
        """Return the animations in which the hiker goes on to a step of the first walk."""
        return [self.hiker.go(steps), self.first.go(steps)]

    def give_a_nudge(self) -> Any:
        """Return the animation in which the hiker is moved aside, which is no step of a descent."""
        return self.hiker.go(self.rest + 1)

    def roll(self) -> list[Any]:
        """Return the animations in which the hiker goes on until it arrives in the valley."""
        self.rolling.shown.set_value(1.0)
        arrival = self.second.arrival
        return [self.hiker.go(self.rest + 1 + arrival), self.second.go(arrival)]

    def valley(self) -> Ring:
        """Prepare the ring about the end of the second walk."""
        return self.ring(self.second.trajectory.x[-1], theme.good, 0.06 * self.yardstick)

    # What is said

    @property
    def steps_taken(self) -> int:
        """How many steps the hiker has taken; the nudge is none."""
        return self.hiker.step - (self.hiker.taken > self.rest + 0.5)

    def readings(self) -> VGroup:
        """Return the number of steps taken and the slope now, live, at the top of the column."""
        step = Number(lambda: self.steps_taken, 0, len(str(2 * self.rest)), TEXT_SIZE)
        slope = Number(lambda: self.slopes[self.hiker.step], size=TEXT_SIZE, color=theme.gradient, **self.form._asdict())
        names = text("step"), text("slope", color=theme.gradient)
        rows = VGroup(*(VGroup(*row) for row in zip(names, (step, slope), strict=True)))
        left, top = COLUMN
        for i, (name, live) in enumerate(rows):
            name.move_to((left, top - 0.75 * i, 0), LEFT)
            live.next_to((left + 3.4, name.get_bottom()[1], 0), UP + LEFT, buff=0)
        return rows

    def sources(self) -> list[Array]:
        """Return where in the frame both lines are seen, (n, 3) each."""
        return [self.seen(line.places()) for line in self.lines]

    def nudge_name(self) -> Pin:
        """Return what the nudge is, beside its place."""
        label = tag(text(f"nudge {number(self.nudge)}", SMALL_SIZE))
        return Pin(self, label, self.push.start, DOWN + RIGHT, buff=0.35)


def _joined(one: Trajectory, other: Trajectory) -> Trajectory:
    """Return the points of two walks as one: the step between them is none of either."""
    parts = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("x", "loss", "gradient")
    }
    return replace(one, **parts, outcome=other.outcome, state={})
