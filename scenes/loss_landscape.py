"""Scene 18 of the shelf: slices through the loss of a network, and a walk that leaves them."""

from scenes.kit import (
    BETWEEN,
    Lesson,
    MoonsPanel,
    Probe,
    SlicePair,
    SliceRow,
    Slices,
    Training,
    Walk,
    WayBars,
    appear,
    ground_number,
    leave,
    probe_number,
    training_names,
    training_net,
    training_numbers,
)

SEED = 5  # of the network's first weights, and of its data (a whole number from 0)
LEARNING_RATE = 0.5  # α of its training (0.4 to 0.6)
STEPS = 300  # of its training (250 to 500)
DIRECTIONS = 2  # the seed of two random directions (a whole number from 0)
HALFWAY = 20  # step of the middle one of the last three slices (5 to 200)


class LossLandscape(Lesson):
    """What does the hill of a real network look like?

    A small network is trained, and its loss drawn over two random directions through all of its
    weights. Through the trained weights there is a bowl, but the training began high above it: it
    came along all other directions. Sliced anew at each step, the loss has another shape.
    """

    def construct(self) -> None:
        training = Training(SEED, LEARNING_RATE, STEPS)
        walk, count = Walk(training.path), training.weights
        plane = training.random_plane(DIRECTIONS)
        slices = Slices(training, plane)
        points, net = MoonsPanel(training, walk), training_net(training, walk)
        numbers, names = training_numbers(walk), training_names(net, points)
        self.add(points, net, numbers, names)

        self.beat("A network learns to part two kinds of points. Watch its loss L.")
        self.play(slices.go(walk), run_time=5.8)

        self.ask("What does its hill look like?")
        pair = SlicePair(slices, walk)
        trained, present = pair.trained, pair.present
        self.play(leave(net, names), run_time=0.4)
        self.play(appear(trained), run_time=0.8)
        probe = Probe(training, plane)
        gem, other = trained.gem(probe), probe_number(probe, numbers)
        self.play(appear(pair.said[trained]), leave(numbers), run_time=0.6)
        self.answer(f"Two of {count} directions, at random: a bowl. Each point is a network.")
        self.play(points.ask(probe), appear(gem, other), run_time=0.5)
        self.play(probe.go(), run_time=4.5)

        self.beat("Where did the training begin? Back, step by step.")
        self.play(points.ask(), leave(gem, other), run_time=0.5)
        below = ground_number(trained, numbers)
        self.play(trained.sign(), appear(numbers, below), run_time=0.6)
        self.play(slices.go(walk, 0), run_time=3.5)

        bars = WayBars(walk, plane)
        away = leave(points, below)
        self.ask("How much of its way is in this slice?", first=away, show=appear(bars))
        self.play(slices.go(walk), run_time=4.5)
        self.play(appear(bars.said), run_time=0.5)
        self.answer(f"So it hovered: most of its way was along the other {count - 2}.")

        self.beat("Back to step 0. Left: a slice through the present weights.")
        self.play(leave(bars, bars.said, numbers, trained.walker, trained.plumb), run_time=0.5)
        walk.set_value(0)
        self.play(appear(present), run_time=1.5)
        self.play(appear(pair.said[present], numbers.move_to(BETWEEN)), run_time=0.6)
        self.play(present.sign(), trained.sign(), run_time=0.8)

        self.ask("What becomes of the left slice?")
        traces = appear(present.trace, trained.trace)
        self.play(slices.go(walk, HALFWAY), traces, run_time=3)
        self.answer("Each step, a new slice, lower under the walker.")
        self.play(slices.go(walk), run_time=3.5)

        self.beat(f"Each slice shows two of {count} directions, never the whole hill.")
        row = SliceRow(slices, (0, HALFWAY, STEPS), trained)
        self.play(leave(numbers, *pair.said.values()), run_time=0.4)
        self.play(leave(present), row.gather(), run_time=0.9)
        for block, said in zip(row.blocks, row.said, strict=True):
            self.play(appear(block, said), run_time=0.5)
            self.play(appear(block.walker, block.trace), run_time=0.4)
        self.play(appear(row.last, row.heading), run_time=0.5)
