"""Scene 12 of the shelf: ten knobs of a small network, and one pass back that turns them all."""

from gd_math import network
from scenes.kit import TOP_RIGHT, HouseNet, Lesson, appear, leave

HOUSE = (1.7, 1.0, 0.0)  # the house to guess: its size in 100 m², in town (1), no garden (0)
LEARNING_RATE = 0.05  # α: how much of its slope each knob is turned by (0.01 to 0.06)
EPOCHS = 1000  # times that all houses have gone through the net, at the end (100 to 5000)
SLOW = 5  # of these are shown one by one (2 to 6)
TURN = 0.5  # how far one knob is turned by hand (0.2 to 1.0)
NOISE = 0.1  # of the prices, in 100,000 dollars (0.0 to 0.3)
SEED = 21  # of the noise and of the first weights (a whole number from 0)


class NeuralNetwork(Lesson):
    """Ten knobs at once: who turns which?

    A small network guesses the price of a house with eight weights and two biases. One pass back
    from the error gives each of these knobs its own slope, what came in times what comes back, and
    all turn at once. Then all houses go through, epoch after epoch, until the curves of the network
    run through their prices.
    """

    def construct(self) -> None:
        net = HouseNet(network.houses(NOISE, SEED), HOUSE, LEARNING_RATE, EPOCHS)
        drawing, slopes, guess = net.drawing, net.slopes, net.guess_name()
        price, guessed, loss = net.sentence()
        self.add(drawing, net.names, guess, price)

        self.beat("Ten knobs, 8 weights and 2 biases, turn a house into a price.")
        self.play(drawing.pass_forward(), run_time=3)
        self.play(appear(guessed), run_time=0.4)
        self.play(appear(loss), run_time=0.4)

        self.ask("Ten knobs at once: who turns which?", at=net.aside, lines=2)
        self.play(net.try_knob("w2_1_1", TURN), run_time=2)
        self.play(appear(name := drawing.partial("w2_1_1")), run_time=0.4)
        self.play(net.try_knob("w2_1_1", 0), run_time=1.2)
        self.answer("Turn one: how L answers is its slope.")

        self.beat("No need to try all ten: one pass back, from the error to every knob.")
        self.play(leave(price, guessed, loss, name), run_time=0.5)
        self.play(appear(below := net.below(), error := net.deltas(2)), run_time=0.6)
        self.add(slopes)
        self.play(drawing.pass_back(1), run_time=2)
        self.play(appear(blame := net.deltas(1)), run_time=0.5)
        self.play((product := net.product("w2_1_1")).gather(), run_time=1.5)

        self.ask("Which knobs will get slope 0?", at=net.high, lines=2)
        self.play(drawing.pass_back(2), run_time=2)
        self.play(leave(product), run_time=0.4)
        self.play((product := net.product("w1_3_2")).gather(), run_time=1.5)
        self.answer("Those of the garden: nothing came in, they had no part.")

        self.beat("All ten turn at once, each against its own slope.")
        self.play(slopes.step(), run_time=1.5)
        self.play(leave(error, blame, product), run_time=0.4)
        self.play(net.step(), run_time=2)

        self.beat("Now all 24 houses, and the mean of their slopes.")
        self.play(leave(slopes, below), run_time=0.5)
        net.all_houses()
        self.play(appear(net.panel, net.counter()), run_time=0.6)
        for epoch in range(1, SLOW + 1):
            self.play(net.back(), run_time=0.7)
            self.play(net.epoch(epoch), run_time=0.5)

        self.ask("Can ten knobs fit all 24 houses?", at=TOP_RIGHT)
        self.play(net.train(), run_time=6)
        self.answer("Yes.")
