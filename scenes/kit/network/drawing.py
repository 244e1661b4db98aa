"""A network in the frame: units with their activations, edges with their weights and slopes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    UP,
    Circle,
    ManimColor,
    Square,
    ValueTracker,
    VGroup,
    VMobject,
    interpolate_color,
)
from numpy.typing import NDArray

from gd_math.network import Parameter, Passes
from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.network.layout import BIAS_SIZE, NetworkLayout, symbol
from scenes.kit.network.live_passes import LivePasses
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import MINUS, number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

WIDEST = 42.0  # stroke of the largest weight, and of the largest slope, over a unit's radius
HAIR = 1.0  # stroke of a weight or slope of 0, unless another is given
DASH, GAP = 0.16, 0.75  # of a negative one: length of a dash; its gap, as a share of it
FEWEST = 6.0  # lengths of a dash that fit into an edge, at least
DOT, APART = 0.05, 2.2  # of one whose slope is 0: length of a dot; its gap, as a share of it
STILL = 1e-9  # of the unit: a smaller slope is 0
TURNS = 0.005  # of the unit: so far below 0 it has its full gaps
TRAVEL = 0.7  # of the time of a layer, in which the wave goes along its edges; then units light
LIT = 0.3  # opacity of the face of a unit without number whose activation is 1, or larger
PULSE, BRIGHT = 0.35, 0.35  # of an edge: the length of a pulse; of the widest stroke: its own
QUIET = 0.55  # opacity of what the wave has not reached
DECIMALS = 2  # of an activation
MINUS_WIDTH, POINT_WIDTH = 1.5, 0.5  # of these in a number, in widths of a digit
BESIDE = 0.18  # from a unit to the number that belongs to it


class NetworkDrawing(VGroup):
    """The units and edges of a network, as `passes` has them now.

    The stroke of an edge is as wide as its weight is large, dashed where that is negative; the
    widest is that of a weight of `unit`. A bias is the edge from a square of its own, which always
    has 1; without `biases` there are none. A unit shows its activation as a number, with two
    decimals, an input with as many as `decimals` says, by default one; or, if `numbers` is False,
    by how bright it is. What is shown of units is that of one sample; slopes are those of the loss
    of all of them.

    Trackers: `forward`, how many layers the forward pass has come through, inputs at 0; `backward`
    the same for the backward pass, from the end: an edge that it has come through is blue, as wide
    as the slope ∂L/∂w there is large, dashed where that is negative, and dotted where it is 0; with
    a `pulse` all edges go on showing their weights, and only a blue pulse runs back along them.
    `turning`, one for each edge, colors the weights that have a slope, as they take their step.
    `row` is the sample that units show, and `told` how much of their numbers is there. `slope_unit`
    is the slope with the widest stroke, by default the largest of now, and `hair` the narrowest
    stroke.
    """

    @checked
    def __init__(
        self,
        passes: LivePasses,
        layout: NetworkLayout,
        unit: float = 1.5,
        slope_unit: float | None = None,
        numbers: bool = True,
        biases: bool = True,
        hair: float = HAIR,
        decimals: Sequence[int] = (),
        pulse: bool = False,
    ) -> None:
        self.pulse = pulse
        self.hair, self.decimals = hair, decimals or [1] * passes.network.sizes[0]
        self.passes, self.layout, self.network = passes, layout, passes.network
        self.unit = unit
        self.slope_unit = slope_unit or float(np.abs(passes.now.gradient).max())
        depth = len(self.network.layers)
        self.forward, self.backward = ValueTracker(float(depth)), ValueTracker(0.0)
        self.row, self.told = ValueTracker(0.0), ValueTracker(1.0)
        every_one = self.network.named_parameters
        self.parameters = [one for one in every_one if biases or one.source is not None]
        self.turning = [ValueTracker(0.0) for _ in self.parameters]
        self.ends = np.array([layout.edge(one) for one in self.parameters])
        self.ahead, self.edges, self.blue = (
            [VMobject(stroke_color=color) for _ in self.parameters]
            for color in (theme.muted, theme.ink, theme.gradient)
        )
        self.squares = VGroup(
            *(
                self._square(layout.bias(one.layer, one.target), numbers)
                for one in self.parameters
                if one.source is None
            )
        )
        self.units = [
            VGroup(*(self._unit(place) for place in layout.units(layer)))
            for layer in range(depth + 1)
        ]
        self.shown = [
            [self._number(layer, i) for i in range(count)] if numbers else []
            for layer, count in enumerate(layout.sizes)
        ]
        every = (*self.ahead, *self.edges, *self.blue, self.squares, *self.units)
        super().__init__(*every, *(one for layer in self.shown for one in layer))
        self._state: tuple[Any, ...] = ()
        self.follow()
        self.add_updater(lambda drawing: drawing.follow())

    def _unit(self, place: Array) -> Circle:
        circle = Circle(self.layout.radius, color=theme.ink, stroke_width=1.5 * THIN_WIDTH)
        return circle.move_to(place)

    def _square(self, place: Array, numbers: bool) -> VGroup:
        side = 2 * BIAS_SIZE * self.layout.radius
        square = Square(side, color=theme.muted, stroke_width=THIN_WIDTH).move_to(place)
        return VGroup(square, *([text("1", SMALL_SIZE).move_to(place)] if numbers else []))

    def _number(self, layer: int, i: int) -> Number:
        decimals = DECIMALS if layer else self.decimals[i]
        live = Number(lambda: self.activation(layer, i), decimals, size=SMALL_SIZE)
        return live.move_to(self.layout.units(layer)[i])

    # What is shown

    def activation(self, layer: int, i: int) -> float:
        """Return what a unit has now, of the sample that is shown; layer 0 are the inputs."""
        return float(self._activations()[layer][i])

    def _activations(self) -> list[Array]:
        """Return what each unit has, of the sample that is shown, layer by layer."""
        now = self.passes.now
        row = min(int(self.row.get_value()), len(now.inputs) - 1)
        return [now.inputs[row], *(layer.activations[row] for layer in now.layers)]

    def delta(self, layer: int, i: int) -> float:
        """Return δ = ∂L/∂z of a unit now, of the first sample; layers count from 1."""
        return float(self.passes.now.layers[layer - 1].deltas[0, i])

    def fronts(self, layer: int) -> tuple[float, float]:
        """Return how far along the edges of a layer both waves have come, 0 to 1 each."""
        depth = len(self.network.layers)
        ways = self.forward.get_value() - (layer - 1), self.backward.get_value() - (depth - layer)
        there, back = (float(eased(way / TRAVEL)) for way in ways)
        return there, back

    def lit(self, layer: int) -> float:
        """Return how much of the units of a layer the forward pass has lit, 0 to 1."""
        if layer == 0:
            return 1.0
        way = self.forward.get_value() - (layer - 1)
        return float(eased((way - TRAVEL) / (1 - TRAVEL)))

    def follow(self) -> "NetworkDrawing":
        """Draw what the trackers and the parameters of now say."""
        trackers = self.forward, self.backward, self.row, self.told, *self.turning
        values = *(float(tracker.get_value()) for tracker in trackers), self.slope_unit, self.unit
        now = self.passes.now
        state = values, now
        if state == self._state:
            return self  # so that it can be faded in and out
        self._state = state
        told = float(self.told.get_value())
        for i, parameter in enumerate(self.parameters):
            self._draw_edge(i, parameter, now)
        for layer, units in enumerate(self.units):
            lit = self.lit(layer)
            for unit, value in zip(units, self._activations()[layer], strict=True):
                bright = 0.0 if self.shown[layer] else LIT * lit * told * min(abs(float(value)), 1)
                unit.set_stroke(theme.ink, opacity=QUIET + (1 - QUIET) * lit)
                unit.set_fill(theme.ink, opacity=bright)
            for live in self.shown[layer]:
                for cell in live.cells:
                    cell.set_fill(opacity=lit * told)
                self._center(live)
        return self

    def _center(self, live: Number) -> None:
        """Put a number in the middle of its unit, be it with a minus sign or without."""
        live.follow()
        digits = live.length - 1 - (live.form.decimals > 0)
        pitch = live.place.width / (digits + MINUS_WIDTH + POINT_WIDTH * (live.form.decimals > 0))
        layer = next(i for i, row in enumerate(self.shown) if live in row)
        unit = self.layout.units(layer)[self.shown[layer].index(live)]
        aside = 0.0 if live.says().startswith(MINUS) else MINUS_WIDTH / 2 * pitch
        way = unit - aside * np.array([1, 0, 0]) - live.place.get_center()
        if np.abs(way).max() > 1e-9:
            live.shift(way).follow()

    def _draw_edge(self, i: int, parameter: Parameter, now: Passes) -> None:
        there, back = self.fronts(parameter.layer)
        weight, slope = (float(row[parameter.index]) for row in (now.parameters, now.gradient))
        weight, slope = weight / self.unit, slope / self.slope_unit
        still, meets = abs(slope) < STILL, 1 - back
        self._put(self.ahead[i], i, (there, 1.0), weight, QUIET)
        if self.pulse:
            self._put(self.edges[i], i, (0, there), weight, 1.0)
            low, high = np.clip(1 - back * (1 + PULSE) + np.array([0, PULSE]), 0, 1)
            self._put(self.blue[i], i, (low, high), max(abs(weight), BRIGHT), 1.0)
        else:
            self._put(self.edges[i], i, (0, min(there, meets)), weight, 1.0)
            self._put(self.blue[i], i, (meets, 1), slope, 1.0, still)
            self.blue[i].set_stroke(theme.muted if still else theme.gradient)
        turned = 0.0 if still else float(self.turning[i].get_value())
        ink = interpolate_color(ManimColor(theme.ink), ManimColor(theme.walker), turned)
        self.edges[i].set_stroke(ink)

    def _put(
        self,
        line: VMobject,
        i: int,
        part: tuple[float, float],
        size: float,
        opacity: float,
        dotted: bool = False,
    ) -> None:
        """Draw a part of an edge, from one share of it to another, as wide as `size` is."""
        line.points = edge_points(self.ends[i], part, size, dotted)
        most = WIDEST * self.layout.radius
        width = self.hair + (most - self.hair) * min(abs(size), 1.0)
        line.set_stroke(width=width, opacity=opacity)

    # Movements

    def pass_forward(self) -> Any:
        """Return the animation of the forward pass, from the inputs to the outputs."""
        self.forward.set_value(0.0)
        return self.come_forward(len(self.network.layers))

    def come_forward(self, layers: float) -> Any:
        """Return the animation in which the forward pass has come through so many layers."""
        going: Any = self.forward.animate
        return going(rate_func=lambda share: share).set_value(float(layers))

    def pass_back(self, layers: float | None = None) -> Any:
        """Return the animation in which the backward pass has come through so many layers."""
        through = len(self.network.layers) if layers is None else layers
        going: Any = self.backward.animate
        return going(rate_func=lambda share: share).set_value(float(through))

    # Words

    def middle(self, name: str, share: float = 0.5) -> Array:
        """Return the place of the frame at a share of the edge of a parameter, such as "w1_2_1"."""
        start, end = self.ends[[one.name for one in self.parameters].index(name)]
        return np.asarray(start + share * (end - start))

    def symbol(self, name: str) -> str:
        """Return what a parameter is called in Typst math markup."""
        return symbol(self.network, self.network.named_parameters[self.passes.index(name)])

    def partial_name(self, name: str) -> str:
        """Return ∂L/∂w of a parameter in Typst math markup."""
        return f"partial L \\/ partial {self.symbol(name)}"

    def partial(self, name: str, share: float = 0.5, value: bool = False) -> VGroup:
        """Return ∂L/∂w on a plate at the edge of a parameter, with its value of now if wanted."""
        slope = float(self.passes.now.gradient[self.passes.index(name)])
        said = f" = {number(slope, 3)}" if value else ""
        words = formula(self.partial_name(name) + said, SMALL_SIZE, theme.gradient)
        return tag(words, buff=0.08).move_to(self.middle(name, share))

    def label(self, layer: int, unit: int, words: VMobject, below: bool = False) -> VMobject:
        """Return `words` above a unit, or below it; units count from 1."""
        place = self.units[layer][unit - 1]
        return words.next_to(place, DOWN if below else UP, buff=BESIDE)


def edge_points(ends: Array, part: tuple[float, float], size: float, dotted: bool = False) -> Array:
    """Return the Bézier points of the part of an edge between two shares of it, (4 n, 3).

    It has gaps if `size` is negative, or `dotted`. They keep their places, whichever part is drawn.
    """
    low, high = part
    if high - low < 1e-6:
        return np.zeros((0, 3))
    start, end = ends
    length = float(np.linalg.norm(end - start))
    dash, gap = min(DASH, length / FEWEST), GAP * min(max(-size / TURNS, 0.0), 1.0)
    if dotted:
        dash, gap = DOT, APART
    if gap < 1e-3:
        pieces = np.array([[low, high]])
    else:
        whole = dashes(np.array([[[0.0], [length]]]), dash, gap)[..., 0] / length
        pieces = np.clip(whole, low, high)
        pieces = pieces[pieces[:, 1] > pieces[:, 0]]
    return straight_pieces(start + pieces[..., np.newaxis] * (end - start))
