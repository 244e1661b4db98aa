"""What cannot be seen: texts and walkers off the frame, small letters, text over text.

This is asked ten times a second of every play, so all boxes of a frame are found at once, and what
a remark says is put together only for what is wrong.
"""

import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from manim import Mobject, Typst, config
from numpy.typing import NDArray

from scenes.kit.anchors import anchors
from scenes.kit.theme import CAPTION_BAND, SAFE_MARGIN, SMALL_SIZE

Array = NDArray[np.float64]
Mark = tuple[str, Array]  # what must be in view: how to name it, and its place in the frame
StepMark = tuple[str, Any, int]  # what belongs to a step: its name, a trajectory, the step's number
SEEN = 0.1  # opacity from which on a glyph counts
SLACK = 0.03  # units of the frame: less than that is no matter
SOON = 0.02  # steps: so near is there
CLEAR = 0.06  # units of the frame between a text and a walker
LONGEST = 40  # characters of a text that are quoted
_KIT = str(Path(__file__).resolve().parent)


@dataclass(frozen=True, eq=False)
class Words:
    """A text in view: what it is made from, its box, and the boxes of its glyphs, shape (n, 4).

    A box is left, bottom, right, top, in units of the frame.
    """

    mobject: Any
    box: Array
    glyphs: Array

    @property
    def name(self) -> str:
        """How a remark names it."""
        one = self.mobject
        is_live = hasattr(type(one), "says")
        markup = one.says() if is_live else getattr(one, "markup", "") or one.typst_code
        words = " ".join(str(markup).split())
        quoted = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
        file, line = getattr(one, "made_at", (None, 0))
        if file is None:
            return f"the text ‘{quoted}’"
        path, here = Path(file).resolve(), Path.cwd()
        shown = path.relative_to(here) if path.is_relative_to(here) else path
        return f"the text ‘{quoted}’ ({shown}, line {line})"

    @property
    def size(self) -> float:
        """Its font size as it is seen; 0 if that is not known."""
        # (No name that begins with "set_" will do: Manim makes a method of each.)
        size, height = getattr(self.mobject, "made_with", (0.0, 0.0))
        return float(size * _height(self.mobject) / height) if height else 0.0


def made_here(text: Any, markup: str = "", size: float = 0.0) -> None:
    """Note on `text` its markup, its font size, and which line of a scene makes it."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_KIT):
        frame = frame.f_back
    text.markup = markup
    text.made_at = (frame.f_code.co_filename, frame.f_lineno)
    text.made_with = (size, _height(text) if size else 0.0)


def _height(text: Any) -> float:
    heights = anchors(text)[:, 1]
    return float(np.ptp(heights)) if len(heights) else 0.0


def remarks(mobjects: Iterable[Mobject], at_rest: bool = True) -> list[str]:
    """Return what is wrong with the frame of `mobjects` and all their parts, and what to do.

    The size of letters counts only `at_rest`: as it grows, a text is small for a moment.
    """
    texts, marks, steps, walks = _seen(mobjects)
    found = _outside([text.box for text in texts], lambda i: texts[i].name) + _overlaps(texts)
    found += _outside([np.tile(place[:2], 2) for _, place in marks], lambda i: marks[i][0])
    found += _covered(texts, marks)
    found += _lingering(steps, walks)
    return [*found, *_small(texts)] if at_rest else found


def is_seen(part: Any) -> bool:
    """Say whether anything of `part`, a VMobject with points of its own, can be seen."""
    return bool(
        part.fill_rgbas[0, 3] > SEEN
        or (part.stroke_rgbas[0, 3] > SEEN and part.get_stroke_width() > 0)
    )


def _is_text(mobject: Mobject) -> bool:
    return _traits(cast(Hashable, type(mobject)))[0]


@cache
def _traits(kind: Any) -> tuple[bool, bool, bool]:
    """Say whether mobjects of a class are texts, name what must be in view, and know its steps.

    A live number is one, and tells what it shows. (Asked for what it has not, Manim takes long.)
    """
    is_text = hasattr(kind, "says") or issubclass(kind, Typst)
    return is_text, hasattr(kind, "must_see"), hasattr(kind, "of_steps")


def _seen(
    mobjects: Iterable[Mobject],
) -> tuple[list[Words], list[Mark], list[StepMark], list[Any]]:
    """Return the texts that can be seen, and what must be in view, with its place.

    And what in view belongs to a step, and the walks in view.
    """
    found: list[tuple[Mobject, list[Array]]] = []  # texts, and the points of their glyphs
    marks: list[Mark] = []
    steps: list[StepMark] = []
    walks: list[Any] = []
    for mobject in _walk(mobjects):
        is_text, has_marks, has_steps = _traits(cast(Hashable, type(mobject)))
        if is_text and (glyphs := _glyphs(mobject)):
            found.append((mobject, glyphs))
        if has_marks:
            marks += cast(Any, mobject).must_see()
        if has_steps:
            shown, walked = cast(Any, mobject).of_steps()
            steps, walks = steps + shown, walks + walked
        step = vars(mobject).get("of_step")
        if step and any(map(is_seen, mobject.family_members_with_points())):
            steps.append(("an arrow", *step))
    if not found:
        return [], marks, steps, walks
    boxes = _boxes([points[:, :2] for _, glyphs in found for points in glyphs])
    counts = [len(glyphs) for _, glyphs in found]
    starts = np.cumsum([0, *counts[:-1]])
    low, high = np.minimum.reduceat(boxes, starts), np.maximum.reduceat(boxes, starts)
    texts = [
        Words(text, np.append(low[i, :2], high[i, 2:]), boxes[starts[i] : starts[i] + counts[i]])
        for i, (text, _) in enumerate(found)
    ]
    return texts, marks, steps, walks


def _walk(mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    """Yield `mobjects` and their parts, each once, but for what a text consists of."""
    known: set[int] = set()
    waiting = [*mobjects][::-1]
    while waiting:
        mobject = waiting.pop()
        if id(mobject) not in known:
            known.add(id(mobject))
            yield mobject
            if not _is_text(mobject):
                waiting += mobject.submobjects[::-1]


def _glyphs(text: Mobject) -> list[Array]:
    """Return the points of the glyphs of `text` that can be seen."""
    found, waiting = [], [text]
    while waiting:
        part: Any = waiting.pop()
        waiting += part.submobjects
        if len(part.points) and is_seen(part):
            found.append(part.points)
    return found


def _boxes(shapes: Sequence[Array]) -> Array:
    """Return the box of each of `shapes`, (points, 2), as an array of shape (n, 4)."""
    starts = np.cumsum([0, *(len(points) for points in shapes[:-1])])
    every = np.concatenate(shapes)
    low, high = np.minimum.reduceat(every, starts), np.maximum.reduceat(every, starts)
    return np.hstack([low, high])


def _outside(boxes: list[Array], name: Callable[[int], str]) -> list[str]:
    """Return remarks on those of `boxes` that lie where they should not; `name(i)` names one."""
    if not boxes:
        return []
    half = np.array([config.frame_width, config.frame_height]) / 2
    safe, band = half - SAFE_MARGIN * 2 * half, half[1] - CAPTION_BAND * 2 * half[1]
    every, limit = np.array(boxes), safe + SLACK
    beyond = np.any((every[:, :2] < -limit) | (every[:, 2:] > limit), axis=1)
    low = every[:, 1] < -band - SLACK
    found = []
    for number in map(int, np.flatnonzero(beyond | low)):
        box, one = every[number], name(number)
        if sides := _beyond(box, half + SLACK):
            found.append(f"{one} leaves the frame ({sides}): move it, or make it smaller")
        elif low[number]:
            found.append(
                f"{one} lies in the lowest {CAPTION_BAND:.0%} of the frame, where players lay "
                "captions: move it up"
            )
        elif sides := _beyond(box, limit):
            found.append(
                f"{one} is nearer to the edge than {SAFE_MARGIN:.0%} of the frame ({sides}): "
                "move it, or make it smaller"
            )
    return found


def _beyond(box: Array, limit: Array) -> str:
    """Return the sides on which a box reaches beyond `limit`, half the size of a rectangle."""
    left, bottom, right, top = box
    beyond = (left < -limit[0], right > limit[0], bottom < -limit[1], top > limit[1])
    sides = zip(("left", "right", "bottom", "top"), beyond, strict=True)
    return " and ".join(side for side, is_out in sides if is_out)


def _overlaps(texts: list[Words]) -> list[str]:
    if not texts:
        return []
    boxes = np.array([text.box for text in texts])
    pairs = [(texts[i], texts[j]) for i, j in np.argwhere(np.triu(_meet(boxes, boxes), 1))]
    return [
        f"{one.name} and {other.name} overlap: move one of them, or let it go before"
        for one, other in pairs
        if _meet(one.glyphs, other.glyphs).any()
        and not (np.allclose(one.box, other.box, atol=SLACK) and one.name == other.name)
    ]


def _meet(some: Array, others: Array) -> NDArray[np.bool_]:
    """Say which of the boxes `some`, (n, 4), lie over which of `others`, (m, 4): shape (n, m)."""
    ends = np.minimum(some[:, None, 2:], others[None, :, 2:])
    shared = ends - np.maximum(some[:, None, :2], others[None, :, :2])
    return np.asarray(np.all(shared > SLACK, axis=-1))


def _covered(texts: list[Words], marks: list[Mark]) -> list[str]:
    if not texts or not marks:
        return []
    boxes, places = np.array([text.box for text in texts]), np.array([at[:2] for _, at in marks])
    over = (boxes[:, None, :2] - CLEAR < places) & (places < boxes[:, None, 2:] + CLEAR)
    pairs = np.argwhere(over.all(axis=-1))
    return [f"{texts[i].name} lies over {marks[j][0]}: move it" for i, j in pairs]


def _lingering(steps: list[StepMark], walks: list[Any]) -> list[str]:
    """Return remarks on what belongs to a step that no walk in view is taking, or has just taken.

    `walks` are any that have a trajectory and say how many steps of it are taken.
    """
    found = []
    for name, trajectory, i in steps:
        taken = [walk.taken for walk in walks if walk.trajectory is trajectory]
        if taken and not any(i - SOON <= steps_taken <= i + 1 + SOON for steps_taken in taken):
            found.append(
                f"{name} of step {i} is in view when {taken[0]:.1f} steps are taken: let it go "
                "before, or come later"
            )
    return found


def _small(texts: list[Words]) -> list[str]:
    return [
        f"{text.name} is as small as a text of size {text.size:.0f}, and the last row cannot read "
        f"it below {SMALL_SIZE}: make it larger"
        for text in texts
        if 0 < text.size < 0.98 * SMALL_SIZE
    ]
