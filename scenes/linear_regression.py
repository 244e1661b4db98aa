"""Scene 10 of the shelf: a line is fitted to points by a walk down the bowl of its errors."""

import numpy as np
from manim import Create

from gd_math import descend, least_squares, mean_squared_error
from gd_math.datasets import line_data
from scenes.kit import (
    TOP_LEFT,
    TOP_RIGHT,
    DataPlot,
    ErrorBowl,
    FirstStep,
    FloorAxes,
    Gaps,
    Lens,
    Lesson,
    LiveLine,
    Place,
    Walk,
    appear,
    check_range,
    error_columns,
    error_meaning,
    leave,
    line_errors,
    line_numbers,
    optimizer_of,
    percent,
    post,
    theme,
)

TRUE_LINE = (2.0, 1.0)  # slope w and intercept b of the line behind the data (each −2 to 2)
NOISE = 0.5  # standard deviation of the points about it (0.2 to 1)
SAMPLES = 100  # points, evenly spaced on −2 … 2 (20 to 200)
SEED = 32  # draws the noise (any whole number)
START = (-1.0, 2.0)  # w and b of the first guess (each −5 to 5)
BY_HAND = ((0.5, -1.0), (3.5, 2.0))  # lines (w, b) that are tried by hand before
OPTIMIZER = "gradient_descent"  # that takes the steps, such as "momentum"
LEARNING_RATE = 0.015  # α: how much of the gradient one step takes (0.005 to 0.05)
STEPS = 100  # steps of the walk (50 to 300)


class LinearRegression(Lesson):
    """A line that learns.

    Which line fits a hundred points? Every straight line is a place (w, b) on a floor, and its mean
    squared error stands there as a column: together the columns are a bowl. Gradient descent
    walks down in it while the line turns into the points. The line of least squares is the lowest
    place: on these points it beats even the true line, which made them.
    """

    def construct(self) -> None:
        data = line_data(*TRUE_LINE, NOISE, SAMPLES, seed=SEED)
        best, loss = np.array(least_squares(data)), mean_squared_error(data)
        away = float(np.linalg.norm(START - best))
        check_range("the distance of START from least squares", away, 0.5, np.inf)
        optimizer = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        path = descend(loss, optimizer, START, STEPS)
        walk, guess, bowl = Walk(path), Place(START), ErrorBowl(data, START).empty()

        plot = DataPlot(data)
        home = plot.get_center()
        self.add(guess, plot.set_x(0))
        self.ask(f"{SAMPLES} points. Which line?")
        self.play(plot.animate.move_to(home))
        present, gaps = LiveLine(plot, guess), Gaps(plot, guess)
        numbers = line_numbers(loss, guess, [START, *BY_HAND, *bowl.floor, *path.x])
        meaning = error_meaning(loss)
        self.play(Create(present), appear(numbers[0]))
        for line in BY_HAND:
            self.play(guess.animate.set_place(line), run_time=1.1)
        self.play(Create(gaps), appear(numbers[1], meaning))
        self.answer("Its error is L(w, b): square the gaps, take their mean.")
        for line in (*BY_HAND[::-1], START):
            self.play(guess.animate.set_place(line), run_time=1.4)

        self.beat("Each line is a place (w, b) on a floor: w tilts it, b lifts it.")
        axes, across = FloorAxes(bowl), best + 0.8 * (best - START)  # beyond the best place
        self.add(bowl)
        self.play(leave(meaning), run_time=0.5)
        self.play(appear(axes))
        self.play(appear(bowl.walker(guess), post(bowl, guess)))
        for turned in ((across[0], START[1]), across):
            self.play(guess.animate.set_place(turned), run_time=1.7)

        self.beat("Every line plants its error there, as a column. What will they build?")
        tour, columns = error_columns(bowl)
        self.play(guess.animate.set_place(tour.position))
        guess.follow(tour)
        self.play(tour.go(), run_time=5.5)
        self.play(bowl.fill(), run_time=2.2)
        guess.stay()
        self.play(columns.leave(), guess.animate.set_place(START))

        first = FirstStep(bowl, path, optimizer, LEARNING_RATE)
        self.beat(f"A bowl. ∇L points up its wall. {first.sentence}")
        self.play(appear(first.gradient))
        self.play(appear(first.rule))
        self.play(appear(first.way))
        self.play(first.shrink())
        self.play(appear(first.name))

        self.beat(f"{STEPS} steps down the bowl: each of them turns the line a little.")
        bowl.footprints(walk)
        self.play(first.leave())
        guess.follow(walk)
        self.play(walk.go(5), run_time=2)
        self.play(walk.go(STEPS), run_time=4.5)

        self.ask("Is this the lowest place?", at=TOP_RIGHT)
        lens = Lens(bowl, walk, [TRUE_LINE])
        left = percent(float(np.linalg.norm(path.x[-1] - best)) / away)
        self.play(appear(lens, lens.sign("walker", path.x[-1], f"step {STEPS}")))
        self.play(appear(lens.sign("minimum", best, "best")))
        self.answer(f"Almost. Least squares is exact: {left} of the way is left.")
        self.play(leave(gaps, numbers), Create(plot.line(best, theme.good)))

        self.ask(f"Is the true line y = {data.formula.replace(' x', 'x')} better?", at=TOP_LEFT)
        truth = lens.sign("truth", TRUE_LINE, "truth")
        self.play(leave(present), Create(plot.dashed(TRUE_LINE)), appear(truth))
        lines = ("truth", "true line", TRUE_LINE), ("minimum", "best line", best)
        self.play(Create(lens.level(TRUE_LINE)), run_time=1.5)
        self.play(appear(line_errors(loss, *lines)))
        self.answer("No: the best line beats even the true one: it fits the noise as well.")
