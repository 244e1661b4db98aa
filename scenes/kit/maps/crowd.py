"""Many walks on one map, drawn as if they were one: a crowd costs little more than a walker."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from manim import DOWN, RIGHT, Circle, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Loss, Optimizer, Trajectory, ascent, descend, minimum_reached, random_starts
from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail
from scenes.kit.symbols import rimmed, sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, TEXT_SIZE, TITLE_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, text

RIM = 3.0  # stroke width
EDGE = 0.04  # of a map's width and height: no walk begins closer to the border
FIRST = 3  # steps that are looked at one by one
LONG = 3  # such steps: as long as a way up should be
DRAWN = 20  # random starts for each walk that is wanted
SEEN = DOT_RADIUS / 2  # from its end: so near a walker is seen there
START = 0.27  # of the ring round a start
APART = 4.5 * DOT_RADIUS  # between two starts, in units of the frame


class MapCrowd(VGroup):
    """The trails of several walks on a map, all of one color and one marker shape.

    Three shapes hold them all: the paths, above them the marks of the steps, above these the
    walkers. Each has a rim in the color of the background, so that it stands off ground of any
    color. `style` is that of a `MapTrail`.
    """

    @checked
    def __init__(self, walks: Sequence[Walk], contour_map: ContourMap, **style: Any) -> None:
        # The trails are not on stage themselves: they say where everything is.
        self.trails = [MapTrail(walk, contour_map, **style) for walk in walks]
        super().__init__()
        if self.trails:
            self.add(*(part.copy() for part in self.trails[0].submobjects))
            for part in self.submobjects:
                width = 2 * RIM + part.get_stroke_width()
                part.set_stroke(theme.background, width=width, background=True)
        self.follow()
        self.add_updater(MapCrowd.follow)

    def follow(self) -> "MapCrowd":
        """Draw all paths up to where their walks are now."""
        followed = [trail.follow().submobjects for trail in self.trails]
        for whole, parts in zip(self.submobjects, zip(*followed, strict=True), strict=True):
            whole.points = np.concatenate([part.points for part in parts])
        return self

    def must_see(self) -> list[tuple[str, NDArray[np.float64]]]:
        """Return what must be in view, and where it is."""
        shown = bool(self.submobjects) and is_seen(self.submobjects[-1])
        return [seen for trail in self.trails for seen in trail.must_see()] if shown else []


@checked
def walks_inside(contour_map: ContourMap, crowd: Trajectory, edge: float = 0.0) -> NDArray[np.intp]:
    """Return which walks of a batch begin well inside the map and never leave it.

    Nor do they come nearer to its border than `edge` of its width and height.
    """
    span = contour_map.upper - contour_map.lower
    lower, upper = contour_map.lower, contour_map.upper
    starts, margin, strip = crowd.x[0], EDGE * span, edge * span
    begins = np.all((starts > lower + margin) & (starts < upper - margin), axis=-1)
    stays = np.all((crowd.x >= lower + strip) & (crowd.x <= upper - strip), axis=(0, -1))
    return np.flatnonzero(begins & stays)


class BothWays(NamedTuple):
    """Walks down a map from random places, and one of them turned round.

    `one` begins with long steps and, by steps with the other sign, has as `climb` a long way up
    from the same place; the `rest` are the other walks.
    """

    one: Walk
    rest: list[Walk]
    climb: Walk


@checked
def both_ways(
    contour_map: ContourMap, optimizer: Optimizer, count: int, steps: int, seed: int
) -> BothWays:
    """Return so many walks from random places of a map, each of which ends where it arrives.

    Walks that leave the map are left out, and so are those that begin close to its border or to
    one that was drawn before; the climb ends where it leaves the map.

    Raises ValueError when too few stay.
    """
    starts = random_starts(contour_map.loss, DRAWN * count, seed)
    crowd = descend(contour_map.loss, optimizer, starts, steps)
    chosen: list[int] = []
    for i in walks_inside(contour_map, crowd, EDGE):
        places = contour_map.at(crowd.x[0, [*chosen, i]])
        if len(chosen) < count and _clear(places):
            chosen.append(int(i))
    if len(chosen) < count:
        raise ValueError(
            f"of {len(starts)} walks {len(chosen)}, apart, stay on the map, and HIKERS are "
            f"{count}: it needs a smaller LEARNING_RATE, or fewer HIKERS"
        )
    down = [_until_arrival(contour_map, crowd.path(i)) for i in chosen]
    crowd = descend(contour_map.loss, ascent(optimizer), crowd.x[0, chosen], steps)
    up = [_until_arrival(contour_map, crowd.path(i)) for i in range(count)]
    ways = zip(down, up, strict=True)
    one = int(np.argmax([min(_stride(descent), _length(climb) / LONG) for descent, climb in ways]))
    walks = [Walk(path) for path in down]
    return BothWays(walks.pop(one), walks, Walk(up[one]))


def arrive(walks: Sequence[Walk], behind: float = 0.0) -> list[Any]:
    """Return the animations in which walks go from their starts to their ends, at the same pace.

    Each begins so many steps after the one before, and stops where its end is.
    """
    whole = max(behind * i + walk.trajectory.steps for i, walk in enumerate(walks))
    late = (behind * i / whole for i in range(len(walks)))
    return [
        walk.go(whole, partial(_from, late=share)) for walk, share in zip(walks, late, strict=True)
    ]


def arrival_count(
    loss: Loss,
    walks: Sequence[Walk],
    size: float = TITLE_SIZE,
    contour_map: ContourMap | None = None,
) -> VGroup:
    """Return a live "In a valley: 2 of 12": how many walks have ended in a minimum so far.

    On a `contour_map` a walker that is seen at its end is counted, though the last steps, which
    are tiny, are still to be taken.
    """
    ends = [walk for walk in walks if count_arrived(loss, [walk])]

    def there(walk: Walk) -> bool:
        if contour_map is None:
            return walk.step == walk.trajectory.steps
        here, end = contour_map.at([walk.position, walk.trajectory.x[-1]])
        return bool(np.linalg.norm(end - here) <= SEEN)

    def arrived() -> float:
        return float(sum(map(there, ends)))

    number = Number(arrived, 0, len(str(len(walks))), size, theme.good, signed=False)
    before, after = (
        text(words, size, theme.good) for words in ("In a valley:", f"of {len(walks)}")
    )
    return named(before, number, unit=after)


@checked
def start_ring(contour_map: ContourMap, walk: Walk) -> VMobject:
    """Return a ring, in ink, round the place of a map where a walk begins."""
    ring = Circle(START, stroke_color=theme.ink, stroke_width=PATH_WIDTH)
    return rimmed(ring).move_to(contour_map.at(walk.trajectory.x[0]))


@checked
def both_signs() -> VGroup:
    """Return what leads down, with the sign of the hikers, and what leads up, with the climber's.

    Tops, valleys and passes are left out, for there the gradient is zero.
    """
    words = ("Except on marked places:", "$-nabla f$ leads down,", "$+nabla f$ leads up")
    first, down, up = (text(said, TEXT_SIZE) for said in words)
    row = VGroup(first, sign("walker"), down, sign("second"), up).arrange(RIGHT, buff=0.2)
    line = first.family_members_with_points()[0].get_bottom()  # letters may reach below it
    for said in (down, up):
        said.align_to(first, DOWN)
    for mark in (row[1], row[3]):
        mark.set_y(line[1] + DOT_RADIUS)  # a circle stands on the line; all middles are as high
    return row


def count_arrived(loss: Loss, walks: Sequence[Walk]) -> int:
    """Return how many of the walks end in a minimum of `loss`."""
    ends = np.array([walk.trajectory.x[-1] for walk in walks])
    return int(np.sum(minimum_reached(loss, ends) >= 0))


def _from(share: float, late: float) -> float:
    return max(share - late, 0.0)


def _clear(places: NDArray[np.float64]) -> bool:
    """Say whether the last of `places` is apart from all the others."""
    return bool((np.linalg.norm(places[:-1] - places[-1], axis=-1) >= APART).all())


def _length(path: Trajectory) -> float:
    return float(np.linalg.norm(np.diff(path.x, axis=0), axis=-1).sum())


def _stride(path: Trajectory) -> float:
    """Return the length of the shortest of a path's first steps."""
    return float(np.linalg.norm(np.diff(path.x[: FIRST + 1], axis=0), axis=-1).min())


def _until_arrival(contour_map: ContourMap, path: Trajectory) -> Trajectory:
    """Return the steps of one path up to where it stays, as far as can be seen, or is off."""
    off = np.flatnonzero(~contour_map.inside(path.x))
    steps = int(off[0]) if len(off) else max(Walk(path).arrival, 1)
    kept = slice(steps + 1)
    state = {name: array[kept] for name, array in path.state.items()}
    return replace(
        path, x=path.x[kept], loss=path.loss[kept], gradient=path.gradient[kept], state=state
    )
