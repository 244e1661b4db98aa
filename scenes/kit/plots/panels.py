"""A walk shown twice: its path on a map, and its loss curve beside or below it."""

from collections.abc import Iterable, Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject, config

from gd_math import Trajectory
from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.marks import heading
from scenes.kit.maps.trails import LossTrail, MapTrail
from scenes.kit.maps.verdict import Verdict, verdict_words
from scenes.kit.plots.plot import LossPlot, spread_apart
from scenes.kit.symbols import sign
from scenes.kit.theme import SAFE_MARGIN, SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import Number, formula, text

STEP_RADIUS = 0.03  # smaller and thinner than elsewhere: the panels are small
WALKER_RADIUS = 0.07
PATH_WIDTH = 2.5
PLOT_WIDTH, PLOT_HEIGHT = 3.7, 4.1  # of the axes beside a map, if the names leave the room
NAME_GAP = 0.15  # between the end of a loss curve and its name


class DescentPanel(VGroup):
    """A column of title, map, verdict and loss curve; map, trail and curve follow `walk`.

    `contour_map` is the map, already in its place; the rest is hung from it. `title` is Typst
    math markup. `decades` and `every` are those of `LossPlot`; `height` is that of the loss
    curve in the frame.
    """

    @checked
    def __init__(
        self,
        walk: Walk,
        contour_map: ContourMap,
        title: str,
        verdict: Verdict,
        decades: tuple[int, int],
        every: int,
        height: float,
    ) -> None:
        self.walk = walk
        self.map = contour_map
        self.title = formula(title, color=theme.walker).next_to(contour_map, UP, buff=0.15)
        self.goal = VGroup(
            *(
                sign("minimum", WALKER_RADIUS).move_to(contour_map.at(m.x))
                for m in contour_map.loss.minima
            )
        )
        self.word = text(verdict.word, SMALL_SIZE, verdict.color, bold=True)
        self.word.next_to(contour_map, DOWN, buff=0.15)
        self.plot = LossPlot(
            walk.trajectory.steps,
            decades,
            width=contour_map.width - 0.15,
            height=height,
            every=every,
            x_label="steps",
        )
        corner = contour_map.border.get_corner(DOWN) + (height + 1.05) * DOWN
        corner[0] = contour_map.border.get_left()[0]
        self.plot.shift(corner - self.plot.x_axis.get_start())
        style = {"step_radius": STEP_RADIUS, "radius": WALKER_RADIUS, "width": PATH_WIDTH}
        self.trail = MapTrail(walk, contour_map, **style)
        self.curve = LossTrail(walk, self.plot, **style)
        super().__init__(
            self.map, self.goal, self.title, self.word, self.plot, self.trail, self.curve
        )


class WidePanel(VGroup):
    """One walk, large: its path on a map, and beside it its loss `curve` on the axes `plot`.

    Map, axes and curve are no parts of the panel, and stay when it leaves: several walks share
    them. `opening` holds the title (Typst math markup), the number of steps and the trail, which
    follow `walk`; `result` the verdict on the map and the loss reached.
    """

    @checked
    def __init__(
        self, walk: Walk, contour_map: ContourMap, plot: LossPlot, title: str, verdict: Verdict
    ) -> None:
        path = walk.trajectory
        ends = contour_map.at(path.x[:2])
        # Short steps leave small marks, so that one can tell them apart.
        radius = float(np.clip(0.4 * np.linalg.norm(ends[1] - ends[0]), 0.025, 0.055))
        trail = MapTrail(walk, contour_map, step_radius=radius, width=THIN_WIDTH)
        name = heading(contour_map, formula(title, TITLE_SIZE, theme.walker), RIGHT)
        count = step_counter(walk).align_to(plot.y_axis, LEFT).match_y(name)
        reached = formula(f"f = {number(float(path.loss[-1]), 2)}", TITLE_SIZE, verdict.color)
        reached.next_to(count, RIGHT, buff=0.5)
        self.curve = LossTrail(walk, plot, step_radius=0.04)
        self.opening = VGroup(name, count, trail)
        self.result = VGroup(verdict_words(verdict, path, contour_map), reached)
        super().__init__(self.opening, self.result)


def descent_row(
    panels: Iterable[tuple[Walk, ContourMap, str, Verdict]],
    decades: tuple[int, int],
    every: int,
    height: float,
) -> list[DescentPanel]:
    """Return panels that share one scale of losses; only the first of them carries its numbers.

    `panels` are walk, map, title and verdict of each.
    """
    return [
        DescentPanel(*panel, decades, 0 if i else every, height) for i, panel in enumerate(panels)
    ]


@checked
def plot_beside(
    contour_map: ContourMap,
    paths: Sequence[Trajectory],
    names: Iterable[VMobject],
    decades: tuple[int, int],
    every: int,
) -> LossPlot:
    """Return axes right of the map for the loss curves of `paths`; put each name at its end.

    The axes are as wide as the safe frame allows with the names to the right of them.
    """
    names = [*names]
    corner = contour_map.get_corner(DOWN + RIGHT) + 1.35 * RIGHT + 0.4 * UP
    edge = (0.5 - SAFE_MARGIN) * config.frame_width - 0.01
    room = edge - max(name.width for name in names) - NAME_GAP - corner[0] - 0.01
    plot = LossPlot(
        paths[0].steps,
        decades,
        width=min(PLOT_WIDTH, room),
        height=PLOT_HEIGHT,
        every=every,
        x_label="steps",
        y_label="loss $f$, on a logarithmic scale",
    )
    plot.shift(corner - plot.x_axis.get_start())
    for name, path in zip(names, paths, strict=True):
        name.next_to(plot.at((path.steps, path.loss[-1])), RIGHT, buff=NAME_GAP)
    spread_apart(names, gap=0.1, highest=plot.y_axis.get_top()[1] + 0.2)
    return plot


@checked
def step_counter(walk: Walk) -> VGroup:
    """Return the word "step" and the number of steps taken."""
    word = text("step", TITLE_SIZE)
    below = word.height - text("ste", TITLE_SIZE).height  # the p hangs below the line
    count = Number(
        lambda: walk.step, decimals=0, digits=len(str(walk.trajectory.steps)), size=TITLE_SIZE
    )
    count.next_to(word, RIGHT, buff=0).align_to(word, DOWN).shift(below * UP)
    return VGroup(word, count)
