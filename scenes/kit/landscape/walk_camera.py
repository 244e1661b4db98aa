"""Where the eye stands to watch a walk, whatever the ground and wherever the walk leads."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import UP, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Loss, Trajectory
from scenes.kit.arguments import checked
from scenes.kit.height_levels import span
from scenes.kit.knobs import check_stable
from scenes.kit.landscape import Arrow, Landscape
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula, scaled, text

Array = NDArray[np.float64]

STEEP = 0.86  # height of a walk, as it is drawn, in lengths of its way
BRIGHT = 1.05  # height up to which colors differ, in heights of the start
FAR, HIGH = (1.31, 1.45, 1.6, 1.8, 2), (40, 48, 56, 64)  # eyes: extents away, degrees above
ROUND = (-57, -87, -117)  # and in degrees from the way: not far from where the eye was before
CLEAR, STEEPEST = 4.0, 70.0  # degrees of the eye above the horizon of the walk, and at most
MARK = 0.285  # size of what stands on the ground, for each length of the way that the eye is off
TOWERING = 0.45  # the most height of the ground, as a share of its extent

NARROW, WIDER = 1.25, (1.5, 2.0, 2.5)  # reaches of the ground, in domains


@dataclass(frozen=True)
class WalkCamera:
    """Where the eye stands to watch a walk: `landscape.look(**camera.at_the_hiker())`, say.

    Its compass and yardstick is the way, the straight line from where the walk starts to where it
    ends: so the picture is the same on any ground.

    Raises ValueError for a walk that diverges, or that ends where it starts.
    """

    path: Trajectory
    loss: Loss

    def __post_init__(self) -> None:
        check_stable(self.path)
        if not self.length > 0:
            raise ValueError("the walk does not move: START must be on a slope")

    @property
    def start(self) -> Array:
        """Where the walk starts, shape ``(2,)``."""
        return np.asarray(self.path.x[0])

    @property
    def whole(self) -> Array:
        """The vector from the start to the end, shape ``(2,)``."""
        return np.asarray(self.path.x[-1] - self.path.x[0])

    @property
    def middle(self) -> Array:
        """The point halfway from the start to the end, shape ``(2,)``."""
        return self.start + self.whole / 2

    @property
    def length(self) -> float:
        """The distance of the end from the start, in units of x and y."""
        return float(np.linalg.norm(self.whole))

    @property
    def azimuth(self) -> float:
        """The direction of the way, in degrees from the x-axis, counter-clockwise."""
        return float(np.degrees(np.arctan2(self.whole[1], self.whole[0])))

    def at_the_hiker(self) -> dict[str, Any]:
        """Return the view of the first steps, so near that arrows on the ground are large."""
        return self.view(0.06, -0.11, turn=-97, elevation=31, distance=1.77)

    def some_way_off(self) -> dict[str, Any]:
        """Return the view from which the eye comes `at_the_hiker`."""
        return self.view(0.06, -0.11, turn=-85, elevation=34, distance=2.45)

    def beside_panel(self) -> dict[str, Any]:
        """Return the view of the first steps that leaves the left third of the frame free."""
        return self.view(-0.34, -0.13, turn=-97, elevation=30, distance=2.02)

    def over_the_walk(self) -> dict[str, Any]:
        """Return the view of the whole walk, from its start to its end."""
        return self.view(-0.09, -0.15, turn=-89, elevation=40, distance=2.67)

    def view(
        self, ahead: float, aside: float, turn: float, elevation: float, distance: float
    ) -> dict[str, Any]:
        """Return where the eye stands, for a `Landscape` and for its `look`.

        It looks at a point `ahead` of the start and `aside` of the way, on its left, both in
        lengths of the way.  `turn`: the side on which it stands, in degrees from the way's
        direction: at −90 the walk goes from left to right.  `elevation`: in degrees; higher, where
        ground near its first steps would hide them.  `distance`: in lengths of the way.
        """
        azimuth = self.azimuth + turn
        return {
            "focus": self.start + ahead * self.whole + aside * self.whole[::-1] * (-1, 1),
            "azimuth": azimuth,
            "elevation": float(np.clip(self._horizon(azimuth) + CLEAR, elevation, STEEPEST)),
            "distance": distance * self.length,
        }

    def _horizon(self, azimuth: float) -> float:
        """Return how high, in degrees, the ground rises on one side of where the walk begins."""
        places = self.path.x[:5]
        toward = np.array([np.cos(np.radians(azimuth)), np.sin(np.radians(azimuth))])
        away = np.linspace(0.03, 0.6, 20) * self.length
        ray = places[:, None] + away[:, None] * toward
        rise = self.loss.value(ray) - self.loss.value(places)[:, None]
        inside = np.all((ray >= self.loss.domain[0]) & (ray <= self.loss.domain[1]), axis=-1)
        slope = self.heights()["height_scale"] * rise / away
        return float(np.degrees(np.arctan(slope.max(initial=0.0, where=inside))))

    def overlook(self, landscape: Landscape, *places: Any) -> list[Any]:
        """Return the animations that let the eye go back until it sees all `places`, each (2,).

        It looks at the middle of the domain from where it sees the most of them, and goes no
        farther, no higher and no farther round than it must.  What stands on the ground grows
        with the distance.
        """

        def seen(eye: dict[str, float]) -> int:
            for name, value in eye.items():
                getattr(landscape, name).set_value(value)
            return sum(landscape.in_sight(*place) for place in places)

        focus, names = landscape.focus.position, ("distance", "elevation", "azimuth")
        now = {name: getattr(landscape, name).get_value() for name in names}
        landscape.focus.set_place(sum(landscape.loss.domain) / 2)
        eyes = [
            {"distance": far * landscape.extent, "elevation": high, "azimuth": self.azimuth + turn}
            for far in FAR
            for high in HIGH
            for turn in ROUND
        ]
        eye = max(eyes, key=seen)
        seen(now)
        landscape.focus.set_place(focus)
        size = MARK * eye["distance"] / self.length
        return [
            *landscape.look(sum(landscape.loss.domain) / 2, **eye),
            landscape.mark_size.animate.set_value(size),
        ]

    def heights(self) -> dict[str, float]:
        """Return the scale of the height, and the highest ground, for a `Landscape`.

        The walk shall go down steeply, and from bright ground to dark. But the rest of the ground
        shall not tower over it, or be all bright.
        """
        lowest, highest = span(self.loss)
        extent = float(np.subtract(*self.loss.domain[::-1]).max())
        start, end = (float(self.path.loss[row]) for row in (0, -1))
        bright = max(lowest + BRIGHT * (start - lowest), lowest + 0.4 * (highest - lowest))
        steep, towering = (
            STEEP * self.length / (start - end),
            TOWERING * extent / (highest - lowest),
        )
        return {"height_scale": min(steep, towering), "highest": min(bright, highest)}

    def landscape(self, hiker: Walk, sight: float) -> Landscape:
        """Return the ground about the walk, seen from `some_way_off`, in mist.

        The `hiker` sees as far as `sight`, in lengths of the way.
        """
        return Landscape(
            self.loss,
            **wide_ground(self.loss),
            **self.heights(),
            **self.some_way_off(),
            yardstick=4.5 * self.length,
            mist_radius=sight * self.length,
            mist_center=hiker,
        )

    def uphill(self, landscape: Landscape, words: str = "") -> tuple[Arrow, VGroup]:
        """Prepare the gradient at the start as an arrow; return it, and above it its name.

        The arrow is drawn 1, 2, 5, 10, … times as long as it is, or at such a fraction of that, as
        the name says: so that none of the first three gradients is longer than 0.4 of the way.
        """
        longest = float(np.linalg.norm(self.path.gradient[:3], axis=-1).max())
        room = 0.4 * self.length / longest
        power = 10.0 ** np.floor(np.log10(room))
        scale = float(max(nice * power for nice in (1, 2, 5) if nice * power <= room))
        arrow = landscape.uphill(self.path, 0, scale)
        name: list[VMobject] = [formula(scaled("nabla f", scale), color=theme.gradient)]
        name += [text(words, SMALL_SIZE, theme.gradient)] if words else []
        return arrow, tag(*name).next_to(landscape.tip(arrow), UP, buff=0.15)


@checked
def wide_ground(loss: Loss) -> dict[str, Any]:
    """Return the corners of the ground to draw for who looks over all of it, for a `Landscape`.

    It goes on beyond the domain, as far as it does not rise much higher there.
    """
    lowest, highest = span(loss)
    (lower, upper), along = loss.domain, np.linspace(-1, 1, 101)
    middle, half, end = (lower + upper) / 2, (upper - lower) / 2, np.ones(101)
    sides = ((along, end), (along, -end), (end, along), (-end, along))
    border = np.concatenate([np.stack(side, axis=-1) for side in sides])
    reach = NARROW
    for wider in WIDER:
        if lowest <= np.median(loss.value(middle + wider * half * border)) <= highest:
            reach = wider
    return {"lower": middle - reach * half, "upper": middle + reach * half}
