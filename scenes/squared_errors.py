"""Scene 7 of the shelf: guesses are wrong, and one number says by how much."""

from manim import Create, FadeIn, LaggedStartMap, ValueTracker, linear

from gd_math import datasets
from scenes.kit import (
    ClassSquares,
    ErrorStack,
    ErrorStrokes,
    GuessMarks,
    GuessPlot,
    GuessSquares,
    Lesson,
    LineThroughOrigin,
    LiveGuesses,
    SizeBar,
    SlopePanel,
    SquarePool,
    SumCurve,
    appear,
    check_guesses,
    data_points,
    leave,
    number,
    swap,
)

DATA = ""  # a file of other points, two columns such as "houses.csv", beside this one
GUESSES = (250e3, 310e3, 340e3, 420e3, 150e3)  # of the prices in dollars, one for each house
SLOPES = (65e3, 125e3)  # dollars a bedroom, of the first and the last line that guess
OUTPUTS = (0.3, 0.7)  # for two classes (each 0 to 1)
RIGHT = (1.0, 0.0)  # what these outputs should be (each 0 to 1)


class SquaredErrors(Lesson):
    """How wrong are we, in one number.

    Guesses of prices are wrong, and yet their errors add up to nothing. Sizes do not cancel,
    but have a corner at 0, where squares have a slope that fades. Drawn on the data and poured into
    one, the squares are one number. When a line does the guessing, that number is a parabola in its
    slope, with one lowest point.
    """

    def construct(self) -> None:
        data = data_points("DATA", DATA, datasets.HOUSES)
        check_guesses("GUESSES", data, GUESSES, "SLOPES", SLOPES)
        guesses, plot = LiveGuesses(GUESSES), GuessPlot(data, GUESSES, SLOPES)
        names, marks = plot.names(guesses, "truth", "guess"), GuessMarks(plot, guesses)
        middle = plot.shift(-plot.aside), names.shift(-plot.aside)
        self.add(guesses, middle, marks)
        self.ask("How wrong, in one number?")
        self.answer("Error e: guess minus truth. Does their sum tell how wrong?")
        self.add(strokes := ErrorStrokes(plot, guesses))
        self.play(strokes.grow(), run_time=2)
        errors = strokes.numbers()
        self.play(leave(names), run_time=0.4)
        self.play(appear(errors, meaning := strokes.meaning(errors)), run_time=0.5)
        self.wait(1.2)
        aside = [part.animate.shift(plot.aside) for part in (plot, errors)]
        self.play(aside, leave(meaning), appear(stack := ErrorStack(plot, guesses)))
        signed = stack.numbers()
        self.play(stack.build(), LaggedStartMap(FadeIn, signed, lag_ratio=1), run_time=3)
        self.play(appear(told := [stack.reading(), stack.verdict()]), run_time=0.7)

        self.beat(f"Drop the signs: |e|. What share has {stack.largest}?")
        self.play(leave(signed, told), run_time=0.5)
        self.play(stack.turn_up())
        self.play(appear(sizes := stack.readings()), run_time=0.7)

        self.beat("Why not keep |e|? Watch the slopes on the way to 0.")
        place = ValueTracker(-1)
        size, square = SlopePanel(1, place), SlopePanel(2, place)
        self.play(swap([plot, marks, strokes, errors], [size]))
        self.play(swap([stack, sizes], [square]))
        self.play(place.animate.set_value(-0.1), run_time=4, rate_func=linear)

        self.beat("On |e| no slope tells that 0 is near. On e² it fades: so it tells when to stop.")
        self.play(place.animate.set_value(1), run_time=4.5, rate_func=linear)
        self.play(appear(verdicts := [size.verdict(), square.verdict()]), run_time=0.6)

        self.beat(f"Square each error. What share has {stack.largest} now?")
        squares = GuessSquares(plot, guesses)
        pool = SquarePool(squares)
        self.play(swap([square, verdicts[1]], [bar := SizeBar(pool)]))
        self.play(swap([size, verdicts[0]], [plot, marks, strokes]))
        self.add(squares, pool)
        self.play(squares.opened.animate.set_value(1))
        self.play(appear(areas := squares.labels()), run_time=0.6)
        self.wait(0.8)
        self.play(pool.pour(), run_time=3)
        self.play(appear(one := [pool.readings(), pool.share()]), run_time=0.7)

        (first, second), (right, wrong) = (map(number, pair) for pair in (OUTPUTS, RIGHT))
        self.beat(
            f"Squares do for yes and no: {first} and {second}, where {right} and {wrong} are right."
        )
        classes = ClassSquares(OUTPUTS, RIGHT)
        self.play(swap([plot, marks, strokes, squares, areas], [classes]))
        self.play(swap([pool, bar, one], [terms := classes.terms()]))
        self.play(classes.opened.animate.set_value(1), run_time=1.2)
        self.play(appear(result := [classes.labels(), classes.sum()]), run_time=0.6)

        self.beat(f"Now a line guesses: w times {plot.variable}.")
        slope = ValueTracker(SLOPES[0])
        line, curve = LineThroughOrigin(plot, slope), SumCurve(plot, slope, SLOPES)
        self.play(swap([classes, result[0]], [plot, marks]))
        to_line = guesses.animate.set_values(SLOPES[0] * data.x)
        self.play(Create(line), to_line, leave(terms, result[1]), run_time=1.2)
        squares = GuessSquares(plot, guesses.follow(slope, data.x), opened=1, of_line=True)
        self.play(appear(squares, line.rule()), run_time=0.7)
        self.play(appear(curve, total := curve.live_sum()), run_time=0.7)

        self.ask("Turn w: what will the sum draw?")
        self.play(curve.sweep(), run_time=4.5)
        self.play(Create(curve.parabola()), run_time=1)
        self.play(slope.animate.set_value(curve.best), run_time=1.8)
        self.answer("A parabola: one lowest point, the best w.")
        self.play(swap([total], [curve.lowest()]), curve.make_way(), run_time=0.9)
