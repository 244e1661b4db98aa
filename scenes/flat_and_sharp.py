"""Scene 22 of the shelf: every minimum has a speed limit, and large steps rest in flat valleys."""

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
    check_hops,
    curve_of,
    hop,
    hop_home,
    leave,
    number,
    panel_readings,
    put_back,
    step_rule,
)

LOSS = "THREE_VALLEYS"  # the curve, or a formula of x with minima of unequal sharpness
EDGE = 2.38  # it is shown, and walks start, from −EDGE to EDGE
STARTS = (1.3, -0.7)  # of two walkers: in a sharp valley, and in a flat one
LEARNING_RATES = (0.15, 0.3, 0.34, 0.44)  # α: both rest; one hops; it hops; it is thrown out
RATES = (0.05, 0.55)  # from which to which α the map goes
STEPS = 600  # of each walk on the map (400 to 1000)


class FlatAndSharp(Lesson):
    """Which valley can hold a big step?

    Every minimum has a speed limit of its own, 2/λmax: with larger steps a walker cannot come to
    rest there. A map of all starts and all learning rates shows it: above the limit of the sharp
    valleys walks hop there for ever, and above a second one all are thrown out and rest in the
    flat one.
    """

    def construct(self) -> None:
        curve = ValleyCurve(curve_of("LOSS", LOSS, -EDGE, EDGE))
        check_hops(curve, STARTS, LEARNING_RATES)
        small, big, bigger, huge = LEARNING_RATES
        rate = ValueTracker(small)
        walkers = [Hopper(curve, rate, STARTS[0]), Hopper(curve, rate, STARTS[1], "second")]
        plane = RestMap(curve, rate, RATES, STEPS)
        reading, places = panel_readings(walkers)
        names, rule = curve.names(), step_rule()
        self.add(curve, names, walkers, reading, places, rule)
        self.beat(f"Small steps, α = {number(small)}. Where does each walker end?")
        self.play(hop_home(walkers), run_time=3.6)

        self.ask("Which valley can hold a big step?", at=curve.above)
        self.play(leave(walkers), run_time=0.4)
        self.play(put_back(walkers), rate.animate.set_value(big), run_time=0.8)
        self.play(hop(walkers, 12), run_time=2.6)
        self.answer("The flat one. In the sharp one a walker hops to and fro.")
        self.play(hop(walkers, 26), run_time=3.9)

        self.beat("Why? The more curved the bottom, the lower its limit for α: 2/f″.")
        bars, fits, curved = LimitBars(curve), curve.parabolas(), curve.curvatures(names)
        self.play([Create(fit) for fit in fits], leave(rule), run_time=1.5)
        self.play(appear(curved))
        self.play(bars.grow(), run_time=1.5)
        now = bars.rate_marks(rate)
        self.play(appear(now), hop(walkers, 30), run_time=1.4)

        self.beat("Now every start and every α: one cell is one walk, its color where it rests.")
        self.play(leave(fits, curved, names, walkers), run_time=0.4)
        self.play(curve.squeeze(), rate.animate.set_value(RATES[0]), run_time=1.2)
        frame, line = plane.frame(), plane.row_line()
        self.play(appear(plane, frame), put_back(walkers), run_time=0.6)
        marks = [part(walker) for walker in walkers for part in (plane.carry, plane.landings)]
        self.play(appear(line, marks), run_time=0.6)
        self.play(rate.animate.set_value(plane.limit), run_time=3.2, rate_func=linear)
        words = plane.words("sharp", curve.sharp), plane.words("flat", curve.flat)
        self.play(appear(words), run_time=0.6)

        limit, thrown = plane.mark(plane.limit), plane.mark(plane.thrown)
        question = f"Past {curve.arithmetic} = {number(plane.limit, 3)}: what color?"
        self.ask(question, at=plane.free, show=appear(limit))
        self.play(rate.animate.set_value(bigger), run_time=1.8, rate_func=linear)
        self.play(hop(walkers, 8), run_time=1.6)
        self.answer("None: in the sharp valleys it hops for ever.")
        self.play(hop(walkers, 20), run_time=3.4)

        value = number(plane.thrown, 2)
        self.beat(f"Larger still, past α = {value}: watch the walker in the sharp valley.")
        self.play(leave(walkers), run_time=0.4)
        self.play(put_back(walkers), rate.animate.set_value(huge), run_time=2.4)
        self.play(appear(thrown, plane.bare("hops")), hop_home(walkers), run_time=4)
        self.play(rate.animate.set_value(RATES[1]), run_time=2.2, rate_func=linear)

        self.beat("All rest in the flat valley. Now four from above: which is lost first?")
        above = FromAbove(losses.HIMMELBLAU)
        self.play(leave(places, reading, bars, now), run_time=0.4)
        self.play(above.come(), run_time=0.8)
        self.play(above.tell(), run_time=0.6)
        for i in above.stages[:-1]:
            self.play(above.go_to(i), run_time=1.4)
            self.wait(0.5)

        self.beat("The sharpest. The flattest holds out longest.")
        self.play(above.go_to(above.stages[-1]), run_time=1.2)
