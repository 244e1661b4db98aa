"""A vector of thousands of entries as bars side by side, and what its largest ones hold."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    Line,
    ManimColor,
    Restore,
    ValueTracker,
    VGroup,
    VMobject,
    interpolate_color,
)
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.arrow_field import closed
from scenes.kit.places import TOP_LEFT
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.numbers import Form, number, percent
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
LEFT_END, RIGHT_END = -5.1, 6.05  # of the axis, in units of the frame
AXIS, TALL = 0.1, 2.4  # height of the axis, and of the longest bar
COLUMNS = 1250  # at most: of more entries than that, several share one column
FEW, MANY = 40, 1000  # entries: up to these there are gaps between bars, from those on none
GAP = 0.35  # of a bar's place
SIGNS, ENDS = 1.3, 2.7  # from the axis to what is said of signs, and to what the ends are
NICE = 5.0, 2.0, 1.0  # values of a tick
FAINT = 0.8  # opacity of what stands back
TICK = 0.22  # length of a mark under the axis
ASIDE = 0.13  # from the first bar to the axis of heights
BASE_LINE = TOP_LEFT[1] - 0.13  # of title and counter
BESIDE = 0.4  # from bars to what is said of them


class Skyline(VGroup):
    """The entries of a vector, `values (n,)`, as bars up and down from an axis over the frame.

    Where there are more of them than columns, a column shows the extremes of its entries.

    `share` of the entries, those of the largest size, are `large`, their numbers, largest first.
    Trackers: `count`, how many entries fill the frame, from the first on, as a power of ten, and
    from 0 to 1 `raised`, how far all bars have grown, `unsigned`, how far those below the axis are
    turned up, `sorted`, how far all have gone to their places by size, and `parted`, how far all
    but the large ones stand back.
    """

    @checked
    def __init__(self, values: ArrayLike, share: float = 0.01, first: int = 10) -> None:
        self.values = np.asarray(values, dtype=float)
        self.entries = len(self.values)
        order = np.argsort(-np.abs(self.values), kind="stable")
        self.large = order[: max(1, round(share * self.entries))]
        self.rank = np.empty(self.entries)
        self.rank[order] = np.arange(self.entries)
        self.is_large = self.rank < len(self.large)
        self.unit = TALL / float(np.abs(self.values).max())
        self.count = ValueTracker(float(np.log10(min(first, self.entries))))
        self.unsigned, self.sorted, self.parted = (ValueTracker(0.0) for _ in range(3))
        self.raised = ValueTracker(1.0)
        self.axis = Line((LEFT_END - ASIDE, AXIS, 0), (RIGHT_END, AXIS, 0), color=theme.muted)
        self.axis.set_stroke(width=THIN_WIDTH)
        self.rest, self.best = (VMobject(fill_opacity=1, stroke_width=0) for _ in range(2))
        super().__init__(self.rest, self.best, self.axis)
        self._shown: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda skyline: skyline.follow())

    @property
    def shown(self) -> int:
        """How many entries are in view."""
        return min(round(10 ** float(self.count.get_value())), self.entries)

    def follow(self) -> "Skyline":
        """Draw the bars as the trackers say."""
        trackers = self.count, self.unsigned, self.sorted, self.parted, self.raised
        now = tuple(float(tracker.get_value()) for tracker in trackers)
        if now == self._shown:
            return self  # so that it can be faded in and out
        self._shown = now
        self.rest.points = closed(self._bars(~self.is_large))
        self.best.points = closed(self._bars(self.is_large))
        back = interpolate_color(ManimColor(theme.gradient), ManimColor(theme.muted), now[3])
        self.rest.set_fill(back, opacity=1 - (1 - FAINT) * now[3])
        self.best.set_fill(theme.gradient)
        return self

    def _bars(self, chosen: NDArray[np.bool_]) -> Array:
        """Return the rectangles of the `chosen` entries that are in view, (n, 4, 2)."""
        power, unsigned, gone, _, raised = self._shown
        count = min(10.0**power, float(self.entries))
        numbers = np.flatnonzero(chosen)
        heights = raised * self.unit * self.values
        heights *= np.where(heights < 0, 1 - 2 * unsigned, 1.0)
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
        left, right = np.minimum(left, RIGHT_END), np.minimum(left + width, RIGHT_END)
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
        """Return the animation in which the first bars grow out of the axis."""
        self.raised.set_value(0.0)
        self.follow()
        return self.raised.animate.set_value(1.0)

    def widen(self) -> Any:
        """Return the animation in which the bars grow narrow, until all are in view."""
        return self.count.animate.set_value(float(np.log10(self.entries)))

    def turn_up(self) -> Any:
        """Return the animation in which all bars stand up: their sizes."""
        return self.unsigned.animate.set_value(1.0)

    def by_size(self) -> list[Any]:
        """Return the animations in which the bars go to their places by size."""
        return [self.sorted.animate.set_value(1.0), self.parted.animate.set_value(1.0)]

    # What is said

    def names(self, *entries: str) -> VGroup:
        """Return `entries`, Typst math markup, as names of the first bars, across the axis."""
        return VGroup(
            *(
                formula(name, TEXT_SIZE, theme.gradient).next_to(
                    self.place(i), UP if value < 0 else DOWN, buff=0.25
                )
                for i, (name, value) in enumerate(zip(entries, self.values, strict=False))
            )
        ).set_z_index(1)

    def first_names(self) -> VGroup:
        """Return what each of the first entries is, across the axis from its bar."""
        first = self.values[: self.shown]
        form = Form.of(first)
        said = [rf"partial L \/ partial w_{i} = {form(v)}" for i, v in enumerate(first, start=1)]
        return self.names(*said)

    def heights(self) -> "Scale":
        """Return the axis of heights at the left end, with a tick above 0 and one below."""
        return Scale(self.unit)

    def ends(self, first: str, last: str) -> VGroup:
        """Return what the first and the last entries belong to, below them."""
        said = VGroup()
        for words, x, side in ((first, LEFT_END + 0.3, LEFT), (last, RIGHT_END, RIGHT)):
            said.add(text(words, SMALL_SIZE, theme.muted).move_to((x, AXIS - ENDS, 0), side))
        said[1].shift((said[0][0].get_bottom() - said[1][0].get_bottom())[1] * UP)
        return said

    def title(self) -> VGroup:
        """Return what the vector is, at the upper left."""
        words = text("loss $L$ of a network:", TEXT_SIZE).move_to(TOP_LEFT, LEFT)
        on_base_line(words, 0, BASE_LINE)
        vector = r"nabla L = (partial L \/ partial w_1, dots)"
        symbols = formula(vector, TEXT_SIZE, theme.gradient).next_to(words, RIGHT, buff=0.2)
        return VGroup(words, on_base_line(symbols, 1, BASE_LINE))

    def counter(self) -> VGroup:
        """Return of how many weights the entry is in view, live, over the right end."""
        digits = len(str(self.entries))
        live = Number(lambda: self.shown, decimals=0, digits=digits, size=TEXT_SIZE, grouped=True)
        words = text(f"of {self.entries:,} weights", TEXT_SIZE)
        on_base_line(words.move_to((RIGHT_END, 0, 0), RIGHT), 0, BASE_LINE)
        return VGroup(live.next_to(words, LEFT, buff=0.15).align_to(words[0], DOWN), words)

    def signs(self) -> VGroup:
        """Return how many entries are above 0, and how many below, above and below the axis."""
        above, below = int((self.values > 0).sum()), int((self.values < 0).sum())
        up = text(f"{above:,} above 0: turn these weights down", SMALL_SIZE)
        down = text(f"{below:,} below 0: turn these weights up", SMALL_SIZE)
        middle = (LEFT_END + RIGHT_END) / 2
        return VGroup(
            up.move_to((middle, AXIS + SIGNS, 0)), down.move_to((middle, AXIS - SIGNS, 0))
        )

    def sorted_axes(self) -> VGroup:
        """Return what both axes show once the bars are sorted, at their ends."""
        size = formula(r"|partial L \/ partial w_i|", SMALL_SIZE, theme.muted)
        size.move_to((LEFT_END - ASIDE, AXIS + TALL + BESIDE, 0), LEFT)
        order = text(f"{self.entries:,} entries, largest first", SMALL_SIZE, theme.muted)
        return VGroup(size, order.move_to((RIGHT_END, AXIS + BESIDE, 0), RIGHT))

    @property
    def room(self) -> Array:
        """The place over the bars of middle size, when these are sorted, for a question."""
        return np.array([(LEFT_END + 3 * RIGHT_END) / 4, AXIS + 0.7 * TALL, 0.0])

    def largest(self) -> VGroup:
        """Return how many the large ones are, with a line to their bars when these are sorted."""
        part = percent(len(self.large) / self.entries)
        many = f'the largest {len(self.large):,}: $"{part}"$'
        said = text(many, SMALL_SIZE, theme.gradient)
        sizes = np.abs(self.values)
        edge = self.place(float((sizes > sizes.max() / 2).sum())) + TALL / 2 * UP  # half as high
        line = Line(edge + ASIDE / 2 * RIGHT, edge + BESIDE * RIGHT, color=theme.gradient)
        said.next_to(line, RIGHT, buff=0.1)
        return VGroup(line.set_stroke(width=THIN_WIDTH), said)

    def drawn_by_lot(self, seed: int) -> NDArray[np.int64]:
        """Return the numbers of as many entries as are large, drawn at random."""
        many = len(self.large)
        return np.random.default_rng(seed).choice(self.entries, many, replace=False)

    def mark(self, drawn: ArrayLike) -> Create:
        """Return the animation that marks the `drawn` entries under the axis, when sorted."""
        feet = self.place(self.rank[np.asarray(drawn)])[:, :2]
        half = np.array([0.012, 0.0])
        down = np.array([0.0, -TICK])
        corners = np.stack([feet - half, feet + half, feet + half + down, feet - half + down], 1)
        marks = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        marks.set_points(closed(corners + np.array([0.0, -0.06])))
        return Create(marks)


class Scale(VGroup):
    """An axis of heights at the left of bars, of which 1 is as high as `unit` in the frame.

    `below` is its part under 0, of no use once all bars stand up.
    """

    def __init__(self, unit: float) -> None:
        power = 10.0 ** np.floor(np.log10(TALL / unit))
        self.value = next(nice * power for nice in NICE if nice * power * unit <= TALL)
        self.above, self.below = self._half(unit, 1), self._half(unit, -1)
        zero = formula("0", SMALL_SIZE, theme.muted)
        super().__init__(
            self.above, self.below, zero.next_to((LEFT_END - ASIDE, AXIS, 0), LEFT, buff=0.2)
        )

    def _half(self, unit: float, side: int) -> VGroup:
        foot, end = np.array([LEFT_END - ASIDE, AXIS, 0]), side * self.value * unit * UP
        line = Line(foot, foot + side * TALL * UP, color=theme.muted, stroke_width=THIN_WIDTH)
        tick = Line(foot + end, foot + end + 0.1 * LEFT, color=theme.muted, stroke_width=THIN_WIDTH)
        label = formula(number(side * self.value), SMALL_SIZE, theme.muted)
        return VGroup(line, tick, label.next_to(tick, LEFT, buff=0.1))


def widen(bar: VMobject) -> Any:
    """Return the animation in which a bar grows to the right out of nothing."""
    bar.save_state()
    bar.stretch(1e-3, 0, about_edge=LEFT)
    return Restore(bar)
