"""Scene 7 of the shelf: guesses are wrong, and one number says by how much."""

from manim import Create, FadeIn, LaggedStartMap, ValueTracker

from gd_math import datasets
from scenes.kit import (
    TOP_LEFT,
    ClassSquares,
    CornerPlot,
    ErrorStack,
    ErrorStrokes,
    GuessMarks,
    GuessPlot,
    GuessSquares,
    Lesson,
    LineThroughOrigin,
    LiveGuesses,
    SizeBar,
    SquarePool,
    SumCurve,
    appear,
    check_guesses,
    data_points,
    leave,
    number,
)

DATA = ""  # a file of other points, two columns such as "houses.csv", beside this one
GUESSES = (250e3, 310e3, 340e3, 420e3, 150e3)  # of the prices in dollars, one for each house
SLOPES = (65e3, 125e3)  # dollars a bedroom, of the first and the last line that guess
OUTPUTS = (0.3, 0.7)  # for two classes (each 0 to 1)
RIGHT = (1.0, 0.0)  # what these outputs should be (each 0 to 1)


class SquaredErrors(Lesson):
    """How wrong are we, in one number.

    Five guesses of prices are wrong, and yet their errors add up to nothing. Squares do not cancel:
    drawn on the data and poured into one, they are one number. When a line does the guessing, that
    number is a parabola in its slope, with one lowest point.
    """

    def construct(self) -> None:
        data = data_points("DATA", DATA, datasets.HOUSES)
        check_guesses("GUESSES", data, GUESSES, "SLOPES", SLOPES)
        guesses, plot = LiveGuesses(GUESSES), GuessPlot(data, GUESSES, SLOPES)
        names = plot.names(guesses, "truth", "guess")
        middle = plot.shift(-plot.aside), names.shift(-plot.aside)
        self.add(guesses, middle, GuessMarks(plot, guesses))
        self.ask("How wrong, in one number?", at=TOP_LEFT)
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

        self.beat("|e|, or the square e²? Watch the slope at 0.")
        self.play(leave(stack, sizes), appear(shade := plot.shade()), run_time=0.5)
        corner = CornerPlot()
        named, falls, rises = corner.called(), corner.slope_words(-1), corner.slope_words(1)
        self.play(appear(corner, named, falls), run_time=0.7)
        self.play(corner.place.animate.set_value(0), run_time=1.1)
        self.play(corner.place.animate.set_value(1), appear(rises), run_time=1.1)
        self.play(corner.place.animate.set_value(0), run_time=0.8)
        self.play(appear(verdict := [corner.ghosts(), corner.verdict()]), run_time=0.6)
        self.wait(1.2)
        self.play(leave(named, falls, rises, verdict), run_time=0.4)
        self.play([one.animate.set_value(1) for one in (corner.place, corner.rounded)])
        self.play(appear(squared := [corner.called(), corner.live_slope()]), run_time=0.5)
        self.play(corner.place.animate.set_value(0), run_time=1.5)

        self.beat("A slope leads down. On e² it fades near 0: it tells when to stop.")
        self.play(corner.place.animate.set_value(-1), run_time=1.5)
        self.play(corner.place.animate.set_value(0), run_time=2.5)

        self.beat(f"Square each error. What share has {stack.largest} now?")
        self.play(leave(corner, squared, errors, shade), run_time=0.5)
        self.add(squares := GuessSquares(plot, guesses))
        self.add(pool := SquarePool(squares))
        self.play(squares.opened.animate.set_value(1), appear(bar := SizeBar(pool)))
        self.play(appear(areas := squares.labels()), run_time=0.6)
        self.play(pool.pour(), run_time=3)
        self.play(appear(one := [pool.readings(), pool.share()]), run_time=0.7)

        (first, second), (right, wrong) = (map(number, pair) for pair in (OUTPUTS, RIGHT))
        self.beat(f"And for yes and no? {first} and {second}, where {right} and {wrong} are right.")
        self.play(leave(pool, bar, one, areas), appear(shade), run_time=0.5)
        classes = ClassSquares(OUTPUTS, RIGHT)
        self.play(appear(classes), run_time=0.8)
        self.play(appear(terms := classes.terms()), run_time=0.6)
        self.play(classes.opened.animate.set_value(1), run_time=1.2)
        self.play(appear(result := [classes.labels(), classes.sum()]), run_time=0.6)

        self.beat(f"Now a line guesses: w times {plot.variable}.")
        self.play(leave(classes, terms, result, strokes, squares, shade), run_time=0.5)
        slope = ValueTracker(SLOPES[0])
        line, curve = LineThroughOrigin(plot, slope), SumCurve(plot, slope, SLOPES)
        self.play(Create(line), guesses.animate.set_values(SLOPES[0] * data.x), run_time=1.2)
        squares = GuessSquares(plot, guesses.follow(slope, data.x), opened=1, of_line=True)
        self.play(appear(squares, line.rule()), run_time=0.7)
        self.play(appear(curve), run_time=0.7)

        self.ask("Turn w: what will the sum draw?", at=TOP_LEFT)
        self.play(curve.sweep(), run_time=4.5)
        self.play(Create(curve.parabola()), run_time=1)
        self.play(slope.animate.set_value(curve.best), run_time=1.8)
        self.answer("A parabola: one lowest point, the best w.")
        self.play(appear(curve.lowest()), curve.make_way(), run_time=0.7)
