"""Scene 11 of the shelf: every walk reaches its bottom, and how good that is the model decides."""

from manim import rate_functions

from gd_math import datasets
from scenes.kit import (
    LOWER_HALF,
    ErrorParts,
    Lesson,
    ModelPanels,
    OwnErrors,
    TwinFits,
    TwinSlices,
    appear,
    leave,
    optimizer_of,
)

# The clip needs to know the truth behind its points: so there is no knob for a file of others.
TRUE_LINE = (1.5, 1.0)  # w and b of the line behind the first points (each −2 to 2)
FORMULA = "x**2"  # y behind the other points, a formula of x that no line follows
NOISE = 0.5  # standard deviation of all points about them (0.2 to 0.7)
SAMPLES = 100  # points that a walk fits, evenly spaced on −2 … 2 (20 to 200)
SEED = 21  # draws the noise (any whole number)
START = (-0.5, 0.0)  # w and b of the first guess (each −2 to 2)
OPTIMIZER = "gradient_descent"  # that takes the steps, such as "momentum"
LEARNING_RATE = 0.015  # α: how much of the gradient one step takes (0.01 to 0.05)
STEPS = 400  # steps of a walk, at most: it ends where the slope is 0.00 (300 to 1000)
DEGREES = (1, 2, 8)  # of the polynomials that are compared, the first two and the last
FEW = 14  # points that each of them fits, in the middles of equal parts (14 to 40)
REDRAWN = 100  # times that these are drawn anew (20 to 300)


class ParabolaFit(Lesson):
    """We reached the bottom. Is that good?

    On points about a parabola a line comes to rest as surely as on points about a line, and its L
    stays high, with or without noise. A supple model has the least L on its own points, but not on
    new ones: it follows the noise. A stiff one misses alike each time, one between does neither.
    """

    def construct(self) -> None:
        straight = datasets.line_data(*TRUE_LINE, NOISE, SAMPLES, seed=SEED)
        curved = datasets.formula_data(FORMULA, NOISE, SAMPLES, seed=SEED)
        few = datasets.formula_data(FORMULA, NOISE, FEW, (2 / FEW - 2, 2 - 2 / FEW), seed=SEED)
        optimizer = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        twins = TwinFits(straight, curved, optimizer, START, STEPS)
        models, readings = ModelPanels(few, DEGREES, REDRAWN, SEED), twins.readings()
        self.add(twins.guesses, twins.plots, trails := twins.trails(), twins.lines, readings)
        self.beat("The same walk down the mean squared error L, until its slope is 0.")
        self.play(twins.walk(), run_time=5.2)

        self.ask("We reached the bottom. Is that good?")
        self.play(leave(trails), [gaps.grow() for gaps in twins.gaps], run_time=1.2)
        self.play(twins.turn(0.5), run_time=1.1)
        self.answer("Turn either line: L grows. Yet one L stays high.")
        self.play(twins.turn(-0.5), run_time=1.8)
        self.play(twins.turn(0), run_time=1.6)

        self.beat("Turn both lines, b held: each L draws a bowl. Are the bowls alike?")
        slices = TwinSlices(twins)
        self.play(leave(readings, twins.gaps), run_time=0.5)
        for move in twins.stack():
            self.play(move, run_time=0.6)
        self.play(appear(slices, slices.walkers), run_time=0.6)
        slices.lead()
        self.play(slices.turn(-1), run_time=0.7)
        self.add(slices.curves)
        self.play(slices.turn(1, draw=True), run_time=2.4)
        self.play(slices.turn(0), run_time=0.7)
        self.play(appear(floors := slices.floors()), run_time=0.6)
        self.add(copy := slices.copy_of_first())
        self.play(slices.lifted.animate.set_value(1), run_time=1.2)
        self.play(slices.slid.animate.set_value(1), run_time=1.2)
        self.play(appear(step := slices.step_up()), run_time=0.5)

        self.beat("Is the noise to blame? Take it away.")
        self.play(leave(copy), appear(names := twins.names()), run_time=0.6)
        self.play(twins.quiet(), run_time=3.4)

        self.beat("No: the line cannot bend. Curves of a higher degree can.")
        self.wait(0.5)
        self.play(leave(twins.surroundings(), names, slices.parts, floors, step), run_time=0.5)
        late = rate_functions.ease_in_quint  # when the points have passed the numbers of the axes
        coming = appear(models.plots, models.titles, rate_func=late)
        self.play(twins.move_into(models.plots[0]), coming, run_time=1.2)
        own = OwnErrors(models)
        first, *others = zip(models.dots, models.fits, own, strict=True)
        self.play(leave(twins.subject), appear(first, own.heading), run_time=0.7)
        self.play(appear(others), run_time=0.6)
        self.play(models.bends(), run_time=2.6)

        self.ask(f"Only {FEW} points, noise drawn anew: which fit moves most?", at=LOWER_HALF)
        self.play(models.lift(), run_time=1)
        self.add(models.bundles)
        for draw in (1, 2, 3):
            self.play(models.draw(draw), run_time=0.9)
        self.play(leave(models.dots, models.fits, own, own.heading), run_time=0.5)
        self.answer(
            f"{REDRAWN} fits: degree {models.most_varied} follows the noise. That is variance."
        )
        self.play(models.draw(models.last), run_time=2.2)
        self.play(appear(models.bands), run_time=0.4)
        self.play(models.spreads(), run_time=1.2)
        parts = ErrorParts(models)
        self.play(parts.grow())

        self.beat("On average, which one misses the truth?")
        for seen in (models.averages, models.truths, models.misses):
            self.play(appear(seen()), run_time=0.7)
        self.play(parts.grow())

        self.beat("Which has the least mean L on its own points? Which on new ones?")
        self.play(parts.grow_own())
        self.play(parts.frame_own(), run_time=0.6)
        self.play(parts.grow())
        self.play(parts.add_up())
        self.play(appear(totals := parts.totals()), run_time=0.6)
        self.play(parts.mark_least(totals), run_time=0.6)
        self.wait(1.5)
