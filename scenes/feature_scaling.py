"""Scene 21 of the shelf: inputs of unequal size make a ravine of the loss, standardized ones a bowl."""

from math import pi

from manim import Create, linear

from gd_math import feature_data
from scenes.kit import Lesson, ScalingStage, appear, data_features, leave, number

DATA = ""  # a file of other samples, three columns such as "houses.csv", beside this one
MEANS = (8.0, 0.9)  # of the two inputs: hours of sun and liters of water a day
DEVIATIONS = (2.1, 0.3)  # their standard deviations: one above 1, the other one below
WEIGHTS = (1.0, 3.0)  # growth in cm for an hour of sun and for a liter of water
CORRELATION = 0.1  # of the two inputs (−0.5 to 0.5)
NOISE = 0.6  # standard deviation of the growth about that, in cm (0 to 5)
PLANTS = 40  # samples (10 to 100)
SEED = 6  # draws the samples (any whole number)
LEARNING_RATE = 0.2  # α, the same before and after (0.01 to 1)
AXES = ("sun in hours", "water in liters", "growth in cm")


class FeatureScaling(Lesson):
    """Same data, same rate: why so slow?

    Growth of plants is fitted to hours of sun and liters of water. The cloud of these inputs is a
    needle, and the loss over the two weights a ravine: the same ellipse turned inside out, steep
    where the cloud is long. Divided by their standard deviations the inputs make a round cloud
    and a bowl, and the same α leads straight to the bottom.
    """

    def construct(self) -> None:
        plants = feature_data(
            MEANS, DEVIATIONS, WEIGHTS, AXES, CORRELATION, NOISE, PLANTS, SEED
        )
        data = data_features("DATA", DATA, plants)
        stage = ScalingStage(data, LEARNING_RATE)
        walk, direction, ring, row = stage.walk, stage.direction, stage.ring, stage.row
        before, after = (walk.scaled(amount).trajectory.steps for amount in (0.0, 1.0))

        self.add(stage.map, stage.map.names(), stage.rate, stage.model, row, stage.trail)
        self.beat("Two weights learn from data, step by step.")
        self.play(walk.go(before), run_time=4)

        self.ask("Why so slow?", at=stage.question_place)
        self.play(stage.rewind(), run_time=0.8)
        self.play(walk.go(6), run_time=4)
        self.answer("From wall to wall across the valley, and hardly along it.")
        self.play(walk.go(before), run_time=3)

        samples = len(data.output)
        self.beat(f"The data make the valley. {samples} samples, both inputs on one scale:")
        self.play(stage.raise_model(), run_time=0.8)
        self.play(stage.cloud.come(), run_time=2.2)
        self.play(appear(stage.names), run_time=0.5)
        self.play(Create(stage.ellipse.path), run_time=1.2)

        self.beat("One direction in both: how far data spread, s, and how far until the loss is up by 1.")
        self.play(appear(direction, readings := direction.readings()), run_time=0.8)
        self.play(direction.turn(0.3), run_time=1.5)
        self.play(direction.turn(0), run_time=1.5)

        self.ask("Turn it: what does 1/s draw?", at=stage.above_cloud)
        self.add(ring, direction)
        self.play(direction.turn(pi, trace=True), run_time=5, rate_func=linear)
        self.answer("The cloud inside out: long there is steep here.")

        self.beat("κ: the steepest curvature over the flattest.")
        self.play(appear(row.kappa), run_time=0.6)
        self.play(direction.turn(pi / 2), run_time=1.6)

        self.ask("Divide each input by its s: what will the valley do?", at=stage.above_cloud, lines=2)
        ghosts = stage.ghosts()
        divisors = stage.cloud.divisors(stage.names)
        row.keep()
        second = stage.second_row
        self.play(leave(direction, readings), appear(divisors, second, second.kappa), run_time=0.6)
        self.add(ghosts)
        self.play(stage.rescale(), run_time=6.5)
        self.answer("Round cloud, round valley.")

        self.beat("Standardized: same data, same α. How many steps now?")
        self.play(stage.rewind(), run_time=0.6)
        self.play(walk.go(after), run_time=4)
