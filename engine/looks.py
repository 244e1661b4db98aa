"""What a mobject looks like at one moment, in numbers, and a mobject that looks just so.

Drawing sees nothing but these numbers. So equal numbers make equal pixels, whatever code came to
them and in whichever process they are drawn.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import ImageMobject, Mobject, PMobject, VMobject
from manim.constants import CapStyleType, LineJointType
from numpy.typing import NDArray

from engine.camera import Picture

Array = NDArray[np.float64]
LONG = 2048  # bytes


@dataclass(frozen=True, eq=False, slots=True)
class Still:
    """The look of one mobject, which is not changed by what becomes of the mobject.

    `kind`: which double takes its look.  `parts`: bytes and plain values, and for a `Picture` its
    shot.  `digest`: equal digests, equal looks.  `size`: bytes that it does not share with the
    look before it.  `subject`: a number for the mobject, the same from frame to frame.
    """

    kind: str
    parts: tuple[Any, ...]
    digest: bytes
    size: int
    subject: int

    def double(self, before: "Double | None" = None) -> "Double":
        """Return a mobject that looks like this: the double of `before`, if it can be."""
        kind = _DOUBLES[self.kind]
        double = before if isinstance(before, kind) else kind()
        double.dress(*self.parts)
        return double


class Double(Mobject):
    """A mobject without a past: as far as drawing asks for it, it is the one whose look it has."""

    def __init__(self) -> None:
        self.submobjects = []
        self.dim = 3
        self.z_index = 0.0

    @staticmethod
    def parts(mobject: Any) -> tuple[Any, ...]:
        """Return what decides how `mobject` is drawn."""
        raise NotImplementedError

    @staticmethod
    def traits(mobject: Any) -> tuple[Any, ...] | None:
        """Return plain values that all `parts` follow from, if they are found at less cost."""
        return None

    def dress(self, *parts: Any) -> None:
        """Take the look that is told by `parts`."""
        raise NotImplementedError


def still(mobject: Mobject, before: Still | None = None) -> Still | None:
    """Return how `mobject` looks; None if it is never seen, as a tracker is.

    It is `before` itself where that is the same look.

    Raises TypeError when the mobject is of a kind that cannot be told in numbers.
    """
    kind = _kind(mobject)
    if kind is None:
        return None
    parts = _DOUBLES[kind].parts(mobject)
    known = before.parts if before is not None and before.kind == kind else ()
    if parts == known:
        return before
    if known:  # what fades keeps its points, and need not hold them twice
        parts = tuple(old if old == new else new for old, new in zip(known, parts, strict=True))
    shared = set(map(id, known))
    own = [part for part in parts if isinstance(part, bytes) and id(part) not in shared]
    return Still(kind, parts, _digest(kind, parts), sum(map(len, own)), id(mobject))


def _kind(mobject: Mobject) -> str | None:
    if isinstance(mobject, VMobject):
        return "path"
    if isinstance(mobject, Picture):
        return "picture"
    if isinstance(mobject, ImageMobject):
        return "image"
    return "cloud" if isinstance(mobject, PMobject) else None


def traits(mobject: Mobject) -> tuple[Any, ...] | None:
    """Return plain values: while they are equal, so is the `still` of `mobject`.

    They are as large as the mobject, and quick to find; None if there are none.
    """
    kind = _kind(mobject)
    return _DOUBLES[kind].traits(mobject) if kind is not None else None


def _digest(kind: str, parts: tuple[Any, ...]) -> bytes:
    points, *style = parts
    # What fades keeps its points: those of a map are long, and need not be read in each frame.
    digest = _begun(kind, points).copy() if len(points) > LONG else _begin(kind, points)
    content: list[bytes] = []
    for part in style:
        if not isinstance(part, bytes):
            part = repr(part).encode() if isinstance(part, (int, float)) else part.digest()
        content += b"%d:" % len(part), part
    digest.update(b"".join(content))
    told: bytes = digest.digest()
    return told


def _begin(kind: str, points: bytes) -> Any:
    return hashlib.blake2b(b"%b%d:%b" % (kind.encode(), len(points), points), digest_size=16)


_begun = lru_cache(maxsize=256)(_begin)


def _bytes(array: Any) -> bytes:
    return np.asarray(array, dtype=np.float64).tobytes()


def _array(content: bytes, columns: int) -> Array:
    return np.frombuffer(content).reshape(-1, columns).copy()


def _flat(points: Any) -> bytes:
    """Return x and y, exact to a thousandth of a pixel.

    So points that are computed in another order, as while something fades, remain the same.
    """
    return np.asarray(points)[:, :2].astype(np.float32).tobytes()


def _points(flat: bytes) -> Array:
    points = np.zeros((len(flat) // 8, 3))
    points[:, :2] = np.frombuffer(flat, dtype=np.float32).reshape(-1, 2)
    return points


def _paints(mobject: VMobject) -> tuple[Any, Any, Any]:
    return (
        mobject.get_fill_rgbas(),
        mobject.get_stroke_rgbas(),
        mobject.get_stroke_rgbas(background=True),
    )


def _graded(paints: tuple[Any, Any, Any]) -> bool:
    fill, stroke, background_stroke = paints
    return len(fill) > 1 or len(stroke) > 1 or len(background_stroke) > 1


class _Path(Double, VMobject):
    """Nearly everything."""

    def __init__(self) -> None:
        Double.__init__(self)
        self.n_points_per_cubic_curve = 4
        self.background_image = None
        self.shade_in_3d = False
        self.sheen_direction = np.zeros(3)  # see `gradient`

    @staticmethod
    def parts(mobject: VMobject) -> tuple[Any, ...]:
        if mobject.get_background_image() is not None:
            raise TypeError(
                f"a {type(mobject).__name__} is colored by a background image, which `make` "
                "cannot draw: give it a color or a gradient"
            )
        paints = _paints(mobject)
        return (
            _flat(mobject.points),
            *map(_bytes, paints),
            # Where a gradient begins and ends depends on the submobjects, too.
            _bytes(mobject.get_gradient_start_and_end_points()) if _graded(paints) else b"",
            float(mobject.get_stroke_width()),
            float(mobject.get_stroke_width(background=True)),
            mobject.joint_type.value,
            mobject.cap_style.value,
            float(mobject.tolerance_for_point_equality),
        )

    @staticmethod
    def traits(mobject: VMobject) -> tuple[Any, ...] | None:
        paints = _paints(mobject)
        if _graded(paints) or mobject.get_background_image() is not None:
            return None
        return (
            mobject.points.tobytes(),
            *(paint.tobytes() for paint in paints),
            mobject.get_stroke_width(),
            mobject.get_stroke_width(background=True),
            mobject.joint_type,
            mobject.cap_style,
            mobject.tolerance_for_point_equality,
        )

    def dress(self, *parts: Any) -> None:
        flat, fill, stroke, background_stroke, gradient, width, background_width, *style = parts
        self.points = _points(flat)
        self.fill_rgbas = _array(fill, 4)
        self.stroke_rgbas = _array(stroke, 4)
        self.background_stroke_rgbas = _array(background_stroke, 4)
        self.gradient = _array(gradient, 3)
        self.stroke_width, self.background_stroke_width = width, background_width
        joint, cap, self.tolerance_for_point_equality = style
        self.joint_type, self.cap_style = LineJointType(joint), CapStyleType(cap)

    def get_gradient_start_and_end_points(self) -> tuple[Any, Any]:
        return self.gradient[0], self.gradient[1]


class _Picture(Double, Picture):
    @staticmethod
    def parts(mobject: Picture) -> tuple[Any, ...]:
        shot = mobject.shot()
        if not type(shot).__module__.startswith("scenes.kit."):
            raise TypeError(
                f"the shot of a {type(mobject).__name__} is a {type(shot).__name__}, and must be "
                "a record from a module of scenes/kit, for any process to draw it"
            )
        return _flat([mobject.get_corner((-1, 1, 0)), mobject.get_corner((1, -1, 0))]), shot

    def dress(self, *parts: Any) -> None:
        corners, self._shot = parts
        self.points = _points(corners)

    def shot(self) -> Any:
        return self._shot


class _Image(Double, ImageMobject):
    @staticmethod
    def parts(mobject: ImageMobject) -> tuple[Any, ...]:
        pixels = np.asarray(mobject.get_pixel_array(), dtype=np.uint8)
        scaling = int(mobject.resampling_algorithm)
        return _flat(mobject.points), pixels.tobytes(), pixels.shape[1], scaling

    def dress(self, *parts: Any) -> None:
        flat, pixels, width, self.resampling_algorithm = parts
        self.points = _points(flat)
        self.pixel_array = np.frombuffer(pixels, np.uint8).reshape(-1, width, 4)


class _Cloud(Double, PMobject):
    @staticmethod
    def parts(mobject: PMobject) -> tuple[Any, ...]:
        return _flat(mobject.points), _bytes(mobject.rgbas), float(mobject.stroke_width)

    def dress(self, *parts: Any) -> None:
        flat, colors, width = parts
        self.points, self.rgbas, self.stroke_width = _points(flat), _array(colors, 4), width


_DOUBLES: dict[str, type[Double]] = {
    "path": _Path,
    "picture": _Picture,
    "image": _Image,
    "cloud": _Cloud,
}
