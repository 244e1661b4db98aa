"""Scene 5 of the shelf: water draws the map of sin x sin y, and hikers walk on both."""

from manim import LEFT, FadeIn, FadeOut, smooth
from manim.utils.rate_functions import ease_in_out_sine

from gd_math import descend, minimum_reached, random_starts
from scenes.kit import (
    SMALL_SIZE,
    TITLE_SIZE,
    TOP,
    TOP_LEFT,
    Form,
    Lesson,
    Number,
    TwoViews,
    Walk,
    appear,
    check_arrival,
    check_place,
    fitted,
    formula,
    leave,
    loss_of,
    optimizer_of,
    tag,
    window,
)

LOSS = "HILLS"  # the ground: a name of gd_math.losses, or a formula such as "x**2 + 3*y**2"
SHOWN = 0.5  # of its domain that is shown, about the middle (0.2 to 1)
HEIGHT = 0.26  # of the ground, as a share of its longer side; drawn, not measured (0.1 to 0.35)
START = (1.2, 0.75)  # where the first hiker stands, on a slope
OPTIMIZER = "gradient_descent"  # how all of them walk: a name of gd_math.optimizers
LEARNING_RATE = 0.5  # α: how much of the gradient one step takes
HIKERS = 8  # walks let go at once, from random starts (2 to 12)
STEPS = 40  # of each walk, at most; it ends where it arrives (10 to 300)
SEED = 4  # draws the random starts (any whole number)


class HillDescent(Lesson):
    """Reading a map of hills.

    Hills on the left, their map on the right, which has nothing but rings. Water rises in the
    hollows, and its shoreline draws the map: a line at each height. Hikers walk down in both
    pictures at once, square across the rings, and take a color where they come to rest. Seen from
    straight above and pressed flat, the hills slide onto their map and fit.
    """

    def construct(self) -> None:
        loss = window(loss_of("LOSS", LOSS), SHOWN)
        optimizer = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        check_place("START", START, loss)
        path = descend(loss, optimizer, START, STEPS)
        check_arrival("START", path, loss)
        across = "Square: each step leaves its line of equal height at a right angle."
        if OPTIMIZER != "gradient_descent":
            across = "Toward lower rings, and to rest in the innermost."
        views = TwoViews(loss, HEIGHT)
        self.add(views.stage)
        rings = views.rings()

        self.beat("On the left hills, on the right their map: nothing but rings.")
        self.play(FadeIn(rings), views.turn_in(), run_time=3)

        self.ask("What do the rings mean?")
        form = Form.of([views.lowest, views.highest], 2)
        water = Number(views.level.get_value, size=SMALL_SIZE, **form._asdict())
        reading = tag(formula('"height" f =', SMALL_SIZE), water).move_to(TOP_LEFT, LEFT)
        self.play(FadeOut(rings), views.flood(), appear(reading))
        self.play(views.rise_to(views.map.levels[0]), run_time=1.6)
        self.wait(0.3)
        self.answer("Shorelines: all along each of them the ground is equally high.")
        middle = len(views.map.levels) // 2 - 1
        self.play(views.rise_to(views.map.levels[middle]), run_time=4.5, rate_func=ease_in_out_sine)

        self.ask("And round a hill?")
        self.play(views.rise_to(views.map.levels[-1]), run_time=4, rate_func=ease_in_out_sine)
        self.answer("The shores of islands. Hill or hollow: that only the heights tell.")
        self.wait(0.5)
        self.play(views.drain(), run_time=2)
        heights = views.heights()
        self.add(heights)
        self.play(leave(reading), appear(heights))

        self.ask("How does the way down cross the rings?")
        self.play(leave(heights))
        first = views.hikers([Walk(path)])
        self.play(first.appear(), views.line_under(first.walks[0]))
        for taken in (1, 2, 3):
            self.play(first.go(taken, smooth), run_time=0.6)
            self.wait(0.2)
        self.answer(across)
        self.play(first.go(first.arrival), run_time=2.5)
        self.play(views.without_line(), run_time=0.5)

        crowd = descend(loss, optimizer, random_starts(loss, 30 * HIKERS, SEED), STEPS)
        self.beat(f"Let {HIKERS} more go, on both: they take a color where they come to rest.")
        hikers = views.hikers(views.spread_out(crowd, HIKERS))
        self.play(hikers.appear())
        self.play(
            hikers.go(hikers.arrival), views.rise_above(58), run_time=4, rate_func=ease_in_out_sine
        )
        found = {int(i) for i in minimum_reached(loss, [w.position for w in hikers.walks])}
        self.play([views.ring(i) for i in found])

        self.ask("Do the hills fit their map?")
        self.play(views.look_down(), views.trace(), run_time=6, rate_func=ease_in_out_sine)
        self.play(views.without_line(), views.flatten(), run_time=1.2)
        header = fitted(formula(f"f(x, y) = {loss.formula}", TITLE_SIZE), 12)
        self.play(views.lay_together(), run_time=2)
        self.answer("Line on line: the map is the view from straight above.")
        self.play(appear(header.move_to(TOP)))
