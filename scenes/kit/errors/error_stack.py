"""Errors put head to tail: what goes up and what goes down may end where it began."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject, linear
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.errors.guess_plot import GuessPlot, bracket, signed
from scenes.kit.errors.guesses import LiveGuesses
from scenes.kit.maps.trails import straight_pieces
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number, percent
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
LEFT_EDGE, BREADTH = 1.84, 3.52  # of the columns of arrows, right of the plot
PITCH, LAST = 0.84, 1.0  # between two columns, and before the last, which may point down
TIP = 0.2  # length of an arrow's head
BESIDE = 0.16
BEYOND = 0.1  # from a tip to a number there
SLIGHT = 0.03  # between a number and an arrow that it does not touch
BELOW_TIP = 0.03  # so far, at least, a number beside an arrow stays below the next one
ROOMY = 1.1  # from this length on an arrow has room for words between two numbers
OVERHANG = 0.1  # of a number beyond its arrow, on the right
HEADROOM = 0.75  # above the arrows, for their numbers
RIGHT_EDGE = 6.35  # so far the sum may reach


class ErrorStack(VGroup):
    """The errors of `guesses` as arrows, each beginning at the height where the one before ends.

    They stand right of `plot`, in its unit, on the level of its 0 unless an arrow would end below;
    so its axis tells how high they reach.  `built`, a tracker, is how many are there; `turned` is 1
    when those that pointed down point up.
    """

    @checked
    def __init__(self, plot: GuessPlot, guesses: LiveGuesses) -> None:
        self.plot = plot
        self.errors = guesses.values - plot.data.y
        self.built, self.turned = ValueTracker(0.0), ValueTracker(0.0)
        count = len(self.errors)
        pitch = min(PITCH, (BREADTH - LAST) / max(count - 2, 1))
        self.columns = LEFT_EDGE + pitch * np.arange(count)
        self.columns[-1] = self.columns[-2] + LAST
        self.sunk = max(0.0, -float(self.levels().min()))  # below 0, where nothing can be read
        self.ground = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
        self.shafts = VMobject(stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH)
        self.heads = VMobject(fill_color=theme.walker, fill_opacity=1, stroke_width=0)
        super().__init__(self.ground, self.shafts, self.heads)
        self.follow()
        self.add_updater(ErrorStack.follow)

    def levels(self) -> Array:
        """Return where each arrow begins and ends, as they are when all are there, (n, 2)."""
        turn = 2 * self.turned.get_value() - 1
        heights = np.where(self.errors < 0, -self.errors * turn, self.errors)
        ends = np.cumsum(heights)
        return np.stack([ends - heights, ends], axis=-1)

    @property
    def total(self) -> float:
        """Where the last arrow ends."""
        return float(self.levels()[-1, 1])

    def foot(self) -> float:
        """Return how high in the frame the first arrow begins."""
        lifted = (1 - self.turned.get_value()) * self.sunk * self.plot.scale_unit
        return float(self.plot.at((0, 0))[1] + lifted)

    def places(self) -> Array:
        """Return the ends of the arrows in the frame, (n, 2, 3)."""
        levels = self.foot() + self.levels() * self.plot.scale_unit
        across = np.broadcast_to(self.columns[:, None], levels.shape)
        return np.stack([across, levels, 0 * levels], axis=-1)

    def follow(self) -> "ErrorStack":
        """Show as much as is built, turned as far as it is."""
        foot, last = self.foot(), self.columns[-1]
        ends = np.array([[LEFT_EDGE - 0.2, foot, 0], [last + 0.3, foot, 0]])
        self.ground.set_points_as_corners(ends)
        shares = np.clip(self.built.get_value() - np.arange(len(self.errors)), 0, 1)
        places = self.places()
        tails = places[:, 0]
        tips = tails + shares[:, None] * (places[:, 1] - tails)
        lengths = (tips - tails)[:, 1]
        seen = np.abs(lengths) > 1e-6
        heads = np.sign(lengths) * np.minimum(np.abs(lengths), TIP)
        necks = tips - heads[:, None] * UP
        self.shafts.points = straight_pieces(np.stack([tails, necks], axis=1)[seen])
        half = 0.5 * np.abs(heads)[:, None] * RIGHT
        around = np.stack([necks - half, tips, necks + half], axis=1)[seen]
        edges = np.stack([around, np.roll(around, -1, axis=1)], axis=2)
        self.heads.points = straight_pieces(edges)
        return self

    def build(self) -> Any:
        """Return the animation in which one after the other is put on the one before."""
        building: Any = self.built.animate
        return building(rate_func=linear).set_value(len(self.errors))

    def turn_up(self) -> Any:
        """Return the animation in which all that points down comes to point up."""
        return self.turned.animate.set_value(1)

    def readings(self) -> VGroup:
        """Return the numbers of the arrows and their sum, and what share the largest has of it.

        The share is said when all point up.
        """
        numbers = self.numbers()
        share = [self.share(numbers)] if self.turned.get_value() > 0.5 else []
        return VGroup(numbers, self.reading(), *share)

    def numbers(self) -> VGroup:
        """Return the numbers of the arrows, on their right where the next one leaves room.

        Elsewhere a number stands beyond the tip.
        """
        plain = self.turned.get_value() > 0.5
        found = VGroup()
        places, largest = self.places(), int(np.argmax(np.abs(self.errors)))
        for i, (error, (tail, tip)) in enumerate(zip(self.errors, places, strict=True)):
            value = error / self.plot.unit
            shown = number(abs(value), 3) if plain else signed(value)
            label = formula(shown, SMALL_SIZE).next_to((tail + tip) / 2, RIGHT, buff=BESIDE)
            if tip[1] > tail[1]:
                label.set_y(min(label.get_y(), tip[1] - BELOW_TIP - label.height / 2))
            bracketed = plain and i == largest < len(self.errors) - 1
            if not bracketed and _is_clear(label, places[i + 1 :]):
                found.add(label)
            else:
                label.next_to(tip, UP if tip[1] >= tail[1] else DOWN, buff=BEYOND)
                found.add(label.set_x(tip[0] + OVERHANG, RIGHT))  # clear of the next one
        return found

    def reading(self) -> VMobject:
        """Return the sum, beyond the end of the last arrow: of e, or of |e| when all point up."""
        (tail, tip), total = self.places()[-1], self.total / self.plot.unit
        value = number(total, 3, scale=float(np.abs(self.errors).max()) / self.plot.unit)
        summed = "abs(e)" if self.turned.get_value() > 0.5 else "e"
        shown = formula(f'"sum of" {summed} = {value}', SMALL_SIZE)
        shown.next_to(tip, DOWN if tip[1] < tail[1] else UP, buff=0.14)
        return shown.shift(min(0.0, RIGHT_EDGE - float(shown.get_right()[0])) * RIGHT)

    def verdict(self) -> VMobject:
        """Return what becomes of errors up and down, in words above all arrows."""
        words = text("up and down cancel", SMALL_SIZE)
        words.next_to((self.columns[0], self.places()[..., 1].max(), 0), UP, buff=HEADROOM)
        return words.align_to((RIGHT_EDGE, 0, 0), RIGHT)

    @property
    def largest_share(self) -> float:
        """The share that the largest error has in the sum of all sizes."""
        return float(np.abs(self.errors).max() / np.abs(self.errors).sum())

    @property
    def largest(self) -> str:
        """The largest error, as its number says it."""
        return signed(float(self.errors[np.argmax(np.abs(self.errors))]) / self.plot.unit)

    def share(self, numbers: VGroup) -> VGroup:
        """Return a bracket beside the largest error when all point up, with its share of the sum.

        It is on the right, where all arrows begin higher, but that of the last is on the left, if
        it is long enough; else the share alone stands below its number.
        """
        largest = int(np.argmax(np.abs(self.errors)))
        side = LEFT if largest == len(self.errors) - 1 else RIGHT
        total = number(self.total / self.plot.unit, 3)
        shown = formula(f'"{percent(self.largest_share)} of {total}"', SMALL_SIZE)
        start, end = self.places()[largest]
        if side is LEFT and end[1] - start[1] < ROOMY:
            shown = formula(percent(self.largest_share), SMALL_SIZE)
            return VGroup(shown.next_to(numbers[-1], DOWN, buff=0.18))
        line = bracket(start, end, side)
        return VGroup(line, shown.next_to(line, side, buff=0.14))


def _is_clear(label: VMobject, arrows: Array) -> bool:
    """Say whether a label beside an arrow touches none of the later `arrows`, (n, 2, 3).

    Room is left for their numbers beyond their tips, but for that of the last, which is beside it.
    """
    last = np.arange(len(arrows)) == len(arrows) - 1
    left = arrows[:, 0, 0] - np.where(last, 0.5 * TIP, label.width - OVERHANG)
    room = np.where(last, 0.0, label.height + BEYOND)
    tails, tips = arrows[..., 1].T
    ends = tips + np.where(tips < tails, -room, room)
    low, high = np.minimum(tails, ends), np.maximum(tails, ends)
    level = (low < label.get_top()[1] + SLIGHT) & (label.get_bottom()[1] - SLIGHT < high)
    return not ((left < label.get_right()[0]) & level).any()
