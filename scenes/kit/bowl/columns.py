"""What stands upright over the floor of an error bowl: columns of the error, and a post."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import ValueTracker, VMobject, linear
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.bowl.error_bowl import ErrorBowl
from scenes.kit.bowl.floor import foot_name
from scenes.kit.landscape.drawing import solids
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.solids import NOTHING, Solid
from scenes.kit.landscape.ground import Ground
from scenes.kit.landscape.marks import Mark, memoized
from scenes.kit.landscape.place import position
from scenes.kit.theme import theme

Array = NDArray[np.float64]

GROWTH = 0.6  # of the time from one stop of the tour to the next: a column grows
SLOW = 3  # places that are visited one by one
ROW = 0.4  # stops of the tour from one row of columns to the next, after these
DOME = np.array([0.0, 0.0, 0.3, 0.55, 0.75, 0.9, 0.98, 0.999])  # heights of a round top
WITHIN = 0.9  # of the rim: errors of the columns that are highest
COLUMN = 0.085  # half the width of a column, in units of the frame
POST, FOOT = 0.03, 0.15  # of a post and of its foot


class Tour:
    """A tour of the first three of `places (n, 2)`, from each on the straight way to the next.

    `done`: how far it has come, a tracker; at whole numbers it is at one of the places, and rests
    there while the column grows.  `starts (n,)`: when each column begins to grow; after the first
    three the `rows (n,)` follow one another.
    """

    def __init__(self, places: Array, rows: Array) -> None:
        self.places, self.done = places, ValueTracker(0.0)
        one_by_one = np.arange(len(places), dtype=float)
        self.starts = np.where(one_by_one < SLOW, one_by_one, SLOW + ROW * rows)

    @property
    def position(self) -> Array:
        """Where the tour is, shape ``(2,)``."""
        done, stops = float(self.done.get_value()), np.arange(SLOW)
        now = np.floor(done) + eased((done % 1 - GROWTH) / (1 - GROWTH))
        return np.array([np.interp(now, stops, x) for x in self.places[:SLOW].T])

    def visit(self) -> Any:
        """Return the animation of the tour itself, until the last column on it has grown."""
        return self._until(SLOW - 1 + GROWTH)

    def plant(self) -> Any:
        """Return the animation in which all other columns grow, row by row."""
        return self._until(float(self.starts.max()) + GROWTH)

    def _until(self, done: float) -> Any:
        going: Any = self.done.animate
        return going(rate_func=linear).set_value(done)


@dataclass(eq=False)
class Columns(Mark):
    """A round column on the floor at each of the `places (n, 2)`, as high as the error there.

    `done`: how far the tour has come that plants them, a tracker; `starts (n,)`: how far it has
    come when each begins to grow.
    `paints (n, 3)`: the colors of the columns, sRGB.
    """

    places: Array
    paints: Array
    done: ValueTracker
    starts: Array
    radius: float

    def heights(self, ground: Ground) -> Array:
        """Return how high each column is now, in world units, (n,)."""
        shares = self.share() * eased((self.done.get_value() - self.starts) / GROWTH)
        return np.asarray(shares * ground.height_scale * ground.loss.value(self.places))

    @memoized
    def solid(self, ground: Ground) -> Solid:
        heights, radius = self.heights(ground), self.radius
        parts = []
        for place, paint, height in zip(self.places, self.paints, heights, strict=True):
            if height > 0:
                # The top is round: half a ball, which a line of falling thickness looks like.
                round_from = max(height - radius, 0.0)
                line = np.tile([*place, round_from], (len(DOME), 1))
                line[0, 2] = 0.0
                line[1:, 2] += (height - round_from) * DOME[1:]
                radii = radius * np.sqrt(1 - DOME**2)
                parts.append(solids.tube(line, radii, np.append(paint, 1.0)))
        return solids.join(parts)


def error_columns(bowl: ErrorBowl, across: int = 9, deep: int = 7) -> tuple[Tour, Columns]:
    """Return a tour of lines (w, b), and the columns that it plants on the floor of a bowl.

    The lines are `across` values of w for each of `deep` values of b, as far as their error is
    within the bowl: three of the row nearest to the best line, those nearest to the start, and then
    all others, the farthest row first.
    """
    (left, near), (right, far) = bowl.floor
    if np.sin(np.radians(bowl.azimuth.get_value())) > 0:
        near, far = far, near
    cells = [(np.arange(count) + 0.5) / count for count in (across, deep)]
    rows = [
        [(left + u * (right - left), far + v * (near - far)) for u in cells[0][:: 1 - 2 * (i % 2)]]
        for i, v in enumerate(cells[1])
    ]
    places = np.array(rows).reshape(-1, 2)
    errors, row = bowl.loss.value(places), np.arange(deep).repeat(across)
    kept = errors < WITHIN * bowl.rim
    places, errors, row = places[kept], errors[kept], row[kept]
    nearest = row == row[np.argmin(np.abs(places[:, 1] - bowl.best[1]))]
    away = np.where(nearest, np.linalg.norm(places - bowl.start, axis=1), np.inf)
    first = np.argsort(away)[:SLOW]
    order = np.append(first, np.setdiff1d(np.arange(len(places)), first))
    places, errors, row = places[order], errors[order], row[order]
    shares = (errors - bowl.lowest) / (bowl.highest - bowl.lowest)
    shares = bowl.palest + shares * (1 - bowl.palest)
    stops = np.array([srgb(color) for color in theme.terrain])
    paints = [np.interp(shares, np.linspace(0, 1, len(stops)), part) for part in stops.T]
    tour, colors = Tour(places, row - row.min()), np.stack(paints, axis=-1)
    size = COLUMN * bowl.unit
    columns = Columns(srgb(theme.ink), places, colors, tour.done, tour.starts, size)
    bowl.marks.append(columns)
    return tour, columns


@dataclass(eq=False)
class Post(Mark):
    """An upright line from the floor to the ground at `at`, a walk or a place, and its foot."""

    at: Any
    radius: float
    foot: float

    @memoized
    def solid(self, ground: Ground) -> Solid:
        if self.share() == 0:
            return NOTHING
        x = position(self.at)
        bottom, top = np.append(x, 0.0), ground.on_ground(x)
        bottom = top + self.share() * (bottom - top)
        parts = [solids.tube(np.array([bottom, top]), np.full(2, self.radius), self.paint())]
        landed = 5 * self.share() - 4
        if landed > 0:  # the foot opens when the post has come down
            upright, foot = np.array([0.0, 0.0, 1.0]), landed * self.foot
            parts.append(solids.disc(bottom, upright, foot, self.paint(), self.paint(), 0.1 * foot))
        return solids.join(parts)


def standing(bowl: ErrorBowl, at: Any) -> tuple[Any, Post, VMobject]:
    """Prepare a walker `at` a walk or a place in a bowl, its post, and θ = (w, b) at the foot."""
    return bowl.walker(at), post(bowl, at), foot_name(bowl, at)


def post(bowl: ErrorBowl, at: Any) -> Post:
    """Prepare a post from the floor of a bowl to the walker `at`: its height is the error."""
    sizes = POST * bowl.unit, FOOT * bowl.unit
    mark = Post(srgb(theme.walker), at, *sizes, shown=ValueTracker(0.0))
    bowl.marks.append(mark)
    return mark
