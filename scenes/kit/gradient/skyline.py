"""A vector of thousands of entries as bars side by side, and what its largest ones hold."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    Line,
    ManimColor,
    Polygon,
    Rectangle,
    Restore,
    ValueTracker,
    VGroup,
    VMobject,
    interpolate_color,
    smooth,
    squish_rate_func,
)
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.arrow_field import closed
from scenes.kit.places import TOP_LEFT, TOP_RIGHT
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import percent
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
LEFT_END, RIGHT_END = -6.3, 6.3  # of the axis, in units of the frame
AXIS, TALL = 0.45, 2.1  # height of the axis, and of the longest bar
COLUMNS = 1250  # at most: of more entries than that, several share one column
FEW, MANY = 40, 1000  # entries: up to these there are gaps between bars, from those on none
GAP = 0.35  # of a bar's place
STRIP = -0.85, -1.45  # top and bottom of the strip that tells shares
FIRST_TALL = 1.4  # of the first bars, of another vector, the longest
FAINT = 0.6  # opacity of what stands back
TICK = 0.22  # length of a mark under the axis


class Skyline(VGroup):
    """The entries of a vector, `values (n,)`, as bars up and down from an axis over the frame.

    Where there are more of them than columns, a column shows the extremes of its entries.

    `share` of the entries, those of the largest size, are `large`, their numbers, largest first.
    Trackers: `count`, how many entries fill the frame, from the first on, as a power of ten, and
    from 0 to 1 `raised`, how far all bars have grown, `unsigned`, how far those below the axis are
    turned up, `sorted`, how far all have gone to their places by size, and `parted`, how far all
    but the large ones stand back.

    With `before`, a vector of few entries, the first bars are at first those of that vector, alone
    in the frame, and not yet raised; `turned` is how far they have become bars of `values`.
    """

    @checked
    def __init__(
        self,
        values: ArrayLike,
        share: float = 0.01,
        first: int = 10,
        before: ArrayLike = (),
    ) -> None:
        self.values = np.asarray(values, dtype=float)
        self.entries = len(self.values)
        self.before = np.asarray(before, dtype=float)
        order = np.argsort(-np.abs(self.values), kind="stable")
        self.large = order[: max(1, round(share * self.entries))]
        self.rank = np.empty(self.entries)
        self.rank[order] = np.arange(self.entries)
        self.is_large = self.rank < len(self.large)
        squares = self.values**2
        self.held = float(squares[self.large].sum() / squares.sum())
        self.unit = TALL / float(np.abs(self.values).max())
        shown = min(len(self.before) or first, self.entries)
        self.count = ValueTracker(float(np.log10(shown)))
        self.unsigned, self.sorted, self.parted = (ValueTracker(0.0) for _ in range(3))
        self.raised, self.turned = (ValueTracker(float(not self.before.size)) for _ in range(2))
        self.axis = Line((LEFT_END, AXIS, 0), (RIGHT_END, AXIS, 0), color=theme.muted)
        self.axis.set_stroke(width=THIN_WIDTH)
        self.rest, self.best = (VMobject(fill_opacity=1, stroke_width=0) for _ in range(2))
        super().__init__(self.rest, self.best, self.axis)
        self._shown: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda skyline: skyline.follow())
        self.set_z_index(1)  # over what leaves while the first bars grow

    @property
    def shown(self) -> int:
        """How many entries are in view."""
        return min(round(10 ** float(self.count.get_value())), self.entries)

    def follow(self) -> "Skyline":
        """Draw the bars as the trackers say."""
        trackers = (
            self.count, self.unsigned, self.sorted, self.parted, self.raised, self.turned
        )  # fmt: skip
        now = tuple(float(tracker.get_value()) for tracker in trackers)
        if now == self._shown:
            return self  # so that it can be faded in and out
        self._shown = now
        self.rest.points = closed(self._bars(~self.is_large))
        self.best.points = closed(self._bars(self.is_large))
        back = interpolate_color(ManimColor(theme.gradient), ManimColor(theme.muted), now[3])
        self.axis.set_stroke(opacity=min(4 * now[4], 1.0))
        self.rest.set_fill(back, opacity=1 - (1 - FAINT) * now[3])
        self.best.set_fill(theme.gradient)
        return self

    def _bars(self, chosen: NDArray[np.bool_]) -> Array:
        """Return the rectangles of the `chosen` entries that are in view, (n, 4, 2)."""
        power, unsigned, gone, _, raised, turned = self._shown
        count = min(10.0**power, float(self.entries))
        numbers = np.flatnonzero(chosen)
        heights = self.unit * self.values
        heights *= np.where(heights < 0, 1 - 2 * unsigned, 1.0)
        if turned < 1:
            old = np.zeros(self.entries)
            old[: len(self.before)] = FIRST_TALL * self.before / np.abs(self.before).max()
            heights = raised * (turned * heights + (1 - turned) * old)
        heights = heights[numbers]
        places = (1 - gone) * numbers + gone * self.rank[numbers]
        group = 2.0 ** max(np.ceil(np.log2(count / COLUMNS)), 0.0)
        columns = np.floor(places / group + 1e-9) if group > 1 else places
        seen = columns * group < count - 1e-9
        keys, which = np.unique(columns[seen], return_inverse=True)
        low, high = np.zeros(len(keys)), np.zeros(len(keys))
        np.minimum.at(low, which, heights[seen])
        np.maximum.at(high, which, heights[seen])
        pitch = (RIGHT_END - LEFT_END) / count
        full = float(np.clip(np.log(count / FEW) / np.log(MANY / FEW), 0, 1))
        width = pitch * group * (1 - GAP * (1 - full))
        left = LEFT_END + keys * group * pitch + (pitch * group - width) / 2
        right = np.minimum(left + width, RIGHT_END)
        low, high = AXIS + low, AXIS + high
        corners = [(left, low), (right, low), (right, high), (left, high)]
        return np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1)

    def place(self, number: ArrayLike) -> Array:
        """Return where on the axis the bars that have these places in view stand, (…, 3)."""
        share = (np.asarray(number, dtype=float) + 0.5) / self.shown
        across = LEFT_END + share * (RIGHT_END - LEFT_END)
        return np.stack([across, AXIS + 0 * across, 0 * across], axis=-1)

    # What is played

    def grow(self) -> Any:
        """Return the animation in which the first bars, of the vector `before`, grow."""
        growing: Any = self.raised.animate
        return growing(rate_func=squish_rate_func(smooth, 0.58, 1)).set_value(1.0)

    def widen(self) -> list[Any]:
        """Return the animations in which the bars grow narrow, until all are in view."""
        power = float(np.log10(self.entries))
        return [self.count.animate.set_value(power), self.turned.animate.set_value(1.0)]

    def turn_up(self) -> Any:
        """Return the animation in which all bars stand up: their sizes."""
        return self.unsigned.animate.set_value(1.0)

    def by_size(self) -> list[Any]:
        """Return the animations in which the bars go to their places by size."""
        return [self.sorted.animate.set_value(1.0), self.parted.animate.set_value(1.0)]

    # What is said

    def names(self, *entries: str) -> VGroup:
        """Return a name for each of the first bars, Typst math markup, across the axis."""
        first = self.before if self.before.size else self.values
        names = VGroup(
            *(
                formula(name, TEXT_SIZE, theme.gradient).next_to(
                    self.place(i), UP if first[i] < 0 else DOWN, buff=0.25
                )
                for i, name in enumerate(entries)
            )
        )
        return names.set_z_index(1)

    def title(self) -> VMobject:
        """Return what the vector is, at the upper left."""
        last = f'"{self.entries:,}"'
        entries = rf"partial L \/ partial w_1, dots, partial L \/ partial w_({last})"
        return formula(f"nabla L = ({entries})", TEXT_SIZE, theme.gradient).move_to(TOP_LEFT, LEFT)

    def counter(self) -> VGroup:
        """Return how many entries are in view, as a live number, at the upper right."""
        digits = len(str(self.entries))
        live = Number(lambda: self.shown, decimals=0, digits=digits, size=TEXT_SIZE, grouped=True)
        row = VGroup(live, text("entries", TEXT_SIZE)).arrange(RIGHT, buff=0.2, aligned_edge=DOWN)
        return row.move_to(TOP_RIGHT, RIGHT)

    def signs(self) -> VGroup:
        """Return how many entries are above 0, and how many below, above and below the axis."""
        above, below = int((self.values > 0).sum()), int((self.values < 0).sum())
        up = text(f"{above:,} above 0: turn these down", SMALL_SIZE)
        down = text(f"{below:,} below 0: turn these up", SMALL_SIZE)
        return VGroup(up.move_to((0, AXIS + 1.2, 0)), down.move_to((0, AXIS - 1.2, 0)))

    def largest(self) -> VMobject:
        """Return how many the large ones are, beside their bars when these are sorted."""
        part = percent(len(self.large) / self.entries)
        many = f'the largest {len(self.large):,}: $"{part}"$'
        said = text(many, SMALL_SIZE, theme.gradient)
        return said.move_to((LEFT_END + 0.6, AXIS + 0.8 * TALL, 0), LEFT)

    def shares(self) -> "ShareStrip":
        """Return the strip below that tells what the large ones hold of the squares of all."""
        return ShareStrip(len(self.large) / self.entries, self.held, "nabla L")

    def drawn_by_lot(self, numbers: ArrayLike) -> VMobject:
        """Return marks under the axis where the entries of these numbers are, when sorted."""
        feet = self.place(self.rank[np.asarray(numbers)])[:, :2]
        half = np.array([0.012, 0.0])
        down = np.array([0.0, -TICK])
        corners = np.stack([feet - half, feet + half, feet + half + down, feet - half + down], 1)
        marks = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        return marks.set_points(closed(corners + np.array([0.0, -0.06])))


class ShareStrip(VGroup):
    """A strip over the frame, `held` of which belongs to the first `share` of the axis above it."""

    def __init__(self, share: float, held: float, name: str) -> None:
        (top, bottom), width = STRIP, RIGHT_END - LEFT_END
        cut, end = LEFT_END + share * width, LEFT_END + held * width
        under = AXIS - 0.04
        style: dict[str, Any] = {"stroke_width": 0, "fill_color": theme.gradient}
        self.fan = Polygon(
            (LEFT_END, under, 0), (cut, under, 0), (end, top, 0), (LEFT_END, top, 0), **style
        ).set_fill(opacity=0.35)
        self.part, self.others = (
            Rectangle(width=right - left, height=top - bottom, **style)
            .set_fill(color, opacity=1)
            .move_to(((left + right) / 2, (top + bottom) / 2, 0))
            for left, right, color in (
                (LEFT_END, end, theme.gradient),
                (end, RIGHT_END, theme.muted),
            )
        )
        said = formula(f'"{percent(held)} of" |{name}|^2', TEXT_SIZE, theme.gradient)
        said.next_to(self.part, DOWN, buff=0.2)
        rest = text("all others", SMALL_SIZE, theme.muted)
        rest.next_to(self.others, DOWN, buff=0.2).align_to(said, UP).shift(0.08 * DOWN)
        self.others.set_fill(opacity=FAINT)
        self.words = VGroup(said, rest)
        super().__init__(self.fan, self.part, self.others, self.words)

    def appear(self) -> list[Any]:
        """Return the animations in which it grows out of the first bars."""
        late = squish_rate_func(smooth, 0.5, 1)
        return [
            FadeIn(self.fan),
            widen(self.part),
            FadeIn(VGroup(self.others, self.words), rate_func=late),
        ]


def widen(bar: VMobject) -> Any:
    """Return the animation in which a bar grows to the right out of nothing."""
    bar.save_state()
    bar.stretch(1e-3, 0, about_edge=LEFT)
    return Restore(bar)
