"""Scene 10 of the shelf: a line is fitted to points by a walk down the bowl of its errors."""

from manim import Create, Restore

from gd_math import datasets, descend, least_squares, mean_squared_error
from scenes.kit import (
    TOP_RIGHT,
    DataPlot,
    ErrorBowl,
    FirstStep,
    FloorAxes,
    Lens,
    Lesson,
    LineTable,
    Magnifier,
    Place,
    Walk,
    appear,
    check_guess,
    error_columns,
    error_meaning,
    leave,
    line_with_errors,
    optimizer_of,
    standing,
    unit_points,
)

DATA = ""  # a file of other points, two columns such as "points.csv", beside this one
TRUE_LINE = (2.0, 1.0)  # w and b of the line behind the data (each −2 to 2 and w away from START's)
NOISE = 0.5  # standard deviation of the points about it (0.2 to 1)
SAMPLES = 100  # points, evenly spaced on −2 … 2 (20 to 200)
SEED = 32  # draws the noise (any whole number)
START = (-1.0, 2.0)  # w and b of the first guess (each −5 to 5 and w away from the best line's)
BY_HAND = ((0.5, -1.0), (1.8, 0.8))  # lines (w, b) that are tried by hand before
OPTIMIZER = "gradient_descent"  # that takes the steps, such as "momentum"
LEARNING_RATE = 0.015  # α: how much of the gradient one step takes (0.005 to 0.05)
STEPS = 100  # steps of the walk (50 to 300)


class LinearRegression(Lesson):
    """A line that learns.

    Which line fits the points? Each line is a place (w, b) on a floor; its error stands there as a
    column: a bowl, down which gradient descent walks. Its lowest line beats even the true one.
    """

    def construct(self) -> None:
        data = unit_points("DATA", DATA, datasets.line_data(*TRUE_LINE, NOISE, SAMPLES, seed=SEED))
        best, loss = least_squares(data), mean_squared_error(data)
        check_guess("START", START, best)
        optimizer = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        walk = Walk(descend(loss, optimizer, START, STEPS))
        path, guess, bowl = walk.trajectory, Place(START), ErrorBowl(data, START).empty()
        tour, columns = error_columns(bowl)
        lines = [START, *BY_HAND, *bowl.tries, *path.x]
        plot = DataPlot(data, lines=lines).save_state()
        self.add(guess, plot.scale(1.1).center())
        self.ask(f"{data.samples} points. Which line?")
        present, gaps, squares = line_with_errors(plot, guess)
        table = LineTable(loss, guess, [*lines, *tour.places])
        self.play(Restore(plot), run_time=0.8)
        self.play(Create(present), appear(table))
        meaning = error_meaning(plot, loss, guess, START)
        self.play(Create(gaps), appear(squares, meaning))
        self.answer(f"Its error L: the mean of all squared gaps ({len(squares.chosen)} are drawn).")
        for line in (*BY_HAND, START):
            self.play(guess.animate.set_place(line), run_time=1.7)

        self.beat("Each line is a place θ = (w, b) on a floor: w tilts it, b lifts it.")
        self.play(leave(meaning), run_time=0.5)
        self.add(bowl)
        self.play(appear(FloorAxes(bowl)), run_time=0.8)
        walker, pole, name = standing(bowl, guess)
        self.play(appear(walker, pole, name))
        for line in bowl.tries:
            self.play(guess.animate.set_place(line), run_time=1.6)

        self.beat("On each place stands its error L, as a column. What do they build?")
        self.play(leave(name), guess.animate.set_place(tour.position))
        guess.follow(tour)
        self.play(tour.visit(), run_time=2.8)
        self.play(tour.plant(), leave(gaps, squares), run_time=2)
        guess.stay()
        self.play(bowl.fill(), guess.animate.set_place(START), run_time=1.5)
        self.play(columns.leave(), run_time=0.6)

        first = FirstStep(bowl, walk, optimizer, LEARNING_RATE)
        self.beat(f"Where does L grow most? {first.sentence}")
        self.play(appear(first.gradient), run_time=1.5)
        self.play(appear(first.rule), run_time=1.5)
        self.play(appear(first.step), Create(first.ghost(plot)), run_time=1.5)

        self.beat(f"{STEPS} steps down the bowl: each of them turns the line a little.")
        bowl.footprints(walk)
        guess.follow(walk)
        self.play(first.shrink())
        self.play(walk.go(1), first.leave(), appear(gaps, squares))
        self.play(walk.go(5), run_time=1.2)
        self.play(walk.go(STEPS), run_time=2.8)
        self.play(leave(first.rule, gaps, squares), run_time=0.5)

        self.ask("Is this the lowest place?", at=TOP_RIGHT)
        others = [] if DATA else [TRUE_LINE]
        lens, zoom = Lens(bowl, walk, others), Magnifier(plot, [path.x[-1], best, *others])
        self.play(appear(lens, lens.sign("walker", path.x[-1])))
        lowest = lens.sign("minimum", best), lens.flat, table.row("minimum", "best", best)
        self.play(appear(lowest), run_time=2)
        self.play(leave(lens.flat), appear(zoom), Create(zoom.best(best)))
        self.answer(f"Almost: {lens.left} of the way to the best line is left.")
        self.play(appear(lens.bracket))

        if not DATA:  # whose true line nobody knows
            question = "The points came from a line. Is it best?"
            self.ask(question, **lens.beside(table, question))
            truth = lens.sign("truth", TRUE_LINE), table.row("truth", "true", TRUE_LINE)
            self.play(leave(lens.bracket), Create(zoom.dashed(TRUE_LINE)), appear(truth))
            self.play(table.bars().grow(), run_time=1.5)
            self.answer(lens.verdict(TRUE_LINE))
            self.play(Create(lens.level(TRUE_LINE)), run_time=1.5)
