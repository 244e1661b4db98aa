"""Lines y = wx + b in a table: slope, intercept and error, and how much worse than the best."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, FadeIn, GrowFromEdge, Line, Rectangle, VGroup
from numpy.typing import NDArray

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import position
from scenes.kit.places import TOP_LEFT
from scenes.kit.symbols import sign, sign_color
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

TOP = 3.55  # of the frame: the upper edge of the heads of the columns
PITCH = 0.5  # from one base line to the next
SIGN = 0.14  # radius of a sign
NAME, NUMBERS, GAP = 0.5, 1.33, 0.31  # from the left edge to names and numbers; between these
BEFORE = 0.06  # between b and L, which needs no room for a sign
BAR, BROADEST = 0.26, 1.3  # of the bars: thickness, and length of the longest
ASIDE = 0.6  # from the numbers to the bars
QUESTION = 0.1  # from a base line up to the middle of a question
DECIMALS = 3  # of an error
EXACT = 5  # digits of an exact one, at most
WIDE_NUMBERS, WIDE_GAP = 1.55, 0.5  # the same as above, for numbers of many lengths


class LineTable(VGroup):
    """A table of lines in the upper left corner: a sign, a name, w, b and L(w, b).

    Its first row is the line at `source`, a walk or a place, live; `row` adds others, and `bars`
    draws by how much their errors are above the least of them.  All numbers keep their width, which
    is enough for the lines `shown`, (…, 2), and for those between them.  `name` is that of the
    error; `exact`: it has five digits, of which up to three are decimals, however large others are.
    """

    @checked
    def __init__(
        self,
        loss: Loss,
        source: Any,
        shown: Any = (0, 0),
        name: str = "L",
        exact: bool = False,
    ) -> None:
        super().__init__()
        self.loss = loss
        # The loss is convex: between two lines it is less than at one of them.
        lines = np.asarray(shown, dtype=float)
        parameter = Form.of(lines)._replace(signed=True)
        self.forms = [parameter, parameter, Form.of(loss.value(lines), DECIMALS)]
        self.exact = exact and self.forms[2].power == 0
        if self.exact:
            w, b = (Form.of(lines[..., i]) for i in range(2))
            self.forms = [w, b, self.forms[2]._replace(decimals=DECIMALS)]
        self.sources: list[Any] = []
        self.colors: list[str] = []
        self._base = TOP
        first = self.row("walker", "now", source)
        heads = VGroup(*(formula(name, SMALL_SIZE, theme.muted) for name in ("w", "b", name)))
        for head, live in zip(heads, first.numbers, strict=True):
            middle = float(live.place.get_right()[0]) - _digits(live) / 2
            head.move_to((middle, self._base_of(0), 0.0), DOWN)
        if self.exact:  # its numbers are of many lengths
            heads[-1].align_to(first.numbers[-1].place, RIGHT)
        self.add(heads, first)

    def row(self, meaning: str, name: str, line: Any) -> "LineRow":
        """Return a further row: the sign of a `meaning`, a `name`, and the numbers of `line`."""
        self.sources.append(line)
        self.colors.append(sign_color(meaning))
        return LineRow(self, self._base_of(len(self.sources)), meaning, name, line)

    def bars(self) -> "ErrorBars":
        """Return bars beside all rows so far: how far their errors are above the least."""
        return ErrorBars(self)

    @property
    def below(self) -> Array:
        """The place of a question: where the next row will begin."""
        return np.array([TOP_LEFT[0], self._base_of(len(self.sources) + 1) + QUESTION, 0.0])

    def errors(self) -> Array:
        """Return the present errors of all rows."""
        return np.array([float(self.loss.value(position(line))) for line in self.sources])

    def _base_of(self, row: int) -> float:
        """Return the height of a base line in the frame; row 0 has the heads."""
        return TOP - 0.3 - row * PITCH


class LineRow(VGroup):
    """A row of a `table` on the base line at the height `base`; `numbers` are w, b and L."""

    def __init__(self, table: LineTable, base: float, meaning: str, name: str, line: Any) -> None:
        color, left = sign_color(meaning), TOP_LEFT[0]
        words = text(name, SMALL_SIZE, color).move_to((left + NAME, base, 0.0), DOWN + LEFT)
        asked: list[Callable[[], float]] = [
            lambda: float(position(line)[0]),
            lambda: float(position(line)[1]),
            lambda: float(table.loss.value(position(line))),
        ]
        self.numbers = [
            Number(ask, size=SMALL_SIZE, color=color, most=most, **form._asdict())
            for ask, form, most in zip(
                asked, table.forms, (None, None, EXACT if table.exact else None), strict=True
            )
        ]
        columns = VGroup(*self.numbers).arrange(RIGHT, buff=WIDE_GAP if table.exact else GAP)
        if not table.exact:
            error = self.numbers[-1]  # is never below 0
            error.shift((error.place.width - _digits(error) - BEFORE) * LEFT)
        begin = left + (WIDE_NUMBERS if table.exact else NUMBERS)
        columns.move_to((begin, base, 0.0), DOWN + LEFT)
        middle = base + self.numbers[0].place.height / 2
        super().__init__(sign(meaning, SIGN).move_to((left + SIGN, middle, 0.0)), words, columns)


class ErrorBars(VGroup):
    """Bars beside the rows of a `table`: by how much each error is above the least of them.

    `grow` lets all of it come.
    """

    def __init__(self, table: LineTable) -> None:
        super().__init__()
        above = table.errors() - table.errors().min()
        self.lengths = BROADEST * above / (above.max() or 1.0)
        left = table.get_right()[0] + ASIDE
        title = formula("L - L_min", SMALL_SIZE, theme.muted)
        stem = title.family_members_with_points()[0]
        title.shift((left - stem.get_left()[0], table._base_of(0) - stem.get_bottom()[1], 0.0))
        self.form = Form.of(above, 1)
        self.bars, self.values = VGroup(), VGroup()
        for row, (length, value, color) in enumerate(
            zip(self.lengths, above, table.colors, strict=True), start=1
        ):
            base = table._base_of(row)
            shown = formula(self.form(value) if value else "0", SMALL_SIZE, color)
            middle = base + shown.height / 2
            bar = Rectangle(
                width=max(length, 1e-3),
                height=BAR,
                fill_color=color,
                fill_opacity=1,
                stroke_width=0,
            ).move_to((left, middle, 0.0), LEFT)
            self.bars.add(bar)
            self.values.add(shown.move_to((left + length + 0.15, base, 0.0), DOWN + LEFT))
        top, bottom = self.bars.get_top()[1] + 0.1, self.bars.get_bottom()[1] - 0.1
        axis = Line(
            (left, bottom, 0.0), (left, top, 0.0), color=theme.muted, stroke_width=THIN_WIDTH
        )
        self.add(title, axis)

    def grow(self) -> list[Any]:
        """Return the animations in which the bars grow from their line."""
        return [*(GrowFromEdge(bar, LEFT) for bar in self.bars), FadeIn(self, self.values)]


def _digits(live: Number) -> float:
    """Return the width of a number without the cell of its sign."""
    form = live.form
    cells = form.digits + (form.decimals + 0.5 if form.decimals else 0)
    return float(live.place.width) * cells / (1.5 + cells)
