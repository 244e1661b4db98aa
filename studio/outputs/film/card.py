"""The card before a chapter: its title on the clips' own ground, encoded as the clips are."""

from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.colors import yuv_frame
from scenes.kit.beat import reading_time
from scenes.kit.theme import Theme
from studio.job import Quality
from studio.shelf.media import encode
from studio.shelf.typeset import typeset_pages

FADE = 0.4  # seconds in which the title comes, and in which it goes
_TEMPLATE = """
#let card = json(bytes(sys.inputs.facts))
#set page(width: card.width * 1pt, height: card.height * 1pt, margin: 12%)
#set page(fill: rgb(card.background))
#set text(font: "Libertinus Serif", size: card.height * 0.1pt, fill: rgb(card.ink))
#set par(leading: 0.4em, justify: false)
#align(center + horizon, card.title)
"""


def draw_card(title: str, theme: Theme, quality: Quality, folder: Path) -> Path:
    """Return a new video in `folder` that shows `title` for as long as it takes to read it."""
    ground, text = (_picture(words, theme, quality) for words in ("", title))
    fade = max(1, round(FADE * quality.frame_rate))

    def mixed(share: float) -> NDArray[np.uint8]:
        return np.rint(ground + share * (text.astype(np.float32) - ground)).astype(np.uint8)

    def pictures() -> Iterator[NDArray[np.uint8]]:
        yield from (mixed(frame / fade) for frame in range(fade))
        yield from repeat(text, round(reading_time(title) * quality.frame_rate))
        yield from (mixed(1 - frame / fade) for frame in range(1, fade + 1))

    number = len(list(folder.glob("card.*")))
    video = folder / f"card.{number}.mp4"
    return encode(map(yuv_frame, pictures()), quality, video)


def _picture(title: str, theme: Theme, quality: Quality) -> NDArray[np.uint8]:
    """Return a card as pixels (height, width, RGBA)."""
    card = {"title": title, "width": quality.width, "height": quality.height}
    card |= {"background": theme.background, "ink": theme.ink}
    return np.array(typeset_pages(_TEMPLATE, card)[0])
