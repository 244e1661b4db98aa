"""Captions drawn below the picture, for places that have none of their own."""

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.colors import yuv_frame
from scenes.kit.theme import THEMES, Theme
from studio.shelf.shelf import Clip
from studio.shelf.typeset import typeset_pages

SMALLEST = 15  # pixels: letters of narrow pictures
_TEMPLATE = """
#let strip = json(bytes(sys.inputs.facts))
#set page(width: strip.width * 1pt, height: auto, fill: rgb(strip.background))
#set page(margin: (x: 4%, y: strip.size * 0.6pt))
#set text(font: "Libertinus Serif", size: strip.size * 1pt, fill: rgb(strip.ink), hyphenate: false)
#set par(leading: 0.45em, justify: false)
#for caption in strip.captions { page(align(center, caption)) }
"""


class Strip:
    """The captions of a clip whose pictures are `width` pixels wide, below each the one it has.

    All strips are as high as the highest, and even. Where a clip says nothing, as until an answer
    has been seen, the strip is empty.
    """

    def __init__(self, clip: Clip, width: int) -> None:
        self._beats = clip.beats
        self._planes = [_planes(strip) for strip in _draw(clip, width)]
        self.height = self._planes[0][0].shape[0]  # in pixels

    def __call__(self, picture: av.VideoFrame) -> av.VideoFrame:
        """Return `picture` (yuv420p, the number of its frame as `pts`) with its strip below."""
        number = picture.pts or 0
        said = (
            place
            for place, beat in enumerate(self._beats, 1)
            if beat.caption_start <= number < beat.end
        )
        above, below = _planes(picture), self._planes[next(said, 0)]
        whole = [np.concatenate(pair, axis=-2) for pair in zip(above, below, strict=True)]
        height, width = whole[0].shape
        flat = np.concatenate([part.reshape(-1) for part in whole]).reshape(height * 3 // 2, width)
        frame = av.VideoFrame.from_ndarray(flat, format="yuv420p")
        frame.pts = number
        return frame


def _planes(picture: av.VideoFrame) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return brightness (height, width) and both colors (2, height / 2, width / 2)."""
    pixels = np.asarray(picture.to_ndarray(), np.uint8)
    height, width = picture.height, picture.width
    return pixels[:height], pixels[height:].reshape(2, height // 2, width // 2)


def _draw(clip: Clip, width: int) -> list[av.VideoFrame]:
    """Return an empty strip, and one for each beat."""
    theme: Theme = THEMES[clip.theme]
    facts = {
        "width": width,
        "size": max(SMALLEST, width / 30),
        "captions": ["", *(beat.caption for beat in clip.beats)],
        "background": theme.background,
        "ink": theme.ink,
    }
    strips = typeset_pages(_TEMPLATE, facts)
    height = max(strip.height for strip in strips)
    height += height % 2
    drawn = []
    for strip in strips:
        ground = Image.new("RGBA", (width, height), theme.background)
        ground.paste(strip, (0, (height - strip.height) // 2))
        drawn.append(yuv_frame(np.array(ground)))
    return drawn
