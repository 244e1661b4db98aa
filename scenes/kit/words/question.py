"""A question as it stands in the frame, with the answers to choose from."""

import json
import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

from manim import DOWN, Typst, VGroup, config

from scenes.kit.theme import MARGIN, TEXT_SIZE, TITLE_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.text import text

SYMBOL = re.compile(r"((?<!['’])\b(?:w[₁₂]?|s)\b|α)")  # set in questions as in formulas …
SET = {  # … and how
    "w": "$bold(w)$",
    "w₁": "$bold(w_1)$",
    "w₂": "$bold(w_2)$",
    "s": "$bold(s)$",
    "α": "#box[α]<rate>",
}


def question_card(question: str, choices: Sequence[str], at: Any, lines: int = 1) -> VGroup:
    """Return `question` on a plate, in `lines`, and `choices` side by side below it, `at` a place.

    If `at` is a pair of a place and an edge, such as `LEFT`, that edge of the words stands there.
    The card is moved as little as need be to stand within the safe frame.
    """
    rows = " \\ ".join(map(_literal, _broken(question, lines)))
    words = VGroup(_orange(text(rows, TITLE_SIZE, bold=True), question))
    if choices:
        answers = text(" #h(1.2em) ".join(map(_literal, choices)), TEXT_SIZE, theme.muted)
        words.add(_orange(answers, *choices).next_to(words[0], DOWN, buff=0.25))
    card = tag(words, buff=0.2 if lines == 1 else 0.1)
    place, *edge = at if isinstance(at, tuple) and len(at) == 2 else (at,)
    words.move_to(place, *edge)
    card[0].move_to(words)
    limits = config.frame_width / 2 - MARGIN, config.frame_height / 2 - MARGIN
    for axis, limit in enumerate(limits):
        half = (card.width, card.height)[axis] / 2
        room = max(limit - half, 0)
        card.set_coord(min(max(float(card.get_center()[axis]), -room), room), axis)
    return card


def _broken(question: str, lines: int) -> list[str]:
    """Return `question` in so many lines, the longest of which is as short as can be."""
    words = question.split()
    ways = (
        [" ".join(words[i:j]) for i, j in pairwise((0, *cuts, len(words)))]
        for cuts in combinations(range(1, len(words)), lines - 1)
    )
    return min(ways, key=lambda rows: max(map(len, rows)))


def _literal(words: str) -> str:
    """Return the Typst markup that sets `words` as they are, for they are also a caption.

    Weights w and standard deviations s are set as in formulas; the learning rate α has a label.

    >>> _literal("Turn w: what?"), _literal("Which α?")
    ('#"Turn "$bold(w)$#": what?"', '#"Which "#box[α]<rate>#"?"')
    """
    parts = SYMBOL.split(words)
    return "".join(SET.get(part) or f"#{json.dumps(part, ensure_ascii=False)}" for part in parts)


def _orange(shown: Typst, *words: str) -> Typst:
    """Give each learning rate α in `words` that are `shown` its color, and return what is shown."""
    if any("α" in part for part in words):
        shown.select("rate").set_color(theme.walker)
    return shown
