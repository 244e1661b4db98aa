"""Scene 18 of the shelf: slices through the loss of a network, and a walk that leaves them."""

from scenes.kit import (
    BETWEEN,
    Lesson,
    MoonsPanel,
    NetDiagram,
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
    swap,
    trained_slice,
    training_numbers,
)

SEED = 5  # of the network's first weights, and of its data (a whole number from 0)
LEARNING_RATE = 0.5  # α of its training (0.4 to 0.6)
STEPS = 300  # of its training (250 to 500)
DIRECTIONS = 2  # the seed of two random directions (a whole number from 0)
HALFWAY = 20  # step of the middle one of the last three slices (5 to 200)


class LossLandscape(Lesson):
    """What does the hill of a real network look like?

    A small network is trained, and its loss drawn over two directions through all of its weights.
    Through the trained weights there is a bowl, but the training began high above it: it came
    along all other directions. Sliced anew at each step, the ground sinks under the walker.
    """

    def construct(self) -> None:
        training = Training(SEED, LEARNING_RATE, STEPS)
        walk, count = Walk(training.path), training.weights
        at_random, own = training.random_plane(DIRECTIONS), training.own_plane()
        slices = Slices(training, at_random)
        points, net = MoonsPanel(training, walk), NetDiagram(training, walk)
        numbers, names = training_numbers(walk), [net.heading(), net.rule(), points.heading()]
        self.add(points, net, numbers, names)

        self.beat("A network learns to part two kinds of points. Its loss L falls.")
        self.play(slices.go(walk), run_time=4.5)

        self.ask("What does the hill of a real network look like?")
        pair = SlicePair(slices, walk)
        trained, present = pair.trained, pair.present
        self.play(leave(net, names), run_time=0.5)
        self.play(appear(trained), run_time=1.2)
        probe = Probe(training, at_random)
        gem, other = trained.gem(probe), probe_number(probe, numbers)
        self.play(appear(pair.said[trained]), leave(numbers), run_time=0.6)
        self.answer(f"Two of {count} directions, at random: a bowl. Each point is a network.")
        self.play(points.ask(probe), appear(gem, other), run_time=0.5)
        self.play(probe.go(), run_time=4.5)

        self.ask("Where above this slice did the training begin?")
        self.play(points.ask(), swap([gem, other], [numbers]), run_time=0.6)
        self.play(walk.animate.set_value(0), run_time=1.2)
        self.play(trained.sign(), appear(below := ground_number(trained, numbers)), run_time=0.8)
        self.answer(f"In the air: it comes along the other {count - 2} directions.")
        self.play(slices.go(walk), trained.trace.appear(), run_time=4.5)

        self.beat("How much of its way do these two directions hold, and how much two of its own?")
        self.play(leave(points, below), run_time=0.4)
        bars = WayBars({"two random directions": at_random, "two directions of its own": own})
        self.play(bars.grow(0), run_time=0.8)
        self.play(leave(trained, pair.said[trained]), run_time=0.6)
        alone = trained_slice(Slices(training, own), walk)
        words, below = alone.labels("along its own directions"), ground_number(alone, numbers)
        self.play(walk.animate.set_value(0), appear(alone), run_time=1)
        self.play(bars.grow(1), appear(words, below), alone.sign(), run_time=0.8)
        self.play(alone.slices.go(walk), alone.trace.appear(), run_time=5)

        self.beat("Now slice anew at each step, through the present weights.")
        self.play(leave(words, below), run_time=0.4)
        self.play(leave(alone, bars), numbers.animate.move_to(BETWEEN), run_time=0.7)
        pair = SlicePair(slices, walk)
        trained, present = pair.trained, pair.present
        self.play(walk.animate.set_value(0), appear(present, trained), run_time=1)
        self.play(appear(*pair.said.values()), run_time=0.5)
        self.play(present.sign(), trained.sign(), run_time=0.5)

        self.ask("What will move: the walker, or the ground?")
        self.play(slices.go(walk), present.trace.appear(), trained.trace.appear(), run_time=5.5)
        self.answer("The ground sinks, until both slices are the same.")

        self.beat(f"A slice shows two of {count} directions, not the hill.")
        row = SliceRow(slices, (0, HALFWAY, STEPS))
        self.play(appear(row.heading()), run_time=0.5)
        self.play(leave(trained, present, numbers, *pair.said.values()), run_time=0.7)
        for block, said in zip(row.blocks, row.said, strict=True):
            self.play(appear(block), run_time=0.6)
            self.play(appear(said, block.walker, block.trace), run_time=0.5)
