"""Ground about a pass: a walk that comes down its ridge and rests on it, and one after a nudge."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import (
    Loss,
    StationaryPoint,
    Trajectory,
    descend,
    grid,
    minimum_reached,
    optimizers,
    stationary_points,
)
from scenes.kit.arguments import checked
from scenes.kit.curves.slope import put_arrow
from scenes.kit.knobs import check_place, check_stable, within
from scenes.kit.landscape import Arrow, Landscape, Ring
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.ground_marks import GroundLine
from scenes.kit.landscape.place import Target, position
from scenes.kit.landscape.veil import Veil
from scenes.kit.theme import RIM_WIDTH, SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.two_views.framing import AROUND, Box, fit
from scenes.kit.walk import Walk
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
BOX = Box(np.array([-2.35, -0.3]), np.array([3.95, 2.7]))  # of the frame, for the block
COLUMN, WIDE = (2.55, 1.95), 3.5  # of the frame: left end and height of the readings; their width
TURN, ELEVATION = 25.0, 30.0  # degrees from the way down on which the eye stands, and how high
ROOM = 1.25  # reach of the ground to each side of the pass: shares of how far the walks go from it
TITLE, ROOMY = 3.2, 3.85  # height of the formula of the ground, and the room for it
HIGH = 0.375  # of the block: its height as a share of its width
NEAR = 1e-3  # of the diagonal of the domain: so near to a pass a walk ends on it
SHORT = 0.85  # of the walk, and of the way into the valley: as far as lines across the pass go
CROSS = 0.16  # half the length of the lines of the sign of the pass, as a share of their reach
LONGEST = 0.4  # of the arrow of the gradient, in reaches of the ground
PUSH = 0.3, 1.15  # from the walker to the head and to the tail of the arrow of the nudge
RING = 0.075  # radius of the ring in the valley, in yardsticks
THICK = 0.006  # of lines on the ground, in yardsticks


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
    ground falls. `curvatures` are those of the pass, the largest first, `ways` their directions;
    `curvatures_here` are those along both ways where the hiker is.

    `hiker` is the walk of both, whose step number `rest` is the nudge. It first finds the ground
    `level` after so many steps: its slope is then written as 0. `lines` are drawn through the pass,
    one along each of the ways; the first lies on the `track` of the first walk.

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
        check_stable(coming)
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
        values = seen.value(grid(*seen.domain, (61, 61)))
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
        slopes = np.linalg.norm(self.hiker.trajectory.gradient, axis=-1)
        self.form = Form.of(slopes, 2)
        self.level = self._level(self.first)
        self.walker = self.ball(self.hiker, theme.walker)
        thin, lift = THICK * self.yardstick, self._usual_radius()
        self.track = self.trail(self.first, theme.walker, thin)
        self.rolling = self.trail(self.second, theme.walker, thin)
        self.rolling.shown.set_value(0.0)
        scale = min(1.0, LONGEST * reach / float(slopes.max()))
        uphill = srgb(theme.gradient), self.hiker, None, scale, 1.5 * thin, lift
        self.slope_arrow = self._add(LiveGradient(*uphill))
        far = SHORT * np.linalg.norm(np.array([x, going.x[-1]]) - self.top, axis=-1)
        self.lines = [
            self._line(theme.ink, along, reach) for along, reach in zip(self.ways, far, strict=True)
        ]
        between = [side @ self.ways / np.sqrt(2) for side in np.array([[1, 1], [1, -1]])]
        self.cross = [self._line(theme.muted, along, CROSS * reach, 1.5) for along in between]
        self.way = way

    def _level(self, walk: Walk) -> int:
        """Return the step from which on the slope under a walk is written as 0."""
        slopes = np.linalg.norm(walk.trajectory.gradient, axis=-1)
        steep = [row for row, slope in enumerate(slopes) if self.form.rounded(float(slope)) > 0]
        return min(steep[-1] + 1 if steep else 0, walk.trajectory.steps)

    def _line(self, color: str, along: Array, reach: float, thick: float = 1.0) -> GroundLine:
        """Prepare a line on the ground through the pass, so many times as `thick` as others."""
        thin, hidden = thick * THICK * self.yardstick, ValueTracker(0.0)
        return self._add(GroundLine(srgb(color), self.top, along, reach, thin, shown=hidden))

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
        """Return the animations in which the hiker goes on until the slope is 0 again."""
        self.rolling.shown.set_value(1.0)
        level = self._level(self.second)
        return [self.hiker.go(self.rest + 1 + level), self.second.go(level)]

    def leave(self) -> list[Any]:
        """Return the animations in which the block fades, and the walker with it."""
        return [self.walker.leave(), Veil(self, 0.0, 1.0)]

    def valley(self) -> Ring:
        """Prepare the ring about the end of the second walk."""
        ring = self.ring(self.second.trajectory.x[-1], theme.good, RING * self.yardstick)
        ring.thickness = THICK * self.yardstick
        return ring

    def curvatures_here(self) -> Array:
        """Return how the ground curves where the hiker is, along each of the ways, (2,)."""
        hessian = self.loss.hessian(self.hiker.position)
        return np.asarray(np.einsum("wi,ij,wj->w", self.ways, hessian, self.ways))

    # What is said

    @property
    def steps_taken(self) -> int:
        """How many steps the hiker has taken; the nudge is none."""
        return self.hiker.step - (self.hiker.step > self.rest)

    def steepness(self) -> float:
        """Return the slope at the last step, and during the nudge, which is none, at the hiker."""
        nudged = self.rest < self.hiker.taken < self.rest + 1
        gradient = self.hiker.trajectory.gradient[self.hiker.step]
        here = self.loss.gradient(self.hiker.position) if nudged else gradient
        return float(np.linalg.norm(here))

    def readings(self) -> VGroup:
        """Return the steps taken and the slope now, live, and above them what the ground is.

        A formula that has no room there is left out.
        """
        step = Number(lambda: self.steps_taken, 0, len(str(2 * self.rest)), TEXT_SIZE)
        form, blue = self.form._asdict(), theme.gradient
        slope = Number(self.steepness, size=TEXT_SIZE, color=blue, **form)
        rows = VGroup()
        left, top = COLUMN
        for name, color, live in (("step", theme.ink, step), ("slope", blue, slope)):
            words = text(name, color=color).move_to((left, top - 0.75 * len(rows), 0), LEFT)
            base = words.get_top()[1] - text(name[:2]).height  # these letters end on the line
            rows.add(VGroup(words, live.move_to((left + WIDE, base, 0), DOWN + RIGHT)))
        ground = formula(f"f(x, y) = {self.loss.formula}", SMALL_SIZE)
        return rows.add(ground.move_to((left, TITLE, 0), LEFT)) if ground.width < ROOMY else rows

    def sources(self) -> list[Array]:
        """Return where in the frame both lines are seen, from left to right, (n, 3) each."""
        seen = (self.seen(line.places()) for line in self.lines)
        return [line if line[0, 0] <= line[-1, 0] else line[::-1] for line in seen]

    def push(self) -> VGroup:
        """Return an arrow that pushes the hiker from the pass, and how far, by its tail."""
        foot, middle = self.first.trajectory.x[-1], self.must_see()[0][1]
        ahead = self.seen(foot + 0.01 * self.way) - self.seen(foot)
        along = ahead / np.linalg.norm(ahead)
        arrow = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        arrow.set_stroke(theme.background, width=2 * RIM_WIDTH, background=True)
        near, far = PUSH
        put_arrow(arrow, middle - far * along, (far - near) * along)
        name = tag(text(f"nudge {number(self.nudge)}", SMALL_SIZE))
        return VGroup(arrow, name.next_to(middle - far * along, -along, buff=0.1))


def _joined(one: Trajectory, other: Trajectory) -> Trajectory:
    """Return the points of two walks as one: the step between them is none of either."""
    parts = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("x", "loss", "gradient")
    }
    return replace(one, **parts, outcome=other.outcome, state={})
