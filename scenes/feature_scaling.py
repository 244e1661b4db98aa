"""Scene 21 of the shelf: inputs of unequal size make a ravine, standardized ones a bowl."""

from gd_math import feature_data
from scenes.kit import Lesson, ScalingStage, appear, data_features, leave, swap

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
    few steps do what takes many with the raw ones. A weight moves each guess by so much of its
    input: far, where the cloud of the inputs is long, hardly where it is short. So the loss over
    both weights is a ravine. Divided by their standard deviations the inputs make a round cloud and
    a bowl, and the same α leads straight to the bottom.
    """

    def construct(self) -> None:
        plants = feature_data(MEANS, DEVIATIONS, WEIGHTS, AXES, CORRELATION, NOISE, PLANTS, SEED)
        data = data_features("DATA", DATA, plants)
        stage = ScalingStage(data, LEARNING_RATE)
        walk, row, now = stage.walk, stage.row, stage.second_row
        before, after = walk.trajectory.steps, walk.scaled(1.0).trajectory.steps
        slow, pace, faster = 6, 0.5, 4  # so many steps at this pace, the others faster

        self.add(stage.panel, stage.rows)
        self.ask("How many steps to the ring?", at=stage.below_row)
        self.play(walk.go(slow), run_time=pace * slow)
        self.answer(stage.why_slow)
        self.play(walk.go(before), run_time=pace * (before - slow) / faster)

        self.beat("Why so slow? Each dot a plant, s the standard deviation.")
        row.keep()
        self.play(stage.in_line(), leave(stage.trail, stage.goal, stage.rate, row), run_time=0.8)
        self.play(appear(stage.cloud, stage.labels, stage.numbers), run_time=0.6)
        for bar in stage.spreads:
            self.add(bar)
            self.play(bar.grown.animate.set_value(1.0), appear(bar.label), run_time=1.2)

        moved, other = stage.weights
        short, long = stage.way(stage.longest), stage.way(stage.shortest)
        far = moved.replace("w", "d")
        self.beat(f"Move {moved} by {far} until the loss is up by {stage.rise}.")
        means, bars = stage.moving(short), stage.bars(short)
        risen = stage.mean_of_bars(), stage.rising(short)
        upright = stage.labels[1], stage.numbers
        legend = bars.legend
        old = stage.model, *upright
        self.play(swap(old, [short, short.label, means, legend]), run_time=1.0)
        self.wait(0.9)
        self.play(appear(risen), run_time=0.6)
        self.add(bars)
        self.play(short.grow(), run_time=4)

        self.ask(f"How far must {other} move?", at=stage.above_cloud, first=leave(means))
        self.play(leave(risen), bars.sink(), run_time=0.5)
        told = stage.moving(long), stage.rising(long, "loss up by")
        self.play(appear(long, long.label, told), run_time=0.6)
        self.add(bars := stage.bars(long))
        self.play(long.grow(), run_time=4)
        self.answer("Large s: steep. Small s: flat.")
        self.play(appear(stage.ring), run_time=2)

        gone = leave(told, legend, short, short.label, long, long.label, stage.ring), bars.sink()
        walk.set_value(0)
        here = appear(stage.goal, stage.trail, upright)
        self.ask("Divide inputs by s: what valley?", at=stage.above_cloud, first=gone, show=here)
        names = stage.labels, stage.panel.names
        self.play(leave(names), appear(done := stage.standardized()), run_time=0.8)
        self.play(stage.rescale(), run_time=4.6)
        self.play(leave(done), appear(stage.divided, stage.panel.scaled), run_time=0.6)
        self.answer("Every s is 1: a round valley.")
        self.play(appear(stage.rate, row, row.title, now, now.title), run_time=0.6)

        self.beat("Same loss, same α: count the steps.")
        self.play(walk.go(after), run_time=pace * after)
        self.beat(f"{after} steps instead of {before}.")
