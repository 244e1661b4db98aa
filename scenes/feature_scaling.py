"""Scene 21 of the shelf: inputs of unequal size make a ravine, standardized ones a bowl."""

from manim import Indicate

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
        self.ask("How many steps to the ring?", at=stage.below_row)
        self.play(walk.go(1), run_time=0.9)
        self.play(appear(first := stage.first_step()), run_time=0.5)
        self.play(walk.go(slow), run_time=pace * (slow - 1))
        self.answer(stage.why_slow)
        self.play(leave(first), run_time=0.3)
        self.play(appear(speed := stage.speed(faster)), run_time=0.4)
        self.play(walk.go(before), run_time=pace * (before - slow) / faster)
        self.play(leave(speed), run_time=0.3)

        walked = [stage.trail, stage.to_go]
        self.ask("So slow: is it the data?", at=stage.below_row)
        self.play(leave(walked, stage.model), run_time=0.5)
        self.answer(f"Standard deviation s: first of {stage.wide}, then of {stage.other}.")
        for bar in stage.spreads:
            self.add(bar)
            self.play(bar.grown.animate.set_value(1.0), appear(bar.label), run_time=1.4)

        short = stage.way(stage.longest)
        self.beat(f"Move {stage.weight} by d until the loss is up by {stage.rise}.")
        stems, risen = stage.stems(short), stage.risen(short)
        told = appear(short, short.label, stage.ring, risen, stems)
        self.play(leave(stage.goal), stage.cloud.stand_back(), told, run_time=0.6)
        self.play(short.grow(), run_time=3.4)

        self.ask(f"Same d for {stage.other}: how far up?", at=stage.above_cloud)
        long = stage.way(stage.longest, short.length.get_value())
        self.remove(stems, risen)
        stems, risen = stage.stems(long), stage.risen(long)
        self.add(long, stems, risen)
        self.play(long.turn(stage.shortest), run_time=2.6)
        self.play(appear(long.label), run_time=0.4)
        self.answer("Hardly: its s is short.")
        self.beat(f"Go on until the loss is up by {stage.rise}.")
        self.play(long.grow(), run_time=3)

        bars = [*stage.spreads, short, long]
        self.beat("Long s, short d: steep. Short s, long d: flat.")
        self.play(leave(stems, risen), stage.cloud.stand_out(), appear(stage.ellipse), run_time=0.6)
        for pair in zip(stage.spreads, (short, long), strict=True):
            self.play([Indicate(bar.words, 1.15, theme.ink) for bar in pair], run_time=1.2)

        self.ask("Divide by s: what valley?", at=stage.above_cloud)
        self.play(leave(stage.labels, stage.panel.names), run_time=0.4)
        named = stage.divided, stage.factors, stage.standardized()
        self.play(appear(named, old := stage.old_trail()), run_time=0.6)
        row.keep()
        walk.set_value(0)
        self.play(stage.rescale(), run_time=4.6)
        self.answer("Every s is 1, so every d is 1.")

        self.beat("The same α, from the same start.")
        told = leave(bars, [bar.label for bar in bars], stage.ring, stage.ellipse, old)
        self.play(told, appear(stage.goal, walked, row.title, now, now.title), run_time=0.8)
        self.play(walk.go(after), run_time=0.35 * after)
        self.beat(f"{after} steps instead of {before}.")
