"""Scene 21 of the shelf: inputs of unequal size make a ravine, standardized ones a bowl."""

from manim import PI, Indicate

from gd_math import feature_data
from scenes.kit import Lesson, ScalingStage, appear, data_features, leave, theme

DATA = ""  # a file of other samples, three columns such as "houses.csv", beside this one
MEANS = (8.0, 0.9)  # of the two inputs: hours of sun and liters of water a day
DEVIATIONS = (2.1, 0.3)  # their standard deviations: one above 1, the other one below
WEIGHTS = (1.8, 3.3)  # growth in cm for an hour of sun and for a liter of water
CORRELATION = 0.1  # of the two inputs (−0.5 to 0.5)
NOISE = 0.6  # standard deviation of the growth about that, in cm (0 to 5)
PLANTS = 40  # samples (10 to 100)
SEED = 6  # draws the samples (any whole number)
LEARNING_RATE = 0.2  # α, the same before and after, below the limits of both valleys
AXES = ("sun in hours", "water in liters", "growth in cm")  # names of inputs and output


class FeatureScaling(Lesson):
    """Same data, same rate: why so slow?

    Growth of plants is fitted to hours of sun and liters of water; with these inputs rescaled, a
    few steps do what takes many with the raw ones. The cloud of the inputs is a needle, and the
    loss over the two weights a ravine: the same ellipse turned inside out, steep where the cloud
    is long. Divided by their standard deviations the inputs make a round cloud and a bowl, and the
    same α leads straight to the bottom.
    """

    def construct(self) -> None:
        plants = feature_data(MEANS, DEVIATIONS, WEIGHTS, AXES, CORRELATION, NOISE, PLANTS, SEED)
        data = data_features("DATA", DATA, plants)
        stage = ScalingStage(data, LEARNING_RATE)
        walk, row, now = stage.walk, stage.row, stage.second_row
        before, after = walk.trajectory.steps, walk.scaled(1.0).trajectory.steps
        slow, pace, faster = (
            6,
            0.48,
            8,
        )  # so many steps at this pace, the others faster

        self.add(stage.panel, stage.cloud, stage.labels, stage.model)
        self.ask("Steps to the best weights?", at=stage.below_row, first=appear(stage.stems))
        self.play(walk.go(1), run_time=0.9)
        self.play(appear(first := stage.first_step(), stage.limit), run_time=0.5)
        self.play(walk.go(slow), run_time=pace * (slow - 1))
        self.answer(stage.why_slow)
        self.play(appear(speed := stage.speed(faster)), run_time=0.4)
        self.play(walk.go(before), run_time=pace * (before - slow) / faster)

        walked = [stage.trail, stage.to_go, stage.stems]
        self.ask("So slow: is it the data?", at=stage.below_row, first=leave(first, speed))
        self.play(leave(walked, stage.model), run_time=0.5)
        long, short = stage.longest, stage.shortest
        direction = stage.direction(long + PI / 2)
        (spread, way), (s, d) = direction.readings(), stage.letters(direction)
        self.play(appear(direction), run_time=0.5)
        self.play(direction.drop(), run_time=1.5)
        self.play(appear(spread, s), run_time=0.4)
        self.answer("Standard deviation s: short one way, long the other.")
        self.play(direction.turn(long), run_time=4.2)

        self.beat(f"Move the weights by d until the loss is up by {stage.rise}.")
        moved = stage.predictions(direction)
        self.play(leave(stage.goal), appear(way, d, stage.levels, moved), run_time=0.6)
        self.play(direction.grow(), run_time=3.4)
        self.wait(1)

        self.beat(f"Along {stage.other}: first the same d, then up by {stage.rise} again.")
        self.play(direction.turn_with_way(short), run_time=3)
        self.play(appear(rule := stage.rule()), run_time=0.5)
        self.wait(1)
        self.play(direction.grow(), run_time=2.4)
        self.wait(0.8)

        self.ask("Turn it: what do s and d draw?", at=stage.above_cloud, first=leave(rule))
        self.play(direction.touch(), leave(moved), run_time=0.5)
        self.add(stage.ellipse, stage.ring, direction, spread, way, s, d)
        self.play(direction.turn(long, trace=True), run_time=2.8)
        self.answer("Long s, short d: steep valley. Short s, long d: flat.")
        self.play(direction.turn(long + PI / 2, trace=True), run_time=3.6)
        self.play(leave(spread, way), run_time=0.4)
        self.play(appear(pairs := stage.own_pairs()), run_time=0.4)
        self.wait(1)

        self.ask("Divide each by its s: what valley?", at=stage.above_cloud)
        self.play(leave(direction, s, d, pairs), run_time=0.5)
        ghosts, old = stage.ghosts(), stage.old_trail()
        self.add(ghosts, stage.ellipse, stage.ring)
        told = appear(stage.divisors(), stage.factors, ghosts, old)
        self.play(told, stage.cloud.stand_out(), run_time=0.6)
        row.keep()
        walk.set_value(0)
        self.play(stage.rescale(), run_time=4.6)
        self.play(leave(ghosts[1], old), appear(stage.goal, walked, row.title, now, now.title))
        self.play(walk.go(after), run_time=2.7)
        self.answer(stage.rounded)
        self.play(stage.arrive(), run_time=0.6)
        self.play(appear(stage.conditions()), run_time=0.7)
        self.play([Indicate(one, 1.06, theme.ink) for one in (row.kappa, now.kappa)])
