"""The column beside a curve or a map: the formula, the rule, and how many walks end where."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, ManimColor, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Loss
from scenes.kit.animations import appear, swap
from scenes.kit.symbols import sign, sign_color
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import readings
from scenes.kit.words.numbers import Form, number
from scenes.kit.words.text import Number, equation, formula, text
from scenes.kit.words.update_rule import follows_gradient, rule_of, with_alpha
from scenes.kit.yours.descents import Descents
from scenes.kit.yours.findings import Row

Array = NDArray[np.float64]
BOTTOM = -2.7  # of the column, in units of the frame
ROOM = 1.7, 0.66  # below a formula, for the learning rate and a heading, and for each row
TALLEST = 3.3  # of a formula that leaves before there are rows
SIZES = TITLE_SIZE, TEXT_SIZE, SMALL_SIZE  # of it
BELOW = 0.4  # from one thing to the next
PITCH, LINE, BAR = 0.95, 0.46, 0.15  # from row to row, and the heights of its words and its bar
UNDER = 0.42  # of the way to the next row: from its words to its bar
SHADES = 0.46, 0.26, 0.37, 0.18  # how much of its color the ground of each end of one meaning has
STRONG = 0.95, 0.6, 0.8, 0.45  # and where no walker is before it
PALE = 0.4  # and that of an end which is no minimum: walkers stand out on it
LEAST = 0.02  # length of a bar of nothing
AFTER = 0.15  # from the end of a bar to its number
RING = 0.17  # radius of a ring in a row
COLORS = {"level ground": "ink", "on the way": "muted", "left the window": "wrong"}


class Column(NamedTuple):
    """From where to where the column reaches across the frame, and where it begins."""

    left: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    def put(self, thing: VMobject, below: VMobject) -> VMobject:
        """Move a thing to the left end of the column, below another."""
        return thing.next_to(below, DOWN, buff=BELOW).align_to(self.left * RIGHT, LEFT)


def formula_blocks(loss: Loss, column: Column, rows: int) -> tuple[VMobject, VMobject]:
    """Return what f is, at the top of the column: in one line, or broken into several.

    The first stands alone, below the second have room so many rows. They are the same, if that is
    so; of a formula for which there is no room, only the name of f is shown.
    """
    room = column.top - BOTTOM - ROOM[0] - ROOM[1] * rows
    name = formula("f(x, y)" if loss.dimension == 2 else "f(x)", TITLE_SIZE)
    name.move_to((column.left, column.top, 0), UL)
    whole = _formula(loss, column)
    if whole.width > column.width + 0.05 or whole.height > TALLEST:
        whole = name
    return whole, whole if whole.height <= room else name


def _formula(loss: Loss, column: Column) -> Any:
    name = "f(x, y)" if loss.dimension == 2 else "f(x)"
    whole = f"{name} = {loss.formula}"
    for math, size in product((whole, f"& {name} = \\ & {loss.formula}"), SIZES):
        words: Any = formula(math, size)
        words.equation = equation(whole)
        if words.width <= column.width:
            break
    else:
        bounds = '#set text(top-edge: "bounds", bottom-edge: "bounds")'
        words = text(f"{bounds}\n$display({whole})$", SMALL_SIZE, width=column.width)
    return words.move_to((column.left, column.top, 0), UL)


def title_moves(whole: VMobject, title: VMobject) -> list[Any]:
    """Return the animations in which a formula leaves for its name, if it has to."""
    return [] if whole is title else swap([whole], [title])


def rate_block(descents: Descents, column: Column, below: VMobject) -> VMobject:
    """Return the learning rate of the walks."""
    rate = formula(f"alpha = {number(descents.learning_rate)}", TEXT_SIZE, theme.walker)
    return column.put(rate, below)


def rule_block(descents: Descents, column: Column, below: VMobject) -> VMobject:
    """Return the rule by which they step and, beside the learning rate, what θ is in it."""
    rule: VMobject = rule_of(descents.descent, TEXT_SIZE)
    if descents.loss.dimension == 1 and follows_gradient(descents.descent):
        math = "x_(i+1) = x_i - alpha {{f'(x_i) : slope}}"
        rule = with_alpha(math, TEXT_SIZE, slope=theme.gradient)
    column.put(rule, below)
    if descents.loss.dimension == 1 or not follows_gradient(descents.descent):
        return rule
    named = formula("theta = (x, y)", TEXT_SIZE)
    return VGroup(rule, named.next_to(below, RIGHT, buff=2 * BELOW))


def walk_readings(walk: Walk, column: Column, below: VMobject) -> VMobject:
    """Return the step that a walk has come to and f there, live."""
    rows = readings(
        ('"step"', theme.ink, lambda: float(walk.step)),
        ("f", theme.ink, lambda: walk.loss),
        forms=[
            Form(0, len(str(walk.trajectory.steps)), 0, False),
            Form.of(walk.trajectory.loss, 3),
        ],
    )
    return column.put(rows, below)


class EndBars(VGroup):
    """How many of some walks have come to each of the kinds of ends so far, live, as bars.

    `rows` are the kinds; `counts` is asked for how many there are of each, of so many in all as
    `whole`. Below a thing stands what they are of, `heading`, and the bars below that. With
    `percent` the number at the end of each is a share.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        counts: Callable[[], Array],
        whole: int,
        column: Column,
        below: VMobject,
        heading: str | VMobject,
        percent: bool = False,
    ) -> None:
        super().__init__()
        self.counts = lambda: counts()  # a copy asks the same
        self.whole, self.column = whole, column
        self.keys, self.bars, self.numbers = VGroup(), VGroup(), VGroup()
        self.stay = False  # while a question stands below them
        self._shown: tuple[float, ...] = ()
        if isinstance(heading, str):
            heading = text(heading, SMALL_SIZE, theme.muted)
        self.heading = column.put(heading, below)
        top = float(below.get_bottom()[1]) - 2 * BELOW - LINE / 8  # whatever the heading is
        pitch = min(PITCH, (top - BOTTOM) / len(rows))
        for i, row in enumerate(rows):
            line = top - LINE / 2 - pitch * i
            self.keys.add(_key(row, column).set_y(line))
            bar = Rectangle(width=1, height=BAR, stroke_width=0)
            bar.set_fill(row_color(row), opacity=1)
            self.bars.add(bar.move_to((column.left, line - UNDER * pitch, 0), LEFT))
            digits = 3 if percent else len(str(whole))
            live = Number(self._of(i, percent), 0, digits, SMALL_SIZE, signed=False, flush=True)
            live.next_to(bar, RIGHT, buff=AFTER)
            self.numbers.add(VGroup(live, *[_percent_sign(live)] * percent))
        self.longest = column.width - float(self.numbers.width) - AFTER
        self.add(self.heading, self.keys, self.numbers, self.bars)
        self.follow()
        self.add_updater(EndBars.follow)  # type: ignore[arg-type]

    def follow(self) -> "EndBars":
        """Be as long as the counts are now; the numbers stand at the ends of the bars."""
        now = tuple(float(count) for count in self.counts())
        if now != self._shown:
            self._shown = now
            for count, bar, live in zip(now, self.bars, self.numbers, strict=True):
                bar.stretch_to_fit_width(max(self.longest * count / self.whole, LEAST))
                bar.set_x(self.column.left, LEFT)
                live.set_x(float(bar.get_right()[0]) + AFTER, LEFT)
                for unit in live[1:]:
                    unit.set_x(_end_of(live[0]) + 0.08, LEFT)
        return self

    def turn_to(self, others: "EndBars") -> list[Any]:
        """Return the animations in which bars of the same rows take the place of these.

        What the rows are stays, unless it has left before; see `stay`.
        """
        if not self.stay:
            return appear(others)
        others.remove(others.keys)
        return swap([self.heading, self.numbers, self.bars], [others])

    def _of(self, i: int, percent: bool) -> Callable[[], float]:
        def share() -> float:
            """Return the share in percent: only nothing is 0, and only all is 100."""
            count = float(self.counts()[i])
            exact = 100 * count / self.whole
            return exact if count in (0, self.whole) else float(np.clip(exact, 1, 99))

        return share if percent else lambda: float(self.counts()[i])


def row_color(row: Row) -> str:
    """Return the color of a row's bar."""
    if row.meaning:
        return sign_color(row.meaning)
    color: str = getattr(theme, COLORS[row.words])
    return color


def shades(rows: Sequence[Row], shares: Sequence[float] = SHADES) -> list[tuple[ManimColor, int]]:
    """Return each end of some rows with its color: another shade than the ends around it have."""
    found, seen = [], dict[str, int]()
    for row in rows:
        for end in row.kinds:
            rank = seen[row.meaning] = seen.get(row.meaning, -1) + 1
            share = shares[rank % len(shares)] if row.meaning else PALE
            color = ManimColor(theme.background).interpolate(ManimColor(row_color(row)), share)
            found.append((color, end))
    return found


def _end_of(live: Any) -> float:
    """Return where the last digit of a flush number ends."""
    share = len(live.says()) / live.form.digits
    return float(live.place.get_left()[0] + share * live.place.width)


def _percent_sign(live: VMobject) -> VMobject:
    sign = formula("%", SMALL_SIZE)
    return sign.next_to(live, RIGHT, buff=0.08).align_to(live, DOWN)


def _key(row: Row, column: Column) -> VGroup:
    """Return the sign and the words of a row."""
    key, left = VGroup(), column.left
    if row.meaning:
        key.add(sign(row.meaning, RING).move_to(column.left * RIGHT, LEFT))
        left = key.get_right()[0] + 0.15
    words = text(f"*{row.letter}*, {row.words}" if row.letter else row.words, SMALL_SIZE)
    return key.add(words.move_to(left * RIGHT, LEFT))
