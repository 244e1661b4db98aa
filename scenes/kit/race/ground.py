"""The map of a race: its ground with room for all walks, and the trail of each."""

from typing import Any

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail
from scenes.kit.race.entrants import SIGN_RADIUS, Entrant
from scenes.kit.race.tuned import Race
from scenes.kit.symbols import sign
from scenes.kit.theme import STEP_RADIUS
from scenes.kit.walk import Walk

Array = NDArray[np.float64]
ROOM = 0.36  # units of the frame from all walks to the border: a walker finds room in it
GRID = 60  # samples along each side of the map, to choose its levels
LEVELS = 9
VEIL = 0.5
GOAL = 0.3  # radius of the ring about the minimum: a walker finds room in it


@checked
def race_map(race: Race, width: float, height: float, other: Race | None = None) -> ContourMap:
    """Return the map of the ground of a race, on which all its walks stay.

    The minimum is as near to its middle as these leave it room. The bands between contour lines
    have equal areas. The maps of it and of the `other` race have one scale.
    """
    lower, upper = reach(race)
    size = np.array([width, height])
    inner, extent = size - 2 * ROOM, (upper - lower) / 2
    spans = [np.ptp(reach(one), axis=0) / 2 for one in (race, other) if one]
    half = size * float(np.max(spans / inner))
    spare = half * inner / size - extent
    middle = (lower + upper) / 2
    middle += np.clip(race.goal - middle, -spare, spare)
    sides = [np.linspace(a, b, GRID) for a, b in zip(middle - half, middle + half, strict=True)]
    values = race.loss.value(np.stack(np.meshgrid(*sides), axis=-1))
    levels = np.quantile(values, (np.arange(LEVELS) + 1) / (LEVELS + 1))
    return ContourMap(race.loss, middle - half, middle + half, width, height, levels, VEIL)


def reach(race: Race) -> tuple[Array, Array]:
    """Return the lower and the upper corner of where all walks and the minimum are."""
    points = np.vstack([*(runner.path.x for runner in race.runners), race.goal])
    return points.min(axis=0), points.max(axis=0)


def goal_ring(contours: ContourMap, race: Race) -> VMobject:
    """Return the ring about the minimum: where all want to arrive."""
    return sign("minimum", GOAL).move_to(contours.at(race.goal))


def race_trail(entrant: Entrant, walk: Walk, contours: ContourMap) -> MapTrail:
    """Return the trail of a walk on the map, with the marker and the dash of an entrant."""
    style: dict[str, Any] = {
        "color": entrant.ink, "marker": entrant.marker, "dash": entrant.dash, "radius": SIGN_RADIUS,
        "step_radius": STEP_RADIUS,
    }  # fmt: skip
    trail = MapTrail(walk, contours, **style)
    entrant.dress(trail.walker)
    return trail
