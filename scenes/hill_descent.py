"""Scene 5 of the shelf: water draws the map of sin x sin y, and hikers walk on both."""

from manim import smooth
from manim.utils.rate_functions import ease_in_out_sine, ease_in_quad

from gd_math import descend, random_starts
from scenes.kit import (
    TOP_RIGHT,
    Lesson,
    TwoViews,
    Walk,
    appear,
    check_arrival,
    check_place,
    leave,
    loss_of,
    optimizer_of,
    window,
)

LOSS = "HILLS"  # the ground: a name of gd_math.losses, or a formula such as "x**2 + 3*y**2"
SHOWN = 0.5  # of its domain that is shown, about the middle (0.35 to 1)
HEIGHT = 0.3  # of the ground, as a share of its longer side; drawn, not measured (0.1 to 0.35)
START = (1.326, 0.884)  # where the first hiker stands, here on the ring 0.75
OPTIMIZER = "gradient_descent"  # how all of them walk: a name of gd_math.optimizers
LEARNING_RATE = 0.8  # α: how much of the gradient one step takes
HIKERS = 5  # walks let go at once, from random starts (2 to 12)
STEPS = 40  # of each walk, at most; it ends where it arrives (10 to 300)
SEED = 26  # draws the random starts (any whole number)


class HillDescent(Lesson):
    """Reading a map of hills.

    Hills on the left, their map on the right, which has nothing but rings. Water rises in the
    hollows, and its shoreline draws the map: a line at each height, which is written on it. A
    hiker walks down in both pictures at once, and each step leaves its ring at a right angle. Seen
    from straight above, without perspective, the hills slide under their map and fit.
    """

    def construct(self) -> None:
        loss = window(loss_of("LOSS", LOSS), SHOWN)
        optimizer = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        check_place("START", START, loss)
        path = descend(loss, optimizer, START, STEPS)
        check_arrival("START", path, loss)
        plain = OPTIMIZER == "gradient_descent"
        views = TwoViews(loss, HEIGHT)
        crowd = descend(loss, optimizer, random_starts(loss, 30 * HIKERS, SEED), STEPS)
        walks, hiker = views.spread_out(crowd, HIKERS), Walk(path)
        squares = views.right_angles(path, 2 if plain else 0, walks)
        heights = views.heights([hiker, *walks], squares)
        facts = views.inward(path)
        self.add(views.stage, squares, heights, views.heading())

        self.beat("Left the hills, right their map: only rings.")
        self.play(views.turn_in(), run_time=3.4)

        self.ask("What do the rings mean?", at=TOP_RIGHT)
        water = views.level_mark()
        self.play(views.flood(), appear(water), run_time=0.7)
        self.play(views.rise_to(views.levels[0]), run_time=1.3)
        self.answer("Shorelines: along each the ground is equally high.")
        higher = views.levels[len(views.levels) // 3 or -1]
        self.play(views.rise_to(higher), run_time=3.8, rate_func=ease_in_out_sine)

        self.ask("Hill or hollow: what tells?", at=TOP_RIGHT)
        self.play(views.rise_to(views.highest), run_time=3.4, rate_func=ease_in_out_sine)
        self.play(views.drain(), run_time=1.3)
        self.play(leave(water), run_time=0.2)
        for fact in facts:
            self.play(views.line_through(fact.outer), run_time=0.5)
            self.play(views.line_through(fact.inner), appear(fact.words), run_time=1.2)
            if fact is facts[0]:
                self.answer(" ".join(each.said for each in facts))
            self.play(views.without_line(), run_time=0.3)
        if not facts:
            self.answer("Hollows are under water first, hills last.")
        first = views.hikers([hiker])
        if facts:
            self.play(leave(fact.words for fact in facts), run_time=0.3)

        where = "Straight down: what angle to the ring?" if plain else "Where does a hiker go?"
        come = [first.appear(), views.line_through(path.x[0])]
        self.ask(where, at=TOP_RIGHT, show=come)
        self.play(first.go(1, smooth), run_time=1.1)
        if plain:
            self.play(squares.draw(1), run_time=0.6)
            self.answer("At a right angle to its ring.")
        else:
            self.answer("Across the rings, to lower ground.")
        for count, i in enumerate(squares.stops[1:], 2):
            self.play(first.go(i), views.without_line(), run_time=0.7)
            self.play(views.line_through(path.x[i]), run_time=0.5)
            self.play(first.go(i + 1, smooth), run_time=1.1)
            self.play(squares.draw(count), run_time=0.6)
        self.play(views.without_line(), first.go(first.arrival), run_time=0.9)
        self.play(views.rings(path.x[-1:]), run_time=0.6)

        self.beat(f"{HIKERS} more, from anywhere: into a hollow?")
        hikers = views.hikers(walks)
        self.play(hikers.appear(), run_time=0.6)
        self.wait(1.4)
        self.play(hikers.go(hikers.arrival, ease_in_quad), run_time=3)
        if rings := views.rings([walk.position for walk in walks]):
            self.play(rings, run_time=0.7)

        self.beat("All of them. Now look straight down: do the hills fit their map?")
        self.play(views.look_down(), run_time=6.6)
        self.play(views.slide_under(), run_time=4.4)

        self.beat("They fit: the map is the view from straight above.")
        self.play(views.heading_again(), run_time=0.5)
        step = "A step: square to its ring." if plain else "A walk: to the innermost ring."
        told = "Rising inward: a hill.", "Falling inward: a hollow."
        for row in views.key("A ring: one height.", *told, step, "Its end: a minimum."):
            self.play(appear(row), run_time=0.5)
