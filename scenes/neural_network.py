"""Scene 12 of the shelf: ten knobs of a small network, and one pass back that turns them all."""

from gd_math import network
from scenes.kit import TOP_RIGHT, HouseNet, Lesson, appear, leave

HOUSE = (1.7, 1.0, 0.0)  # the house to guess: its size in 100 m², in town (1), no garden (0)
LEARNING_RATE = 0.05  # α: how much of its slope each knob is turned by (0.01 to 0.06)
EPOCHS = 1000  # times that all houses have gone through the net, at the end (100 to 5000)
SLOW = 2  # of these are shown one by one (2 to 6)
TURN = 0.3  # how far one knob is turned by hand (0.05 to 0.3)
NOISE = 0.1  # of the prices, in 100,000 dollars (0.0 to 0.3)
SEED = 28966  # of the noise and of the first weights (a whole number from 0)


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
        self.add(drawing, net.names, knobs := net.knob_names(), named := net.guess_name(), price)
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

        self.beat("Now one pass back, from the error: what meets at each line?")
        self.play(net.turn_back(knob), run_time=0.5)
        self.play(leave(price, guess, loss, weight, tried), run_time=0.4)
        self.play(appear(below := net.below(), back := net.deltas(2), error := net.error()))
        self.add(slopes)
        slopes.wait(2)
        self.play(drawing.pass_back(1), run_time=1.5)
        self.play(leave(error), run_time=0.4)
        self.play((product := net.product(knob)).build(), run_time=2)
        self.play(slopes.receive(2), run_time=0.6)
        self.play(leave(product), run_time=0.4)
        self.play(appear(through := net.came_back(1)), run_time=0.6)
        self.wait(0.8)
        self.play(appear(further := net.deltas(1)), run_time=0.6)

        ask, back_again = "Which knobs get slope 0?", appear(product)
        self.ask(ask, at=net.high, lines=2, first=leave(through), show=back_again)
        self.play(leave(product), run_time=0.4)
        zero = "w1_3_1", "w1_3_2"
        slopes.wait(1)
        self.play(drawing.pass_back(2), run_time=1.6)
        self.play((product := net.product(zero[-1])).build(), run_time=1.5)
        self.answer("Where 0 came in, the slope is 0.")
        self.play(slopes.receive(1), run_time=0.6)
        self.play(appear(framed := slopes.frames(zero)), run_time=0.4)

        self.beat("Times −α, slopes become turns: watch L.")
        self.play(leave(product, framed), run_time=0.4)
        self.play(slopes.step(), appear(rate := net.rate_name()), run_time=1.5)
        self.play(leave(back, further), net.show_weights(), run_time=0.8)
        self.play(appear(bar := net.loss_bar()), run_time=0.4)
        self.play(net.turn_all(), run_time=6)

        self.beat("All 24 houses go through; then all knobs turn.")
        self.play(leave(slopes, below, bar, rate, knobs), run_time=0.5)
        net.all_houses()
        coming = appear(net.miss, net.panel, net.counter()), net.color_as_curve(named)
        self.play(coming, run_time=0.6)
        self.play(net.go_through(), run_time=3.2)
        self.play(net.show_numbers(0.0), leave(net.miss), run_time=0.4)
        for epoch in range(1, SLOW + 1):
            self.play(net.back(), run_time=0.7)
            self.play(net.epoch(epoch), run_time=0.8)
        self.play(net.show_numbers(1.0), run_time=0.4)

        self.ask("How close do ten knobs come?", at=TOP_RIGHT)
        self.play(net.walk.train(), run_time=5.5)
        self.play(appear(net.each_its_own(), net.walker), run_time=0.6)
        self.answer(net.walk.outcome)
