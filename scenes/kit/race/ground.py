"""The map of a race: its ground with room for all walks, and the trail of each."""

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
from scenes.kit.race.tuned import Race, Runner
from scenes.kit.symbols import sign
from scenes.kit.theme import PATH_WIDTH, STEP_RADIUS
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
ROOM = 0.25  # units of the frame from all walks to the border: a walker finds room in it
GRID = 60  # samples along each side of the map, to choose its levels
LEVELS = 9
VEIL = 0.5
GOAL = 0.3  # radius of the ring about the minimum: a walker finds room in it
MANY, FINE = 50, 0.005  # steps from which on their marks hide in the path, and their radius
SMALL = 0.6  # how large a walker is at the end of a curve


@checked
def race_map(race: Race, width: float, height: float) -> ContourMap:
    """Return the map of the ground of a race, on which all its walks stay.

    The minimum is as near to its middle as these leave it room. The bands between contour lines
    have equal areas.
    """
    points = np.vstack([*(runner.path.x for runner in race.runners), race.goal])
    lower, upper = points.min(axis=0), points.max(axis=0)
    size = np.array([width, height])
    inner, extent = size - 2 * ROOM, (upper - lower) / 2
    half = size * float(np.max(extent / inner))
    spare = half * inner / size - extent
    middle = (lower + upper) / 2
    middle += np.clip(race.goal - middle, -spare, spare)
    sides = [np.linspace(a, b, GRID) for a, b in zip(middle - half, middle + half, strict=True)]
    values = race.loss.value(np.stack(np.meshgrid(*sides), axis=-1))
    levels = np.quantile(values, (np.arange(LEVELS) + 1) / (LEVELS + 1))
    return ContourMap(race.loss, middle - half, middle + half, width, height, levels, VEIL)


def goal_ring(contours: ContourMap, race: Race) -> VMobject:
    """Return the ring about the minimum: where all want to arrive."""
    return sign("minimum", GOAL).move_to(contours.at(race.goal))


def race_trail(entrant: Entrant, walk: Walk, contours: ContourMap) -> MapTrail:
    """Return the trail of a walk on the map, with the marker and the dash of an entrant."""
    style: dict[str, Any] = {
        "color": entrant.ink, "marker": entrant.marker, "dash": entrant.dash, "radius": SIGN_RADIUS,
        "step_radius": FINE if walk.trajectory.steps > MANY else STEP_RADIUS,
    }  # fmt: skip
    trail = MapTrail(walk, contours, **style)
    entrant.dress(trail.walker)
    return trail


class RaceCurve(VGroup):
    """The share of its loss that a walk has left, over the steps, with its small walker at the end.

    It stands at whole steps only, and ends where the walk has arrived. Until its end it has no
    walker: those of all would hide each other.
    """

    @checked
    def __init__(self, runner: Runner, walk: Walk, plot: Plot) -> None:
        self.walk, self.plot, self.dash = walk, plot, runner.entrant.dash
        self.left = runner.left[: None if runner.arrival is None else runner.arrival + 1]
        self.path = VMobject(stroke_color=runner.entrant.ink, stroke_width=PATH_WIDTH)
        self.walker = runner.entrant.sign(SMALL * SIGN_RADIUS)
        self._outline = self.walker.points.copy()
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
        at_end = len(corners) == len(self.left)
        pieces = np.stack([corners[:-1], corners[1:]], axis=1)
        self.path.points = straight_pieces(dashes(pieces, self.dash) if self.dash else pieces)
        self.walker.points = self._outline[: len(self._outline) if at_end else 0]
        self.walker.shift(corners[-1])
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        shown = len(self.walker.points) > 0 and is_seen(self.walker)
        return [("a walker", self.walker.get_center())] if shown else []
