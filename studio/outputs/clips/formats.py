"""The formats that a finished clip can be had in, by the names under which they are asked for."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from math import ceil
from pathlib import Path
from typing import NamedTuple

from studio.outputs.clips import codecs
from studio.outputs.clips.gif import write_gif
from studio.shelf.beats import cut_beats
from studio.shelf.media import frames
from studio.shelf.shelf import Clip

WIDEST_WEBP = 1280  # pixels
FASTEST_WEBP = 15  # frames a second


class Format(NamedTuple):
    """A format: how its file's name ends, and what writes the file and says how it looks.

    `write(clip, videos, target, threads)` reads the pictures of the clip from `videos`; for
    several files it makes `target` a folder.
    """

    suffix: str
    write: Callable[[Clip, Sequence[Path], Path, int], str]


def _every_frame(
    codec: codecs.Codec, look: str, clip: Clip, videos: Sequence[Path], target: Path, threads: int
) -> str:
    size = clip.width, clip.height
    pictures = frames(videos, threads)
    codecs.encode(pictures, codec, size, clip.frame_rate, clip.metadata, target, threads=threads)
    return look


def _gif(captions: bool, clip: Clip, _: Sequence[Path], target: Path, threads: int) -> str:
    return write_gif(clip, target, threads, captions=captions)


def _webp(captions: bool, clip: Clip, videos: Sequence[Path], target: Path, threads: int) -> str:
    shrink = codecs.Shrinker(clip, WIDEST_WEBP, captions)
    size = shrink.size
    step = ceil(clip.frame_rate / FASTEST_WEBP)
    rate = Fraction(clip.frame_rate, step)
    pictures = map(shrink, codecs.every(frames(videos, threads), step))
    codecs.encode(pictures, codecs.WEBP, size, rate, {}, target)
    return f"{size[0]} × {size[1]}, {float(rate):.3g} frames a second"


def _beats(captions: bool, clip: Clip, _: Sequence[Path], target: Path, threads: int) -> str:
    target.mkdir()
    return f"{len(cut_beats(clip, target, captions))} files"


FORMATS = {
    "gif": Format(".gif", partial(_gif, False)),
    "webp": Format(".webp", partial(_webp, False)),
    "webm": Format(".webm", partial(_every_frame, codecs.WEBM, "VP9")),
    "mov": Format(".mov", partial(_every_frame, codecs.MOV, "ProRes 4444, without alpha")),
    "beats": Format(".beats", partial(_beats, False)),
}
CAPTIONED = {  # with captions below the picture
    "gif": Format(".captions.gif", partial(_gif, True)),
    "webp": Format(".captions.webp", partial(_webp, True)),
    "beats": Format(".captions.beats", partial(_beats, True)),
}
TRANSPARENT = {  # from segments that have alpha
    "webm": Format(
        ".transparent.webm", partial(_every_frame, codecs.TRANSPARENT_WEBM, "VP9 with alpha")
    ),
    "mov": Format(".mov", partial(_every_frame, codecs.TRANSPARENT_MOV, "ProRes 4444 with alpha")),
}
