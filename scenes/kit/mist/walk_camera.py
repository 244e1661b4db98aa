"""Where the eye stands to watch a walk, whatever the ground and wherever the walk leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gd_math import Loss, Trajectory
from scenes.kit.height_levels import span
from scenes.kit.knobs import check_stable
from scenes.kit.landscape.eye import approach, steady
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.landscape.place import Target
from scenes.kit.mist.framing import (
    CIRCLE,
    EYE,
    Box,
    all_down,
    between,
    height,
    looking,
    nearest_eye,
    sees,
    stand,
    wide_ground,
)
from scenes.kit.theme import theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import scaled

Array = NDArray[np.float64]
Places = Iterable[tuple[float, float]]  # of the eye: azimuth and elevation, in degrees

STEEP, UNDERFOOT, TOWERING = 0.86, 1.0, 0.45  # most slope: of the walk, of a step; most height
BRIGHT = 1.05  # height up to which colors differ, in heights of the start
# Of the colors: in pale mist no ground is as pale, or its edge would not be seen.
DEEPER = {"light": 1.5}
SLOW = 3  # steps that are watched from nearby
# In units of the frame: the hiker is below this when later steps begin, and the end is here across;
# how far to the right and up the ground in the mist may be seen, 5 % of the frame from its edges.
HIKER_BELOW, VALLEY, RIM = 1.6, 0.15 * 128 / 9, (6.4, 3.6)
VISIBLE = 0.8  # of the mist's radius: where the ground is still seen well
OVER, FARTHER = 10.0, 40.0  # degrees by which the eye goes up to look into the valley, and turns
LONGEST, REACH = 0.65, 0.8  # of arrows in lengths of the slow steps, of probes in their mean
ASIDE = -50.0  # degrees from the slow steps on which the eye stands
BEFORE = -30.0  # degrees from the way of the whole walk
ROUND = (0.0, *(side * by for by in (5.0, 10.0, 20.0, 30.0, 40.0) for side in (1.0, -1.0)))  # turns
HIGH = (28.0, 33.0, 38.0, 43.0, 50.0, 58.0, 66.0)  # degrees above the ground
LITTLE, FAR = 15.0, 33.0  # degrees by which it turns at most in a short move, and in a long one
SIZE, BALL = 0.028, 0.008  # radius of a walker: share of the height that is seen; in yardsticks
# Of the mist's radius, where ground is half gone; of a walker's, how far it sees at least.
HALF, ROUND_FEET = 0.7, 3.0
# In lengths of the longest arrow: radius of the mist in which arrows are seen, and at the end.
SEEN, WIDER = 1.2, 1.5

BESIDE: Box = (-1.8, -2.7, 6.2, 2.7)  # left, bottom, right, top: the third on the left is free
FLOOR = 0.045  # radius of the floor of a valley that shall be seen, in extents of the domain
WHOLE, BELOW_QUESTION = (-6.2, -2.2, 6.2, 2.4), 1.6  # and its top where a question is above it


@dataclass(frozen=True)
class WalkCamera:
    """Where the eye stands to watch a walk, `path`, and then another one from nearby.

    Each place of the eye is the nearest that shows what must be seen in the part of the frame that
    is free for it. Raises ValueError for a walk that diverges, or that does not move.
    """

    path: Trajectory
    loss: Loss

    def __post_init__(self) -> None:
        check_stable(self.path)
        if not self.length > 0:
            raise ValueError("the walk does not move: START must be on a slope")

    @property
    def length(self) -> float:
        """The distance of the end of the walk from its start, in units of x and y."""
        return float(np.linalg.norm(self.path.x[-1] - self.path.x[0]))

    @property
    def middle(self) -> Array:
        """The point halfway from its start to its end, (2,)."""
        return np.asarray(self.path.x[[0, -1]].mean(axis=0))

    @property
    def slow(self) -> Array:
        """The places of the steps that are watched from nearby, (steps + 1, 2)."""
        return np.asarray(self.path.x[: SLOW + 1])

    @property
    def stride(self) -> float:
        """The mean length of these steps, in units of x and y."""
        return float(np.linalg.norm(np.diff(self.slow, axis=0), axis=-1).mean())

    @property
    def reach(self) -> float:
        """How far the probes go, in units of x and y."""
        return REACH * self.stride

    @cached_property
    def scale(self) -> float:
        """By what the gradient is multiplied as an arrow and as a bar: 1, 2, 5, 10, … or a part.

        So that none of the slow ones is longer than most of the way of the slow steps.
        """
        way = np.linalg.norm(self.slow - self.slow[0], axis=-1).max()
        room = LONGEST * way / np.linalg.norm(self.path.gradient[:SLOW], axis=-1).max()
        power = 10.0 ** np.floor(np.log10(room))
        return float(max(nice * power for nice in (1, 2, 5) if nice * power <= room))

    @property
    def longest(self) -> float:
        """The length of the longest arrow of a gradient among the slow steps, as it is drawn."""
        return self.scale * float(np.linalg.norm(self.path.gradient[:SLOW], axis=-1).max())

    @property
    def gradient_name(self) -> str:
        """The Typst math markup of what such an arrow shows."""
        return scaled("nabla f", self.scale)

    def heights(self) -> dict[str, Any]:
        """Return the scale of the height, and the highest ground, for a `Landscape`.

        The walk shall go down steeply, and from bright ground to dark. But no step shall fall too
        steeply to be drawn, and the rest of the ground not tower over it, or be all bright.
        """
        lowest, highest = span(self.loss)
        extent = float(np.subtract(*self.loss.domain[::-1]).max())
        start, end = (float(self.path.loss[row]) for row in (0, -1))
        felt = float(np.linalg.norm(self.path.gradient[:SLOW], axis=-1).max())
        bright = max(lowest + BRIGHT * (start - lowest), lowest + 0.4 * (highest - lowest))
        scales = (
            STEEP * self.length / (start - end),
            UNDERFOOT / felt,
            TOWERING * extent / (highest - lowest),
        )
        colors = DEEPER.get(theme.name, 1.0) * (min(bright, highest) - lowest)
        return {"height_scale": min(scales), "highest": lowest + colors}

    def landscape(self, hiker: Walk, sight: float, other: Trajectory | None = None) -> Landscape:
        """Return the ground about the walk in mist, seen from beside its slow steps.

        The left third is free, and the frame is filled by those steps and what is felt before each.
        The hiker sees as far as `sight`, in lengths of a step, and at least what is round the feet.
        The `other` walk has room there, too. Raises ValueError for a walk that arrives too soon.
        """
        if (arrival := Walk(self.path).arrival) <= SLOW + 1:
            raise ValueError(
                f"the walk has arrived at step {arrival}, and must take more than {SLOW + 1} "
                "steps: LEARNING_RATE must be smaller, or START farther away"
            )
        ground = Landscape(
            self.loss,
            **wide_ground(self.loss, [self.path.x, *([] if other is None else [other.x])]),
            **self.heights(),
            mist_center=hiker,
        )
        ground.focus = Target((0.0, 0.0, 0.0))
        places = [(self._direction(self.slow[-1]) + ASIDE, high) for high in HIGH]
        stand(ground, self._best(ground, *self._near(ground), self.slow, places))
        ground.yardstick = SIZE / BALL * height(ground)
        ground.mist_radius.set_value(max(sight * self.stride / HALF, _round_feet(ground)))
        return ground

    def feeling(self, landscape: Landscape) -> Any:
        """Return the animation in which the mist gives way, as far as arrows reach."""
        return self._see(landscape, SEEN)

    def over_the_walk(self, landscape: Landscape) -> list[Any]:
        """Return the animations to see the later walk in less mist, each of its steps go down."""
        x = self.path.x[SLOW:]
        left, bottom, right, top = BESIDE
        clearing = (left, bottom, *RIM)
        seen = [
            (x, (left + 0.4, bottom, right, HIKER_BELOW)),
            (x[-1:], (VALLEY - 0.01, bottom, VALLEY + 0.01, top)),
            *((at + VISIBLE * WIDER * self.longest * CIRCLE, clearing) for at in (x[0], x[-1])),
        ]
        points = landscape.on_ground(np.vstack([part for part, _ in seen]))
        boxes = np.vstack([np.tile(box, (len(part), 1)) for part, box in seen])
        elevation = float(landscape.elevation.get_value()) + OVER
        azimuth = all_down(
            landscape.on_ground(self.path.x[SLOW : Walk(self.path).arrival + 1]),
            float(landscape.azimuth.get_value()),
            elevation,
            self._direction(self.path.x[-1]) + BEFORE,
            FARTHER,
        )
        view = self._best(landscape, points, boxes, between(x), [(azimuth, elevation)])
        away = view["distance"] / float(landscape.distance.get_value())
        return [*self._move(landscape, view), self._see(landscape, WIDER, away)]

    def overlook(
        self, landscape: Landscape, places: Sequence[Any], margin: float = 0.0
    ) -> list[Any]:
        """Return the animations that let the eye go back, until it sees all `places`, each (2,).

        They are in the frame, below a question and with a `margin` for names on both sides, and if
        possible no hill hides one of them.
        """
        x = np.array([self.path.x[0], *places])
        left, bottom, right, _ = WHOLE
        box = (left + margin, bottom, right - margin, BELOW_QUESTION)
        around = FLOOR * landscape.extent * CIRCLE[1::2]
        floors = (np.asarray(places)[:, None] + around).reshape(-1, 2)
        wanted = np.vstack([x, floors, self.path.x])
        return self._move(landscape, self._turned(landscape, landscape.on_ground(x), box, wanted))

    def over_both(
        self, landscape: Landscape, other: Trajectory, places: Sequence[Any], margin: float = 0.0
    ) -> list[Any]:
        """Return the animations that bring the eye near this walk, an `other` one, and `places`."""
        x = np.vstack([self.path.x, other.x, *places])
        left, bottom, right, top = WHOLE
        box = (left + margin, bottom, right - margin, top)
        return self._move(
            landscape, self._turned(landscape, landscape.on_ground(x), box, x, LITTLE)
        )

    def _direction(self, end: Array) -> float:
        """Return the direction from the start to `end (2,)`, in degrees."""
        x, y = end - self.path.x[0]
        return float(np.degrees(np.arctan2(y, x)))

    def _near(self, landscape: Landscape) -> tuple[Array, Array]:
        """Return what must be seen of the slow steps, (n, 3), and in which box each, (n, 4)."""
        around = self.reach * CIRCLE
        points = [landscape.on_ground(self.slow)]
        for i in range(SLOW):  # the probes there, the circle that they rise above, and the arrow
            foot = points[0][i]
            rise = landscape.height_scale * around @ self.path.gradient[i]
            points += [foot + np.column_stack([around, z]) for z in (0 * rise, rise)]
            points.append(self._tip(landscape, i)[None])
        felt = np.vstack(points)
        foot = self.slow[SLOW - 1]  # the lowest from which the ground ahead is seen in mist
        ahead = landscape.on_ground(foot + VISIBLE * SEEN * self.longest * CIRCLE)
        clearing = (BESIDE[0], -RIM[1], *RIM)
        boxes = [np.tile(BESIDE, (len(felt), 1)), np.tile(clearing, (len(ahead), 1))]
        return np.vstack([felt, ahead]), np.vstack(boxes)

    def _tip(self, landscape: Landscape, i: int) -> Array:
        """Return where the arrow of a gradient ends, (3,)."""
        way = self.scale * self.path.gradient[i]
        rise = landscape.height_scale * float(self.path.gradient[i] @ way)
        return np.asarray(landscape.on_ground(self.path.x[i]) + np.append(way, rise))

    def _turned(
        self, landscape: Landscape, points: Array, boxes: Any, x: Array, most: float = FAR
    ) -> dict[str, Any]:
        """Return where the eye sees `x (n, 2)` best when it turns by at most so many degrees."""
        azimuth, elevation = (
            float(tracker.get_value()) for tracker in (landscape.azimuth, landscape.elevation)
        )
        places = [
            (azimuth + turn, high)
            for high in (elevation, *HIGH)
            for turn in ROUND
            if np.hypot(turn * np.cos(np.radians(elevation)), high - elevation) <= most
        ]
        return self._best(landscape, points, boxes, x, places)

    def _best(
        self, landscape: Landscape, points: Array, boxes: Any, x: Array, places: Places
    ) -> dict[str, Any]:
        """Return where the eye sees the most of the ground at `x (n, 2)`.

        Of several it is the lowest, then the nearest; `points (n, 3)` are seen in their boxes.
        """
        best: dict[str, Any] = {}
        most = (-1, 0.0, 0.0)
        for azimuth, elevation in places:
            eye = nearest_eye(points, boxes, azimuth, elevation)
            far = float(np.linalg.norm(points - eye, axis=-1).mean())
            score = (int(np.sum(sees(landscape, eye, x))), -elevation, -far)
            if score > most:
                best, most = looking(eye, points, azimuth, elevation), score
        return best

    def _see(self, landscape: Landscape, arrows: float, away: float = 1.0) -> Any:
        """Return the animation in which one sees so many longest arrows far, from so far `away`."""
        radius = max(arrows * self.longest, away * _round_feet(landscape))
        return landscape.mist_radius.animate.set_value(radius)

    def _move(self, landscape: Landscape, view: dict[str, Any]) -> list[Any]:
        ratio = view["distance"] / landscape.distance.get_value()
        moves = approach(landscape, view["focus"], ratio, steady)
        for name in EYE[:2]:
            turn = getattr(landscape, name).animate(rate_func=steady)
            moves.append(turn.set_value(view[name]))
        return moves


def _round_feet(landscape: Landscape) -> float:
    """Return the radius of the mist in which little more is seen than the walker."""
    return ROUND_FEET / HALF * BALL * landscape.yardstick * float(landscape.mark_size.get_value())
