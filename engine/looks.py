"""How mobjects look at one moment, in numbers: the one description of how a mobject is drawn.

Drawing sees nothing but these numbers. So equal numbers make equal pixels, whatever code computed
them and in whichever process they are drawn.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Protocol, Self, TypeAlias

import numpy as np
from manim import DL, DR, UL, UR, ImageMobject, Mobject, PMobject, VMobject, config
from manim.constants import RendererType
from manim.mobject.types.image_mobject import AbstractImageMobject
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]  # shape ``(height, width, 4)``, top row first
LONG = 2048  # bytes


class Shot(Protocol):
    """All that a picture depends on, but for its size: a record of numbers that can be pickled."""

    package: ClassVar[str]  # its folder holds the code that draws the picture

    def digest(self) -> bytes:
        """Return a digest of the numbers: equal digests, equal pictures."""

    def pixels(self, width: int, height: int) -> Pixels:
        """Return the opaque picture, shape ``(height, width, 4)``, top row first, RGBA."""


class Picture(AbstractImageMobject):
    """A mobject that fills its rectangle with pixels of its own, such as a landscape.

    `StageCamera` draws it pixel for pixel, every other camera of Manim's as an image.

    Raises ValueError when Manim is to render with OpenGL, which has no such camera.
    """

    def __init__(self) -> None:
        if config.renderer is RendererType.OPENGL:
            raise ValueError(
                f"renderer is opengl, and a {type(self).__name__} needs Manim's own: leave out "
                "--renderer=opengl"
            )
        super().__init__(scale_to_resolution=0)
        self.opacity = 1.0

    def reset_points(self) -> Self:
        self.points = np.array([UL, UR, DL, DR])
        return self

    def shot(self) -> Shot:
        """Return what is seen now."""
        raise NotImplementedError

    def get_pixel_array(self) -> Any:
        """Return what is seen now, as large as in the frame of the video, for an image."""
        sides = np.linalg.norm(self.points[1:3] - self.points[0], axis=1)
        width, height = np.maximum(1, np.rint(sides * config.pixel_height / config.frame_height))
        pixels = self.shot().pixels(int(width), int(height)).copy()
        pixels[..., 3] = round(255 * self.opacity)
        return pixels

    def set_opacity(self, opacity: float) -> Self:
        """Let so much of it be seen: 1 is all, 0 is nothing."""
        self.opacity = float(opacity)
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        super().fade(darkness, family)
        return self.set_opacity(self.opacity * (1 - darkness))

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Take an opacity between theirs: all else of a picture is its own."""
        start, end = (getattr(mobject, "opacity", 1.0) for mobject in (mobject1, mobject2))
        return self.set_opacity(start + alpha * (end - start))


@dataclass(frozen=True, eq=False, slots=True)
class Look:
    """How one mobject looks; later changes of the mobject do not change it.

    `kind`: path, picture, image or cloud.  `parts`: bytes and plain values, and for a `Picture`
    its shot.  `digest`: equal digests, equal looks.  `size`: bytes that it does not share with the
    look before it.  `subject`: a number for the mobject, the same from frame to frame.
    """

    kind: str
    parts: tuple[Any, ...]
    digest: bytes
    size: int
    subject: int


def look(mobject: Mobject, before: Look | None = None) -> Look | None:
    """Return how `mobject` looks, or None if it is never seen, as a tracker.

    It is `before` itself if that is the same look.

    Raises TypeError when the mobject is of a kind that numbers cannot describe.
    """
    kind, parts = _parts(mobject)
    if not kind:
        return None
    known = before.parts if before is not None and before.kind == kind else ()
    if parts == known:
        return before
    if known:  # what fades keeps its points, and need not hold them twice
        parts = tuple(old if old == new else new for old, new in zip(known, parts, strict=True))
    digest = _digest(kind, parts)
    if before is not None and digest == before.digest:  # shots are compared by their digests
        return before
    shared = set(map(id, known))
    own = [part for part in parts if isinstance(part, bytes) and id(part) not in shared]
    return Look(kind, parts, digest, sum(map(len, own)), id(mobject))


class Observer:
    """Describes mobjects frame after frame, and notices what looks as it did in the frame before.

    ``looks_at(mobjects)`` returns their looks in the order of drawing. Of a mobject that has not
    changed it is the same object.
    """

    def __init__(self) -> None:
        self._last: dict[int, Look] = {}

    def looks_at(self, mobjects: Iterable[Mobject]) -> list[Look]:
        """Return the looks of `mobjects`, given in the order in which they are drawn."""
        # Another mobject may have come to the same place in memory: its looks are compared.
        looks = (look(mobject, self._last.get(id(mobject))) for mobject in mobjects)
        self._last = {seen.subject: seen for seen in looks if seen is not None}
        return list(self._last.values())


def _parts(mobject: Mobject) -> tuple[str, tuple[Any, ...]]:
    """Return the kind of `mobject` and all that decides how it is drawn."""
    if isinstance(mobject, VMobject):
        return "path", _path(mobject)
    if isinstance(mobject, Picture):
        return "picture", _picture(mobject)
    if isinstance(mobject, ImageMobject):
        pixels = np.asarray(mobject.get_pixel_array(), dtype=np.uint8)
        scaling = int(mobject.resampling_algorithm)
        return "image", (_bytes(mobject.points), pixels.tobytes(), pixels.shape[1], scaling)
    if isinstance(mobject, PMobject):
        colors, width = _bytes(mobject.rgbas), float(mobject.stroke_width)
        return "cloud", (_bytes(mobject.points), colors, width)
    return "", ()


def _path(mobject: VMobject) -> tuple[Any, ...]:
    if mobject.get_background_image() is not None:
        raise TypeError(
            f"a {type(mobject).__name__} is colored by a background image, which `make` "
            "cannot draw: give it a color or a gradient"
        )
    paints = (
        mobject.get_fill_rgbas(),
        mobject.get_stroke_rgbas(),
        mobject.get_stroke_rgbas(background=True),
    )
    graded = any(len(paint) > 1 for paint in paints)
    return (
        _flat(mobject.points),
        *map(_bytes, paints),
        # Where a gradient begins and ends depends on the submobjects, too.
        _bytes(mobject.get_gradient_start_and_end_points()) if graded else b"",
        float(mobject.get_stroke_width()),
        float(mobject.get_stroke_width(background=True)),
        mobject.joint_type.value,
        mobject.cap_style.value,
        float(mobject.tolerance_for_point_equality),
    )


def _picture(mobject: Picture) -> tuple[Any, ...]:
    shot = mobject.shot()
    if not hasattr(shot, "package"):
        raise TypeError(
            f"the shot of a {type(mobject).__name__} is a {type(shot).__name__}, which does not "
            "name the `package` that draws it"
        )
    corners = _flat([mobject.get_corner(UL), mobject.get_corner(DR)])
    return corners, mobject.opacity, shot


def _flat(points: Any) -> bytes:
    """Return x and y, exact to a thousandth of a pixel.

    So points that are computed in another order, as while something fades, remain the same.
    """
    return np.asarray(points)[:, :2].astype(np.float32).tobytes()


def _bytes(array: Any) -> bytes:
    return np.asarray(array, dtype=np.float64).tobytes()


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
    result: bytes = digest.digest()
    return result


def _begin(kind: str, points: bytes) -> Any:
    return hashlib.blake2b(b"%b%d:%b" % (kind.encode(), len(points), points), digest_size=16)


_begun = lru_cache(maxsize=256)(_begin)
