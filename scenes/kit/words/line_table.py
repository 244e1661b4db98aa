"""Lines y = wx + b in a table: slope, intercept and error, and how much worse than the best."""

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
NAME, NUMBERS, GAP = 0.42, 1.1, 0.1  # from the left edge to names and numbers; between these
BAR, BROADEST = 0.26, 1.3  # of the bars: thickness, and length of the longest
ASIDE = 0.6  # from the numbers to the bars
QUESTION = 2.4  # from the table to the middle of a question
DECIMALS = 3  # of an error


class LineTable(VGroup):
    """A table of lines in the upper left corner: a sign, a name, w, b and L(w, b).

    Its first row is the line at `source`, a walk or a place, live; `row` adds others, and `bars`
    draws by how much their errors are above the least of them.  All numbers keep their width, which
    is enough for the lines `shown`, (…, 2), and for those between them.
    """

    @checked
    def __init__(self, loss: Loss, source: Any, shown: Any = (0, 0)) -> None:
        super().__init__()
        self.loss = loss
        # The loss is convex: between two lines it is less than at one of them.
        lines = np.asarray(shown, dtype=float)
        self.forms = [Form.of(lines), Form.of(lines), Form.of(loss.value(lines), DECIMALS)]
        self.sources: list[Any] = []
        self.colors: list[str] = []
        self._base = TOP
        first = self.row("walker", "now", source)
        heads = VGroup(*(formula(name, SMALL_SIZE, theme.muted) for name in ("w", "b", "L")))
        for head, live in zip(heads, first[2], strict=True):
            head.move_to([live.place.get_right()[0] - _digits(live) / 2, self._base_of(0), 0], DOWN)
        self.add(heads, first)

    def row(self, meaning: str, name: str, line: Any) -> VGroup:
        """Return a further row: the sign of a `meaning`, a `name`, and the numbers of `line`."""
        self.sources.append(line)
        color = sign_color(meaning)
        self.colors.append(color)
        base, left = self._base_of(len(self.sources)), TOP_LEFT[0]
        words = text(name, SMALL_SIZE, color).move_to([left + NAME, base, 0], DOWN + LEFT)
        numbers = VGroup(
            *(
                Number(lambda i=i: self._values(line)[i], size=SMALL_SIZE, color=color, **form)
                for i, form in enumerate(form._asdict() for form in self.forms)
            )
        ).arrange(RIGHT, buff=GAP)
        numbers[2].shift(
            (numbers[2].place.width - _digits(numbers[2])) * LEFT
        )  # L is never below 0
        numbers.move_to([left + NUMBERS, base, 0], DOWN + LEFT)
        middle = base + numbers[0].place.height / 2
        mark = sign(meaning, SIGN).move_to([left + SIGN, middle, 0])
        return VGroup(mark, words, numbers)

    def bars(self) -> "ErrorBars":
        """Return bars beside all rows so far: how far their errors are above the least."""
        return ErrorBars(self)

    @property
    def beside(self) -> Array:
        """The place of a question, to the right of the table."""
        return np.array([self.get_right()[0] + QUESTION, TOP_LEFT[1], 0.0])

    def errors(self) -> Array:
        """Return the present errors of all rows."""
        return np.array([self._values(line)[2] for line in self.sources])

    def _values(self, line: Any) -> tuple[float, float, float]:
        w, b = position(line)
        return float(w), float(b), float(self.loss.value(position(line)))

    def _base_of(self, row: int) -> float:
        """Return the height of a base line in the frame; row 0 has the heads."""
        return TOP - 0.3 - row * PITCH


class ErrorBars(VGroup):
    """Bars beside the rows of a `table`: by how much each error is above the least of them.

    The title and the line on which they stand come first; `grow` draws the bars.
    """

    def __init__(self, table: LineTable) -> None:
        super().__init__()
        above = table.errors() - table.errors().min()
        self.lengths = BROADEST * above / (above.max() or 1.0)
        left = table.get_right()[0] + ASIDE
        title = formula("L - L_min", SMALL_SIZE, theme.muted)
        title.move_to([left, table._base_of(0), 0], DOWN + LEFT)
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
            ).move_to([left, middle, 0], LEFT)
            self.bars.add(bar)
            self.values.add(shown.move_to([left + length + 0.15, base, 0], DOWN + LEFT))
        top, bottom = self.bars.get_top()[1] + 0.1, self.bars.get_bottom()[1] - 0.1
        axis = Line([left, bottom, 0], [left, top, 0], color=theme.muted, stroke_width=THIN_WIDTH)
        self.add(title, axis)

    def grow(self) -> list[Any]:
        """Return the animations in which the bars grow from their line."""
        return [*(GrowFromEdge(bar, LEFT) for bar in self.bars), FadeIn(self.values)]


def _digits(live: Number) -> float:
    """Return the width of a number without the cell of its sign."""
    form = live.form
    cells = form.digits + (form.decimals + 0.5 if form.decimals else 0)
    return float(live.place.width) * cells / (1.5 + cells)
