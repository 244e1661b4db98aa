"""What of a segment need not be drawn in each frame: what stays, with nothing moving behind it.

Two things that share no pixel may be drawn in either order. So what looks the same in all frames
is drawn once, unless it covers a part of something that is drawn before it in each frame.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.looks import Look
from engine.shapes import PixelGrid

Boxes: TypeAlias = NDArray[np.float64]  # (n, 4): left, top, right, bottom, in pixels
Key: TypeAlias = tuple[int, bytes]  # of one mobject that looks the same

BLUR = 1.5  # pixels that a thing reaches beyond its outline, at most
MITER = 10  # how far beyond a corner a line reaches, in halves of its width: Cairo's limit
EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)
NOWHERE = (np.inf, np.inf, -np.inf, -np.inf)
POINT = 8  # bytes: x and y


class Layers(NamedTuple):
    """`still`: looks that are drawn once, before all others.

    `moving`: those that are drawn in each frame.  `rows`: the pixel rows that these reach.
    """

    still: list[Look]
    moving: list[list[Look]]
    rows: list[slice]


def layers(shown: list[list[Look]], grid: PixelGrid, height: int) -> Layers:
    """Take apart the looks that are `shown` in each frame, which is so many pixels high."""
    staying = _staying(shown)
    ranks = {_key(look): rank for rank, look in enumerate(staying)}
    changing: dict[bytes, tuple[int, Look]] = {}  # and after how many of what stays it is drawn
    for looks in shown:
        rank = 0
        for look in looks:
            if _key(look) in ranks:
                rank += 1
            elif look.digest not in changing or changing[look.digest][0] > rank:
                changing[look.digest] = rank, look
    after = np.array([rank for rank, _ in changing.values()], dtype=int)
    boxes = _boxes([look for _, look in changing.values()], grid)
    reach = dict(zip(changing, boxes[:, [1, 3]].tolist(), strict=True))
    still = []
    for rank, (look, box) in enumerate(zip(staying, _boxes(staying, grid), strict=True)):
        if _meet(boxes[after <= rank], box):
            boxes, after = np.vstack([boxes, box]), np.append(after, rank)
            reach[look.digest] = box[[1, 3]].tolist()
        else:
            still.append(look)
    once = set(map(_key, still))
    moving = [[look for look in looks if _key(look) not in once] for looks in shown]
    return Layers(still, moving, [_rows(looks, reach, height) for looks in moving])


def _key(look: Look) -> Key:
    return look.subject, look.digest


def _staying(shown: list[list[Look]]) -> list[Look]:
    """Return what looks the same in all frames and is drawn in the same order."""
    same = set(map(_key, shown[0]))
    for looks in shown[1:]:
        same &= set(map(_key, looks))
    orders = ([key for key in map(_key, looks) if key in same] for looks in shown)
    order = next(orders)
    if any(other != order for other in orders):
        return []
    return [look for look in shown[0] if _key(look) in same]


def _meet(boxes: Boxes, box: NDArray[np.float64]) -> bool:
    """Return whether any of the boxes shares a part with `box`."""
    left, top, right, bottom = boxes.T
    apart = (right <= box[0]) | (bottom <= box[1]) | (left >= box[2]) | (top >= box[3])
    return not apart.all()


def _rows(looks: list[Look], reach: dict[bytes, list[float]], height: int) -> slice:
    """Return the rows of pixels that these looks reach, from the first to the last."""
    spans = [reach[look.digest] for look in looks]
    first = min((top for top, _ in spans), default=np.inf)
    last = max((bottom for _, bottom in spans), default=-np.inf)
    top, bottom = np.clip([first, last], 0, height)
    return slice(int(top), int(np.ceil(bottom)))


def _boxes(looks: list[Look], grid: PixelGrid) -> Boxes:
    """Return a box for each look that holds all that is drawn of it."""
    boxes = np.tile(np.array(EVERYWHERE), (len(looks), 1))  # for what Manim's camera draws
    flat = [i for i, look in enumerate(looks) if look.kind in ("path", "picture")]
    boxes[flat] = NOWHERE
    drawn = [i for i in flat if looks[i].parts[0]]
    if drawn:
        outlines = [looks[i].parts[0] for i in drawn]
        points = np.frombuffer(b"".join(outlines), np.float32).reshape(-1, 2)
        begins = np.cumsum([0, *map(len, outlines[:-1])]) // POINT
        ends = [grid.pixels(of.reduceat(points, begins)) for of in (np.minimum, np.maximum)]
        beyond = BLUR + grid.thickness * np.array([[_thickness(looks[i])] for i in drawn])
        lowest, highest = np.minimum(*ends) - beyond, np.maximum(*ends) + beyond  # y is turned over
        finite = np.isfinite(lowest + highest).all(axis=1)  # nothing else can be drawn
        boxes[np.array(drawn)[finite]] = np.hstack([lowest, highest])[finite]
    return boxes


def _thickness(look: Look) -> float:
    """Return how far the lines of a look may reach beyond its outline, in strokes of width 1."""
    if look.kind == "picture":
        return 0.0
    _, _, stroke, background, _, width, below, *_ = look.parts
    widths = [wide for paint, wide in ((stroke, width), (background, below)) if _is_seen(paint)]
    return MITER / 2 * max(widths, default=0.0)


def _is_seen(paint: bytes) -> bool:
    return bool(np.frombuffer(paint)[3::4].any())
