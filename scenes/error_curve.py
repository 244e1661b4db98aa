"""Scene 8 of the shelf: the error of a line is a curve over its slope w, with a slope itself."""

import numpy as np
from manim import Create, Restore

from gd_math import datasets, mean_squared_error, restrict
from scenes.kit import (
    PATH_WIDTH,
    DataPlot,
    ErrorAndSlope,
    ErrorSquares,
    Gaps,
    Lesson,
    LineFan,
    LineTable,
    LiveLine,
    Place,
    SlopeWalker,
    StepWalk,
    appear,
    error_meaning,
    leave,
    number,
    unit_points,
)

FORMULA = "sin(x)"  # y at the points, a formula of x
POINTS = 10  # points, evenly spaced (4 to 40)
INTERVAL = (0.0, 9.0)  # from which x to which x
DATA = ""  # a file of other points, two columns such as "points.csv", beside this one
FIRST = (1.0, 0.0)  # slope w and intercept b of the first line (each −2 to 2)
INTERCEPT = 2.0  # b, held while w turns (−5 to 5)
SLOPES = (-20.0, 18.0)  # the least and the largest w that is tried
TRIED = 20  # lines that are tried, evenly spaced in w (8 to 40)
LEARNING_RATE = 0.01  # α: how much of the slope one step takes
STEPS = 10  # steps of the walks (6 to 30)


class ErrorCurve(Lesson):
    """The error curve.

    Turn a line through points, and its mean squared error draws a parabola over its slope w.
    The slope of that parabola is a straight line, which is 0 exactly below the lowest point, below
    0 on its left and above 0 on its right. So steps against the slope lead down from either side.
    """

    def construct(self) -> None:
        data = unit_points("DATA", DATA, datasets.formula_data(FORMULA, 0, POINTS, INTERVAL))
        loss, weights = mean_squared_error(data), np.linspace(*SLOPES, TRIED)
        error = restrict(loss, [0, INTERCEPT], [[1, 0]], ([SLOPES[0]], [SLOPES[1]]))
        guess, pair = Place(FIRST), ErrorAndSlope(error, weights, "MSE")

        plot = DataPlot(data, height=3.7, radius=0.09, lines=[FIRST, (-FIRST[0], INTERCEPT)])
        self.add(guess, plot.fill_frame(), LiveLine(plot, guess))
        self.ask("How wrong is this line?")
        gaps = Gaps(plot, guess).set_stroke(width=PATH_WIDTH, opacity=1)
        squares = ErrorSquares(plot, guess, range(data.samples))
        shown = [FIRST, *((w, INTERCEPT) for w in weights)]
        table = LineTable(loss, guess, shown, name='"MSE"', exact=True)
        self.play(Restore(plot), run_time=0.9)
        self.play(Create(gaps), run_time=0.6)
        meaning = error_meaning(plot, loss, guess, FIRST, '"MSE"')
        self.play(appear(meaning, table), run_time=0.6)
        self.answer("Square the gaps, take the mean: MSE.")
        self.add(squares)
        self.play(squares.in_turn(meaning[1]), run_time=3.6)
        self.play(guess.animate.set_place((0.6, INTERCEPT)), run_time=1)

        self.beat(f"Hold b = {number(INTERCEPT)}: now only w turns the line.")
        self.play(leave(gaps, meaning), appear(plot.pivot(INTERCEPT)), run_time=0.6)
        self.play(guess.animate.set_place((-0.7, INTERCEPT)), run_time=0.7)
        self.play(guess.animate.set_place((weights[0], INTERCEPT)), run_time=1.4)
        walker = SlopeWalker(pair, lambda: guess.position[0])
        self.play(appear(pair.upper, walker.dot), run_time=0.6)

        choices = pair.candidates()
        self.ask("Which curve is MSE over w?", at=pair.inside, lines=2, show=appear(choices))
        fan = LineFan(plot, weights, INTERCEPT, pair.tried)
        self.add(fan, pair.marks)
        self.play(pair.sweep(guess, weights[-1], pair.tried), run_time=5)
        self.answer(f"A parabola, through all {TRIED} points.")
        self.play(leave(choices[0]), run_time=0.5)
        self.play(Create(pair.curve), leave(choices[1], fan), run_time=1)
        self.play(guess.animate.set_place((pair.lowest, INTERCEPT)), run_time=1.6)

        self.ask(f"Is w = {number(pair.lowest)} the best of all?", at=pair.inside, lines=2)
        self.play(appear(pair.bracket), run_time=0.8)
        self.play(pair.zoom(), run_time=6)
        self.answer(pair.verdict)
        self.play(guess.animate.set_place((pair.best, INTERCEPT)), run_time=3.2)

        self.beat("The slope of its tangent: draw it below, for every w.")
        self.play(leave(pair.marks, pair.bracket), run_time=0.4)
        self.play(pair.both.animate.set_value(1), run_time=1)
        reading, (left, right) = pair.reading(guess), pair.graph_ends()
        self.play(appear(pair.lower, walker.tangent, walker.lower, reading), run_time=0.8)
        self.play(pair.sweep(guess, right, pair.sloped), run_time=1.5)
        self.add(pair.line)
        self.play(pair.sweep(guess, left, pair.sloped), run_time=6)

        self.beat("It is 0 right below the lowest point.")
        self.play(pair.sloped.animate.set_value(pair.ends()[0]), run_time=0.4)
        self.play(pair.sweep(guess, pair.best), run_time=2)
        minimum, best = pair.minimum(), table.row("minimum", "best", (pair.best, INTERCEPT))
        self.play(appear(minimum, best), run_time=0.7)

        self.beat("Negative on its left, positive on its right: step against its sign.")
        walks = StepWalk(pair, guess, LEARNING_RATE, STEPS)
        signs = walks.signs()
        self.play(leave(walker.tangent), run_time=0.3)
        self.play(guess.animate.set_place((walks.start, INTERCEPT)), run_time=1)
        self.play(appear(walks.second.dot, walks.second.lower, signs), run_time=0.8)
        walks.lead()
        self.add(walks.arrows)
        self.play(appear(walks.rule()), run_time=0.5)
        self.play(walks.go(1), run_time=1.4)
        self.play(appear(walks.traces()), run_time=0.4)
        for taken, seconds in ((2, 1.2), (STEPS, 1.7)):
            self.play(walks.go(taken), run_time=seconds)
        self.play(leave(walks.second.dot, walks.second.lower, walker.lower[:2]), run_time=0.5)
