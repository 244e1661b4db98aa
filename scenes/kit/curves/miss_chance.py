"""The chance that random starts all miss the global minima, as bars that shrink."""

from typing import Any

from manim import LEFT, RIGHT, UP, FadeIn, GrowFromEdge, TransformFromCopy, VGroup

from scenes.kit.arguments import checked
from scenes.kit.curves.basin_strip import STRIP_HEIGHT, Bar, BasinStrip
from scenes.kit.curves.curve_plot import CEILING
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

RAISED = 0.12  # from the highest point of the curve to the bars
GAP = 0.4  # from one bar, or its number, to the next


class MissChances(VGroup):
    """A bar for the chance that 1, 2, 3, … random starts all end in no global minimum.

    The first is as long as the part of the axis from which a walk misses, in the scale of `strip`;
    each other is the same share of the one before. All are made shorter if the row of `tries`
    bars would be longer than the axis. Each member is a bar and its number; `title` says what
    they are.
    """

    @checked
    def __init__(self, strip: BasinStrip, tries: int) -> None:
        super().__init__()
        axis = strip.plot.x_axis
        self.chances = [strip.missing**count for count in range(1, tries + 1)]
        labels = [formula(number(chance, 2), SMALL_SIZE, theme.careful) for chance in self.chances]

        def widths(scale: float) -> list[float]:
            pairs = zip(self.chances, labels, strict=True)
            return [max(scale * chance, label.width) for chance, label in pairs]

        scale = axis.get_length()
        while sum(widths(scale)) > axis.get_length() - (tries - 1) * GAP and scale > 1:
            scale *= 0.98
        corner = axis.get_start() * RIGHT + (CEILING + RAISED) * UP
        for chance, label, width in zip(self.chances, labels, widths(scale), strict=True):
            bar = Bar(theme.careful, hatched=True)
            middle = corner + width / 2 * RIGHT
            bar.put(middle - scale * chance / 2 * RIGHT, scale * chance)
            label.next_to(middle + STRIP_HEIGHT * UP, UP, buff=0.1)
            self.add(VGroup(bar, label))
            corner = corner + (width + GAP) * RIGHT
        self.title = text("chance that all miss", SMALL_SIZE)
        self.title.next_to(self, UP, buff=0.2).align_to(axis, LEFT)

    def shrink(self, count: int) -> list[Any]:
        """Return the animations in which the bar of `count` + 1 starts comes out of that before.

        The first grows from nothing.
        """
        bar, label = self[count]
        grows = TransformFromCopy(self[count - 1][0], bar) if count else GrowFromEdge(bar, LEFT)
        return [grows, FadeIn(label)]
