"""The chance that random starts all miss the global minima, as bars that shrink."""

from manim import LEFT, UP, TransformFromCopy, VGroup

from scenes.kit.arguments import checked
from scenes.kit.plots.basin_strip import Bar, BasinStrip
from scenes.kit.plots.curve_plot import CEILING
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
        self.strip = strip
        axis = strip.plot.x_axis
        self.chances = [strip.missing**count for count in range(1, tries + 1)]
        numbers = [formula(number(chance, 2), SMALL_SIZE, theme.careful) for chance in self.chances]
        room = axis.get_length() - (tries - 1) * GAP

        def widths(scale: float) -> list[float]:
            longest = zip(self.chances, numbers, strict=True)
            return [max(scale * chance, label.width) for chance, label in longest]

        scale = axis.get_length()
        while sum(widths(scale)) > room and scale > 1:
            scale *= 0.98
        left, foot = axis.get_start()[0], CEILING + RAISED
        columns = zip(self.chances, numbers, widths(scale), strict=True)
        for chance, label, width in columns:
            bar = Bar(theme.careful, hatched=True)
            middle = left + width / 2
            bar.put([middle - scale * chance / 2, foot, 0] + 0 * axis.get_start(), scale * chance)
            label.next_to(bar, UP, buff=0.1)
            self.add(VGroup(bar, label))
            left += width + GAP
        self.title = text("chance that all have missed", SMALL_SIZE)
        self.title.next_to(self, UP, buff=0.2).align_to(axis, LEFT)

    def shrink(self, count: int) -> TransformFromCopy:
        """Return the change of what misses so far into the bar of one start more.

        For the first it comes from the strip, for any other from the bar before.
        """
        before = self[count - 1][0] if count else self.strip.missed
        bar = self[count][0]
        return TransformFromCopy(before, bar if count else VGroup(bar))
