"""The altitude of a walk over its steps."""

from math import floor, log10

from manim import VGroup

from scenes.kit.arguments import checked
from scenes.kit.maps.trails import LossTrail
from scenes.kit.plots.plot import Plot
from scenes.kit.theme import theme
from scenes.kit.walk import Walk

WIDTH, HEIGHT = 3.3, 1.45
RIGHT_EDGE, TOP_EDGE = 6.3, 2.2


@checked
def altitude_plot(walk: Walk, last: int | None = None) -> VGroup:
    """Return the loss of a walk after each of its steps up to `last`, live, in the upper right.

    The scale is linear; its ends are the lowest and the highest loss of the walk, which are named.
    """
    path = walk.trajectory
    last = path.steps if last is None else min(last, path.steps)
    low, high = float(path.loss[: last + 1].min()), float(path.loss[: last + 1].max())
    digits = 1 - floor(log10(high - low))  # two that count, of their difference
    ends, shown = (low, high), [round(value, digits) for value in (low, high)]
    plot = Plot((0, last), ends, WIDTH, HEIGHT, (0, last), shown, "steps", "altitude $f$")
    plot.labels.set_color(theme.ink)  # they stand in mist, which is lighter than the background
    plot.move_to((RIGHT_EDGE - plot.width / 2, TOP_EDGE - plot.height / 2, 0))
    return VGroup(plot, LossTrail(walk, plot, color=theme.walker))
