"""What a hiker feels underfoot: probes all round, the slope, the gradient and the step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, ClassVar, TypeVar

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Line,
    ValueTracker,
    VGroup,
    VMobject,
    config,
)
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.landscape.marks import Arrow, Mark, memoized
from scenes.kit.landscape.place import position
from scenes.kit.mist.ground_step import GroundStep
from scenes.kit.theme import CAPTION_BAND, DOT_RADIUS, PATH_WIDTH, SAFE_MARGIN, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

PROBES, BEST = 8, 5  # probes all round, and which of them goes the steepest way up
# Sizes, in yardsticks of the landscape.
LIFT, THICK, THIN, BEAD, POST = 0.008, 0.0036, 0.0016, 0.0028, 0.0028
CLEAR = 2.0  # from the middle of a walker to a probe, in radii of the walker
DEEP = 0.7  # how much nearer lines are drawn that ground buries, in heights of the probes' round
BARS = -1.9  # where the left third ends, in which bars stand
BUFF = 0.2  # between a place and its name
ASIDE = (0.4, 0.6, 0.8, 1.0, 1.2, 1.4)  # the same, where ground is between them
SIDES = (UL, UR, DL, DR, UP, LEFT, RIGHT, DOWN)  # of a tip, where a name may stand


M = TypeVar("M", bound=Mark)


@dataclass(eq=False)
class Probes(Mark):
    """Short probes that turn round a foot like a compass needle, in the slope of the ground.

    Each is `reach` long as seen from above, and leaves a copy of itself at every eighth of the
    turn; a post joins its tip to the height of the foot, so one sees it rise or sink, and those
    that sink are in another color, `low`.  `turn`: how much of the round is done, 0 … 1.  `choice`:
    how much of the copies is gone but for the one that rises most, which becomes `best`, 0 … 1.
    """

    layer: ClassVar[str] = "standing"

    at: Array
    reach: float
    size: float  # of a yardstick, now
    low: Array
    best: Array
    turn: ValueTracker = field(default_factory=lambda: ValueTracker(0.0), kw_only=True)
    choice: ValueTracker = field(default_factory=lambda: ValueTracker(0.0), kw_only=True)

    def feel(self) -> Any:
        """Return the animation in which they turn, all the way round."""
        return self.turn.animate.set_value(1.0)

    def choose(self) -> Any:
        """Return the animation in which all but the one that rises most go."""
        return self.choice.animate.set_value(1.0)

    def tips(self, ground: Ground, angles: Any) -> tuple[Array, Array]:
        """Return the ends of probes in some directions, and the level places below or above."""
        angles = np.atleast_1d(np.asarray(angles, dtype=float))
        foot = ground.on_ground(self.at, LIFT * self.size)
        way = self.reach * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        rise = ground.height_scale * way @ ground.loss.gradient(self.at)
        level = foot + np.column_stack([way, np.zeros(len(way))])
        return level + np.column_stack([0 * way, rise]), level

    def angles(self, ground: Ground) -> Array:
        """Return the directions in which probes are left, the steepest way up among them."""
        x, y = ground.loss.gradient(self.at)
        return np.asarray(np.arctan2(y, x) + 2 * np.pi * (np.arange(PROBES) - BEST) / PROBES)

    @memoized
    def solid(self, ground: Ground) -> Solid:
        share, chosen = self.share(), float(self.choice.get_value())
        if share == 0:
            return NOTHING
        foot, angles = ground.on_ground(self.at, LIFT * self.size), self.angles(ground)
        turn = float(np.clip(self.turn.get_value(), 0, 1))
        left = angles[: int(turn * PROBES + 1 + 1e-9)]
        shares = np.where(np.arange(len(left)) == BEST, 1, 1 - chosen)
        if 0 < turn < 1:  # the needle itself
            left, shares = np.append(left, angles[0] + 2 * np.pi * turn), np.append(shares, 1)
        deep = DEEP * float(np.ptp(self.tips(ground, angles)[0][:, 2]))
        half = np.pi * np.linspace(-0.5, 0.5, 49)
        parts = [
            self._level(self.tips(ground, angles[BEST] + start + half)[1], nearer)
            for start, nearer in ((0, deep), (np.pi, 0.3 * deep))
        ]
        ends, _ = self.tips(ground, left)
        for k, (end, there) in enumerate(zip(ends, share * shares, strict=True)):
            if there > 0.02:
                rod, color = there * (end - foot), self.low if end[2] < foot[2] else self.color
                if k == BEST:
                    color = (1 - chosen) * self.color + chosen * self.best
                # It begins where it is clear of the walker, also when it points to the eye.
                begin = min(1.0, CLEAR * LIFT * self.size / np.linalg.norm(rod))
                tip, paint = foot + rod, np.array([*color, 1.0])
                post = np.array([[tip[0], tip[1], foot[2]], tip])
                parts += [
                    self._line(np.array([foot + begin * rod, tip]), 0.6 * THICK, paint=paint),
                    self._line(post, POST * there, deep if rod[2] > 0 else 0.0, paint),
                    solids.spheres(tip[None], BEAD * self.size, paint),
                ]
        return solids.join(parts)

    def _level(self, points: Array, nearer: float) -> Solid:
        """Return a line at or from the height of the foot, which is buried on the uphill side."""
        return self._line(points, THIN * self.share(), nearer)

    def _line(
        self, points: Array, thickness: float, nearer: float = 0.0, paint: Array | None = None
    ) -> Solid:
        """Return a line, drawn `nearer` to the eye than it is."""
        radius = thickness / 2 * self.size
        front = 1.0 + nearer / radius if radius > 0 else 1.0
        paint = self.paint() if paint is None else paint
        return solids.tube(points, np.full(len(points), radius), paint, front=front)


class Underfoot:
    """What is felt at the points of a walk, as marks on a landscape for their `appear()`.

    `scale`: how many times as long as it is a gradient is drawn.  `reach`: of probes.
    """

    @checked
    def __init__(self, landscape: Landscape, hiker: Walk, scale: float, reach: float) -> None:
        self.landscape, self.hiker, self.path = landscape, hiker, hiker.trajectory
        self.scale, self.reach = scale, reach

    @property
    def walker(self) -> float:
        """The radius of a walker whose middle is as high above the ground as arrows are."""
        return LIFT * self.landscape.yardstick

    @property
    def size(self) -> float:
        """The yardstick of marks, as it is seen from where the eye stands now."""
        return self.landscape.yardstick * float(self.landscape.mark_size.get_value())

    def probes(self, i: int = 0) -> Probes:
        """Prepare the probes round the foot, see `Probes`."""
        at, shown = np.asarray(self.path.x[i]), ValueTracker(0.0)
        ink, low, best = (srgb(color) for color in (theme.ink, theme.muted, theme.gradient))
        return self._add(Probes(ink, at, self.reach, self.size, low, best, shown=shown))

    def uphill(self, i: int = 0) -> Arrow:
        """Prepare the gradient, as an arrow."""
        return self._add(self._gradient(i))

    def step(self, i: int = 0, straight: bool = False) -> GroundStep:
        """Prepare the step that is taken next, as an arrow that becomes its trail.

        If it is `straight` it is first the opposite of the gradient's arrow: in one line with it,
        and beside it as long as it is, also as it is seen from where the eye stands now.
        """
        at, way = np.asarray(self.path.x[i]), np.asarray(self.path.x[i + 1] - self.path.x[i])
        step = self._add(
            GroundStep(
                srgb(theme.walker), at, way, 1.0, THICK * self.size, LIFT * self.size,
                hiker=self.hiker, row=i, shown=ValueTracker(0.0),
            )
        )  # fmt: skip
        if straight:
            step.straight.set_value(1.0)
            base, uphill = self._gradient(i).ends(self.landscape.ground())
            share = float(np.linalg.norm(way) / np.linalg.norm(self.scale * self.path.gradient[i]))
            # What is nearer is seen larger: the depths of both ends say by how much.
            view = self.landscape.view()
            forward = (view.target - view.eye) / np.linalg.norm(view.target - view.eye)
            depth, deeper = (base - view.eye) @ forward, (uphill - base) @ forward
            step.seen = float(depth / (depth + (1 + share) * deeper))
        return step

    def _gradient(self, i: int) -> Arrow:
        at, shown = np.asarray(self.path.x[i]), ValueTracker(0.0)
        return Arrow(
            srgb(theme.gradient), at, np.asarray(self.path.gradient[i]), self.scale,
            THICK * self.size, LIFT * self.size, shown=shown,
        )  # fmt: skip

    def symbols(self, step: GroundStep, clear_of: Sequence[VMobject] = ()) -> list[VGroup]:
        """Return −α∇f beside a step, θᵢ where it begins and θᵢ₊₁ where it ends, on plates.

        θᵢ stands beside the ground that is seen, and a line leads from it to the walker.
        """
        base, tip = step.ends(self.landscape.ground())
        names = [
            self.name(
                (base + tip) / 2, formula("-alpha nabla f", color=theme.walker), clear_of=clear_of
            )
        ]
        names.append(self.name(tip, formula("theta_(i+1)"), clear_of=[*clear_of, *names]))
        start = self.name(base, formula("theta_i"), clear_of=[*clear_of, *names], buffs=ASIDE)
        edge, rim = start.get_critical_point, self.landscape.world_to_frame(base)
        near = min((edge(side) for side in SIDES), key=lambda p: float(np.linalg.norm(p - rim)))
        way = (rim - near) / np.linalg.norm(rim - near)
        line = Line(near, rim - 1.5 * DOT_RADIUS * way, stroke_width=PATH_WIDTH, color=theme.ink)
        return [names[0], VGroup(line, start), names[1]]

    def name(
        self,
        at: Any,
        *parts: VMobject,
        clear_of: Sequence[VMobject] = (),
        beside: float = BARS,
        buffs: Sequence[float] = (BUFF,),
    ) -> VGroup:
        """Return `parts` on a plate where it is free: at a place, or an arrow's tip or middle.

        A place is one of the ground (2,), or of the world (3,). The plate keeps to the right of
        `beside`, in the safe frame, and clear of the labels `clear_of` and of all arrows that are
        there and walkers.  `buffs`: how far from `at` it may be; if there are several, it keeps
        clear of the ground that is seen in the mist, too.
        """
        label = tag(*parts)
        arrow = at if isinstance(at, Arrow) else None
        if arrow:
            base, tip = self.landscape.world_to_frame(np.array(arrow.ends(self.landscape.ground())))
            spots = [tip, (base + tip) / 2]
        elif np.shape(at) == (3,):
            spots = [self.landscape.world_to_frame(at)]
        else:
            spots = [self.landscape.seen(np.asarray(at))]
        in_mist = [self._clearing()] if len(buffs) > 1 else []
        taken = np.vstack([self._taken(arrow), *in_mist, *(_spots(one) for one in clear_of)])
        size = np.array([label.width, label.height])
        frame = np.array([config.frame_width, config.frame_height])
        half = (0.5 - SAFE_MARGIN) * frame
        lower = np.array([max(beside, -half[0]), (CAPTION_BAND - 0.5) * frame[1]])
        cost, ways = {}, list(product(spots, buffs, SIDES))
        for k, (spot, buff, side) in enumerate(ways):
            place = label.next_to(spot, side, buff=buff).get_center()[:2]
            low, high = place - size / 2, place + size / 2
            outside = np.maximum(lower - low, 0).sum() + np.maximum(high - half, 0).sum()
            gaps = np.maximum(np.maximum(low - taken, taken - high), 0).max(axis=-1)
            cost[k] = 100 * outside + np.maximum(0.4 - gaps, 0).sum() + 5 * np.sum(gaps <= 0)
            cost[k] += 4 * (spot is not spots[0])
        spot, buff, side = ways[min(cost, key=lambda k: (round(cost[k], 3), k))]
        return label.next_to(spot, side, buff=buff)

    def _clearing(self) -> Array:
        """Return places all over the ground that is seen in the mist, (n, 2)."""
        turn, landscape = np.linspace(0, 2 * np.pi, 25)[:, None], self.landscape
        round_about = np.hstack([np.cos(turn), np.sin(turn)])
        radius = float(landscape.mist_radius.get_value())
        radii = radius * np.linspace(0.1, 1, 10)[:, None, None]
        middle = position(landscape.mist_center)
        return landscape.seen(middle + radii * round_about)[..., :2].reshape(-1, 2)

    def _taken(self, named: Arrow | None) -> Array:
        """Return the places of the frame where a name would hide something, (n, 2)."""
        ground, shares = self.landscape.ground(), np.linspace(0, 1, 13)[:, None]
        arrows = [mark for mark in self.landscape.marks if isinstance(mark, Arrow)]
        ends = [arrow.ends(ground) for arrow in arrows if arrow.share() > 0 or arrow is named]
        along = [self.landscape.world_to_frame(a + shares * (b - a)) for a, b in ends]
        seen = [place[None] for _, place in self.landscape.must_see()]
        return np.vstack([*along, *seen])[:, :2]

    def _add(self, mark: M) -> M:
        self.landscape.marks.append(mark)
        return mark


def _spots(label: VMobject) -> Array:
    """Return places all over a label, (n, 2)."""
    across, up = (
        middle + size / 2 * np.linspace(-1, 1, 3 + int(size / BUFF))
        for middle, size in zip(label.get_center(), (label.width, label.height), strict=False)
    )
    return np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
