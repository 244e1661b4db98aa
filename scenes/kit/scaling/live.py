"""What follows a walk whose inputs are being rescaled: drawn anew when something has changed."""

from typing import Any

from manim import VGroup, VMobject

from scenes.kit.scaling.scaled_walk import ScaledWalk
from scenes.kit.words.numbers import Form


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


def plain(deviation: float) -> str:
    """Return a standard deviation, set as the live ones are.

    >>> plain(2.1), plain(0.3)
    ('2.10', '0.30')
    """
    return Form.of([1.0, deviation], decimals=2).mantissa(float(deviation))
