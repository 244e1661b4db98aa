"""What descent gains for what it pays: the loss against the looks at samples."""

from math import ceil, floor
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.legibility import is_seen
from scenes.kit.looks.look_walk import LookWalk, look_sign
from scenes.kit.maps.trails import dashes, straight_pieces, through
from scenes.kit.plots.plot import Plot
from scenes.kit.symbols import rimmed, sign_color
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.text import formula, halo, text

Array = NDArray[np.float64]
DASH = 0.2
BELOW, ABOVE = 3.0, 1.6  # times the least and the largest loss: the ends of the vertical axis
LEAD, BEYOND = 0.17, 0.18  # decades before the first look and after the last: room for walkers
FINEST = 0.0055  # decades of looks: of the 1080 rows, as broad as one
LOWER = 0.14  # from the height of the end of falling stairs to that of its name
FAINT = 0.3  # opacity of the single losses


class CostPlot(Plot):
    """Axes for how far a loss is above its lowest, against looks; both scales are logarithmic.

    A logarithmic scale has no 0: what has paid for no look yet stands where the first one is.
    `looks` are the last that are paid for, `above` are the least and the largest of the losses.
    `x_label`, `y_label` are the names of the axes; `hint` says what is drawn bold,
    `calm_hint` what is drawn once the axes are calm.
    """

    def __init__(
        self,
        looks: int,
        above: tuple[float, float],
        width: float,
        height: float,
        x_label: str = "looks",
        y_label: str = "$L$ above its lowest",
        hint: str = "(bold: smoothed)",
        calm_hint: str = "(smoothed)",
    ) -> None:
        x = -LEAD, float(np.log10(looks)) + BEYOND
        low, high = (float(np.log10(end)) for end in (above[0] / BELOW, above[1] * ABOVE))
        super().__init__(x, (low, high), width, height)
        powers = range(floor(x[1] + 1e-9) + 1)
        for power in powers:
            many = text(f"{10**power:,}", SMALL_SIZE, theme.muted)
            self._mark(self._between(power, low), DOWN, many)
        for power in range(ceil(low), floor(high) + 1):
            label = formula(f"10^({power})", SMALL_SIZE, theme.muted)
            self._mark(self._between(x[0], power), LEFT, label)
        name = text(x_label, SMALL_SIZE, theme.muted)
        height_name = text(y_label, SMALL_SIZE, theme.muted).next_to(self.y_axis, UP, buff=0.15)
        height_name.align_to(self.labels, LEFT)
        foot = height_name.family_members_with_points()[0].get_bottom()[1]
        self.calm_hint = calm_hint
        self.hint: VMobject = text(hint, SMALL_SIZE, theme.muted)
        self.hint.next_to(height_name, RIGHT, buff=0.12)
        on_base_line(self.hint, 1, foot)  # on one line: L, and what is after the bracket
        self.labels.add(name.next_to(self.x_axis, RIGHT, buff=0.15), height_name, self.hint)

    def calm(self) -> "CostPlot":
        """Say that all curves are smoothed, none bold, for those that are calm; return the plot."""
        foot = self.hint.family_members_with_points()[1].get_bottom()[1]
        words = text(self.calm_hint, SMALL_SIZE, theme.muted).align_to(self.hint, LEFT)
        self.labels.remove(self.hint)
        self.hint = on_base_line(words, 1, foot)
        self.labels.add(self.hint)
        return self

    @property
    def middle(self) -> Array:
        """Return the middle of the axes, in the frame."""
        return self._between(sum(self.x_range) / 2, sum(self.y_range) / 2)

    def at(self, point: ArrayLike) -> Array:
        """Return where in the frame (looks, loss above the lowest) lie, shape (…, 3).

        What is beyond the scales is drawn at their ends.
        """
        pairs = np.asarray(point, dtype=float)
        with np.errstate(divide="ignore", invalid="ignore"):
            looks = np.log10(np.maximum(pairs[..., 0], 1.0))
            decade = np.clip(np.log10(np.maximum(pairs[..., 1], 1e-300)), *self.y_range)
        return self._between(looks, decade)


class CostCurve(VGroup):
    """The loss of a walk so far, as stairs: it falls as a step is taken, and looks lead to it.

    `above` are the losses of all rows above the lowest, drawn thin; `mean`, drawn bold, what they
    are on average, with the sign of `meaning` at its end.  With `dashed` it is, and the sign is
    hollow.  From the look `first` on there are stairs.  With `waits` the sign is not drawn before
    the first step, for it would stand below another.
    """

    @checked
    def __init__(
        self,
        walk: LookWalk,
        plot: CostPlot,
        above: Any,
        mean: Any,
        meaning: str,
        dashed: bool = False,
        first: float = 0.0,
        waits: bool = False,
    ) -> None:
        self.walk, self.plot, self.dashed, self.first = walk, plot, dashed, first
        self.waits = waits
        self.above, self.mean = (np.asarray(each, dtype=float) for each in (above, mean))
        color = sign_color(meaning)
        self.single = VMobject(stroke_color=color, stroke_width=HAIR_WIDTH, stroke_opacity=FAINT)
        self.path = rimmed(VMobject(stroke_color=color, stroke_width=PATH_WIDTH))
        self.walker = look_sign(meaning, is_hollow=dashed).set_z_index(1)  # above all stairs
        self._outline = self.walker.points.copy()
        self.is_calm = False
        self._shown: tuple[Any, ...] = ()
        super().__init__(self.single, self.path, self.walker)
        self.follow()
        self.add_updater(CostCurve.follow)

    def calm(self) -> "CostCurve":
        """Leave the single losses out, so that their mean alone is drawn; return the curve."""
        self.is_calm = True
        self.single.points = np.zeros((0, 3))
        return self

    def end_name(self, *others: "CostCurve") -> VMobject:
        """Return, left of the sign as it stands now, that there α shrinks: below these `others`."""
        alpha, words = formula("alpha", SMALL_SIZE, theme.walker), text("shrinks", SMALL_SIZE)
        name = halo(VGroup(alpha, words).arrange(RIGHT, buff=0.12, aligned_edge=DOWN))
        name.next_to(self.walker, LEFT, buff=0.2).shift(LOWER * DOWN)
        left, right = name.get_left()[0], name.get_right()[0]
        for stairs in (other.path.points for other in others):
            near = stairs[(left < stairs[:, 0]) & (stairs[:, 0] < right), 1]
            over = float(name.get_top()[1] - near.min(initial=np.inf))
            name.shift(max(over, 0.0) * DOWN)
        return name

    def corners(self, losses: Array, apart: float = 0.0) -> Array:
        """Return the corners of the stairs so far of `losses`, one for each row, (n, 2).

        Of rows that stand within `apart` decades of looks, the first and the last are there.
        """
        step, paid = self.walk.step, self.walk.evaluations
        start = int(np.searchsorted(paid, self.first + 1e-9, side="right")) - 1
        rows = np.arange(max(start, 0), step + 1)
        if apart:
            decades = np.log10(np.maximum(paid[rows], 1))
            changes = np.flatnonzero(np.diff(decades // apart))
            rows = rows[np.unique([0, *changes, *(changes + 1), len(rows) - 1])]
        ends = np.append(paid[rows[1:]], max(self.walk.looks, paid[step]))
        pairs = np.stack([paid[rows], losses[rows], ends, losses[rows]], axis=-1)
        return np.asarray(pairs.reshape(-1, 2))

    def _stairs(self, losses: Array, apart: float = 0.0) -> Array:
        """Return where these corners are, and how far down from the last a step is, (n, 3)."""
        corners, step = self.corners(losses, apart), self.walk.step
        stairs, share = self.plot.at(corners), self.walk.taken - step
        if not share:
            return stairs
        foot = self.plot.at((corners[-1, 0], losses[step + 1]))
        return np.vstack([stairs, (1 - share) * stairs[-1] + share * foot])

    def follow(self) -> "CostCurve":
        """Draw the stairs up to what has been paid."""
        state = self.walk.looks, self.walk.taken, self.plot.x_axis.points.tobytes()
        if state == self._shown:
            return self  # so that it can be faded in and out
        self._shown = state
        if not self.is_calm:
            self.single.points = through(self._stairs(self.above))
        bold = self._stairs(self.mean, FINEST)
        pieces = np.stack([bold[:-1], bold[1:]], axis=1)
        self.path.points = straight_pieces(dashes(pieces, DASH) if self.dashed else pieces)
        is_seen_now = not self.waits or self.walk.taken > 0
        self.walker.points = (self._outline + bold[-1])[: len(self._outline) * is_seen_now]
        return self

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        seen = len(self.walker.points) > 0 and is_seen(self.walker)
        return [("a walker", self.walker.get_center())] if seen else []
