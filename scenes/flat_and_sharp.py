"""Scene 22 of the shelf: every minimum has a speed limit, and large steps rest in flat valleys."""

from manim import Create, ValueTracker, linear

from scenes.kit import (
    Hopper,
    Lesson,
    LimitBars,
    OneStep,
    RestMap,
    ValleyCurve,
    appear,
    check_hops,
    curve_of,
    hop_home,
    hopping,
    leave,
    number,
    panel_readings,
    put_back,
    step_rule,
    swap,
)

LOSS = "THREE_VALLEYS"  # the curve, or a formula of x with minima of unequal sharpness
EDGE = 2.38  # it is shown, and walks start, from −EDGE to EDGE
STARTS = (1.25, -0.7)  # of two walkers: in a sharp valley, and in a flat one
LEARNING_RATES = (0.15, 0.37, 0.44)  # α: both walkers rest; one hops; it is thrown out
RATES = (0.05, 0.55)  # from which to which α the map goes
STEPS = 600  # of each walk on the map (400 to 1000)


class FlatAndSharp(Lesson):
    """Which valley can hold a big step?

    Every minimum has a speed limit of its own, 2/f″, which is 2/λmax for more parameters than one:
    with larger steps a walker cannot come to rest there, for each step lands higher on the bottom
    than it began. A map of starts and learning rates shows it for a curve with three valleys: above
    the limit of the sharp ones walks hop there to and fro, and above a second one all are thrown
    out and, up to the end of the map, rest in the flat one.
    """

    def construct(self) -> None:
        curve = ValleyCurve(curve_of("LOSS", LOSS, -EDGE, EDGE))
        check_hops(curve, STARTS, LEARNING_RATES)
        small, big, huge = LEARNING_RATES
        rate = ValueTracker(small)
        walkers = [Hopper(curve, rate, STARTS[0]), Hopper(curve, rate, STARTS[1], "second")]
        hop_on = hopping(walkers)
        plane = RestMap(curve, rate, RATES, STEPS)
        reading, places = panel_readings(walkers)
        names, rule = curve.names(), step_rule()
        self.add(curve, names, walkers, reading, places, rule)
        self.beat(f"Small steps, α = {number(small)}: two walkers, two valleys.")
        self.wait(2)
        self.play(hop_home(walkers), run_time=2.6)

        self.ask("Which valley can hold a big step?", at=curve.above)
        self.play(leave(walkers, places), run_time=0.4)
        self.play(put_back(walkers), appear(places), rate.animate.set_value(big), run_time=0.8)
        self.play(hop_on(3.2), run_time=3.2)
        self.answer("The flat one. In a sharp one it hops on. Why?")
        self.play(hop_on(3.2), run_time=3.2)
        bottom, bars = OneStep(curve, rate, (small, plane.limit, big)), LimitBars(curve)
        fits, curved = curve.parabolas(), curve.curvatures(names)
        self.play(leave(walkers, places, rule), [Create(half) for half in fits], run_time=0.7)
        self.play(bottom.widen(), appear(curved), run_time=1)
        self.play(bottom.begin(0), run_time=0.5)

        self.ask("Above which α does a step land higher?", at=bars.place, lines=3)
        self.play(bottom.hop(0), run_time=0.9)
        for i in (1, 2):
            self.play(bottom.begin(i), run_time=0.6)
            self.play(bottom.hop(i), run_time=0.9)
            self.wait(0.3)
        now = bars.rate_marks(rate)
        self.play(bars.grow(), run_time=1.2)
        self.answer("Above 2/f″: low for a sharp valley, high for a flat one.")
        self.play(appear(now), run_time=0.4)

        self.beat("Now all starts and all α. Color says where each walk rests.")
        plane.held.set_value(RATES[0])
        self.play(leave(bottom, bottom.steps[-1], curved, names, fits), run_time=0.4)
        self.play(
            [curve.squeeze(), rate.animate.set_value(RATES[0])],
            swap([], [plane, plane.frame()]),
            run_time=1.2,
        )
        plane.held.set_value(RATES[1])
        self.play(put_back(walkers), appear(places), run_time=0.5)
        self.play(appear(plane.row_line(), [plane.carry(one) for one in walkers]), run_time=0.4)
        self.play(rate.animate.set_value(small), run_time=1.2, rate_func=linear)
        self.play(hop_home(walkers), run_time=2)
        self.play(rate.animate.set_value(plane.limit), run_time=1, rate_func=linear)
        words = plane.words("sharp", curve.sharp), plane.words("flat", curve.flat)
        self.play(appear(words, plane.mark(plane.limit)), run_time=0.6)

        self.beat("Now α rises above the limit of the sharp valleys.", meanwhile=hop_on)
        self.play(leave(walkers, places), run_time=0.4)
        self.play(put_back(walkers), appear(places), run_time=0.4)
        self.play(rate.animate.set_value(big), run_time=1.2, rate_func=linear)
        self.play(hop_on(2), run_time=2)
        self.play(hop_on(0.8), appear(plane.hops("hops", big)), run_time=0.8)

        self.ask("Can a sharp valley lose its walker?", at=plane.beside, lines=3, meanwhile=hop_on)
        plane.held.set_value(plane.thrown)
        self.play(leave(walkers, places), run_time=0.4)
        self.play(put_back(walkers), appear(places), rate.animate.set_value(huge), run_time=1)
        self.play(hop_home(walkers), run_time=3.4)
        self.answer("Yes: it is thrown out, over the hilltop.")
        self.play(plane.held.animate.set_value(RATES[1]), run_time=0.8)
        self.play(rate.animate.set_value(RATES[1]), run_time=2, rate_func=linear)

        from_, to = number(plane.thrown, 2), number(RATES[1])
        self.beat(f"From α = {from_} to {to} all walks rest in the flat valley.")
        self.play(appear(plane.mark(plane.thrown)), run_time=0.6)
