"""The arithmetic of descent in a table: old w, slope, step, new w, a row for each step."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    UL,
    UP,
    UR,
    FadeIn,
    GrowFromEdge,
    Line,
    Rectangle,
    Succession,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.places import RIGHT_HALF
from scenes.kit.steps.zigzag import Zigzag
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import MINUS, Form, number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

COLUMNS = {"epoch": 0.95, "w": 0.95, "slope": 1.35, "step": 1.65, "new": 1.2}  # their widths
LEFT_EDGE, HEAD = 0.3, 0.45  # of the table; from its first row up to the base line of the heads
BAR, UNDER = 0.06, 0.215  # of a bar: thickness, and its middle below that of its number
LONGEST = 1.15  # of all bars, about as long as a number
MOST = 5  # decimals, at most
RULE_UP = 1.9  # of the rule over the middle of the right half
DIP = 1.7  # of the way of a number into its cell: below what stands beside it
NEAR = 0.3  # from what a number belongs to, to the number beside it


class StepTable:
    """A table whose rows are level with those of a `zigzag`: a row for each step.

    Nothing of it is there from the start; heads come with the first of their cells. `put` lets
    cells appear, `show_beside` lets one appear where it is read, and `bring` takes it from there
    into its place. `carry` writes the new w of a row into the next. `bars` draws slopes and steps
    as bars, and `turn` a line where the sign of the slope changes. `rule` and `rate` have their
    places above and below it.
    All numbers have as many decimals as it takes for each row to add up as it is read.
    """

    def __init__(self, zigzag: Zigzag, learning_rate: float) -> None:
        self.zigzag, descent = zigzag, zigzag.descent
        self.slopes, self.steps = descent.slopes[:-1], -learning_rate * descent.slopes[:-1]
        w = descent.w
        decimals = adding_up(w, self.steps)
        self.form = form = Form(decimals)
        self.middles = _middles()
        self.heads: dict[str, Any] = {
            "epoch": text("epoch", SMALL_SIZE, theme.muted).set_x(self.middles["epoch"]),
            "w": self._cell("w", "w", 0, theme.ink),
            "slope": self._cell("L'(w)", "slope", 0, theme.gradient),
            "step": self._cell("-alpha L'(w)", "step", 0, theme.walker),
            "new": self._cell('"new" w', "new", 0, theme.ink),
        }
        base = zigzag.row(0) + HEAD
        for name, head in self.heads.items():
            letter = head.family_members_with_points()[1 if name == "step" else 0]  # not the minus
            head.shift((base - letter.get_bottom()[1]) * UP)
        self._named: set[str] = set()
        self.rule = formula(
            '"new" w = w {{- alpha : rate}} {{L\'(w) : slope}}',
            rate=theme.walker,
            slope=theme.gradient,
        ).move_to(RIGHT_HALF + RULE_UP * UP)
        self.rate = text(
            f"$alpha = {number(learning_rate)}$ in every row", SMALL_SIZE, theme.walker
        )
        self.rate.move_to((RIGHT_HALF[0], zigzag.ticks.get_bottom()[1], 0), DOWN)
        self.above = RIGHT_HALF + RULE_UP * UP
        self.cells: list[dict[str, Any]] = [
            {
                "epoch": self._cell(str(i + 1), "epoch", i, theme.muted),
                "w": self._cell(form(w[i]), "w", i, theme.ink),
                "slope": self._cell(_signed(form, self.slopes[i]), "slope", i, theme.gradient),
                "step": self._cell(_signed(form, self.steps[i]), "step", i, theme.walker),
                "new": self._cell(form(w[i + 1]), "new", i, theme.ink),
            }
            for i in range(descent.steps)
        ]
        self.lefts: dict[str, float] = {}
        for name, middle in self.middles.items():
            column = [cell[name] for cell in self.cells]
            right = middle + max(one.width for one in column) / 2
            for one in column:
                one.set_x(right - one.width / 2)
            self.lefts[name] = min(one.get_left()[0] for one in column)

    def put(self, row: int, *names: str) -> list[Any]:
        """Return the animations that let cells of a row appear where they are, with new heads."""
        return [FadeIn(self.cells[row][name]) for name in names] + self._heads(*names)

    def show_beside(self, row: int, name: str) -> Any:
        """Return the animation that lets a "slope" appear at its walker, a "step" at its arrow."""
        cell, slope = self.cells[row][name], name == "slope"
        cell.home = cell.get_center()
        above = UR if self.slopes[row] < 0 else UL
        place = self.zigzag.on(self.zigzag.descent.w[row]) if slope else self.zigzag.middle(row)
        return FadeIn(cell.next_to(place, above if slope else DOWN, buff=NEAR))

    def bring(self, row: int, name: str) -> list[Any]:
        """Return the animations that take a number that was shown into its cell, below its head.

        It comes from where no other cells are: a slope from above, a step from below.
        """
        cell = self.cells[row][name]
        way = _from_above if name == "slope" else _from_below
        late = squish_rate_func(smooth, 0.7, 1)
        return [cell.animate(path_func=way).move_to(cell.home), *self._heads(name, rate_func=late)]

    def carry(self, row: int) -> list[Any]:
        """Return the animations in which the new w of a row becomes the w of the next one."""
        cells, before = self.cells[row + 1], self.cells[row]["new"]
        home = cells["w"].get_center()
        moving = before.copy().set_y(home[1])  # in the next row, which is empty
        cells["w"] = moving
        way = moving.animate.move_to(home)
        return [Succession(FadeIn(moving, run_time=0.3), way), FadeIn(cells["epoch"])]

    def bars(self) -> list[list[Any]]:
        """Return for each row the animations in which bars grow: of its slope, and of its step.

        Each column has its scale: α is the same in all rows when both have one shape.
        """
        return [
            [
                _grow(self.lefts[name], cell[name].get_y() - UNDER, share, color)
                for name, share, color in (
                    ("slope", abs(slope) / abs(self.slopes).max(), theme.gradient),
                    ("step", abs(step) / abs(self.steps).max(), theme.walker),
                )
            ]
            for cell, slope, step in zip(self.cells, self.slopes, self.steps, strict=True)
        ]

    def turn(self) -> Line:
        """Return a line between the rows before and after the sign of the slope changes."""
        height = self.zigzag.row(self.zigzag.descent.first_beyond + 0.5) - 0.06
        right = LEFT_EDGE + sum(COLUMNS.values())
        return Line((LEFT_EDGE, height, 0), (right, height, 0), color=theme.muted).set_stroke(
            width=THIN_WIDTH
        )

    def _heads(self, *names: str, **settings: Any) -> list[Any]:
        new = [name for name in names if name not in self._named]
        self._named.update(new)
        return [FadeIn(self.heads[name], **settings) for name in new]

    def _cell(self, shown: str, name: str, row: int, color: str) -> Any:
        cell = formula(shown, SMALL_SIZE, color)
        return cell.move_to((self.middles[name], self.zigzag.row(row), 0))


def adding_up(w: Array, steps: Array) -> int:
    """Return with how many decimals w + step is the next w in every row, as the numbers are read.

    At least two; where no number of decimals will do, two.

    >>> adding_up(np.array([1.0, 1.26, 1.31]), np.array([0.26, 0.05]))
    2
    """
    for decimals in range(2, MOST + 1):
        form = Form(decimals)
        read, added = [form.rounded(x) for x in w], [form.rounded(x) for x in steps]
        if all(
            abs(a + b - c) < 0.1 * 10.0**-decimals
            for a, b, c in zip(read[:-1], added, read[1:], strict=True)
        ):
            return decimals
    return 2


def _signed(form: Form, value: float) -> str:
    shown = form(value)
    return shown if shown.startswith(MINUS) else f"+{shown}"


def _middles() -> dict[str, float]:
    right, found = LEFT_EDGE, {}
    for name, width in COLUMNS.items():
        found[name] = right + width / 2
        right += width
    return found


def _grow(left: float, height: float, share: float, color: str) -> Any:
    length = max(share * LONGEST, 0.02)
    bar = Rectangle(width=length, height=BAR, fill_color=color, fill_opacity=1, stroke_width=0)
    return GrowFromEdge(bar.move_to((left, height, 0), LEFT), LEFT)


def _from_above(start: Array, end: Array, share: float) -> Array:
    """Return points on a curve that leaves `start` level, and comes to `end` from above."""
    return np.asarray(start + np.array([share * (2 - share), share**2, 0.0]) * (end - start))


def _from_below(start: Array, end: Array, share: float) -> Array:
    """Return points on a curve that leaves `start` downward, and comes to `end` from below."""
    left = (1 - share) ** 3
    dip = 3 * share * (1 - share)
    across = share**2 * (3 - 2 * share)
    way = np.array([across, 1 - left - dip * (1 - share), 0.0])
    return np.asarray(start + way * (end - start) - dip * DIP * UP)
