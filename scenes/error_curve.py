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
        formula, mean, words = error_meaning(plot, loss, guess, FIRST, '"MSE"')
        shown = [FIRST, *((w, INTERCEPT) for w in weights)]
        table = LineTable(loss, guess, shown, name='"MSE"', exact=True)
        self.play(Restore(plot), run_time=0.9)
        self.play(Create(gaps), run_time=0.6)
        self.add(squares)
        self.play(squares.in_turn(), run_time=2.4)
        self.play(squares.level(mean), run_time=2.4)
        self.remove(squares).add(mean)
        self.answer("Square the gaps, take the mean: MSE.")
        self.play(appear(formula, words), run_time=0.6)
        self.play(appear(table), run_time=0.5)

        self.beat(f"Hold b = {number(INTERCEPT)}, and begin with w = {number(SLOPES[0])}.")
        hold = appear(plot.pivot(INTERCEPT))
        self.play(leave(formula, mean, words), hold, run_time=0.7)
        self.play(guess.animate.set_place((FIRST[0], INTERCEPT)), run_time=0.7)
        turning = plot.turning((FIRST[0], SLOPES[0]))
        turn = pair.sweep(guess, SLOPES[0], rate_func=turning)
        self.play(turn, appear(pair.upper), run_time=1.4)
        walker = SlopeWalker(pair, lambda: guess.position[0])
        self.play(appear(walker.dot), run_time=0.5)

        choices = pair.candidates()
        self.ask("Which curve will the MSE draw?", at=pair.inside, lines=2, show=appear(choices))
        fan = LineFan(plot, weights, INTERCEPT, pair.tried)
        self.add(fan, pair.marks)
        slowly = plot.turning(SLOPES)
        self.play(pair.sweep(guess, SLOPES[1], pair.tried, rate_func=slowly), run_time=5.6)
        self.answer(f"A parabola, through all {TRIED} points.")
        self.play(leave(choices[0]), run_time=0.5)
        self.play(Create(pair.curve), leave(choices[1], fan), run_time=1)
        self.play(guess.animate.set_place((pair.lowest, INTERCEPT)), run_time=1.6)

        self.ask("Is this the lowest of all?", at=pair.inside, lines=2)
        self.play(appear(pair.bracket), run_time=0.8)
        self.play(pair.zoom(guess, 0.8), run_time=7)
        self.answer(pair.verdict)
        self.play(pair.zoom(guess), run_time=1.8)

        self.beat("Draw the slope of its tangent below: where is it 0?")
        reading, (left, right) = pair.reading(guess), pair.graph_ends()
        self.play(leave(pair.marks, pair.bracket), run_time=0.4)
        aside = guess.animate.set_place((right, INTERCEPT))
        self.play(pair.both.animate.set_value(1), aside, run_time=1.2)
        pair.sloped.set_value(right)
        self.play(appear(pair.lower, pair.line, walker.tangent, walker.lower, reading))
        self.play(pair.sweep(guess, left, pair.sloped), run_time=4.2)
        rest = pair.sloped.animate.set_value(pair.ends()[0])
        self.play(pair.sweep(guess, pair.best), rest, run_time=2)
        self.play(appear(pair.minimum()), run_time=0.7)

        walks = StepWalk(pair, guess, LEARNING_RATE, STEPS)
        second = [walks.second.dot, walks.second.lower[1:], walks.line(plot)]
        aside = guess.animate.set_place((walks.start, INTERCEPT))
        come = [aside, leave(walker.tangent, gaps), appear(second, walks.signs(), walks.rule())]
        self.ask("Step against the slope: where to?", at=plot.upper_third, lines=2, show=come)
        walks.lead()
        self.add(walks.other, walks.traces)
        for taken, seconds in ((1, 1.6), (2, 1.2), (STEPS, 1.7)):
            self.play(walks.go(taken), run_time=seconds)
        self.answer("From both sides down, to where the slope is 0.")
        self.play(leave(second[:2], walker.lower[:2]), run_time=0.5)
