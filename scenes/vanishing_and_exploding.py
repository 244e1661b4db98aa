"""Scene 17 of the shelf: a plateau and a cliff, and how depth makes both."""

from scenes.kit import TOP, CliffStage, DeepStage, Lesson, appear, leave

STARTS = (-3.6, 2.1)  # of two walkers: on the plateau, and on the cliff (-4.0 to 2.2)
LEARNING_RATE = 0.3  # α of both (0.25 to 0.32)
CLIP = 1.0  # the largest slope that a careful walker takes for true (0.3 to 3.0)
STEPS = 40  # of each walk (20 to 60)
DEPTH = 10  # layers of the network (6 to 12)
WIDTH = 4  # units of each (3 to 4)
GAINS = (0.5, 2.5, 1.0)  # weights, as multiples of Xavier's: too small, too large, right
SEED = 89  # of the weights and the data (a whole number from 0)


class VanishingAndExploding(Lesson):
    """Why do deep nets refuse to learn?

    On a plateau a walker hardly moves, from a cliff it is thrown away. Deep networks have both:
    each layer multiplies the error that comes back by about the same factor, so that it vanishes
    or explodes. Clipping tames the cliff; a start with a factor near 1 lets the error through.
    """

    def construct(self) -> None:
        ground = CliffStage(STARTS, LEARNING_RATE, CLIP, STEPS)
        bold, careful = ground.walkers, ground.careful
        table = ground.table(bold)
        self.add(ground.scene, bold, table)
        self.ask("Same α: which of them gets into the valley?", at=TOP)
        self.play(ground.leap(bold, 1), run_time=1.6)
        self.play(ground.leap(bold, STEPS), run_time=3)
        self.answer(ground.outcome)

        self.ask(f"Cut every slope to at most {CLIP:g}: who arrives now?", at=TOP)
        self.play(leave(bold, table), run_time=0.5)
        self.play(appear(careful, capped := ground.table(careful, clipped=True)), run_time=0.6)
        self.play(ground.leap(careful, 4), run_time=2.4)
        self.play(ground.leap(careful, STEPS), run_time=2)
        self.answer(ground.clipped)

        self.beat("Plateaus and cliffs come from depth. The error goes back, layer by layer.")
        net = DeepStage(DEPTH, WIDTH, GAINS, SEED)
        small, large, right = GAINS
        self.play(leave(ground.scene, careful, capped), run_time=0.6)
        self.play(appear(net.drawing, net.bars, net.weights(), net.error()), run_time=0.8)

        self.ask("How much of the error reaches layer 1?", at=TOP)
        self.play(net.drawing.pass_back(), run_time=5)
        self.answer(f"One {1 / net.share(small):.0f}th: it vanishes.")

        self.beat("Each layer takes its factor. On this scale that is a straight line.")
        self.play(appear(fall := net.line(small, 0.3)), run_time=1.5)

        self.ask(f"Weights {large / small:g} times as large: and now?", at=TOP)
        self.play(leave(fall), run_time=0.4)
        self.play(net.turn(large), run_time=4)
        self.play(appear(rise := net.line(large, 0.5)), run_time=1)
        self.answer(f"It grows {net.share(large):.0f} times: it explodes.")

        self.beat("In between lies a start whose factor is about 1.")
        self.play(leave(rise), run_time=0.4)
        self.play(net.turn(right), run_time=3)
        self.play(appear(net.line(right, 0.5)), run_time=1)
        self.play(appear(net.line(small, 0.3), net.line(large, 0.3)), run_time=1)
