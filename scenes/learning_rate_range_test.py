"""Scene 13 of the shelf: one run through all learning rates, and what it says of each of them."""

from manim import Create

from gd_math import datasets
from scenes.kit import (
    AverageZones,
    FitPanel,
    GoodStretch,
    Lesson,
    RateColumns,
    RateExperiment,
    RateRules,
    RateStrip,
    SweepPlot,
    appear,
    costs,
    data_points,
    leave,
    say_average,
    say_lowest,
    say_right,
    say_test,
)

DATA = ""  # a file of other points, two columns such as "houses.csv", beside this one
RATES = (0.001, 1.0)  # α of the first and of the last batch, if the loss has not exploded before
BATCHES = 120  # from the first to the last of these rates (90 to 300)
BATCH = 0.25  # share of the points in a batch (0.05 to 0.8)
TRAINING = 300  # batches of every training with one rate (100 to 600)
SEED = 30  # of the network's first weights and of the batches (a whole number from 0)


class LearningRateRangeTest(Lesson):
    """Which learning rate, without trying them all?

    A small network is trained once, while its learning rate grows after every batch: at first the
    loss hardly falls, then it falls, then it explodes. Read against the rate it tells which are
    worth taking. The lowest loss is no good place to stay; three rules choose other rates, which
    disagree; and trying all rates after all shows that each of them would have done.
    """

    def construct(self) -> None:
        data = data_points("DATA", DATA, datasets.parabola_data(noise=0.4, n=200, seed=1))
        experiment = RateExperiment(data, RATES, BATCHES, BATCH, TRAINING, SEED)
        plot = SweepPlot(experiment)
        fit, strip = FitPanel(plot), RateStrip(plot)

        self.add(fit, plot, plot.batches)
        self.ask("Which learning rate, without trying them all?", at=strip, lines=2)
        self.play(appear(strip, strip.head, strip.rule))
        self.answer(say_test(experiment))
        self.play(plot.sweep(), run_time=7.5)

        self.beat("Each batch had its own α. So read the loss against α.")
        gone = plot.batches, plot.lost, strip.head, strip.rule, fit
        self.play(leave(gone), appear(strip.rolling), run_time=0.5)
        self.add(strip.threads)
        self.play(strip.drop(), run_time=2.2)
        self.play(appear(plot.rates()), leave(strip.rolling), run_time=0.6)
        self.play(leave(strip, strip.threads), run_time=0.6)
        self.play(plot.grow(), run_time=1.5)

        self.beat(say_average(experiment))
        named = AverageZones(plot, plot.average())
        self.play(appear(plot.averaged()), run_time=0.4)
        self.play(named.draw(), run_time=3.3)

        self.beat("Rules read a rate off this curve.")
        rules = RateRules(plot)
        self.play(leave(named, plot.dots), run_time=0.5)
        first = "lowest", "lowest/10", "steepest"
        for rule in first:
            self.play(rules.read(rule), run_time=1.5)

        self.ask("Which α would you train with?", at=plot.low_left, lines=2)
        three = RateColumns(plot, experiment.of_rules, first)
        count = three.counter()
        reasons = [rules.reasons[rule] for rule in first]
        self.play(leave(reasons), appear(three, count), run_time=0.6)
        self.play(three.train(), run_time=4)
        self.play(three.settle(), appear(means := three.means()), leave(count), run_time=1)
        self.play(appear(ends := three.ends()), run_time=0.5)
        self.answer(say_lowest(experiment))

        self.beat("A third rule takes the longest fall, each point below the last.")
        self.play(leave(three, means, ends, rules.marks["lowest"]), run_time=0.5)
        self.play(rules.read("two thirds"), run_time=3.5)

        apart = rules.apart()
        thirds, shown = leave(rules.reasons["two thirds"]), appear(apart)
        self.ask(
            "Three rates. Which is right?", at=plot.low_left, lines=2, first=thirds, show=shown
        )
        every = RateColumns(plot, experiment.of_all)
        self.play(leave(apart), appear(every, count := every.counter()), run_time=0.6)
        self.play(every.train(), run_time=4)
        self.play(every.settle(), appear(every.means()), leave(count), run_time=1)
        self.play(Create(every.curve()), run_time=0.8)
        self.play(appear(GoodStretch(plot, every.kept_free)), run_time=0.8)
        self.answer(say_right(experiment))
        self.play(appear(costs(plot, every)), run_time=0.8)
