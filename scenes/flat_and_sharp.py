"""Scene of the shelf: every minimum has a speed limit, and large steps rest in flat valleys."""

from manim import Create, ValueTracker, linear

from gd_math import losses
from scenes.kit import (
    FromAbove,
    Hopper,
    Lesson,
    LimitBars,
    RestMap,
    ValleyCurve,
    appear,
    curve_of,
    hop,
    leave,
    number,
    panel_readings,
)

LOSS = "THREE_VALLEYS"  # the curve, or a formula of x with minima of unequal sharpness
EDGE = 2.38  # it is shown, and walks start, from −EDGE to EDGE
STARTS = (1.3, -0.7)  # of two walkers: in a sharp valley, and in a flat one
LEARNING_RATES = (0.15, 0.3, 0.44)  # α: both rest; one hops; it is thrown out
RATES = (0.05, 0.55)  # from which to which α the map goes
STEPS = 600  # of each walk on the map (200 to 2000)


class FlatAndSharp(Lesson):
    """Which valley can hold a big step?

    Every minimum has a speed limit of its own, 2/λmax: with larger steps a walker cannot come to
    rest there. A map of all starts and all learning rates shows it: above the limit of the sharp
    valleys walks hop there for ever, and above a second one all are thrown out and rest in the
    flat one.
    """

    def construct(self) -> None:
        curve = ValleyCurve(curve_of("LOSS", LOSS, -EDGE, EDGE))
        small, big, huge = LEARNING_RATES
        rate = ValueTracker(small)
        walkers = [Hopper(curve, rate, STARTS[0]), Hopper(curve, rate, STARTS[1], "second")]
        plane = RestMap(curve, rate, RATES, STEPS)
        reading, places = panel_readings(walkers)
        names = curve.names()
        self.add(curve, names, walkers, reading, places)
        self.beat(f"Small steps, α = {number(small)}. Where does each end?")
        self.play(hop(walkers, 18), run_time=3.6)

        self.ask("Which valley can hold a big step?")
        self.play(leave(walkers), run_time=0.4)
        for walker in walkers:
            walker.taken.set_value(0)
        self.play(rate.animate.set_value(big), appear(walkers), run_time=1)
        self.play(hop(walkers, 12), run_time=4)
        self.answer("The flat one. In the sharp one the walker hops to and fro.")
        self.play(hop(walkers, 26), run_time=4.6)

        self.beat("Why? The more curved the bottom, the lower its limit for α: 2/f″.")
        bars, fits, curved = LimitBars(curve), curve.parabolas(), curve.curvatures(names)
        self.play([Create(fit) for fit in fits], run_time=1.5)
        self.play(appear(curved))
        self.play(bars.grow(), run_time=1.5)
        mark = bars.rate_line(big)
        self.play(Create(mark), hop(walkers, 30), run_time=1.5)

        self.beat("Now every start and every α: one cell is one walk, its color where it rests.")
        self.play(leave(bars, mark, fits, curved, names, walkers), run_time=0.5)
        for walker in walkers:
            walker.taken.set_value(0)
        self.play(curve.squeeze(), rate.animate.set_value(RATES[0]), run_time=1.4)
        frame, line = plane.frame(), plane.row_line()
        carried = [plane.carry(walker) for walker in walkers]
        landed = [plane.landings(walker) for walker in walkers]
        self.play(appear(plane, frame, line, walkers, carried, landed), run_time=0.8)
        self.play(rate.animate.set_value(small), run_time=2.5, rate_func=linear)
        words = [
            plane.words("flat", curve.flat, (RATES[0] + small) / 2),
            plane.words("sharp", curve.sharp, (RATES[0] + small) / 2),
        ]
        self.play(appear(words))

        limit = number(plane.limit, 3)
        self.beat(f"The limit of the sharp valleys is {limit}.")
        mark = plane.across(plane.limit, limit)
        self.play(appear(mark))
        self.play(rate.animate.set_value(plane.limit), run_time=3, rate_func=linear)
        self.ask("And past it: what color?")
        self.play(rate.animate.set_value(big), run_time=2, rate_func=linear)
        self.play(hop(walkers, 14), run_time=3.5)
        self.answer("None: it hops in the sharp valleys for ever.")
        self.play(appear(plane.bare("hops", (plane.limit + big) / 2)))

        self.beat("And larger still? Watch the walker in the sharp valley.")
        for walker in walkers:
            walker.taken.set_value(0)
        self.play(rate.animate.set_value(huge), run_time=3, rate_func=linear)
        self.play(hop(walkers, 24), run_time=5)
        self.beat(f"From α = {number(plane.thrown, 2)} on it is thrown out: all rest in the flat one.")
        self.play(rate.animate.set_value(RATES[1]), run_time=2, rate_func=linear)

        self.beat("Four valleys from above: which gives up first?")
        above = FromAbove(losses.HIMMELBLAU)
        self.play(leave(places, reading), run_time=0.4)
        self.play(above.come())
        self.play(above.tell())
        for i in range(1, len(above.rates)):
            self.play(above.show(i), run_time=1)
            self.wait(0.5)

        self.beat("Big steps rest only in flat valleys.")
