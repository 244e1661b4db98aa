"""The map of a race: its ground with room for all walks, and the trail of each."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail, dashes, straight_pieces
from scenes.kit.plots.plot import Plot
from scenes.kit.race.entrants import SIGN_RADIUS, Entrant
from scenes.kit.race.tuned import Race
from scenes.kit.symbols import sign
from scenes.kit.theme import PATH_WIDTH, STEP_RADIUS, THIN_WIDTH
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
PAD = 0.11  # of the span of all walks, on each side of them
GRID = 60  # samples along each side of the map, to choose its levels
LEVELS = 9
VEIL = 0.5
SHARED_WIDTH, SHARED = 0.75 * PATH_WIDTH, 0.6  # of trails that share a map: width, opacity
RECENT = 3  # steps of a trail that are seen there, if it has not so many that they are fine
RESTLESS, PALE = 0.25, 0.4  # share of many steps that rise, from which on a curve is so opaque
GOAL = 0.3  # radius of the ring about the minimum: a walker finds room in it
MANY, FINE = 100, 0.014  # steps from which on their marks are fine, and the radius of these


@checked
def race_map(races: Sequence[Race], width: float, height: float) -> ContourMap:
    """Return the map of the ground of `races`, on which all their walks stay.

    The bands between its contour lines have equal areas.
    """
    first = races[0]
    paths = [runner.path.x for race in races for runner in race.runners]
    points = np.vstack([*paths, first.goal])
    lower, upper = points.min(axis=0), points.max(axis=0)
    size = np.array([width, height])
    half = (1 + 2 * PAD) * (upper - lower) / 2
    half = size / 2 * float(np.max(half / (size / 2)))
    middle = (lower + upper) / 2
    sides = [np.linspace(a, b, GRID) for a, b in zip(middle - half, middle + half, strict=True)]
    values = first.loss.value(np.stack(np.meshgrid(*sides), axis=-1))
    levels = np.quantile(values, (np.arange(LEVELS) + 1) / (LEVELS + 1))
    return ContourMap(first.loss, middle - half, middle + half, width, height, levels, VEIL)


def goal_ring(contours: ContourMap, race: Race) -> VMobject:
    """Return the ring about the minimum: where all want to arrive."""
    return sign("minimum", GOAL).move_to(contours.at(race.goal))


def race_trail(
    entrant: Entrant, walk: Walk, contours: ContourMap, among_others: bool = False
) -> MapTrail:
    """Return the trail of a walk on the map, with the marker and the dash of an entrant.

    `among_others`, on one map, it is thinner and lets them shine through, and no more is seen than
    its last steps; of many fine steps all are seen.
    """
    fine = walk.trajectory.steps > MANY
    style: dict[str, Any] = {
        "color": entrant.ink, "marker": entrant.marker, "dash": entrant.dash, "radius": SIGN_RADIUS,
        "width": SHARED_WIDTH if among_others else PATH_WIDTH,
        "step_radius": FINE if fine else STEP_RADIUS,
        "recent": RECENT if among_others and not fine else np.inf,
    }  # fmt: skip
    trail = MapTrail(walk, contours, **style)
    entrant.dress(trail.walker)
    if among_others:
        trail.path.set_stroke(opacity=SHARED)
        trail.marks.set_fill(opacity=SHARED)
    return trail


class RaceCurve(VGroup):
    """The share of its loss that a walk has `left`, over the steps, with its walker at the end.

    It stands at whole steps only. If the loss often goes up and down it fills a band, which is
    pale: who runs behind it can be seen.
    """

    @checked
    def __init__(self, entrant: Entrant, walk: Walk, left: Any, plot: Plot) -> None:
        self.walk, self.plot, self.dash = walk, plot, entrant.dash
        self.left = np.asarray(left, dtype=float)
        thin = len(self.left) > MANY
        width = THIN_WIDTH if thin else PATH_WIDTH
        restless = thin and float(np.mean(np.diff(self.left) > 0)) > RESTLESS
        self.path = VMobject(
            stroke_color=entrant.ink, stroke_width=width, stroke_opacity=PALE if restless else 1
        )
        self.walker = entrant.sign()
        super().__init__(self.path, self.walker)
        self._shown: tuple[Any, ...] = ()
        self.follow()
        self.add_updater(RaceCurve.follow)

    @property
    def corners(self) -> Array:
        """The frame's points of the shares after each whole step, (n, 3)."""
        left = self.left[: self.walk.step + 1]
        return self.plot.at(np.stack([np.arange(len(left)), left], axis=-1))

    def follow(self) -> "RaceCurve":
        """Draw the curve up to the last whole step."""
        state = self.walk.step, self.plot.x_axis.points.tobytes()
        if state == self._shown:
            return self  # so that it can be faded in and out
        self._shown = state
        corners = self.corners
        pieces = np.stack([corners[:-1], corners[1:]], axis=1)
        self.path.points = straight_pieces(dashes(pieces, self.dash) if self.dash else pieces)
        self.walker.move_to(corners[-1])
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.walker.get_center())] if is_seen(self.walker) else []
