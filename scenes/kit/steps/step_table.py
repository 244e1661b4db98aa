"""The arithmetic of descent in a table: old w, slope, step, new w, a row for each step."""

from typing import Any

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    Line,
    Succession,
    VGroup,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.places import RIGHT_HALF
from scenes.kit.steps.zigzag import Zigzag
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.numbers import MINUS, Form, number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

COLUMNS = {"epoch": 0.95, "w": 0.95, "slope": 1.35, "step": 1.65, "new": 1.2}  # their widths
LEFT_EDGE, HEAD = 0.3, 0.36  # of the table; from its first row up to the base line of the heads
MOST = 5  # decimals, at most
RULE_UP = 1.9  # of the rule over the middle of the right half
RULE = "w_(i+1) = w_i {{- alpha : rate}} {{L'(w_i) : slope}}"
RATE_IN = 0.1  # from the right edge to the rate
DIP = 1.7  # of the way of a number into its cell: below what stands beside it
BAR_DOWN, BAR_WIDTH, LONGEST_BAR = 0.2, 5.0, 1.15  # below the middle of a row; stroke; length
NEAR = 0.3  # from what a number belongs to, to the number beside it


class StepTable:
    """A table whose rows are level with those of a `zigzag`: a row for each step.

    Nothing of it is there from the start; heads come with the first of their cells. `put` lets
    cells appear, `show_beside` lets one appear where it is read, and `bring` takes it from there
    into its place. `carry` writes the new w of a row into the next. `bars` show how large slopes
    and steps are. `rule` has its place above it, `rate` and `rule_below` below it. All numbers have
    as many decimals as it takes for each row to add up as it is read.
    """

    def __init__(self, zigzag: Zigzag, learning_rate: float) -> None:
        self.zigzag, descent = zigzag, zigzag.descent
        self.slopes, self.steps = descent.slopes[:-1], -learning_rate * descent.slopes[:-1]
        w = descent.w
        decimals = adding_up(w, self.steps)
        self.form = form = Form(decimals)
        self.middles = _middles()
        parts = {"rate": theme.walker, "slope": theme.gradient}
        self.heads: dict[str, Any] = {
            "epoch": text("epoch", SMALL_SIZE, theme.muted).set_x(self.middles["epoch"]),
            "w": self._cell("w", "w", 0, theme.ink),
            "slope": self._cell("L'(w)", "slope", 0, theme.gradient),
            "step": self._cell("{{-alpha : rate}} {{L'(w) : slope}}", "step", 0, None, **parts),
            "new": self._cell('"new" w', "new", 0, theme.ink),
        }
        base = zigzag.row(0) + HEAD
        for name, head in self.heads.items():
            letter = head.family_members_with_points()[1 if name == "step" else 0]  # not the minus
            head.shift((base - letter.get_bottom()[1]) * UP)
        self._named: set[str] = set()
        self.rule = formula(RULE, TEXT_SIZE, **parts).move_to(RIGHT_HALF + RULE_UP * UP)
        self.rule_below = formula(RULE, SMALL_SIZE, **parts)
        self.rate = formula(f"alpha = {number(learning_rate)}", SMALL_SIZE, theme.walker)
        below = zigzag.ticks.get_bottom()[1]
        self.rule_below.move_to((self.heads["epoch"].get_left()[0], below, 0), DL)
        letter = self.rule_below.select("slope").family_members_with_points()[0]
        self.rate.move_to(
            (LEFT_EDGE + sum(COLUMNS.values()) - RATE_IN, letter.get_bottom()[1], 0), DR
        )
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
        self.rights: dict[str, float] = {}
        for name, middle in self.middles.items():
            column = [cell[name] for cell in self.cells]
            right = middle + max(one.width for one in column) / 2
            for one in column:
                one.set_x(right - one.width / 2)
            self.rights[name] = right

    def put(self, row: int, *names: str) -> list[Any]:
        """Return the animations that let cells of a row appear where they are, with new heads."""
        return [FadeIn(self.cells[row][name]) for name in names] + self._heads(*names)

    def show_beside(self, row: int, name: str) -> Any:
        """Return the animation that lets a "slope" appear at its walker, a "step" at its arrow."""
        cell, slope = self.cells[row][name], name == "slope"
        cell.home = cell.get_center()
        if not slope:
            return FadeIn(cell.next_to(self.zigzag.middle(row), DOWN, buff=NEAR))
        walker = self.zigzag.on(self.zigzag.descent.w[row])
        below = (self.slopes[row] > 0) * NEAR * DOWN  # a curve that rises there
        return FadeIn(cell.next_to(walker + below, RIGHT, buff=NEAR + DOT_RADIUS))

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

    def bars(self) -> VGroup:
        """Return two bars for each row, in one proportion: how large its slope is, and its step."""
        sizes = np.abs(self.slopes) / np.abs(self.slopes).max()
        bars = VGroup()
        for row, size in enumerate(sizes):
            for name, color in (("slope", theme.gradient), ("step", theme.walker)):
                start = np.array([self.rights[name], self.zigzag.row(row) - BAR_DOWN, 0])
                bar = Line(start, start + size * LONGEST_BAR * LEFT, color=color)
                bars.add(bar.set_stroke(width=BAR_WIDTH))
        return bars

    def _heads(self, *names: str, **settings: Any) -> list[Any]:
        new = [name for name in names if name not in self._named]
        self._named.update(new)
        return [FadeIn(self.heads[name], **settings) for name in new]

    def _cell(self, shown: str, name: str, row: int, color: str | None, **parts: str) -> Any:
        cell = formula(shown, SMALL_SIZE, color, **parts)
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


def _from_above(start: Array, end: Array, share: float) -> Array:
    """Return points on a curve that leaves `start` level, and comes to `end` from above."""
    return np.asarray(start + np.array([share * (2 - share), share**2, 0.0]) * (end - start))


def _from_below(start: Array, end: Array, share: float) -> Array:
    """Return points on a curve that leaves `start` downward, and comes to `end` from below."""
    left = (1 - share) ** 3
    dip = 3 * share * (1 - share)
    way = np.array([eased(share), 1 - left - dip * (1 - share), 0.0])
    return np.asarray(start + way * (end - start) - dip * DIP * UP)
