"""One pass of an encoder over a clip: WebM, ProRes and animated WebP."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from engine.colors import BT709
from studio.shelf.media import EXACT
from studio.shelf.shelf import Clip
from studio.shelf.strip import Strip

_SHRINKING = EXACT & ~Interpolation.BILINEAR | Interpolation.AREA


@dataclass(frozen=True)
class Codec:
    """An encoder of FFmpeg's, how it is set, and the file that it is put into."""

    container: str
    name: str
    pixels: str
    options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)
    matrix: Colorspace = Colorspace.ITU709


# On our pictures the encoder for calls is six times as fast as the one for files, as good, and its
# files are half as large again, which is still a quarter of the MP4.
_VP9 = {
    "deadline": "realtime",
    "cpu-used": "8",
    "lag-in-frames": "0",
    "auto-alt-ref": "0",  # with it there is no alpha
    "crf": "24",
    "b": "0",
    "row-mt": "1",
    "tile-columns": "1",
    "g": "120",
    **BT709,
}
# Opacity that is a little off shows as a ghost of what was there before.
_VP9_ALPHA = {**_VP9, "crf": "8"}
# Of the two encoders the one that is four times as fast, and as good on our pictures.
_PRORES = {"profile": "4", "vendor": "apl0", **BT709}  # 4444

WEBM = Codec("webm", "libvpx-vp9", "yuv420p", _VP9)
TRANSPARENT_WEBM = Codec("webm", "libvpx-vp9", "yuva420p", _VP9_ALPHA)
MOV = Codec("mov", "prores_aw", "yuv444p10le", _PRORES)
TRANSPARENT_MOV = Codec("mov", "prores_aw", "yuva444p10le", _PRORES)
# The encoder for animations leaves out what changes a little, again and again, until the picture
# is full of ghosts. The one for stills, with its blocks that are replaced when they have changed
# since they were drawn, does not. WebP knows no matrix but that of BT.601.
_WEBP = {"quality": "75", "compression_level": "1", "cr_threshold": "100"}
WEBP = Codec("webp", "libwebp", "yuv420p", _WEBP, {"loop": "0"}, Colorspace.ITU601)


def encode(
    pictures: Iterable[av.VideoFrame],
    codec: Codec,
    size: tuple[int, int],
    rate: Fraction | int,
    metadata: dict[str, str],
    target: Path,
    threads: int = 1,
) -> None:
    """Encode `pictures` into the file `target`: so wide and high, so many a second."""
    convert = Converter(*size, codec.pixels, codec.matrix)
    with av.open(
        str(target), "w", format=codec.container, options=codec.container_options
    ) as output:
        output.metadata.update(metadata)
        stream = output.add_stream(codec.name, rate=Fraction(rate), options=codec.options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = codec.pixels
        stream.codec_context.thread_count = threads
        if codec.pixels.startswith("yuva"):
            stream.metadata["alpha_mode"] = "1"
        for number, picture in enumerate(pictures):
            frame = convert(picture)
            frame.pts, frame.time_base = number, clock(rate)
            output.mux(stream.encode(frame))
        output.mux(stream.encode())


class Converter:
    """Takes frames of ours, or pictures of red, green, blue and alpha, to another size and form."""

    def __init__(
        self, width: int, height: int, pixels: str, matrix: Colorspace = Colorspace.ITU709
    ) -> None:
        self._width, self._height, self._pixels, self._matrix = width, height, pixels, matrix
        self._reformatter = VideoReformatter()

    def __call__(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return `frame` as it is wanted; the frame itself if it is so already."""
        frame.pict_type = PictureType.NONE
        shrinks = frame.width > self._width
        ours = self._matrix == Colorspace.ITU709
        if ours and not shrinks and frame.format.name == self._pixels:
            return frame
        return self._reformatter.reformat(
            frame,
            self._width,
            self._height,
            format=self._pixels,
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=self._matrix,
            src_color_range=_range(frame.format.name),
            dst_color_range=_range(self._pixels),
            interpolation=_SHRINKING if shrinks else EXACT,
        )


class Shrinker:
    """Makes pictures of `clip` at most `widest` wide, and with `captions` puts those below.

    Captions are drawn in the size in which they are read, and not shrunk.
    """

    def __init__(self, clip: Clip, widest: int, captions: bool = False) -> None:
        self._width, self._height = fit(clip.width, clip.height, widest)
        self._strip = Strip(clip, self._width) if captions else None
        self._converters: dict[tuple[int, str], Converter] = {}

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what it makes, in pixels."""
        return self._width, self._height + (self._strip.height if self._strip else 0)

    def __call__(self, picture: av.VideoFrame, pixels: str = "yuv420p") -> av.VideoFrame:
        """Return `picture`, the number of its frame as `pts`, in the form `pixels`."""
        if self._strip:
            number, picture = picture.pts, self._convert(picture, self._height, "yuv420p")
            picture.pts = number
            picture = self._strip(picture)
        return self._convert(picture, self.size[1], pixels)

    def _convert(self, picture: av.VideoFrame, height: int, pixels: str) -> av.VideoFrame:
        key = height, pixels
        if key not in self._converters:
            self._converters[key] = Converter(self._width, height, pixels)
        return self._converters[key](picture)


def _range(pixels: str) -> ColorRange:
    return ColorRange.MPEG if pixels.startswith("yuv") else ColorRange.JPEG


def fit(width: int, height: int, widest: int) -> tuple[int, int]:
    """Return the size, in whole and even pixels, that is at most `widest` wide."""
    if width <= widest:
        return width, height
    return widest, round(height * widest / width / 2) * 2


def every(pictures: Iterable[av.VideoFrame], step: int) -> Iterable[av.VideoFrame]:
    """Yield every so many-th of the pictures, the first among them."""
    return (picture for number, picture in enumerate(pictures) if number % step == 0)


def clock(rate: Fraction | int) -> Fraction:
    """Return the seconds that a frame lasts."""
    return 1 / Fraction(rate)
