"""Segments: consecutive frames, described by the looks of what is seen in them."""

import hashlib
from dataclasses import dataclass, field

from manim import Camera
from manim._config.video_encoder import VideoEncoderSpec

from engine.looks import Look

LONGEST = 1.5  # seconds: a play that lasts longer is cut into segments of like length
LARGEST = 64_000_000  # bytes: a segment is cut off when it holds more
ENGINE = "engine"  # the package that draws all but pictures


@dataclass(frozen=True)
class Viewport:
    """What a frame shows apart from mobjects: the background, and which part of the plane."""

    background: tuple[int, ...]  # red, green, blue, opacity, 0 … 255; all 0 if transparent
    center: tuple[float, ...]
    width: float
    height: float

    @classmethod
    def of(cls, camera: Camera) -> "Viewport":
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
class Segment:
    """What is seen in consecutive frames, and how they are encoded: all that its bytes depend on.

    `shown`: the looks in a frame, from the back to the front.  `repeats`: for how many frames each
    of these stays.
    """

    encoder: VideoEncoderSpec
    viewport: Viewport
    shown: list[list[Look]] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)
    size: int = 0  # bytes, about

    @property
    def frames(self) -> int:
        """The length of the segment."""
        return sum(self.repeats)

    def add(self, looks: list[Look], repeat: int) -> None:
        """Append a frame that stays for as many frames as `repeat` says."""
        if self.shown and [s.digest for s in self.shown[-1]] == [s.digest for s in looks]:
            self.repeats[-1] += repeat
        else:
            last = set(map(id, self.shown[-1])) if self.shown else set()
            self.size += sum(look.size for look in looks if id(look) not in last)
            self.shown.append(looks)
            self.repeats.append(repeat)

    def packages(self) -> frozenset[str]:
        """Return the names of the packages that draw it."""
        pictures = {look for looks in self.shown for look in looks if look.kind == "picture"}
        return frozenset({ENGINE, *(look.parts[-1].package for look in pictures)})

    def digest(self) -> bytes:
        """Return a digest of it all."""
        digest = hashlib.blake2b(repr((self.encoder, self.viewport, self.repeats)).encode())
        for looks in self.shown:
            digest.update(b"%d:" % len(looks))
            for look in looks:
                digest.update(look.digest)
        return digest.digest()
