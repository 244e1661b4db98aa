"""The storyboard: a picture with one frame for each beat and its caption underneath."""

import io
import json
from collections.abc import Sequence

import numpy as np
import typst
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scenes.kit.beat import Beat
from scenes.kit.theme import Theme

WIDTH = 1800  # pixels
MARGIN = 42
GUTTER = 36  # between neighbors
GAP = 14  # between a frame and its caption
# One page for the title, and one for each caption. A question has a badge beside its number.
_TEMPLATE = """
#let board = json(bytes(sys.inputs.board))
#set page(height: auto, margin: 0pt, fill: rgb(board.background))
#set text(font: "Libertinus Serif", size: 27pt, fill: rgb(board.ink), hyphenate: false)
#set text(top-edge: "ascender", bottom-edge: "descender")
#set par(leading: 0.2em)
#let badge = box(
  fill: rgb(board.walker), radius: 50%, width: 1.1em, height: 1.1em, baseline: 0.15em,
  align(center + horizon, text(fill: rgb(board.background), top-edge: "cap-height",
    bottom-edge: "baseline", size: 24pt)[?]),
)
#page(width: board.width * 1pt, text(size: 44pt, weight: "semibold", board.title))
#for (number, caption) in board.captions.enumerate(start: 1) {
  page(width: board.column * 1pt, grid(
    columns: (auto, 1fr),
    column-gutter: 14pt,
    text(weight: "bold", fill: rgb(board.walker), str(number) + if caption.asks { [ #badge] }),
    [#caption.text \\ #text(fill: rgb(board.muted), size: 22pt, caption.time)],
  ))
}
"""


def columns_for(beats: int) -> int:
    """Return how many frames stand side by side."""
    return 2 if beats <= 4 else 3


def draw_storyboard(
    title: str, frames: list[NDArray[np.uint8]], beats: Sequence[Beat], rate: int, theme: Theme
) -> Image.Image:
    """Return a picture that shows `frames` (height, width, 3) with the captions of `beats`.

    The text is set with the fonts that come with Typst, so it looks alike on every machine.
    """
    columns = columns_for(len(frames))
    column = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) // columns
    heading, *texts = _set_text(title, beats, rate, theme, column)
    cells = [_cell(frame, text, theme.grid) for frame, text in zip(frames, texts, strict=True)]
    rows = [cells[first : first + columns] for first in range(0, len(cells), columns)]
    height = MARGIN + heading.height + sum(GUTTER + max(c.height for c in row) for row in rows)
    board = Image.new("RGB", (WIDTH, height + MARGIN), theme.background)
    board.paste(heading, (MARGIN, MARGIN))
    y = MARGIN + heading.height + GUTTER
    for row in rows:
        for place, cell in enumerate(row):
            board.paste(cell, (MARGIN + place * (column + GUTTER), y), cell)
        y += max(cell.height for cell in row) + GUTTER
    return board


def _cell(frame: NDArray[np.uint8], text: Image.Image, line: str) -> Image.Image:
    picture = Image.fromarray(frame)
    height = round(picture.height * text.width / picture.width)
    cell = Image.new("RGBA", (text.width, height + GAP + text.height))
    cell.paste(picture.resize((text.width, height), Image.Resampling.LANCZOS))
    ImageDraw.Draw(cell).rectangle((0, 0, text.width - 1, height - 1), outline=line)
    cell.paste(text, (0, height + GAP))
    return cell


def _set_text(
    title: str, beats: Sequence[Beat], rate: int, theme: Theme, column: int
) -> list[Image.Image]:
    """Return pictures of the title and of each caption, at 72 points = pixels an inch."""
    board = {
        "title": title,
        "width": WIDTH - 2 * MARGIN,
        "column": column,
        "captions": [
            {
                "text": beat.caption,
                "time": beat.span(rate),
                "asks": beat.kind == "question",
            }
            for beat in beats
        ],
        "background": theme.background,
        "ink": theme.ink,
        "muted": theme.muted,
        "walker": theme.walker,
    }
    compiler = typst.Compiler(
        _TEMPLATE.encode(), ignore_system_fonts=True, sys_inputs={"board": json.dumps(board)}
    )
    pages = compiler.compile(format="png", ppi=72)
    assert isinstance(pages, list)
    return [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
