"""How the ranking changes from race to race: a line for each entrant, with its steps."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    ManimColor,
    Rectangle,
    RoundedRectangle,
    ValueTracker,
    VGroup,
    VMobject,
    interpolate_color,
    linear,
)
from numpy.typing import NDArray

from scenes.kit.animations import eased
from scenes.kit.arguments import checked
from scenes.kit.maps.trails import dashes, straight_pieces
from scenes.kit.race.entrants import ENTRANTS
from scenes.kit.race.tuned import Race, Runner
from scenes.kit.race.words import listed
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.text import text

Array = NDArray[np.float64]
TOP, PITCH = 2.2, 0.75  # of the places of the signs: the first row; from row to row
MARGINS = -6.35, 6.35  # where the names begin on the left, and end on the right
TITLES = 2.85  # the base line of the titles
FAINT = 0.28  # how near the background the signs of those are who have not arrived
FRAMED = 0.57  # side of the frame about who is first
BESIDE, MARGIN = 0.45, 0.1  # from a sign to its steps, and from these to where its line begins
SOON = 0.12  # of a column: so long before a line arrives there, the signs begin to appear
NEVER = "—"  # instead of the steps of who has not arrived


class RankChart(VGroup):
    """The places of all entrants in some `races`, first on top, with the steps that they took.

    Those who have not arrived are faint. `names` stand at the beginning, `last_names` at the end,
    `titles` above. `drawn` is a tracker of how many races are shown. With `homes`, where they have
    been, signs come from there. The `caveat` stands below all.
    """

    @checked
    def __init__(
        self,
        races: Sequence[Race],
        titles: Sequence[str],
        homes: Sequence[Array] = (),
        caveat: str = "",
    ) -> None:
        self.races = list(races)
        self.homes = homes
        names, last_names = (
            [text(one.name, SMALL_SIZE, one.ink) for one in ENTRANTS] for _ in range(2)
        )
        broad = max(name.width for name in names) + BESIDE
        *taken, broadest = (
            BESIDE + max(steps_of(runner).width for runner in race.runners) for race in self.races
        )
        self.ends = MARGINS[0] + broad, MARGINS[1] - broad - broadest
        self.reach = max(taken) + MARGIN  # from a sign to where its line begins to rise or fall
        self.taken_up = ValueTracker(0.0 if len(homes) else 1.0)
        self.drawn = ValueTracker(0.0)
        rankings = [race.ranking for race in self.races]
        self.rows = np.array([[order.index(i) for order in rankings] for i in range(len(ENTRANTS))])
        self.lines = VGroup(
            *(VMobject(stroke_color=one.ink, stroke_width=PATH_WIDTH) for one in ENTRANTS)
        )
        self.signs = VGroup()
        self.columns: list[int] = []  # of each sign
        for column, race in enumerate(self.races):
            parts = self._column(column, race)
            self.signs.add(*parts)
            self.columns += len(parts) * [column]
        self.outlines = [mark.points.copy() for mark in self.signs]
        self._looks = [(one.get_fill_opacity(), one.get_stroke_opacity()) for one in self.signs]
        self._heads = [one.sign().points for one in ENTRANTS]
        self.titles = VGroup(
            *(
                standing(text(title, SMALL_SIZE), (self.place(0, column)[0], TITLES))
                for column, title in enumerate(titles)
            )
        )
        last = len(self.races) - 1
        for i, (name, last_name) in enumerate(zip(names, last_names, strict=True)):
            name.next_to(self.place(i, 0), LEFT, BESIDE)
            last_name.next_to(self.place(i, last), RIGHT, BESIDE + broadest)
        self.names, self.last_names = VGroup(*names), VGroup(*last_names)
        limits = list(dict.fromkeys(str(race.steps) for race in self.races))
        told = (
            f"steps until arrival; {NEVER}: not within {listed(limits, 'or')} steps, by loss left"
        )
        lines = [text(line, SMALL_SIZE, theme.muted) for line in (told, caveat) if line]
        self.note = VGroup(*lines).arrange(DOWN, buff=0.12)
        foot = TOP - (len(ENTRANTS) - 0.42) * PITCH
        self.note.move_to((sum(MARGINS) / 2, foot, 0), UP)
        self.heads = VGroup(*(one.sign() for one in ENTRANTS))
        super().__init__(self.lines, self.signs, self.heads)
        self.follow()
        self.add_updater(lambda chart: chart.follow())

    def _column(self, column: int, race: Race) -> list[Any]:
        """Return the shapes of the signs of a race, of their steps, and about the first a frame."""
        frame = RoundedRectangle(
            corner_radius=0.1, width=FRAMED, height=FRAMED, fill_color=theme.background,
            fill_opacity=1, stroke_color=theme.ink, stroke_width=PATH_WIDTH / 2,
        )  # fmt: skip
        parts: list[Any] = []
        for i, (entrant, runner) in enumerate(zip(ENTRANTS, race.runners, strict=True)):
            place = self.place(i, column)
            mark = entrant.sign().move_to(place)
            if runner.arrival is None:
                faint(mark)
            steps = steps_of(runner).next_to(place, RIGHT, BESIDE)
            plate = Rectangle(
                width=self.reach, height=steps.height + MARGIN,
                fill_color=theme.background, fill_opacity=1, stroke_width=0,
            ).move_to(place, LEFT)  # fmt: skip
            first = [frame.move_to(place)] if i == race.ranking[0] else []
            parts += [plate, *first, mark, *steps.family_members_with_points()]
        return parts

    def take_up(self) -> Any:
        """Return the animation in which the sign of each entrant goes from home to its place."""
        going: Any = self.taken_up.animate
        return going.set_value(1.0)

    def draw(self) -> Any:
        """Return the animation that draws the lines, from the first race to the last."""
        going: Any = self.drawn.animate
        return going(rate_func=linear).set_value(len(self.races) - 1)

    def place(self, which: int, column: float) -> Array:
        """Return where an entrant stands in the race `column`, or between two of them."""
        row = float(np.interp(column, self.bends, np.repeat(self.rows[which], 2)))
        x = self.ends[0] + column / (len(self.races) - 1) * (self.ends[1] - self.ends[0])
        return np.array([x, TOP - row * PITCH, 0.0])

    @property
    def bends(self) -> list[float]:
        """Where lines bend: at each race, and past the steps that stand beside its signs."""
        last = len(self.races) - 1
        past = self.reach * last / (self.ends[1] - self.ends[0])
        return [column + more for column in range(last + 1) for more in (0, past)]

    def _grown(self, reached: float) -> float:
        """Return how large the head of a line is: it grows where the line begins, past the steps.

        At a race it is behind the sign that stands there.
        """
        last = len(self.races) - 1
        column = min(int(reached), last)
        past = self.reach * last / (self.ends[1] - self.ends[0])
        return 1.0 if reached == column else float(eased((reached - column - past) / SOON))

    def follow(self) -> "RankChart":
        """Draw the lines as far as they have got, and the signs of the races that they reach."""
        reached, taken_up = float(self.drawn.get_value()), float(self.taken_up.get_value())
        for i, line in enumerate(self.lines):
            stops = [*(bend for bend in self.bends if bend < reached), reached]
            places = np.array([self.place(i, column) for column in stops])
            pieces = np.stack([places[:-1], places[1:]], axis=1)
            dash = ENTRANTS[i].dash
            line.points = straight_pieces(dashes(pieces, dash) if dash else pieces)
        for i, head in enumerate(self.heads):
            place = self.place(i, reached)
            if taken_up < 1:
                place = self.homes[i] + taken_up * (place - self.homes[i])
            outline = self._heads[i] * self._grown(reached) + place
            arrived = reached >= len(self.races) - 1
            head.points = outline[: 0 if arrived else len(outline)]
        near = [float(eased(1 + (taken_up - 1) / SOON))]
        near += [float(eased(1 + (reached - i) / SOON)) for i in range(1, len(self.races))]
        signs = zip(self.signs, self.outlines, self._looks, self.columns, strict=True)
        for mark, outline, (inside, edge), column in signs:
            share = near[column]
            mark.points = outline[: len(outline) if share else 0]
            mark.set_fill(opacity=share * inside).set_stroke(opacity=share * edge)
        return self


def steps_of(runner: Runner) -> VMobject:
    """Return the steps after which a runner has arrived, as they are written."""
    return text(NEVER if runner.arrival is None else str(runner.arrival), SMALL_SIZE)


def faint(mark: VMobject) -> VMobject:
    """Bring the colors of a sign near the background, and return it."""
    colors = mark.get_fill_color(), mark.get_stroke_color()
    inside, edge = (
        interpolate_color(ManimColor(color), ManimColor(theme.background), FAINT)
        for color in colors
    )
    return mark.set_fill(inside, 1).set_stroke(edge)


def standing(words: VMobject, place: tuple[float, float]) -> VMobject:
    """Put words about an x, with the foot of their first letter on a base line; return them."""
    first, *_ = words.family_members_with_points()
    across, base = place[0] - float(words.get_x()), place[1] - float(first.get_bottom()[1])
    return words.shift((across, base, 0.0))
