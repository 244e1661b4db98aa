"""The axes of a loss of one variable w and of its slope, which have one axis of w to zoom into."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, ValueTracker, VGroup
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss
from scenes.kit.animations import eased
from scenes.kit.arguments import check_variables, checked
from scenes.kit.curves.riding_ticks import (
    ALOFT,
    APART,
    RidingTicks,
    heights,
    level_steps,
    ramp,
)
from scenes.kit.maps.trails import Drawn, straight_pieces
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

# In units of the frame: the right half, above the captions.
LEFT_END, RIGHT_END, BOTTOM, TOP = 1.0, 6.25, -2.15, 2.95
UPPER_BASE, LOWER_TOP = 0.72, 0.05  # when both plots are there
PAD = 0.05  # of the span of the samples, beyond each end
SPARE = 1.14  # times the largest value: the end of a vertical axis
NEAR = 2.0  # times the distance of the lowest sample from the minimum: the zoomed reach
LEAST = 0.25  # of the distance of two samples: the zoomed reach at least
WIDEST = 6.0  # times that reach: the zoomed span at most
CLEAR = 0.45  # from the name of the axis of w to a number on it
ENDS = 0.2  # from an end of that axis: a number that comes so near leaves
UNDER = 0.37  # from that axis to the middle of its name
ABOVE, OUT = 0.27, 0.75  # from the lower plot to its name: upward, and to the left
OVER = 0.05  # of the height of a plot: so far above it a number has left


class PairAxes(VGroup):
    """Axes for `loss` over w, and below them for its slope; see `ErrorAndSlope`.

    `views` are the ends of the axis of w, before and after the zoom; `reach` is how far both sides
    of the minimum are seen then.
    """

    @checked
    def __init__(self, loss: Loss, samples: ArrayLike, name: str = "L") -> None:
        check_variables(loss, 1, "an error and its slope")
        super().__init__()
        self.name = name
        self.loss, self.samples = loss, np.asarray(samples, dtype=float)
        low, high = (float(end) for end in self.samples[[0, -1]])
        if len(self.samples) < 3 or not any(low < m.x[0] < high for m in loss.minima):
            raise ValueError(
                f"the slopes that are tried, SLOPES, are {len(self.samples)} from {low:g} to "
                f"{high:g}, and must be at least three with the best slope between them"
            )
        self.best = float(loss.minima[0].x[0])
        self.lowest = float(self.samples[np.argmin(self.value(self.samples))])
        pad = PAD * (high - low)
        self.views = [(low - pad, high + pad), self._near(low - pad, high + pad)]
        self.reach = reach = min(abs(end - self.best) for end in self.views[1])
        seen = np.array([self.samples[[0, -1]], [self.best - reach, self.best + reach]])
        found = [np.abs(of(seen)).max(axis=1) for of in (self.value, self.slope)]
        self._tops = SPARE * np.stack(found, axis=1)
        self.zoomed, self.both = ValueTracker(0.0), ValueTracker(0.0)
        self.tried, self.sloped = ValueTracker(low - pad), ValueTracker(high + pad)
        self.upper, self.lower = VGroup(), VGroup()
        self._build(name)

    def _near(self, low: float, high: float) -> tuple[float, float]:
        """Return the ends of the zoomed axis: the lowest sample is where it was, as a share."""
        share, away = (self.lowest - low) / (high - low), abs(self.lowest - self.best)
        reach = max(NEAR * away, LEAST * float(np.diff(self.samples).min()))
        beyond = share if self.best < self.lowest else 1 - share
        span = min((reach + away) / beyond, WIDEST * (reach + away))
        return self.lowest - share * span, self.lowest + (1 - share) * span

    # Where things are

    def value(self, w: ArrayLike) -> Array:
        """Return the loss at each w."""
        return np.asarray(self.loss.value(np.asarray(w, dtype=float)[..., None]))

    def slope(self, w: ArrayLike) -> Array:
        """Return the derivative of the loss at each w."""
        return np.asarray(self.loss.gradient(np.asarray(w, dtype=float)[..., None])[..., 0])

    def stretched(self, zoomed: float | None = None) -> float:
        """Return how far the axes are stretched, from 0 to 1."""
        return float(eased(self.zoomed.get_value() if zoomed is None else zoomed))

    def ends(self, zoomed: float | None = None) -> tuple[float, float]:
        """Return the ends of the axis of w, as it is zoomed now."""
        share = self.stretched(zoomed)
        # The same factor in the same time.
        whole, near = (np.abs(np.array(view) - self.lowest) for view in self.views)
        left, right = whole ** (1 - share) * near**share
        return self.lowest - float(left), self.lowest + float(right)

    def tops(self, zoomed: float | None = None) -> tuple[float, float]:
        """Return the upper ends of both vertical axes: of the loss, and of its slope."""
        share, (whole, near) = self.stretched(zoomed), self._tops
        loss, slope = whole ** (1 - share) * near**share
        return float(loss), float(slope)

    @property
    def base(self) -> float:
        """The height of the upper plot's axis of w in the frame."""
        share = self.both.get_value()
        return (1 - share) * BOTTOM + share * UPPER_BASE

    def across(self, w: ArrayLike) -> Array:
        """Return how far to the right each w lies in the frame."""
        low, high = self.ends()
        share = (np.asarray(w, dtype=float) - low) / (high - low)
        return np.asarray(LEFT_END + share * (RIGHT_END - LEFT_END))

    def up(self, value: ArrayLike) -> Array:
        """Return how high each value of the loss lies in the frame."""
        share = np.asarray(value, dtype=float) / self.tops()[0]
        return np.asarray(self.base + share * (TOP - self.base))

    def slope_up(self, slope: ArrayLike) -> Array:
        """Return how high each slope lies in the frame."""
        middle, half = (LOWER_TOP + BOTTOM) / 2, (LOWER_TOP - BOTTOM) / 2
        return np.asarray(middle + half * np.asarray(slope, dtype=float) / self.tops()[1])

    def on_curve(self, w: ArrayLike) -> Array:
        """Return where in the frame the loss at each w lies, (…, 3)."""
        return places_at(self.across(w), self.up(self.value(w)))

    def on_slope(self, w: ArrayLike) -> Array:
        """Return where in the frame the slope at each w lies, (…, 3)."""
        return places_at(self.across(w), self.slope_up(self.slope(w)))

    def foot(self, w: ArrayLike) -> Array:
        """Return where in the frame each w lies on the line where the slope is 0, (…, 3)."""
        return places_at(self.across(w), self.slope_up(0 * np.asarray(w, dtype=float)))

    def _build(self, name: str) -> None:
        axis: dict[str, Any] = {"stroke_color": theme.muted, "stroke_width": THIN_WIDTH}
        left, right = LEFT_END, RIGHT_END

        def axes(top: float, levels: list[float]) -> Array:
            lines = [[(left, levels[0]), (left, top)]]
            lines += [[(left, level), (right, level)] for level in levels]
            return straight_pieces(flat_places(np.array(lines)))

        self.upper.add(Drawn(lambda: axes(TOP, [self.base]), **axis))
        self.lower.add(Drawn(lambda: axes(LOWER_TOP, [BOTTOM, (LOWER_TOP + BOTTOM) / 2]), **axis))
        title = text(name, SMALL_SIZE, theme.muted)
        self.upper.add(title.next_to((left, TOP, 0), UP, buff=0.15).shift(0.3 * RIGHT))
        under = text("slope", SMALL_SIZE, theme.gradient)
        self.title = under.move_to((left - OUT, LOWER_TOP + ABOVE, 0), LEFT)
        digit = formula("0", SMALL_SIZE).move_to(under)  # its base line is that of the reading
        letter = under.family_members_with_points()[0]
        under.shift((digit.get_bottom()[1] - letter.get_bottom()[1]) * UP)
        self.lower.add(under)

        # The numbers of w ride with the axis of the upper plot, and leave when the lower one has
        # its own.
        levels = level_steps(self.views, self.lowest)
        span = self.views[0][1] - self.views[0][0]

        def row(base: Callable[[], float], there: Callable[[], float]) -> VGroup:
            letter: Any = formula("w", SMALL_SIZE, theme.muted)
            letter.state = None

            def follow(one: Any) -> None:
                if one.state != self._state():  # else it may be fading
                    one.state = self._state()
                    one.move_to((right, base() - UNDER, 0)).set_fill(opacity=there())

            letter.add_updater(follow, call_updater=True)

            def at(w: float) -> Array:
                return places_at(self.across(w), base())

            def seen(w: float) -> float:
                return there() * self._seen(w, levels[w])

            return VGroup(RidingTicks(levels, span, at, seen, self._state, below=True), letter)

        self.upper.add(row(lambda: self.base, lambda: 1 - ramp(self.both.get_value(), 0.5, 1)))
        self.lower.add(row(lambda: BOTTOM, lambda: 1.0))
        losses, slopes = np.array([self.tops(0), self.tops(1)]).T
        both = [sign * value for value in heights(slopes, 1.5) for sign in (-1, 1) if value]
        for plot, values, top, up, which in (
            (self.upper, heights(losses, 2), losses[0], self.up, 0),
            (self.lower, [0.0, *both], slopes[0], self.slope_up, 1),
        ):

            def at_left(value: float, up: Callable[[float], Array] = up) -> Array:
                return places_at(left, up(value))

            def seen_at_left(value: float, which: int = which) -> float:
                share = abs(value) / self.tops()[which]
                return 1.0 if value == 0 else ramp(share, *ALOFT) * ramp(1 + OVER - share, 0, OVER)

            plot.add(RidingTicks(values, top, at_left, seen_at_left, self._state, below=False))

    def _state(self) -> tuple[float, float]:
        return float(self.zoomed.get_value()), float(self.both.get_value())

    def _seen(self, w: float, step: float) -> float:
        """Return the opacity of a number on the axis of w, on a level with such a step."""
        x, (low, high) = float(self.across(w)), self.ends()
        apart = step / (high - low) * (RIGHT_END - LEFT_END)
        room = min(x - LEFT_END, RIGHT_END - CLEAR - x)
        return ramp(apart, *APART) * ramp(room, 0, ENDS)


def places_at(x: ArrayLike, y: ArrayLike) -> Array:
    """Return the places in the frame, (…, 3), so far to the right and so high."""
    across, up = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    return flat_places(np.stack([across, up], axis=-1))


def flat_places(places: Array) -> Array:
    """Return places in the frame, (…, 3), from those in its plane, (…, 2)."""
    return np.concatenate([places, np.zeros_like(places[..., :1])], axis=-1)
