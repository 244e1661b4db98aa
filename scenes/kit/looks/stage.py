"""The stage of looks: the map of all lines on the left, on the right the data or the cost."""

from functools import partial
from typing import Any

import numpy as np
from manim import DL, DOWN, DR, LEFT, RIGHT, UL, UP, UR, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.landscape.place import Place
from scenes.kit.looks.asked import AskedPoints, OneLook
from scenes.kit.looks.cost_plot import CostCurve, CostPlot
from scenes.kit.looks.descents import LookDescents
from scenes.kit.looks.look_walk import LookClock, LookTrail, LookWalk
from scenes.kit.looks.room import offsets
from scenes.kit.looks.step_fan import StepFan
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.map_axes import MapAxes
from scenes.kit.plots.data_plot import DataPlot, LiveLine
from scenes.kit.symbols import SIGNS, rimmed, sign, sign_color
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
# In units of the frame: the map, the axes on the right, and the line of readings above both.
LEFT_END, RIGHT_END, BOTTOM, TOP = -5.75, -0.3, -2.3, 2.25
CORNER, WIDTH, HEIGHT = (1.2, BOTTOM), 4.75, TOP - BOTTOM - 0.45
PLOT_WIDTH = 4.2
READINGS = 2.9
PAD = 0.07  # of the span of what is on a map: left free on each side
VEIL = 0.3
GOAL = 0.3  # radius of the ring about the best line
MEANINGS = {"every": "walker", "some": "second", "one": "third"}
NESTED = {"some": 1.4, "one": 2.3}  # times as large: around the disc, and around both
MANNERS = {"every": "careful", "one": "hasty"}
ALONG = 0.2  # of a line, from its higher end: where its name stands
FINE = 0.02  # radius of the marks of walks with very many steps


class LookStage:
    """All that stands on the stage: `map`, `axes`, `plot`, `goal`, and what its methods add.

    `names` are those of the loss, of the line, and of the best line.

    `clock` says how many looks each walker has paid for, `later` how many "fading" has, `thrown`
    how many "thrown" has; `walks` are theirs, by the names of the `descents`: "every", "some",
    "one", "fading" and "thrown".
    """

    @checked
    def __init__(self, descents: LookDescents) -> None:
        self.descents = descents
        self.later = LookClock(float(descents.samples), descents.fading)
        self.thrown = LookClock(0.0, descents.thrown)
        self.walks = {
            "fading": LookWalk(descents.fading, self.later),
            "thrown": LookWalk(descents.thrown, self.thrown),
        }
        self.restart("every", "one")
        fan = descents.start + descents.steps(descents.start)
        paths = [getattr(descents, name).x for name in MEANINGS]
        every = np.vstack([fan, *paths, [descents.start, descents.best]])
        self.map = self.map_of(every, PAD)
        self.axes = MapAxes(self.map, "wb")
        self.goal = sign("minimum", GOAL).move_to(self.map.at(descents.best)).set_z_index(1)
        lines = [descents.start, descents.best]
        self.plot = DataPlot(descents.data, CORNER, WIDTH, HEIGHT, lines, radius=0.06)
        self.guess = Place(descents.start)
        self.line = self.live_line("every")
        self.cost = self._cost()
        self.above_map = np.array([LEFT_END, READINGS, 0.0])
        pulls = [descents.start + share * (fan - descents.start) for share in (0.25, 0.5, 0.75)]
        self.loss_name = self._loss_name(np.vstack([every, *pulls]))
        goal_name = tag(text("best line", SMALL_SIZE, theme.good), buff=0.08)
        self.names = VGroup(goal_name.next_to(self.goal, DOWN, buff=0.08), self._line_name())

    def restart(self, *names: str, looks: float = 0.0, nested: bool = False) -> LookClock:
        """Put the walks where they are after `looks`; what is drawn of the old ones stays.

        They get a new clock, which gives time to the steps of those with these `names`.  "fading"
        and "thrown", which have clocks of their own, are where they were.  If `nested`, the signs
        of walkers that have not set out are larger than those above them, so that all are seen.
        """
        self.clock = LookClock(looks, *(getattr(self.descents, name) for name in names))
        for name in MEANINGS:
            self.walks[name] = LookWalk(getattr(self.descents, name), self.clock)
        self.apart, self.offsets = ValueTracker(0.0), {name: np.zeros(3) for name in MEANINGS}
        self.nested = ValueTracker(float(nested))
        return self.clock

    def close_ranks(self) -> Any:
        """Return the animation in which nested signs shrink until the uppermost hides them."""
        return self.nested.animate.set_value(0.0)

    def pull_apart(self) -> Any:
        """Return the animation in which each walker's sign is pulled to where there is room."""
        walks = [self.walks[name] for name in MEANINGS]
        paths = [self.map.at(np.vstack([walk.visited, walk.position])) for walk in walks]
        found = offsets(paths, self.map.border, [self.goal, self.loss_name])
        self.offsets.update(zip(MEANINGS, found, strict=True))
        return self.apart.animate.set_value(1.0)

    def map_of(self, points: Array, pad: float) -> ContourMap:
        """Return a map in its place on the left, on which all `points` are."""
        lower, upper = points.min(axis=0), points.max(axis=0)
        middle, half = (lower + upper) / 2, (1 + 2 * pad) * (upper - lower) / 2
        size = np.array([RIGHT_END - LEFT_END, TOP - BOTTOM])
        half = size / 2 * float(np.max(half / (size / 2)))
        contours = ContourMap(
            self.descents.loss, middle - half, middle + half, size[0], size[1], 10, VEIL
        )
        contours.move_to(((LEFT_END + RIGHT_END) / 2, (BOTTOM + TOP) / 2, 0))
        return contours

    def _loss_name(self, points: Array) -> VGroup:
        """Return the name of what the map shows, in the corner where `points` are farthest off."""
        name = tag(text("loss $L(w, b)$", SMALL_SIZE))
        half, places = np.array([name.width, name.height]) / 2, self.map.at(points)[:, :2]

        def put(corner: Array) -> VGroup:
            return name.next_to(self.map.border.get_corner(corner), -corner, buff=0.15)

        def room(corner: Array) -> float:
            beside = np.maximum(np.abs(places - put(corner).get_center()[:2]) - half, 0)
            return float(np.linalg.norm(beside, axis=-1).min())

        return put(max((UL, UR, DL, DR), key=room))

    def _line_name(self) -> VMobject:
        """Return the equation of the line, in its color, above its higher end."""
        lower, higher = sorted(self.plot.ends(self.descents.start), key=lambda end: float(end[1]))
        onward = RIGHT if lower[0] > higher[0] else LEFT
        name = formula("y = w x + b", SMALL_SIZE, theme.walker)
        return name.next_to(higher + ALONG * (lower - higher), UP + onward, buff=0.1)

    def _cost(self) -> CostPlot:
        paths = [getattr(self.descents, name) for name in (*MEANINGS, "fading")]
        above = np.concatenate([self.descents.mean_above(path)[[0, -1]] for path in paths])
        ends = float(above.min()), float(above.max())
        plot = CostPlot(self.descents.looks, ends, PLOT_WIDTH, HEIGHT)
        plot.shift(np.array([*CORNER, 0]) - plot.x_axis.get_start())
        return plot

    # Single looks

    def look(self, sample: int) -> OneLook:
        """Return what one sample says at the start."""
        step = self.descents.steps(self.descents.start)[sample]
        return OneLook(self.map, self.plot, self.descents.start, sample, step)

    def fan(self) -> tuple[StepFan, AskedPoints]:
        """Return the steps of all samples from the start, and their gaps, from left to right."""
        order = np.argsort(self.descents.data.x, kind="stable")
        steps = self.descents.steps(self.descents.start)
        fan = StepFan(self.map, self.descents.start, steps, order)
        asked = AskedPoints(self.plot, self.guess, order, fan.asked.get_value, all_gaps=True)
        return fan, asked

    def mean_name(self, fan: StepFan) -> VMobject:
        """Return the name of the mean of a fan, beside its tip."""
        tip = self.map.at(fan.x + fan.steps.mean(axis=0))
        name = tag(formula('"their mean" = -alpha nabla L', SMALL_SIZE, theme.walker))
        onward = RIGHT if fan.steps.mean(axis=0)[0] > 0 else LEFT
        return name.next_to(tip, onward, buff=0.15)

    def asked(self) -> AskedPoints:
        """Return the samples that the walk with single ones has asked by now."""
        first, clock = self.descents.order[: self.descents.samples], self.clock
        return AskedPoints(self.plot, self.walks["one"], first, lambda: clock.get_value())

    # Walks

    def trail(self, name: str, thin: float = THIN_WIDTH) -> LookTrail:
        """Return the trail of one of the walks on the map; that of "one" is as `thin` as said."""
        meaning = MEANINGS[name]
        marker, color = SIGNS[meaning][0], sign_color(meaning)
        fine = {"width": thin, "step_radius": FINE, "fades": True} if name == "one" else {}
        style: dict[str, Any] = {"color": color, "marker": marker, **fine}
        apart, offsets, nested = self.apart, self.offsets, self.nested

        def pulled() -> Array:
            return np.asarray(apart.get_value() * offsets[name])

        def waiting() -> float:
            return float(nested.get_value() * NESTED[name]) if name in NESTED else 1.0

        return LookTrail(self.walks[name], self.map, waiting, pulled=pulled, **style)

    def live_line(self, name: str) -> VMobject:
        """Return the line of one of the walks on the data."""
        line = LiveLine(self.plot, self.walks[name], sign_color(MEANINGS.get(name, "third")))
        # Above the points; of lines that begin as one, the first walker's is on top.
        return rimmed(line).set_z_index(1 if name == "every" else 0.5)

    def tally(self, *names: str) -> VGroup:
        """Return, above all else, the looks that each walker has paid for, and its steps."""
        one = self.walks[names[0]]
        rows = [_count("looks:", lambda: np.floor(one.looks + 1e-6), self.descents.samples)]
        for name in names:
            most = 1 if name == "every" else self.descents.samples
            steps = _count(f"{MANNERS[name]} steps:", partial(_steps, self.walks[name]), most)
            rows.append(VGroup(sign(MEANINGS[name]), steps).arrange(RIGHT, buff=0.2))
        return self.row(rows)

    def legend(self) -> VGroup:
        """Return, above all else, how many looks each walker pays for a step."""
        sizes = self.descents.samples, self.descents.batch_size, 1
        rows = []
        for meaning, size in zip(MEANINGS.values(), sizes, strict=True):
            words = text(f"{size} look{'s' * (size > 1)} a step", SMALL_SIZE)
            rows.append(VGroup(sign(meaning), words).arrange(RIGHT, buff=0.2))
        return self.row(rows)

    def key(self) -> VGroup:
        """Return the same in a column on the axes of the cost, while those are empty."""
        rows = self.legend().arrange(DOWN, buff=0.35, aligned_edge=LEFT)
        return rows.move_to(self.cost.middle)

    def row(self, parts: list[VGroup]) -> VGroup:
        """Return `parts` side by side, above all else; if each has a number, they are level."""
        row = VGroup(*parts).arrange(RIGHT, buff=0.9)
        feet = [one.place.get_bottom() for one in row.get_family() if isinstance(one, Number)]
        for part, foot in zip(parts, feet, strict=False):
            part.shift((feet[-1] - foot)[1] * UP)
        return row.move_to((0, READINGS, 0))

    def curve(self, name: str) -> CostCurve:
        """Return the loss of one of the walks against what it has paid."""
        path = getattr(self.descents, name)
        losses = self.descents.above(path), self.descents.mean_above(path)
        meaning = MEANINGS.get(name, "third")
        first = float(self.descents.samples) if name == "fading" else 0.0
        walk, dashed, waits = self.walks[name], name == "fading", name != "every"
        return CostCurve(walk, self.cost, *losses, meaning, dashed, first, waits)


def _count(what: str, value: Any, most: int) -> VGroup:
    live = Number(value, 0, len(str(most)), SMALL_SIZE, signed=False, flush=True)
    return named(text(what, SMALL_SIZE), live)


def _steps(walk: LookWalk) -> float:
    return float(walk.step)
