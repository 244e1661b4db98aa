"""A flat place of n directions as a row of cups and caps: along each it curves up or down."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, ValueTracker, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.animations import eased
from scenes.kit.landscape.ground_marks import LINE_POINTS
from scenes.kit.symbols import sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.text import text

Array = NDArray[np.float64]
BESIDE = np.array([3.3, -0.6]), 2.2, 1.7  # where the first glyph stands, their pitch, their size
LARGE = np.array([-4.2, 0.6]), 3.4, 2.7  # the same in the middle of the left part of the frame
ROW = np.array([-2.1, 2.95]), 1.0, 0.85  # the same for a row at the top of the frame
BELOW = np.array([3.3, -2.3])  # of the frame: where it is said what the place is, below the glyphs,
UNDER = np.array([-3.4, -1.75])  # … below the large ones
BASE = 0.13  # from the middle of a sign down to the line on which words stand beside it
BEFORE = 0.4  # from words before the row to the first glyph
AFTER = 0.55  # … and behind the row: how far from the end of the last glyph
TALL = 0.42  # how far the ends of a glyph are above or below its middle, at most
LEAST, BEND = 0.35, 0.8  # the share of it that the smallest curvature has; how soon it has all
NAMES = 0.25  # from the lowest end of a glyph down to the middle of its name
TURNED = 0.55  # of the time from one place to the next, in which the curves turn; then they rest
KINDS = {"minimum": "a valley", "saddle": "a pass", "top": "a hilltop"}


def kind_of_place(curvatures: ArrayLike) -> str:
    """Return the meaning of a flat place with these curvatures: "minimum", "saddle" or "top"."""
    up = np.asarray(curvatures) > 0
    return "minimum" if up.all() else "saddle" if up.any() else "top"


def bend(curvatures: Array) -> Array:
    """Return how far glyphs of these curvatures are bent, of what they can be, up or down."""
    return np.sign(curvatures) * (LEAST + (1 - LEAST) * np.tanh(BEND * np.abs(curvatures)))


class CupsAndCaps(VGroup):
    """Flat places, one after the other, each as a row of curves: cups along which it rises, caps.

    `places` are the curvatures of each, the largest first; a place may have more than the one
    before. How far a curve bends grows with the curvature, but never beyond its room. With `here`
    the first place is one that changes: it has the curvatures that `here` then returns.
    Trackers: `now`, the number of the place that is shown; between two whole numbers the curves
    turn into each other and rest. `moved`, how far the row has come from beside a block of ground,
    0, to where it is large, 1, and to the top of the frame, 2. `come` says for each of the first
    curves how much of it is there: with `sources`, lines in the frame, (n, 3), it flies in as that
    line. `standing` is how much is there of the walkers that rest on them, and of the verdict.
    """

    def __init__(
        self,
        places: Sequence[ArrayLike],
        sources: Sequence[Array] = (),
        here: Callable[[], Array] | None = None,
    ) -> None:
        self.places, self.here = [np.asarray(place, dtype=float) for place in places], here
        most = max(map(len, self.places))
        self.sources = list(sources)
        self.now, self.moved = ValueTracker(0.0), ValueTracker(0.0 if self.sources else 2.0)
        self.standing = ValueTracker(1.0)
        self.come = [ValueTracker(0.0) for _ in self.sources]
        self.curves = VGroup(
            *(VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH) for _ in range(most))
        )
        self.dots = VGroup(*(sign("walker", DOT_RADIUS) for _ in range(most)))
        super().__init__(self.curves, self.dots)
        self._shown: tuple[float, ...] = ()
        self.follow()
        self.add_updater(lambda row: row.follow())

    def follow(self) -> "CupsAndCaps":
        """Draw the curves as the trackers say."""
        trackers = self.now, self.moved, self.standing, *self.come
        if self.here:
            self.places[0] = np.asarray(self.here())
        now = *(float(tracker.get_value()) for tracker in trackers), *self.places[0]
        if now == self._shown:
            return self
        self._shown = now
        bends, there = self._present()
        first, pitch, size = (self.between(BESIDE[i], LARGE[i], ROW[i]) for i in range(3))
        standing = float(self.standing.get_value())
        across = np.linspace(-0.5, 0.5, LINE_POINTS)
        for i, (curve, dot) in enumerate(zip(self.curves, self.dots, strict=True)):
            middle = first + np.array([i * float(pitch), 0])
            up = TALL * bends[i] * (2 * across) ** 2
            points = np.stack([across, up, 0 * up], axis=-1) * size
            points[:, :2] += middle
            flown = float(self.come[i].get_value()) if i < len(self.come) else 1.0
            if flown < 1:
                points = flown * points + (1 - flown) * self.sources[i]
            seen = there[i] * float(flown > 0)
            curve.set_points_as_corners(points).set_stroke(opacity=seen)
            landed = there[i] * standing * float(np.clip(20 * flown - 19, 0, 1))
            dot.move_to((*middle, 0)).shift(DOT_RADIUS * UP).set_fill(opacity=landed)
            dot.set_stroke(opacity=landed, background=True)
        return self

    def between(self, beside: Any, large: Any, row: Any) -> Array:
        """Return what is said of the three places of the row, as far as it has moved on."""
        way = float(np.clip(self.moved.get_value(), 0, 2))
        here, there = (beside, large) if way < 1 else (large, row)
        share = way if way < 1 else way - 1
        return np.asarray((1 - share) * np.asarray(here) + share * np.asarray(there))

    def _present(self) -> tuple[Array, Array]:
        """Return how far each curve is bent now, −1 to 1, and how much of it is there, (most,)."""
        before, after, turned = self.turning()
        bends, there = (np.zeros((2, len(self.curves))) for _ in range(2))
        for row, place in enumerate((self.places[before], self.places[after])):
            bends[row, : len(place)] = bend(place)
            there[row, : len(place)] = 1
        turned = float(eased(np.array(turned)))
        come, gone = there[1] * max(2 * turned - 1, 0), there[0] * max(1 - 2 * turned, 0)
        shown = np.where(there.all(axis=0), 1, come + gone)
        return np.array([1 - turned, turned]) @ bends, shown

    def turning(self) -> tuple[int, int, float]:
        """Return the numbers of two places, and how much of the first has become the second."""
        now = float(np.clip(self.now.get_value(), 0, len(self.places) - 1))
        before = int(now)
        after = min(before + 1, len(self.places) - 1)
        return before, after, min((now - before) / TURNED, 1.0)

    def end(self) -> Array:
        """Return where the row at the top of the frame ends, (2,): it makes room for more first."""
        before, after, turned = self.turning()
        fewer, more = len(self.places[before]), len(self.places[after])
        share = 2 * turned if fewer < more else 2 * turned - 1
        long = fewer + (more - fewer) * float(eased(np.array(np.clip(share, 0, 1))))
        first, pitch, size = ROW
        return np.asarray(first + np.array([(long - 1) * pitch + size / 2, 0]))

    def fly_in(self) -> list[Any]:
        """Return the animations in which curves come from where their sources are."""
        return [come.animate.set_value(1.0) for come in self.come]

    def come_forward(self) -> Any:
        """Return the animation in which the row goes where it is large."""
        return self.moved.animate.set_value(1.0)

    def line_up(self) -> Any:
        """Return the animation in which the row goes to the top of the frame."""
        return self.moved.animate.set_value(2.0)

    def go(self, number: int) -> Any:
        """Return the animation in which the place with this number is reached, one by one."""
        going: Any = self.now.animate
        return going(rate_func=lambda share: share).set_value(float(number))

    def depart(self) -> Any:
        """Return the animation in which the walker leaves the place, and with it the verdict."""
        return self.standing.animate.set_value(0.0)

    def arrive(self) -> Any:
        """Return the animation in which the walker rests again, and the verdict is back."""
        return self.standing.animate.set_value(1.0)

    def names(self, *said: str) -> VGroup:
        """Return a name for each of the first curves, below it, where the row is now."""
        first, pitch, size = (self.between(BESIDE[i], LARGE[i], ROW[i]) for i in range(3))
        names = VGroup()
        for i, words in enumerate(said):
            at = first[0] + i * pitch, first[1] - TALL * size - NAMES
            names.add(text(words, SMALL_SIZE).move_to((*at, 0)))
        return names

    def heading(self, said: str) -> Any:
        """Return words before the row at the top of the frame; the first glyph has no descender."""
        (x, y), _, size = ROW
        words = text(said, SMALL_SIZE).move_to((x - size / 2 - BEFORE, y, 0), RIGHT)
        return on_base_line(words, 0, y - BASE)

    def verdict(self) -> "PlaceVerdict":
        """Return what the present place is, beside the row at the top of the frame."""
        return PlaceVerdict(self)


class PlaceVerdict(VGroup):
    """The sign of a valley, a pass or a hilltop, and the word, for the place that `row` shows.

    It is below the curves, and behind the last of them at the top of the frame.
    """

    def __init__(self, row: CupsAndCaps) -> None:
        self.row = row
        self.at = np.zeros(3)
        self._shown: tuple[float, ...] = ()
        super().__init__()
        for meaning, said in KINDS.items():
            mark, words = sign(meaning, 0.2), text(said, TEXT_SIZE)
            words.move_to((0.45, 0, 0), LEFT)
            self.add(VGroup(mark, on_base_line(words, 0, -BASE)))
        self.follow()
        self.add_updater(lambda verdict: verdict.follow())

    @property
    def kinds(self) -> list[str]:
        """What each place is: "minimum", "saddle" or "top"."""
        return [kind_of_place(place) for place in self.row.places]

    def mark_of(self, kind: str) -> Any:
        """Return the sign of a kind of place."""
        return self[list(KINDS).index(kind)][0]

    def place(self) -> Array:
        """Return where it begins, (2,): to behind the row it comes round the last curve."""
        up = float(np.clip(self.row.moved.get_value() - 1, 0, 1))
        if not up:
            return self.row.between(BELOW, UNDER, UNDER)
        share = np.array([min(2 * up, 1), up**2])
        return np.asarray((1 - share) * UNDER + share * (self.row.end() + np.array([AFTER, 0])))

    def follow(self) -> "PlaceVerdict":
        """Show what the place is; while it turns into another one of another kind, nothing."""
        trackers = self.row.now, self.row.moved, self.row.standing
        told = *(float(tracker.get_value()) for tracker in trackers), *self.row.places[0]
        if told == self._shown:
            return self  # so that it can be faded in and out
        self._shown = told
        at = np.append(self.place(), 0)
        self.shift(at - self.at)
        self.at = at
        before, after, turned = self.row.turning()
        kinds = [kind_of_place(self.row.places[place]) for place in (before, after)]
        same = kinds[0] == kinds[1]
        kind = kinds[round(turned)]
        shown = 1.0 if same else float(np.clip(4 * abs(turned - 0.5) - 1, 0, 1))
        standing = float(self.row.standing.get_value())
        for meaning, part in zip(KINDS, self, strict=True):
            part.set_opacity(shown * standing * (meaning == kind))
            _keep_hollow(part[0], meaning)
        return self


def _keep_hollow(mark: Any, meaning: str) -> None:
    """Take the face again from signs that are drawn with lines alone."""
    if meaning != "top":
        mark.set_fill(opacity=0)
