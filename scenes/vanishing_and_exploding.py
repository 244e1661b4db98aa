"""Scene 17 of the shelf: a plateau and a cliff, and how depth makes both."""

from scenes.kit import TOP, CliffStage, DeepStage, FactorFan, Lesson, appear, leave, swap

STARTS = (-3.8, 2.1)  # w of two walkers: far out on the plateau, and on the cliff
LEARNING_RATE = 0.3  # α of both (0.28 to 0.33)
CLIP = 1.0  # the largest slope that a careful walker takes for true (0.3 to 3.0)
STEPS = 40  # of each walk (20 to 60)
DEPTH = 10  # layers of the network (6 to 12)
WIDTH = 64  # units of each layer, of which four are drawn (32 to 96)
GAINS = (0.5, 4.0)  # weights that are too small and too large, as multiples of Xavier's
SEED = 0  # of the weights and the data (a whole number from 0)


class VanishingAndExploding(Lesson):
    """Why do deep nets refuse to learn?

    On its way back through a deep network the error is multiplied by about the same factor in
    each layer, so that it vanishes or explodes. A walker then stands on a plateau, or is thrown
    from a cliff. Clipping tames the cliff; a start with a factor near 1 lets the error through.
    """

    def construct(self) -> None:
        net = DeepStage(DEPTH, WIDTH, GAINS, SEED)
        ground = CliffStage(STARTS, LEARNING_RATE, CLIP, STEPS)
        bold, careful = ground.walkers, ground.careful
        small, large, right = net.gains
        parts = net.drawing, net.bars, net.weights(), net.ends()
        self.add(*parts)

        self.ask("A deep net: how much error gets back to layer 1?", at=TOP)
        self.play(net.drawing.pass_back(DEPTH - 0.5), run_time=4)
        self.play(appear(faded := net.product(small)), run_time=0.8)
        self.answer(net.say_faded())

        back, grow = [*leave(faded), net.drawing.pass_back(0)], net.turn(large)
        question = f"Weights {large / small:.3g} times as large: what now?"
        self.ask(question, at=TOP, first=back, show=grow)
        self.play(net.drawing.pass_back(DEPTH - 0.5), run_time=3)
        self.play(appear(grown := net.product(large)), run_time=0.8)
        self.answer(net.say_grown())

        change = swap([*parts, grown], [*bold, table := ground.table(bold)], [ground.scene])
        self.ask("Little comes back: flat. Much: steep. Who gets down?", at=TOP, show=change)
        self.play(ground.leap(bold, 1), run_time=1.6)
        self.play(ground.leap(bold, STEPS), run_time=1.5)
        self.answer("Neither: one hardly moves, one was thrown off.")

        change = swap([*bold, table], [*careful, table := ground.table(careful)])
        self.ask(f"Slopes cut to {CLIP:g}: who arrives?", at=TOP, show=change)
        self.play(appear(rule := ground.rule()), run_time=0.5)
        self.play(ground.cut(table), run_time=1.2)
        self.wait(1.4)
        self.play(ground.leap(careful, 3), run_time=2)
        self.play(ground.leap(careful, STEPS), run_time=0.8)
        self.answer("Clipping tames the cliff, not the plateau.")

        fan = FactorFan(net)
        change = swap([ground.scene, *careful, table, rule], [fan.rows], [fan.plot])
        said = f"{net.spread(right):.3g}"
        self.ask(f"Spread {said} (Xavier): how much now?", at=TOP, show=change)
        self.play(appear(fan.right), run_time=2.5)
        self.answer(net.say_right())
