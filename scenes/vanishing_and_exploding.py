"""Scene 17 of the shelf: a plateau and a cliff, and how depth makes both."""

from scenes.kit import TOP, CliffStage, DeepStage, FactorFan, Lesson, appear, leave, swap

STARTS = (-3.8, 2.1)  # x of two walkers: far out on the plateau, and on the cliff
LEARNING_RATE = 0.3  # α of both (0.28 to 0.33)
CLIP = 1.0  # the largest slope that a careful walker takes for true (0.3 to 3.0)
STEPS = 40  # of each walk (20 to 60)
DEPTH = 10  # layers of the network (6 to 12)
WIDTH = 64  # units of each layer, of which four are drawn (32 to 96)
GAINS = (0.5, 4.0)  # weights that are too small and too large, as multiples of Xavier's
SEED = 0  # of the weights and the data (a whole number from 0)


class VanishingAndExploding(Lesson):
    """Why do deep nets refuse to learn?

    On a plateau a walker hardly moves, from a cliff it is thrown away. Deep networks have both:
    each layer multiplies the error that comes back by about the same factor, so that it vanishes
    or explodes. Clipping tames the cliff; a start with a factor near 1 lets the error through.
    """

    def construct(self) -> None:
        ground, net = (
            CliffStage(STARTS, LEARNING_RATE, CLIP, STEPS),
            DeepStage(DEPTH, WIDTH, GAINS, SEED),
        )
        bold, careful = ground.walkers, ground.careful
        small, large, right = net.gains
        self.add(ground.scene, bold, table := ground.table(bold))

        self.ask("Same α: which of them gets into the valley?", at=TOP)
        self.play(ground.leap(bold, 1), run_time=1.6)
        self.play(ground.leap(bold, STEPS), run_time=2)
        self.answer(ground.outcome)

        self.ask(f"Cut every slope to at most {CLIP:g}: who arrives now?", at=TOP)
        self.play(leave(bold, table), run_time=0.4)
        self.play(appear(careful, capped := ground.table(careful, clipped=True)), run_time=0.4)
        self.play(ground.leap(careful, 4), run_time=2.8)
        self.play(ground.leap(careful, STEPS), run_time=0.6)
        self.answer(ground.clipped)

        parts = net.bars, net.count(), net.weights(), net.error()
        change = swap([ground.scene, careful, capped], parts, [net.drawing])
        self.ask("A deep net: how much of the error gets back to layer 1?", at=TOP, show=change)
        self.play(net.drawing.pass_back(), run_time=4.5)
        self.answer(net.say_faded())

        self.beat(net.say_factor())
        self.play(appear(fall := net.line(small)), run_time=1.5)

        self.ask(f"Weights {large / small:.3g} times as large: what comes back now?", at=TOP)
        self.play(leave(fall), run_time=0.4)
        self.play(net.turn(large), run_time=3)
        self.play(appear(rise := net.line(large)), run_time=1)
        self.answer(net.say_grown())

        self.beat("Xavier's weights keep the factor near 1: all layers hear of the error.")
        self.play(leave(rise), run_time=0.4)
        self.play(net.turn(right), run_time=2.5)
        self.play(appear(level := net.line(right)), run_time=1)
        self.wait(0.6)
        fan = FactorFan(net)
        self.play(leave(net.drawing, parts), run_time=0.5)
        self.play(swap([level], fan.rows, [fan.plot]), run_time=1.2)
        self.play(appear(fan.rule), run_time=0.6)
