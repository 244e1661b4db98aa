"""Scene 10 of the shelf: a line is fitted to points by a walk down the bowl of its errors."""

import numpy as np
from manim import Create, Restore

from gd_math import datasets, descend, least_squares, mean_squared_error
from scenes.kit import (
    FULL,
    TOP_RIGHT,
    DataPlot,
    ErrorBowl,
    ErrorSquares,
    FirstStep,
    FloorAxes,
    Gaps,
    Lens,
    Lesson,
    LineTable,
    LiveLine,
    Place,
    Walk,
    appear,
    check_guess,
    error_columns,
    error_meaning,
    foot_name,
    leave,
    optimizer_of,
    post,
    theme,
    unit_points,
)

DATA = ""  # a file of other points, two columns such as "points.csv", beside this one
TRUE_LINE = (2.0, 1.0)  # slope w and intercept b of the line behind the data (each −2 to 2)
NOISE = 0.5  # standard deviation of the points about it (0.2 to 1)
SAMPLES = 100  # points, evenly spaced on −2 … 2 (20 to 200)
SEED = 32  # draws the noise (any whole number)
START = (-1.0, 2.0)  # w and b of the first guess (each −5 to 5)
BY_HAND = ((0.5, -1.0), (2.5, 2.0))  # lines (w, b) that are tried by hand before
OPTIMIZER = "gradient_descent"  # that takes the steps, such as "momentum"
LEARNING_RATE = 0.015  # α: how much of the gradient one step takes (0.005 to 0.05)
STEPS = 100  # steps of the walk (50 to 300)


class LinearRegression(Lesson):
    """A line that learns.

    Which line fits the points? Each line is a place (w, b) on a floor, and its mean squared
    error stands there as a column: together the columns are a bowl. Gradient descent walks down in
    it while the line turns into the points. At its lowest place it beats even the true line.
    """

    def construct(self) -> None:
        data = unit_points("DATA", DATA, datasets.line_data(*TRUE_LINE, NOISE, SAMPLES, seed=SEED))
        best, loss = np.array(least_squares(data)), mean_squared_error(data)
        check_guess("START", START, best)
        optimizer = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        path = descend(loss, optimizer, START, STEPS)
        walk, guess, bowl = Walk(path), Place(START), ErrorBowl(data, START).empty()
        tour, columns = error_columns(bowl)
        lines = [START, *BY_HAND, *bowl.tries, *path.x]
        plot = DataPlot(data, lines=lines).save_state()
        self.add(guess, plot.scale(1.15).move_to(FULL))
        self.ask(f"{data.samples} points. Which line?")
        present, gaps, squares = LiveLine(plot, guess), Gaps(plot, guess), ErrorSquares(plot, guess)
        table = LineTable(loss, guess, [*lines, *tour.places])
        self.play(Restore(plot), run_time=0.8)
        self.play(Create(present), appear(table))
        meaning = error_meaning(plot, loss, guess, START)
        self.play(Create(gaps), appear(squares, meaning))
        self.answer("Its error is L: square the gaps, take their mean.")
        for line in (*BY_HAND, START):
            self.play(guess.animate.set_place(line), run_time=1.4)

        self.beat("Each line is a place θ = (w, b) on a floor: w tilts it, b lifts it.")
        self.play(leave(meaning), run_time=0.5)
        self.add(bowl)
        name = foot_name(bowl, guess)
        self.play(appear(FloorAxes(bowl)), run_time=0.8)
        self.play(appear(bowl.walker(guess), post(bowl, guess), name))
        for line in bowl.tries:
            self.play(guess.animate.set_place(line), run_time=1.6)

        self.beat("On each place stands its error L, as a column. What do they build?")
        self.play(leave(name, gaps, squares), guess.animate.set_place(tour.position))
        guess.follow(tour)
        self.play(tour.go(), run_time=4)
        self.play(bowl.fill(), run_time=1.5)
        guess.stay()
        self.play(columns.leave(), guess.animate.set_place(START))

        first = FirstStep(bowl, path, optimizer, LEARNING_RATE)
        self.beat(first.sentence)
        for part in (first.gradient, first.rule, first.step):
            self.play(appear(part), run_time=1.5)

        self.beat(f"{STEPS} steps down the bowl: each of them turns the line a little.")
        bowl.footprints(walk)
        self.play(first.leave(), appear(gaps, squares))
        guess.follow(walk)
        self.play(walk.go(5), run_time=1.4)
        self.play(walk.go(STEPS), run_time=3.2)

        self.ask("Is this the lowest place?", at=TOP_RIGHT)
        lens = Lens(bowl, walk, [] if DATA else [TRUE_LINE])
        self.play(appear(lens, lens.sign("walker", path.x[-1])))
        self.play(appear(lens.sign("minimum", best), table.row("minimum", "best", best)))
        self.answer(f"Almost: {lens.left} of the way to the best line is left.")
        self.play(appear(lens.bracket()))
        self.play(leave(gaps, squares, present))
        self.play(Create(plot.line(best, theme.good)), run_time=1.5)

        if not DATA:  # whose true line nobody knows
            self.ask("Is the true line better?", at=table.below)
            truth = lens.sign("truth", TRUE_LINE), table.row("truth", "true", TRUE_LINE)
            self.play(Create(plot.dashed(TRUE_LINE)), appear(truth))
            self.play(table.bars().grow(), run_time=1.5)
            self.answer("No: the line behind the points loses: the best fits the noise, too.")
            self.play(Create(lens.level(TRUE_LINE)), run_time=1.5)
