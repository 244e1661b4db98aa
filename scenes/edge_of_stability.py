"""Scene 23 of the shelf: training climbs to its speed limit, and learns on along it."""

from scenes.kit import EdgeStage, Lesson, appear, leave

DEGREE = 4  # of the Chebyshev polynomial that is to be learnt (4 to 5)
HIDDEN = (20, 20)  # units of the hidden layers
SEED = 7  # of the first weights: with most, λmax does not come to the second limit in these STEPS
LEARNING_RATE = 0.1  # α: it is halved, and in the end doubled again (0.1 to 0.12)
STEPS = (800, 1400, 600)  # with each of these three rates
SLOW = 16  # of the last of them are shown slowly (10 to 40)


class EdgeOfStability(Lesson):
    """Past the speed limit, and still learning?

    A network is trained on all its data at once. The sharpness of its loss climbs by itself to the
    limit of the learning rate, 2/α; there the loss jumps, which throws the walker onto flatter
    ground, and goes on falling in ripples. With half the rate the sharpness climbs to the limit
    twice as high, and with the whole rate again it is thrown back below the old one.
    """

    def construct(self) -> None:
        rates = LEARNING_RATE, LEARNING_RATE / 2, LEARNING_RATE
        stage = EdgeStage(DEGREE, HIDDEN, SEED, rates, STEPS)
        training, plots, fit, cut = stage.training, stage.plots, stage.fit, stage.slice
        first, second, last = training.changes[1:]
        begin, end = training.jump
        self.add(fit, stage.readings(), plots)

        self.ask(
            "A network learns. Will λmax keep below the limit?",
            at=plots.low,
            lines=3,
            meanwhile=lambda _: training.go(begin / 3),
        )
        self.play(training.go(begin), run_time=3.5)
        self.answer("No: λmax climbs by itself, past 2/α.")

        self.ask(
            "Past the limit: what will the loss do?", at=stage.aside, lines=3, first=leave(fit)
        )
        self.play(plots.make_room(), run_time=0.8)
        self.play(appear(cut, plots.lower), run_time=0.6)
        self.play(training.go(end), run_time=5.5)
        self.play(appear(key := cut.key()), run_time=0.4)
        self.answer("It jumps, until hops land on flatter ground.")

        self.beat("Again and again: λmax hovers at 2/α, and the loss falls in ripples.")
        self.play(leave(cut, key, plots.speed), run_time=0.4)
        self.play(appear(fit), run_time=0.4)
        self.play(training.go(first), run_time=4.5)

        self.ask("Halve α: what will λmax do?", at=stage.aside, lines=3, first=leave(fit))
        self.play(plots.grow(), appear(fit), run_time=1.2)
        self.play(plots.take(1), appear(plots.later, plots.rates[1]), run_time=0.8)
        self.play(training.go(second), run_time=5.5)
        self.answer("It follows, up to the new limit.")

        self.ask("Back to the old α: what now?", at=stage.aside, lines=3, first=leave(fit))
        self.play(appear(fit), run_time=0.4)
        self.play(plots.take(2), appear(plots.rates[2]), run_time=0.8)
        self.play(training.go(second + SLOW), run_time=3)
        self.answer("It is thrown out, and lands on flatter ground.")

        self.beat("In this training α decides how sharp the ground gets.")
        self.play(training.go(last), run_time=3.5)
