"""What random flat places are, over their number of directions: valleys, passes, hilltops."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    FadeIn,
    Line,
    Rectangle,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from gd_math import random_curvatures, valley_share
from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.passes.cups_and_caps import PlaceVerdict, kind_of_place
from scenes.kit.symbols import sign
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, text

Array = NDArray[np.float64]
LEFT_END, RIGHT_END = -5.2, 3.0  # of the axis, in units of the frame
BASE, TALL = -1.15, 2.9  # height of the axis, and of a bar of all places
ROWS = -1.5, -2.05, -2.6  # heights of the rows below: directions, valleys, the computed share
LEADING = 0.5  # between two lines of words
NAMES = 3.45  # left end of the names of these rows, and of what the parts of a bar are
WIDE = 0.66  # of a bar, as a share of its place
PASS = 0.2  # size of the sign on the passes of a bar, as soon as there is room
SIGN = 0.17  # size of a sign in the legend
LEAST = 2  # directions of the first bar
DIP = np.array([(0.3, -0.75, 0), (3.4, -0.75, 0)])  # how it goes there, from where it begins …
BEFORE = np.array([1.5, 0, 0])  # … and to where it ends
FALLS = 0.55, 0.95  # of the time of a place: from when to when its sign falls into its bar
STOPS = 2  # places of each further bar that are shown in the row
PARTS = {"minimum": "valleys", "saddle": "passes", "top": "hilltops"}  # from the axis up
FACES = {  # of the parts: color, how much of it, and width of the rim
    "minimum": ("good", 0.95, 0.0),
    "saddle": ("muted", 0.4, THIN_WIDTH),
    "top": ("muted", 0.95, THIN_WIDTH),
}


class PlaceBars(VGroup):
    """Bars of `n` random flat places each, of 2, 3, … `most` directions, that fill one by one.

    A place is a random symmetric matrix: its eigenvalues are the curvatures. The tracker of each
    bar in `drawn` says how many of its places have been drawn; from the axis up they are valleys,
    passes and hilltops. The counts of valleys stand below.

    `places` are some to be shown one by one while the bars fill, for `CupsAndCaps`: of the first
    bar the first of each kind, in the order in which they are drawn; `shown` says when. `legend`
    is what the parts of the bars are.
    """

    @checked
    def __init__(self, most: int, n: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.n, self.dimensions = n, range(LEAST, most + 1)
        self.curvatures = [random_curvatures(d, n, rng)[:, ::-1] for d in self.dimensions]
        self.kinds = [
            np.array([[kind_of_place(place) == kind for kind in PARTS] for place in places])
            for places in self.curvatures
        ]
        self.counts = [
            np.vstack([np.zeros((1, 3), dtype=int), np.cumsum(kinds, axis=0)])
            for kinds in self.kinds
        ]
        self.drawn = [ValueTracker(0.0) for _ in self.dimensions]
        self.parts = [[self._part(kind) for kind in PARTS] for _ in self.dimensions]
        self.legend = self._legend()
        self.signs = VGroup(*(sign("saddle", PASS) for _ in self.dimensions))
        # Valleys are drawn over the rim of the passes, however thin they are.
        bars = (VGroup(*reversed(parts)) for parts in self.parts)
        super().__init__(*bars, self.signs)
        self._shown: list[int] = []
        self.follow()
        self.add_updater(lambda bars: bars.follow())

    def _part(self, kind: str) -> Rectangle:
        color, opacity, rim = FACES[kind]
        face = Rectangle(width=1, height=1, color=getattr(theme, color), stroke_width=rim)
        return face.set_fill(opacity=opacity)

    def middle(self, bar: int) -> float:
        """Return where in the frame the middle of a bar is, across."""
        pitch = (RIGHT_END - LEFT_END) / len(self.dimensions)
        return LEFT_END + (bar + 0.5) * pitch

    def counted(self, bar: int) -> NDArray[np.int_]:
        """Return how many valleys, passes and hilltops of a bar have been drawn, (3,)."""
        return np.asarray(self.counts[bar][round(self.drawn[bar].get_value())])

    def follow(self) -> "PlaceBars":
        """Draw the bars as the trackers say."""
        drawn = [round(tracker.get_value()) for tracker in self.drawn]
        if drawn == self._shown:
            return self
        self._shown = drawn
        half = WIDE * (RIGHT_END - LEFT_END) / len(self.dimensions) / 2
        for bar, parts in enumerate(self.parts):
            tops = BASE + TALL * np.append(0, np.cumsum(self.counted(bar))) / self.n
            left, right = self.middle(bar) - half, self.middle(bar) + half
            for part, low, high in zip(parts, tops[:-1], tops[1:], strict=True):
                corners = [(right, high), (left, high), (left, low), (right, low), (right, high)]
                part.set_points_as_corners([(*corner, 0) for corner in corners])
                part.set_stroke(opacity=float(high > low))
            room = np.clip((tops[2] - tops[1]) / PASS - 3, 0, 1)
            mark = self.signs[bar].move_to((self.middle(bar), (tops[1] + tops[2]) / 2, 0))
            mark.set_stroke(opacity=room).set_stroke(opacity=room, background=True)
        return self

    # The places that are shown

    def _rows(self, bar: int) -> list[int]:
        """Return how many places of a bar have been drawn when one of them is shown."""
        if bar:
            return [self.n * (i + 1) // STOPS for i in range(STOPS)]
        firsts = np.argmax(self.kinds[0], axis=0)[self.kinds[0].any(axis=0)]
        return [int(row) + 1 for row in np.sort(firsts)]

    def places(self) -> list[Array]:
        """Return the curvatures of all places that are shown, (directions,) each."""
        bars = enumerate(self.curvatures)
        return [drawn[row - 1] for bar, drawn in bars for row in self._rows(bar)]

    def shown(self, bar: int) -> list[tuple[int, int]]:
        """Return which of these are of a bar, from 1, and how many have been drawn with each."""
        before = sum(len(self._rows(other)) for other in range(bar))
        return list(enumerate(self._rows(bar), before + 1))

    def draw(self, bar: int, rows: int) -> Any:
        """Return the animation in which so many places of a bar come to be drawn."""
        drawing: Any = self.drawn[bar].animate
        return drawing(rate_func=linear).set_value(float(rows))

    def receive(self, verdict: PlaceVerdict, place: int) -> list[Any]:
        """Return the animations in which the sign of a place, after its turn, falls into its row.

        That is the one of the legend.
        """
        kind = verdict.kinds[place]
        row = self.legend[list(PARTS).index(kind)]
        mark, size, head, tail = sign(kind, SIGN), row[1].width, row[1].get_center(), verdict.at
        # Below the word beside it, and then along its own row.
        path = VMobject().set_points_smoothly([tail, *(tail + DIP), head - BEFORE, head])

        def fall(mark: Any, share: float) -> None:
            gone = float(eased((share - FALLS[0]) / (FALLS[1] - FALLS[0])))
            mark.set(width=verdict.mark_of(kind).width * (1 - gone) + size * gone)
            mark.move_to(path.point_from_proportion(gone))
            seen = float(gone > 0)
            mark.set_stroke(opacity=seen).set_stroke(opacity=seen, background=True)
            mark.set_fill(opacity=seen * is_filled)

        is_filled = mark.get_fill_opacity() > 0
        late = squish_rate_func(smooth, FALLS[1] - 0.1, 1)
        return [
            UpdateFromAlphaFunc(mark, fall, rate_func=linear, remover=True),
            FadeIn(row, rate_func=late),
        ]

    # What is said

    def frame(self) -> VGroup:
        """Return the axes, and the rows of `legend` that no place brings."""
        corner, top = np.array([LEFT_END, BASE, 0]), np.array([LEFT_END, BASE + TALL, 0])
        lines = (Line(corner, end, color=theme.muted) for end in ((RIGHT_END, BASE, 0), top))
        axes = VGroup(*lines).set_stroke(width=THIN_WIDTH)
        ends = VGroup()
        for count, end in ((0, corner), (self.n, top)):
            ends.add(text(f"{count:,}", SMALL_SIZE, theme.muted).next_to(end, LEFT, buff=0.15))
        shown = {kind_of_place(self.curvatures[0][drawn - 1]) for _, drawn in self.shown(0)}
        rest = [row for kind, row in zip(PARTS, self.legend, strict=True) if kind not in shown]
        return VGroup(axes, ends, *rest)

    def _legend(self) -> VGroup:
        """Return a row for each part of the bars: what it looks like, its sign, and its name."""
        legend = VGroup()
        for i, (kind, name) in enumerate(PARTS.items()):
            y = BASE + 0.35 + 0.75 * i
            patch = self._part(kind).stretch_to_fit_width(0.55).stretch_to_fit_height(0.42)
            patch.move_to((NAMES, y, 0), LEFT)
            mark = sign(kind, SIGN).next_to(patch, RIGHT, buff=0.25)
            words = text(name, SMALL_SIZE)
            # All three have letters that reach below the line: they have one base line.
            words.move_to((mark.get_right()[0] + 0.25, y - 0.22, 0), LEFT + DOWN)
            legend.add(VGroup(patch, mark, words))
        return legend

    def model(self) -> VGroup:
        """Return where the curvatures come from, where the bars after the first will stand."""
        middle = (self.middle(1) + self.middle(len(self.dimensions) - 1)) / 2
        said = "curvatures: eigenvalues of", "$H = (G + G^top) \\/ 2$, $G$ random"
        lines = VGroup(*(text(words, SMALL_SIZE) for words in said)).arrange(DOWN, buff=0.25)
        return lines.move_to((middle, BASE + TALL / 2, 0))

    def names(self) -> VGroup:
        """Return what is counted, above the legend, and what the two rows below the axis say."""
        heading = BASE + TALL + 0.3 * LEADING, BASE + TALL - 0.7 * LEADING
        said = f"{self.n:,} random", "places of slope 0", "directions", f"valleys of {self.n:,}"
        rows = zip((*heading, *ROWS[:2]), said, strict=True)
        return VGroup(*(text(words, SMALL_SIZE).move_to((NAMES, y, 0), LEFT) for y, words in rows))

    def column(self, bar: int) -> VGroup:
        """Return the number of directions of a bar, and its count of valleys, live, below it."""
        x, last = self.middle(bar), f"{self.counts[bar][-1, 0]:,}"
        digits = len(last.replace(",", ""))
        live = Number(
            lambda: float(self.counted(bar)[0]), 0, digits, SMALL_SIZE, theme.good, grouped=True
        )
        tick = text(str(self.dimensions[bar]), SMALL_SIZE).move_to((x, ROWS[0], 0))
        # Its last digit stands where it does when the number is in the middle.
        right = x + text(last, SMALL_SIZE).width / 2
        return VGroup(tick, live.move_to((right, ROWS[1], 0), RIGHT))

    @property
    def outcome(self) -> str:
        """Say how many of the places of the first and of the last bar are valleys."""
        few, many = self.dimensions[0], self.dimensions[-1]
        first, last = (int(self.counts[bar][-1, 0]) for bar in (0, -1))
        fewer = "Fewer" if last < first else "As many"
        return f"{fewer}: {first:,} of {self.n:,} with {few} directions, {last} with {many}."

    def exact(self) -> VGroup:
        """Return of how many places one is a valley, by computation, below each bar."""
        rows = VGroup(text("in theory: 1 in", SMALL_SIZE).move_to((NAMES, ROWS[2], 0), LEFT))
        for bar, dimension in enumerate(self.dimensions):
            shown = text(one_in(valley_share(dimension)), SMALL_SIZE, theme.good)
            rows.add(shown.move_to((self.middle(bar), ROWS[2], 0)))
        return rows


def one_in(share: float) -> str:
    """Return of how many things one is such as a `share` of them are, to two digits.

    >>> one_in(0.5), one_in(0.1464), one_in(4.62e-6)
    ('2', '6.8', '220,000')
    """
    rounded = float(f"{1 / share:.1e}")
    return f"{rounded:,.0f}" if 1000 <= rounded < 1e6 else number(rounded, 2)
