"""One picture of a landscape, in numbers: what the renderer draws, and nothing besides."""

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.relief import SUN, Relief
from scenes.kit.landscape.drawing.solids import Solid
from scenes.kit.landscape.drawing.view import View

Array = NDArray[np.float64]

HAZE = 1.2, 3.4  # from where to where usual haze fades the ground, in extents of the domain
RIM = 0.55, 0.42  # where the ground begins to fade toward its edge, and over what share of it
SIGHT = 0.40  # the share of the mist's radius up to which all is clear
EDGE = 0.0022  # half the thickness of the edges of a block, as a share of its longer side
ON_GROUND = "solid", "lying", "standing", "casters"  # parts of a shot besides the ground itself
UNREST = 2.6, 0.5  # of the mist's edge: how far its wisps move it, and how far depth does


class Mist(NamedTuple):
    """Where one sees: around `center (3,)` as far as `radius`; `clearness` 1 when it is gone."""

    center: Array
    radius: float
    clearness: float


def _digest_of(parts: Any) -> bytes:
    content: list[Any] = []

    def add(part: Any) -> None:
        if isinstance(part, np.ndarray):
            content.append(f"{part.dtype.str} {part.shape}".encode())
            content.append(np.ascontiguousarray(part).data)
        elif part is None or isinstance(part, (float, int)):
            content.append(repr(part).encode())
        elif isinstance(part, tuple):
            content.append(b"(")
            for value in part:
                add(value)
            content.append(b")")
        elif isinstance(part, Relief):
            content.append(part.digest.encode())
        elif isinstance(part, dict):
            for name, value in part.items():
                content.append(name.encode())
                add(value)
        elif isinstance(part, (View, Solid)):
            add({field.name: getattr(part, field.name) for field in fields(part)})
        elif isinstance(part, bytes):
            content.append(part)
        else:
            raise TypeError(f"a {type(part).__name__} cannot be part of a shot's digest")

    add(parts)
    return hashlib.blake2b(b"".join(content), digest_size=20).digest()


@dataclass(frozen=True, eq=False)
class Shot:
    """All that a picture of a landscape depends on, but for its size.

    `haze`: how thick it is, 1 as usual, 0 for none.
    `colors`: of the ground, its light, its lines and the backdrop, by name.  `levels`: the lowest
    and the highest value that the colors tell apart, and the spacing of the contour lines.
    `charted`: the value up to which there are contour lines.  `is_block`: whether the ground ends
    at its edge, rather than fade toward it.
    `grid`: the width of the meshes of a grid along x and y, if there is one.  `solid`: what is
    there besides the ground; `lying` and `standing`: what is on it, with a rim in the color
    `outline`.  `casters (n, 4)`: center and radius of the balls that throw a shadow.
    `ceiling`: the value up to which there is ground; infinite for all of it.
    """

    package: ClassVar[str] = "scenes.kit.landscape.drawing"  # that draws it

    view: View
    relief: Relief
    height_scale: float
    extent: float
    haze: float
    mist: Mist
    levels: tuple[float, float, float]
    charted: float
    is_block: bool
    grid: tuple[float, float] | None
    colors: dict[str, Array]
    solid: Solid
    lying: Solid
    standing: Solid
    casters: Array
    ceiling: float = np.inf

    def digest(self) -> bytes:
        """Return a digest of everything above: equal digests, equal pictures."""
        return self._digest

    @cached_property
    def _digest(self) -> bytes:
        parts = (getattr(self, name) for name in ON_GROUND)
        return _digest_of((self.ground_digest, *parts))

    @cached_property
    def ground_digest(self) -> bytes:
        """A digest of all but what stands on the ground."""
        names = (field.name for field in fields(self) if field.name not in ON_GROUND)
        return _digest_of({name: getattr(self, name) for name in names})

    @property
    def hazy(self) -> tuple[float, float]:
        """From where to where distance fades the ground, in extents of the domain."""
        thickness = max(self.haze, 1e-3)
        return HAZE[0] / thickness, HAZE[1] / thickness

    @property
    def rim(self) -> tuple[float, float]:
        """Where the ground begins to fade toward its edge, and over what share of it."""
        return (2.0, 1.0) if self.is_block else RIM

    @property
    def corners(self) -> tuple[Array, Array]:
        """The corners of the ground that is drawn, with the lowest and highest x and y."""
        vertices = self.relief.vertices
        return vertices[0, :2].astype(float), vertices[-1, :2].astype(float)

    def air(self) -> dict[str, Any]:
        """Return what all programs share, by the names that they use."""
        lower, upper = self.corners
        near, far = self._depths
        return {
            "clearness": self.mist.clearness,
            "mist_center": tuple(self.mist.center),
            "mist_radius": self.mist.radius,
            "middle": tuple((lower + upper) / 2),
            "reach": tuple((upper - lower) / 2),
            "extent": self.extent,
            "haze": self.hazy,
            "rim": self.rim,
            "sight": SIGHT,
            "unrest": UNREST,
            "eye": tuple(self.view.eye),
            "sun": tuple(SUN),
            "horizon": self.view.horizon,
            "height_scale": self.height_scale,
            "ceiling": min(self.ceiling, 1e30),
            "projection": self.view.matrix(near, far).T.astype(np.float32),
            **{
                name: tuple(color)
                for name, color in self.colors.items()
                if name not in ("ramp", "contour", "outline", "edge")
            },
        }

    @property
    def _depths(self) -> tuple[float, float]:
        """The depths between which things are drawn."""
        distance = float(np.linalg.norm(self.view.target - self.view.eye))
        return (1 - 0.97 / self.view.lens) * distance, distance + 6 * self.extent

    def pulled(self, share: float) -> dict[str, Any]:
        """Return what `air` says, but for a projection that brings all nearer by this share.

        It changes nothing but which of two things hides the other.
        """
        matrix = self.view.matrix(*self._depths, share)
        return self.air() | {"projection": matrix.T.astype(np.float32)}
