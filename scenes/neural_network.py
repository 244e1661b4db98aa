"""Scene 12 of the shelf: ten knobs of a small network, and one pass back that turns them all."""

from gd_math import network
from scenes.kit import HouseNet, Lesson, appear, leave

HOUSE = (1.7, 1.0, 0.0)  # the house to guess: its size in 100 m², in town (1), no garden (0)
LEARNING_RATE = 0.04  # α: how much of its slope each knob is turned by (0.01 to 0.05)
EPOCHS = 1500  # times that all houses have gone through the net, at the end (100 to 5000)
SLOW = 2  # of these are shown one by one (2 to 6)
TURN = 0.3  # how far one knob is turned by hand (0.05 to 0.3)
NOISE = 0.1  # of the prices, in 100,000 dollars (0.0 to 0.3)
SEED = 738555  # of the noise and of the first weights (a whole number from 0)


class NeuralNetwork(Lesson):
    """Ten knobs at once: who turns which?

    A small network guesses the price of a house with eight weights and two biases. One pass back
    from the error gives each of these knobs its own slope, what came in times what comes back, and
    all turn at once. Then all houses go through, epoch after epoch, until the curves of the network
    run through their prices.
    """

    def construct(self) -> None:
        net = HouseNet(network.houses(NOISE, SEED), HOUSE, LEARNING_RATE, EPOCHS)
        drawing, slopes, knob = net.drawing, net.slopes, "w2_1_1"
        price, guess, loss = net.readings()
        self.add(drawing, net.names, knobs := net.knob_names(), net.guess_name(), price)
        self.add(count := net.knob_count())

        self.beat("Ten knobs, 8 weights and 2 biases, guess a house's price.")
        self.play(drawing.pass_forward(), run_time=3)
        self.play(appear(guess, loss), run_time=0.6)

        come = appear(weight := net.knob(knob))
        ask = "Which way to turn each knob?"
        self.ask(ask, at=net.aside, lines=2, first=leave(count), show=come)
        self.answer("Turn one: how L answers is its slope.")
        self.play(net.turn(knob, TURN), run_time=1.5)
        self.play(appear(tried := net.answer_of(knob, TURN)), run_time=0.6)

        self.beat("Now one pass back, from the error.")
        self.play(net.turn_back(knob), run_time=0.5)
        self.play(leave(price, guess, loss, tried), appear(below := net.price_below()))
        self.play((error := net.error(below)).build(), run_time=2.2)
        self.play(error.shrink(), run_time=0.8)
        self.add(slopes)
        slopes.wait(2)
        self.play(drawing.pass_back(1), run_time=1)
        self.play((product := net.product(knob)).build(), run_time=2)
        self.play(slopes.receive(2), appear(law := net.law()), run_time=0.6)

        self.beat("On goes the error, through v₁ and the bend of tanh.")
        self.play(leave(product, below), run_time=0.4)
        self.play((first := net.further(1)).build(), run_time=3)
        self.play(first.shrink(), leave(weight), run_time=0.8)
        self.play(appear(weight := net.knob("w2_2_1")), run_time=0.4)
        self.play((second := net.further(2)).build(), run_time=1.8)
        self.play(second.shrink(), leave(weight), run_time=0.8)

        self.ask("Which knobs get slope 0?", at=net.low, lines=2)
        zero = "w1_3_1", "w1_3_2"
        slopes.wait(1)
        self.play(drawing.pass_back(2), run_time=1.2)
        self.play((product := net.product(zero[-1])).build(), run_time=2)
        self.answer("Where 0 came in, the slope is 0.")
        self.play(slopes.receive(1), run_time=0.6)
        self.play(appear(framed := slopes.frames(zero)), run_time=0.4)

        self.beat("Times −α, slopes become turns: watch L.")
        self.play(leave(product, framed, law, error, first, second), run_time=0.4)
        told = rate, bar = net.rate_name(), net.loss_below()
        self.play(slopes.step(), appear(told, below), run_time=1.5)
        self.play(net.turn_all(), run_time=6)

        self.beat("All 24 houses: marks are prices, lines are guesses.")
        self.play(leave(slopes, below, bar, rate, knobs), run_time=0.5)
        net.all_houses()
        self.play(appear(net.miss, net.panel, net.ring, net.counter()), run_time=0.6)
        self.play(net.go_through(), run_time=5.2)

        self.beat(f"Then all knobs turn: once an epoch, {EPOCHS:,} times.")
        for epoch in range(1, SLOW + 1):
            self.play(net.back(), run_time=0.7)
            self.play(net.epoch(epoch), run_time=0.8)
        self.play(net.walk.train(), run_time=5.5)
        self.play(appear(net.each_its_own()), run_time=0.6)
