"""Scene 10 of the shelf: a line is fitted to points by a walk down the bowl of its errors."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, UR, Create, Transform, config, smooth
from manim.utils.rate_functions import ease_in_out_sine
from numpy.linalg import norm

from gd_math import descend, least_squares, optimizers
from gd_math.datasets import line_data
from scenes.kit import (
    SMALL_SIZE,
    DataPlot,
    Gaps,
    GroundAxes,
    Lesson,
    LiveLine,
    Pin,
    Place,
    Walk,
    appear,
    approach,
    check_range,
    error_bowl,
    error_tag,
    formula,
    leave,
    level_line,
    line_numbers,
    line_table,
    number,
    percent,
    place_name,
    rule_with_numbers,
    spot,
    step_counter,
    tag,
    text,
    theme,
)

TRUE_LINE = (2.0, 1.0)  # slope w and intercept b of the line behind the data (each −2 to 2)
NOISE = 0.5  # standard deviation of the points about it (0.2 to 1)
SAMPLES = 100  # points, evenly spaced on −2 … 2 (20 to 200)
SEED = 32  # draws the noise (any whole number)
START = (-1.0, 3.0)  # w and b of the first guess (each −5 to 5)
LEARNING_RATE = 0.015  # α: how much of the gradient one step takes (0.005 to 0.05)
STEPS = 100  # steps of the walk (50 to 300)
OTHERS = ((1.0, 3.0), (1.0, -1.0))  # lines (w, b) that are shown before the walk


class LinearRegression(Lesson):
    """Linear regression: the walk that turns a line.

    Every straight line is a point (w, b) on a map, and its mean squared error is the height of
    the ground there. Gradient descent walks down that bowl while the line turns into the data;
    after 100 steps it is close to the line of least squares, which is close to the true one.
    """

    def construct(self) -> None:
        data = line_data(*TRUE_LINE, NOISE, SAMPLES, seed=SEED)
        best = np.array(least_squares(data))
        away = float(norm(START - best))
        check_range("the distance of START from least squares", away, 0.5, np.inf)
        landscape = error_bowl(data, START, azimuth=-98, elevation=70)
        loss, size = landscape.loss, landscape.extent
        path = descend(loss, optimizers.gradient_descent(LEARNING_RATE), START, STEPS)
        hiker, guess, lines = Walk(path), Place(START), [*OTHERS, *path.x]

        self.beat(f"{SAMPLES} points scatter about a true line. Can we find it from them alone?")
        plot = DataPlot(data, (-5.75, -2.8), width=7.4, height=5.5)
        truth = plot.dashed(TRUE_LINE, theme.ink)
        source = f"true line: $y = {data.formula}$ \\ noise: $sigma = {number(NOISE)}$"
        origin = text(source).next_to(plot, RIGHT, buff=0.7)
        self.add(guess, plot)
        self.play(Create(truth), appear(origin), run_time=2)

        self.beat("A first guess y = wx + b misses them. Its error: the gaps, squared, on average.")
        present, gaps = LiveLine(plot, guess), Gaps(plot, guess)
        numbers = line_numbers(loss, guess, lines).to_corner(UR, buff=0.75)
        meaning = formula(f'"mean squared error" \\ upright(M S E) = {loss.formula}', SMALL_SIZE)
        meaning.next_to(numbers, DOWN, buff=0.8, aligned_edge=RIGHT)
        self.play(leave(origin), run_time=0.5)
        self.play(Create(present), appear(numbers[:2]))
        self.play(Create(gaps), run_time=2)
        self.play(appear(meaning, numbers[2]))

        self.beat("Every line is one point (w, b) on a map: w tilts the line, b lifts it.")
        ends = best + 0.8 * (np.array(loss.domain) - best)  # well inside of the ground
        axes = GroundAxes(landscape, ("w", "b"), *ends)
        landscape.ball(guess, theme.walker, 0.0145 * size)
        landscape.shift(config.frame_width / 2 * LEFT)
        beside = DataPlot(data, (0.95, -2.95), width=5.3, height=3.8)
        self.add(landscape, axes)
        self.play(leave(meaning, gaps))
        self.play(
            landscape.animate.shift(config.frame_width / 2 * RIGHT),
            Transform(plot, beside),
            Transform(truth, beside.dashed(TRUE_LINE, theme.ink)),
            run_time=2,
        )
        for other in OTHERS:
            self.play(guess.animate.set_place(other), run_time=2)

        self.beat("The height of the ground at that point is the error of the line.")
        bowl = (
            best + np.array([-0.03, 0.1]) * size
        )  # in the middle of the picture, seen from the side
        tilt = landscape.look(bowl, elevation=36)
        self.play(tilt, run_time=5.7, rate_func=ease_in_out_sine)
        error = Pin(landscape, error_tag(loss, guess, lines), guess, DOWN, buff=0.3)
        self.add(error)
        self.play(appear(gaps, error))
        self.play(guess.animate.set_place(START), run_time=3)

        self.beat("The gradient ∇f points up the slope; the step −α∇f goes a little way down.")
        shrunk = max(1, round(norm(path.gradient[0]) / (0.1 * size)))
        uphill, step = landscape.uphill(path, 0, 1 / shrunk), landscape.step(path)
        self.play(leave(axes, error), run_time=0.5)
        middle = START + path.gradient[0] / (2 * shrunk)
        self.play(approach(landscape, middle, 0.3), run_time=3)
        words = text(f"at $1 \\/ {shrunk}$ of its length", SMALL_SIZE, theme.gradient)
        up = landscape.label(uphill, UP, formula("nabla f", color=theme.gradient), words)
        down = landscape.label(step, UR, formula("-alpha nabla f", color=theme.walker))
        rule = rule_with_numbers(hiker, LEARNING_RATE, 2).move_to(landscape).to_edge(DOWN, buff=0.6)
        self.play(appear(uphill, up))
        self.play(appear(step, down))
        self.play(appear(rule))
        guess.add_updater(lambda place: place.set_place(hiker.position))
        landscape.trail(hiker, theme.walker, 0.0056 * size)
        self.wait(1.5)
        self.play(leave(down, step), hiker.go(1, smooth), run_time=1.5)

        self.beat(f"{STEPS} steps: the ball goes down, and the line turns into the points.")
        count = step_counter(hiker).align_to(numbers, UP).align_to(beside.y_axis, LEFT)
        self.play(leave(uphill, up, rule), appear(count))
        self.play(approach(landscape, bowl, 1 / 0.3), run_time=3)
        self.play(appear(axes))
        self.play(hiker.go(STEPS), run_time=8)

        end = path.x[-1]
        left = percent(float(norm(end - best)) / away)
        self.beat(f"Least squares is the exact bottom. The walk still has {left} of its way to go.")
        fits = (
            ("true line", theme.ink, "dashed", TRUE_LINE, RIGHT),
            ("least squares", theme.good, "ring", best, DOWN),
            (f"step {STEPS}", theme.walker, "ball", end, UR),
        )
        spread = float(max(norm(end - best), norm(TRUE_LINE - best)))
        close = 2.8 * spread / size
        spots = [spot(landscape, x, color, 0.12 * spread) for _, color, _, x, _ in fits]
        marked = [
            landscape.ball(best, theme.good, 0.01 * size),
            landscape.ball(TRUE_LINE, theme.ink, 0.01 * size, "gem"),
            level_line(landscape, end, theme.walker),
        ]
        self.play(leave(axes), run_time=0.5)
        moves = approach(landscape, best, close, elevation=50)
        self.play(moves, appear(marked), run_time=5)
        names = [place_name(landscape, name, color, x, side) for name, color, _, x, side in fits]
        nearer = tag(text(f"{number(1 / close, 2)} times closer", SMALL_SIZE))
        nearer.to_corner(DOWN + LEFT, buff=0.6)
        exact = beside.line(best, theme.good)
        self.play(appear(spots[1:], names[1:], exact, nearer))

        self.beat("Here the best line beats even the true one: it fits some of the noise as well.")
        table = line_table(loss, *(row[:4] for row in fits)).to_corner(UR, buff=0.72)
        level = level_line(landscape, TRUE_LINE, theme.ink)
        self.play(appear(spots[0], names[0]))
        self.play(leave(numbers, count), appear(table))
        self.play(level.appear(), run_time=2)
