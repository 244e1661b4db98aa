"""Scene 5 of the shelf: many walks down sin x sin y, in a landscape and on its map at once."""

from collections import Counter

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, UR, VGroup, smooth
from manim.utils.rate_functions import ease_in_out_sine

from gd_math import (
    basins_of_attraction,
    descend,
    losses,
    minimum_reached,
    optimizers,
    random_starts,
)
from scenes.kit import (
    TITLE_SIZE,
    Lesson,
    TwoViews,
    Walk,
    appear,
    fitted,
    formula,
    heading,
    leave,
    multiples_of_pi,
    number,
    tag,
    text,
    theme,
    update_rule,
    walks_inside,
    watersheds,
)

START = (1.15, 1.0)  # where the first hiker stands; a hilltop is at (π/2, π/2) = (1.57, 1.57)
NEIGHBOR = (1.0, 1.15)  # where the second stands, on the other side of a watershed
LEARNING_RATE = 0.5  # α: how much of the gradient one step takes (0.2 to 0.88)
HIKERS = 12  # walks let go at once, from random starts (3 to 30)
STEPS = 24  # steps of each walk (10 to 100)
SEED = 88  # draws the random starts (any whole number)
HEIGHT = 1.1  # of a hill as it is drawn, in units of x and y; its true height is 1 (0.5 to 1.2)


class HillDescent(Lesson):
    """The same walks, seen two ways.

    Hikers walk down the hills f(x, y) = sin x · sin y, in a landscape and on its map at once: a
    hollow on the left is a nest of rings on the right. Two who start side by side, but on the two
    sides of a watershed, end in different valleys; and from straight above the landscape is the
    map.
    """

    def construct(self) -> None:
        loss, descent = losses.HILLS, optimizers.gradient_descent(LEARNING_RATE)
        pair = descend(loss, descent, [START, NEIGHBOR], STEPS)
        first_end, other_end = basins_of_attraction(loss, descent, pair.x[0], 2000)
        # At a minimum sin x is 1 or −1: of the two kinds of valleys, each adjoins only the other.
        kinds = np.array([np.sin(minimum.x[0]) > 0 for minimum in loss.minima])
        if min(first_end, other_end) < 0 or kinds[first_end] == kinds[other_end]:
            raise ValueError(
                f"START is {START} and NEIGHBOR is {NEIGHBOR}, and they must lead into two valleys "
                "of the map, on the two sides of a watershed"
            )

        self.beat("One range of hills, seen two ways: from the side, and as a map from above.")
        eye = {"azimuth": -118, "elevation": 36, "distance": 29, "focus": (0, -1)}
        views = TwoViews(loss, 5.7, width=6.75, height=8.0, height_scale=HEIGHT, **eye)
        landscape, hills = views.landscape.to_edge(LEFT, buff=0), views.map.move_to(3.39 * RIGHT)
        landscape.mark_size.set_value(1.2)
        header = tag(formula(f"f(x, y) = {loss.formula}", TITLE_SIZE))
        header.to_edge(LEFT, buff=0.6).set_y(3.27)
        border = views.border()
        # What moves comes after what does not, which is drawn only once.
        self.add(hills, multiples_of_pi(hills), landscape, header, border)
        self.play(landscape.look(azimuth=-102, elevation=46, distance=31.5), run_time=4)
        self.play(border.appear(), run_time=2.5)

        self.beat("Lines join places of equal height: a hollow here is a nest of rings on the map.")
        nest = views.nest_of_contours(loss.minima[first_end].x)
        self.add(nest)
        self.play(nest.appear(), run_time=3)

        self.beat("One hiker in both pictures at once: each step goes straight down the slope.")
        self.play(nest.leave(), landscape.look((0.3, 0.1), distance=20), run_time=2)
        rule = update_rule(TITLE_SIZE)
        rate = formula(f"alpha = {number(LEARNING_RATE)}", TITLE_SIZE, theme.walker)
        fitted(rate, hills.width - rule.width - 0.3)
        heading(hills, rate, RIGHT).align_to(heading(hills, rule).select("rate"), DOWN)
        first = views.hikers([Walk(pair.path(0))], theme.walker)
        self.play(first.appear(), appear(rule, rate))
        for taken in (1, 2, 3):
            self.play(first.go(taken, smooth), run_time=0.8)
            self.wait(0.4)
        self.play(first.go(STEPS), run_time=3.5)

        self.beat("A second hiker starts right beside the first. Will it find the same valley?")
        second = views.hikers([Walk(pair.path(1))], theme.second, "gem")
        self.play(second.appear())
        self.wait(1)
        self.play(second.go(STEPS), run_time=4)

        self.beat("No: between them runs a watershed, from top to top over the passes.")
        ridges = views.lines(watersheds(loss), theme.ink)
        self.add(ridges)
        self.play(ridges.appear(), landscape.look((0, -1), distance=31.5), run_time=4)

        crowd = descend(loss, descent, random_starts(loss, 20 * HIKERS, SEED), STEPS)
        found = basins_of_attraction(loss, descent, crowd.x[0], 2000)
        chosen = [i for i in walks_inside(hills, crowd) if found[i] >= 0][:HIKERS]
        self.beat(f"{len(chosen)} hikers at random places. Which valley will each of them find?")
        kin = [w for w in chosen if kinds[found[w]] == kinds[first_end]]
        others = [w for w in chosen if kinds[found[w]] == kinds[other_end]]
        groups = [
            views.hikers([Walk(crowd.path(i)) for i in kin], theme.walker),
            views.hikers([Walk(crowd.path(i)) for i in others], theme.second, "gem"),
        ]
        self.play(leave(first, second))
        self.play(appear(groups))
        self.wait(2)
        for taken, seconds in ((3, 2.5), (STEPS, 4)):
            self.play([group.go(taken) for group in groups], run_time=seconds)

        arrived = Counter(int(i) for i in minimum_reached(loss, crowd.x[-1, chosen]) if i >= 0)
        share = f"{arrived.total()} of {len(chosen)}"
        self.beat(f"{share} reached a minimum: which one, the start decided.")
        result = text(
            f"{share} reached $f = {number(loss.minima[0].value, 3)}$", TITLE_SIZE, theme.good
        )
        tally = VGroup()
        moves = []
        for i, count in arrived.items():
            place = loss.minima[i].x
            moves += views.ring(place, 0.6, theme.good)
            # The number stands above the ring, on the side from which fewer hikers came.
            came = crowd.x[0, [k for k in chosen if found[k] == i], 0].mean() - place[0]
            side = UL if came > 0 else UR
            tally += views.name(formula(f"{count}", TITLE_SIZE), place, side, 0.35)
        self.play(leave(rule, rate), appear(heading(hills, result)), moves)
        self.play(appear(tally))

        self.beat(
            "Seen from straight above, all lies as on the map: the two views are one picture."
        )
        self.play(leave(header), run_time=0.5)
        self.play(views.look_down(), run_time=9, rate_func=ease_in_out_sine)
        self.wait(1)
