"""What follows a walk whose inputs are being rescaled: drawn anew when something has changed."""

from functools import cache
from typing import Any

from manim import RIGHT, UP, MathTypst, VGroup, VMobject

from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.theme import RIM_WIDTH, theme
from scenes.kit.words.text import Number, formula

SIGN = 1.5  # width of the cell of the sign, in those of a digit; that of the point is a half


class Live(VGroup):
    """A group that draws itself anew whenever what `state` returns is another than before.

    A copy, as animations make them, follows the same walk and stands on the same pictures: those
    of its attributes whose names are in `shared`.
    """

    shared: tuple[str, ...] = ("walk",)

    def __init__(self, *parts: VMobject) -> None:
        super().__init__(*parts)
        self._drawn: Any = None
        self.follow()
        self.add_updater(lambda one: one.follow())

    def __deepcopy__(self, memo: dict[int, Any]) -> "Live":
        every = [getattr(self, name) for name in self.shared]
        added = {id(one): one for one in every if id(one) not in memo}
        memo.update(added)
        copied: Live = super().__deepcopy__(memo)
        for key in added:
            del memo[key]
        return copied

    @property
    def state(self) -> Any:
        """All that decides where points are drawn, in values that can be compared."""
        raise NotImplementedError

    def draw(self) -> None:
        """Put all points where they belong now."""
        raise NotImplementedError

    def follow(self) -> "Live":
        """Draw what has changed."""
        if (state := self.state) != self._drawn:
            self.draw()
            self._drawn = state
        return self


def amount_of(walk: ScaledWalk) -> float:
    """Return how far the inputs of a walk are rescaled now."""
    return float(walk.amount.get_value())


def lined(part: VMobject, rim: float = RIM_WIDTH) -> VMobject:
    """Give a line, which may have no points yet, a rim in the color of the background."""
    width = part.get_stroke_width() + 2 * rim
    part.set_stroke(theme.background, width=width, background=True)
    return part


def named(name: VMobject, live: Number, gap: float = 0.15) -> VGroup:
    """Return `name` and a live number, never negative, whose digits begin `gap` right of it."""
    form = live.form
    cells = SIGN + form.digits + (0.5 + form.decimals if form.decimals else 0.0)
    blank = live.place.width * SIGN / cells  # the cell of the sign
    live.next_to(name, RIGHT, buff=gap - blank)
    last = name.family_members_with_points()[-1]
    foot = float(last.get_bottom()[1])
    if isinstance(name, MathTypst):  # an equals sign, say, about the axis of the formula
        foot = float(last.get_center()[1]) - _axis(live.size)
    return VGroup(name, live.shift((foot - float(live.place.get_bottom()[1])) * UP))


@cache
def _axis(size: float) -> float:
    """Return how high signs such as = are above the line on which digits stand."""
    sign, digit = formula("= 0", size).family_members_with_points()
    return float(sign.get_center()[1] - digit.get_bottom()[1])
