"""The altitude of a walk over its steps."""

from math import floor, log10

from manim import RIGHT, VGroup

from scenes.kit.arguments import checked
from scenes.kit.maps.trails import LossTrail
from scenes.kit.plots.plot import Plot
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import text

WIDTH, HEIGHT = 2.7, 1.6
RIGHT_EDGE, TOP_EDGE = 6.3, 2.2
BELOW, BEYOND = 0.14, 0.06  # of the axes: below the lowest loss, and beyond the last step


@checked
def altitude_plot(walk: Walk, last: int | None = None) -> VGroup:
    """Return the loss of a walk after each of its steps up to `last`, live, in the upper right.

    The scale is linear; its ends are the lowest and the highest loss of the walk, which are named.
    """
    path = walk.trajectory
    last = path.steps if last is None else min(last, path.steps)
    low, high = float(path.loss[: last + 1].min()), float(path.loss[: last + 1].max())
    digits = 1 - floor(log10(high - low))  # two that count, of their difference
    shown = [round(value, digits) for value in (low, high)]
    x, y = (0, (1 + BEYOND) * last), (low - BELOW * (high - low), high)
    plot = Plot(x, y, WIDTH, HEIGHT, (0, last), shown, None, "altitude $f$")
    name = text("steps", SMALL_SIZE)
    plot.labels.add(name.next_to(plot.x_axis, RIGHT, buff=0.15))
    plot.labels.set_color(theme.ink)  # they stand in mist, which is lighter than the background
    plot.move_to((RIGHT_EDGE - plot.width / 2, TOP_EDGE - plot.height / 2, 0))
    return VGroup(plot, LossTrail(walk, plot, color=theme.walker))
