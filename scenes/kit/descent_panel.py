"""A walk told twice in one column: its path on a map, and below it its loss curve."""

from manim import DOWN, RIGHT, UP, VGroup

from scenes.kit.contour_map import ContourMap
from scenes.kit.plots import LossPlot
from scenes.kit.text import Number, formula, text
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE
from scenes.kit.trails import LossTrail, MapTrail
from scenes.kit.verdict import Verdict
from scenes.kit.walk import Walk

STEP_RADIUS = 0.03  # smaller and thinner than elsewhere: the panels are small
WALKER_RADIUS = 0.07
PATH_WIDTH = 2.5


class DescentPanel(VGroup):
    """A column of title, map, verdict and loss curve; map, trail and curve follow `walk`.

    `contour_map` is the map, already in its place; the rest is hung from it. `title` is Typst
    math markup. `decades` and `every` are those of `LossPlot`; without `numbered` the losses on
    the vertical axis carry no numbers. `height` is that of the loss curve in the frame.
    """

    def __init__(
        self,
        walk: Walk,
        contour_map: ContourMap,
        title: str,
        verdict: Verdict,
        decades: tuple[int, int],
        every: int,
        height: float,
        numbered: bool = True,
    ) -> None:
        self.walk = walk
        self.map = contour_map
        self.title = formula(title).next_to(contour_map, UP, buff=0.15)
        self.word = text(verdict.word, SMALL_SIZE, verdict.color, bold=True)
        self.word.next_to(contour_map, DOWN, buff=0.15)
        self.plot = LossPlot(
            walk.trajectory.steps,
            decades,
            width=contour_map.width - 0.15,
            height=height,
            every=every if numbered else 0,
            x_label="steps",
        )
        corner = contour_map.border.get_corner(DOWN) + (height + 1.05) * DOWN
        corner[0] = contour_map.border.get_left()[0]
        self.plot.shift(corner - self.plot.x_axis.get_start())
        style = {"step_radius": STEP_RADIUS, "radius": WALKER_RADIUS, "width": PATH_WIDTH}
        self.trail = MapTrail(walk, contour_map, **style)
        self.curve = LossTrail(walk, self.plot, **style)
        super().__init__(self.map, self.title, self.word, self.plot, self.trail, self.curve)


def step_counter(walk: Walk) -> VGroup:
    """Return the word "step" and the number of steps taken."""
    word = text("step", TITLE_SIZE)
    below = word.height - text("ste", TITLE_SIZE).height  # the p hangs below the line
    number = Number(
        lambda: walk.step, decimals=0, digits=len(str(walk.trajectory.steps)), size=TITLE_SIZE
    )
    number.next_to(word, RIGHT, buff=0).align_to(word, DOWN).shift(below * UP)
    return VGroup(word, number)
