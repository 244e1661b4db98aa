"""Pieces of film: consecutive frames, told by what is seen in them, which become one segment."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from manim import Camera, Mobject
from manim._config.video_encoder import VideoEncoderSpec

from engine.looks import Still, still, traits

LONGEST = 1.5  # seconds: a play that lasts longer is cut into pieces of like length
LARGEST = 64_000_000  # bytes: a piece is cut off when it holds more

Sight = list[Still]  # what is seen in a frame, from the back to the front


@dataclass(frozen=True)
class Stage:
    """What a frame shows apart from mobjects: the background, and which part of the plane."""

    background: tuple[int, ...]  # red, green, blue, opacity, 0 … 255; all 0 if transparent
    center: tuple[float, ...]
    width: float
    height: float

    @classmethod
    def of(cls, camera: Camera) -> "Stage":
        """Return what `camera` is set to."""
        assert camera.background is not None
        if camera.background_image is not None:
            raise TypeError("`make` cannot draw a camera's background image: use an ImageMobject")
        background = tuple(camera.background[0, 0].tolist())
        return cls(
            background if background[3] else (0, 0, 0, 0),
            tuple(float(x) for x in camera.frame_center),
            float(camera.frame_width),
            float(camera.frame_height),
        )


@dataclass
class Piece:
    """What is seen in consecutive frames, and how they are encoded: all that a segment depends on.

    `repeats`: for how many frames each of the `sights` stays.
    """

    encoder: VideoEncoderSpec
    stage: Stage
    sights: list[Sight] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)
    size: int = 0  # bytes, about

    @property
    def frames(self) -> int:
        """The length of the segment."""
        return sum(self.repeats)

    def add(self, sight: Sight, repeat: int) -> None:
        """Append a sight that stays for `repeat` frames."""
        if self.sights and [s.digest for s in self.sights[-1]] == [s.digest for s in sight]:
            self.repeats[-1] += repeat
        else:
            last = set(map(id, self.sights[-1])) if self.sights else set()
            self.size += sum(still.size for still in sight if id(still) not in last)
            self.sights.append(sight)
            self.repeats.append(repeat)

    def modules(self) -> set[str]:
        """Return the names of the modules that draw its pictures."""
        stills = {still for sight in self.sights for still in sight if still.kind == "picture"}
        return {type(still.parts[-1]).__module__ for still in stills}

    def digest(self) -> bytes:
        """Return a digest of it all."""
        digest = hashlib.blake2b(repr((self.encoder, self.stage, self.repeats)).encode())
        for sight in self.sights:
            digest.update(b"%d:" % len(sight))
            for seen in sight:
                digest.update(seen.digest)
        return digest.digest()


class Observer:
    """Tells what is seen of mobjects, and notices what has not changed since the last time."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[tuple[Any, ...] | None, Still]] = {}

    def sight(self, mobjects: Iterable[Mobject]) -> Sight:
        """Return what is seen of `mobjects`, given in the order in which they are drawn."""
        seen = {}
        for mobject in mobjects:
            # Another mobject may have come to the same place in memory: its looks are compared.
            known, before = self._last.get(id(mobject), (None, None))
            now = traits(mobject)
            look = before if now is not None and now == known else still(mobject, before)
            if look is not None:
                seen[id(mobject)] = now, look
        self._last = seen
        return [look for _, look in seen.values()]
