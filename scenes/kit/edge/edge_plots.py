"""The sharpness and the loss of a training, one above the other, over the same steps."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Line,
    LineJointType,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.edge.edge_training import EdgeTraining
from scenes.kit.legibility import is_seen
from scenes.kit.maps.trails import Drawn, dashes, straight_pieces, through
from scenes.kit.plots.plot import log_scale
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
LEFT_END, RIGHT_END = -0.35, 5.3  # of both horizontal axes, in units of the frame
HIGH, LOW = (0.55, 2.95), (-2.05, -0.2)  # bottom and top of the axes of sharpness and loss
HEADROOM = 1.55, 1.12  # the vertical axis: times the first limit, and times the largest sharpness
TICK, NEAR, ASIDE = 0.08, 0.1, 0.25
SIGN = 0.7  # of the radius of a walker
QUESTION = 2.6, -0.7  # its place below the limit, while the sharpness is alone
DASH = 0.14
RATE = 0.12  # share of the axis of the sharpness: how high the rates stand


class EdgePlots(VGroup):
    """Axes for λmax of a `training` above axes for its loss, and both as far as it has come.

    Trackers: `limit` is the limit that the dashed line shows from now on; `alone` goes from 1,
    where λmax has all the room, to 0, where the loss has its own; `grown` goes from 0, where the
    axes end with the first learning rate, to 1, where they hold the whole training. `lower` is
    what belongs to the loss, `later` what only the grown axes have, and `speed` the words at the
    limit; `low` is a place below it.
    """

    @checked
    def __init__(self, training: EdgeTraining) -> None:
        super().__init__()
        self.training = training
        self.limit = ValueTracker(float(training.limits[0]))
        self.alone, self.grown = ValueTracker(1.0), ValueTracker(0.0)
        self.tops = HEADROOM[0] * training.limits[0], HEADROOM[1] * float(training.sharpness.max())
        self.decades, every = log_scale(training.trajectory.loss)
        thin: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        axes = Drawn(lambda: _corner(self._floor(), HIGH[1]), **thin)
        loss_axes = Drawn(lambda: _corner(*LOW), **thin).clear_updaters()
        sharp_name = formula('"sharpness" lambda_max = "largest curvature of" L', SMALL_SIZE)
        loss_name = text("loss $L$", SMALL_SIZE, theme.walker)
        for name, (_, top) in ((sharp_name, HIGH), (loss_name, LOW)):
            name.move_to((LEFT_END, top + NEAR, 0), DOWN + LEFT)
        curve: dict[str, Any] = {
            "stroke_width": PATH_WIDTH,
            "joint_type": LineJointType.ROUND,
        }
        self.line = Drawn(self._limits, stroke_color=theme.walker, stroke_width=PATH_WIDTH)
        self.sharpness = Drawn(lambda: through(self._sharpness()), stroke_color=theme.ink, **curve)
        self.loss = Drawn(lambda: through(self._losses()), stroke_color=theme.walker, **curve)
        self.now = _Now(marker_shape("square", SIGN * DOT_RADIUS, theme.ink), self._sharpness)
        self.walker = _Now(marker_shape("circle", SIGN * DOT_RADIUS, theme.walker), self._losses)
        self.levels = [self._level(float(limit)) for limit in np.unique(training.limits)]
        self.steps = [self._step(int(step)) for step in training.changes]
        self.rates = [self._rate(part) for part in range(len(training.rates))]
        low, high = self.decades
        powers = VGroup(*(self._power(power) for power in range(high, low - 1, -2 * every)))
        limit_name = formula(r"2 \/ alpha", SMALL_SIZE, theme.walker)
        self.limit_name = _kept(
            limit_name,
            limit_name.get_left,
            lambda: self.sharp_at(0, self.limit.get_value()) * UP + (RIGHT_END + ASIDE) * RIGHT,
        )
        self.speed = self._speed()
        steps_name = text("steps", SMALL_SIZE, theme.muted)
        steps_name.move_to((RIGHT_END + ASIDE, LOW[0], 0), LEFT)
        self.lower = VGroup(loss_axes, loss_name, powers, self.loss, self.walker)
        self.later = VGroup(*self.levels[1:], *self.steps[2:], self.rates[0])
        self.low = np.array([*QUESTION, 0.0])
        self.add(axes, sharp_name, self.line, self.limit_name, self.speed, self.levels[0])
        self.add(steps_name, *self.steps[:2], self.sharpness, self.now)

    # Places

    def _x(self, step: ArrayLike) -> Array:
        first, last = self.training.changes[[1, -1]]
        shown = first + smooth(self.grown.get_value()) * (last - first)
        return np.asarray(LEFT_END + np.asarray(step) / shown * (RIGHT_END - LEFT_END))

    def sharp_at(self, step: ArrayLike, sharpness: ArrayLike) -> Array:
        """Return where values of λmax stand over steps, both (…), shape (…, 3)."""
        top = self.tops[0] + smooth(self.grown.get_value()) * (self.tops[1] - self.tops[0])
        floor = self._floor()
        y = floor + np.asarray(sharpness) / top * (HIGH[1] - floor)
        return np.stack(np.broadcast_arrays(self._x(step), y, 0.0), axis=-1)

    def _floor(self) -> float:
        """Return the height of the horizontal axis of the sharpness now."""
        return float(HIGH[0] + smooth(self.alone.get_value()) * (LOW[0] - HIGH[0]))

    def loss_at(self, step: ArrayLike, loss: ArrayLike) -> Array:
        """Return where losses stand over steps, both (…), shape (…, 3)."""
        low, high = self.decades
        share = (np.log10(np.asarray(loss)) - low) / (high - low)
        y = LOW[0] + np.clip(share, 0, 1) * (LOW[1] - LOW[0])
        return np.stack(np.broadcast_arrays(self._x(step), y, 0.0), axis=-1)

    # What goes on

    def make_room(self) -> Any:
        """Return the animation in which the axes of the sharpness make room for the loss."""
        going: Any = self.alone.animate
        return going(rate_func=linear).set_value(0)

    def grow(self) -> Any:
        """Return the animation in which the axes come to hold the whole training."""
        growing: Any = self.grown.animate
        return growing(rate_func=linear).set_value(1)

    def take(self, part: int) -> list[Any]:
        """Return the animations in which the limit becomes that of another learning rate."""
        going: Any = self.limit.animate
        return [going.set_value(float(self.training.limits[part]))]

    # What is seen

    def _limits(self) -> Array:
        """Return the dashes of 2/α: as it was, and as it is from the last change on."""
        training = self.training
        part = training.part_of(training.taken)
        now = float(self.limit.get_value())
        corners = []
        for i in range(part + 1):
            height = now if i == part else float(training.limits[i])
            last = training.changes[i + 1] if i < part else training.changes[-1]
            corners += [(training.changes[i], height), (last, height)]
        places = self.sharp_at(*np.array(corners, dtype=float).T)
        places[:, 0] = np.minimum(places[:, 0], RIGHT_END)
        return straight_pieces(dashes(np.stack([places[:-1], places[1:]], axis=1), DASH))

    def _sharpness(self) -> Array:
        taken, rows = self.training.taken, self.training.rows
        seen = rows <= taken
        steps = np.append(rows[seen], taken)
        values = np.append(self.training.sharpness[seen], self.training.sharpness_now)
        return self.sharp_at(steps, values)

    def _losses(self) -> Array:
        taken, step = self.training.taken, self.training.step
        losses = self.training.trajectory.loss
        steps = np.append(np.arange(step + 1), taken)
        now = np.exp(
            np.interp(
                taken, [step, step + 1], np.log(losses[[step, min(step + 1, len(losses) - 1)]])
            )
        )
        return self.loss_at(steps, np.append(losses[: step + 1], now))

    def _level(self, limit: float) -> VGroup:
        label = formula(number(limit, 3), SMALL_SIZE, theme.walker)
        tick = Line(0 * LEFT, TICK * LEFT).set_stroke(theme.muted, width=THIN_WIDTH)
        mark = VGroup(tick, label.next_to(tick, LEFT, buff=NEAR))
        kept: VGroup = _kept(mark, tick.get_start, lambda: self.sharp_at(0, limit))
        return kept

    def _step(self, step: int) -> VGroup:
        label = formula(number(step), SMALL_SIZE, theme.muted)
        tick = Line(0 * DOWN, TICK * DOWN).set_stroke(theme.muted, width=THIN_WIDTH)
        mark = VGroup(tick, label.next_to(tick, DOWN, buff=NEAR))
        floor = 10.0 ** self.decades[0]
        kept: VGroup = _kept(mark, tick.get_start, lambda: self.loss_at(step, floor))
        return kept

    def _power(self, power: int) -> VGroup:
        label = formula(f"10^({power})", SMALL_SIZE, theme.muted)
        place = self.loss_at(0, 10.0**power)
        tick = Line(place, place + TICK * LEFT).set_stroke(theme.muted, width=THIN_WIDTH)
        return VGroup(tick, label.next_to(tick, LEFT, buff=NEAR))

    def _rate(self, part: int) -> VMobject:
        label = formula(f"alpha = {self.training.told(part)}", SMALL_SIZE, theme.walker)
        middle = float(self.training.changes[part : part + 2].mean())
        kept: VMobject = _kept(
            label,
            label.get_center,
            lambda: self._rate_place(middle),
        )
        return kept

    def _rate_place(self, step: float) -> Array:
        floor = self._floor()
        return np.array([float(self._x(step)), floor + RATE * (HIGH[1] - floor), 0.0])

    def _speed(self) -> VMobject:
        words = text("speed limit", SMALL_SIZE, theme.walker)

        def place() -> Array:
            line = self.sharp_at(0, self.limit.get_value())
            return np.array([RIGHT_END, line[1] + NEAR, 0.0])

        kept: VMobject = _kept(words, lambda: words.get_corner(DOWN + RIGHT), place)
        return kept


class _Now(VMobject):
    """A sign at the end of a curve, whose corners are asked for in every frame."""

    def __init__(self, shape: VMobject, corners: Callable[[], Array]) -> None:
        super().__init__()
        self.match_style(shape)
        outline = shape.points.copy()
        self.set_z_index(2)
        self.add_updater(lambda one: one.set_points(outline + corners()[-1]), call_updater=True)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("a walker", self.get_center())] if is_seen(self) else []


def _corner(bottom: float, top: float) -> Array:
    """Return the points of two axes that meet at the left."""
    corners = [(LEFT_END, top, 0), (LEFT_END, bottom, 0), (RIGHT_END, bottom, 0)]
    return through(np.array(corners, dtype=float))


def _kept(mark: Any, anchor: Callable[[], Array], place: Callable[[], Array]) -> Any:
    """Let a mark stay with its anchor at a place that moves, and return it."""

    def follow(one: Any) -> None:
        way = place() - anchor()
        if np.abs(way).max() > 1e-6:
            one.shift(way)

    return mark.add_updater(follow, call_updater=True)
