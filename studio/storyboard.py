"""The storyboard: a picture with one frame for each beat and its caption underneath."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import typst
from numpy.typing import NDArray
from PIL import Image

from scenes.kit.theme import Theme
from studio.media import Caption

WIDTH = 1800  # pixels
_TEMPLATE = """
#let board = json(bytes(sys.inputs.board))
#set page(width: board.width * 1pt, height: auto, margin: 44pt, fill: rgb(board.background))
#set text(font: "Libertinus Serif", size: 30pt, fill: rgb(board.ink), hyphenate: false)
#set par(leading: 0.5em)
#text(size: 44pt, weight: "semibold", board.title)
#v(18pt)
#grid(
  columns: (1fr,) * board.columns,
  column-gutter: 32pt,
  row-gutter: 40pt,
  ..board.cells.enumerate(start: 1).map(((number, cell)) => {
    box(stroke: 1pt + rgb(board.grid), image(cell.image, width: 100%))
    v(12pt, weak: true)
    grid(
      columns: (auto, 1fr, auto),
      column-gutter: 14pt,
      text(weight: "bold", fill: rgb(board.walker), str(number)),
      cell.caption,
      text(fill: rgb(board.muted), size: 24pt, cell.time),
    )
  })
)
"""


def columns_for(beats: int) -> int:
    """Return how many frames stand side by side."""
    return 2 if beats <= 4 else 3


def draw_storyboard(
    title: str,
    frames: list[NDArray[np.uint8]],
    captions: list[Caption],
    theme: Theme,
    folder: Path,
) -> bytes:
    """Return a PNG that shows `frames` with `captions`; `folder` holds its parts meanwhile.

    The text is set with the fonts that come with Typst, so it looks alike on every machine.
    """
    cells = []
    for number, (frame, caption) in enumerate(zip(frames, captions, strict=True), start=1):
        name = f"beat-{number}.png"
        Image.fromarray(frame).save(folder / name, compress_level=1)
        text = " ".join(caption.text.split())
        cells.append({"image": name, "caption": text, "time": _span(caption)})
    board: dict[str, Any] = {
        "title": title,
        "width": WIDTH,
        "columns": columns_for(len(cells)),
        "cells": cells,
        "background": theme.background,
        "ink": theme.ink,
        "muted": theme.muted,
        "grid": theme.grid,
        "walker": theme.walker,
    }
    (folder / "storyboard.typ").write_text(_TEMPLATE, encoding="utf-8")
    compiler = typst.Compiler(
        str(folder / "storyboard.typ"),
        root=str(folder),
        ignore_system_fonts=True,
        sys_inputs={"board": json.dumps(board)},
    )
    picture = compiler.compile(format="png", ppi=72)
    assert isinstance(picture, bytes)
    return picture


def _span(caption: Caption) -> str:
    return "–".join(
        f"{int(time) // 60}:{int(time) % 60:02}" for time in (caption.start, caption.end)
    )
