"""Scene 22 of the shelf: every minimum has a speed limit, and large steps rest in flat valleys."""

from manim import Create, ValueTracker, linear

from gd_math import losses
from scenes.kit import (
    FromAbove,
    Hopper,
    Lesson,
    LimitBars,
    OneStep,
    RestMap,
    ValleyCurve,
    appear,
    check_hops,
    curve_of,
    hop,
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
LEARNING_RATES = (0.15, 0.37, 0.44)  # α: both walkers rest, one hops, it is thrown out
RATES = (0.05, 0.55)  # from which to which α the map goes
STEPS = 600  # of each walk on the map (400 to 1000)


class FlatAndSharp(Lesson):
    """Which valley can hold a big step?

    Every minimum has a speed limit of its own, 2/λmax: with larger steps a walker cannot come to
    rest there. From above, on the map of Himmelblau's function, walkers in four valleys come back
    from a push; with larger steps the one in the sharpest valley hops on. A map of starts and
    learning rates shows it for a curve: above the limit of the sharp valleys walks hop there to and
    fro, and above a second one all are thrown out and, up to the end of the map, rest in the flat
    one.
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
        self.beat(f"Small steps, α = {number(small)}. Where does each walker end?")
        self.wait(2)
        self.play(hop_home(walkers), run_time=2.6)

        self.ask("Which valley can hold a big step?", at=curve.above)
        self.play(leave(walkers, places), run_time=0.4)
        self.play(put_back(walkers), appear(places), rate.animate.set_value(big), run_time=0.8)
        self.play(hop(walkers, 12), run_time=2.4)
        self.answer("The flat one. In a sharp one it hops on.", meanwhile=hop_on)
        self.play(hop(walkers, 27), run_time=3)

        self.beat("Why? Above which α does a step land higher than it began?")
        bottom, bars = OneStep(curve, rate, (small, plane.limit, big)), LimitBars(curve)
        fits, curved = curve.parabolas(), curve.curvatures(names)
        self.play(leave(walkers, places, rule), [Create(half) for half in fits], run_time=0.8)
        self.play(bottom.widen(), appear(curved), run_time=1)
        for i in range(3):
            self.play(bottom.begin(i), run_time=0.6)
            self.play(bottom.hop(i), run_time=0.9)
            self.wait(0.3)
        now = bars.rate_marks(rate)
        self.play(bars.grow(), run_time=1.2)
        self.play(appear(now), run_time=0.4)

        above = FromAbove(losses.HIMMELBLAU)
        self.beat("Now f(x, y), from above. All four valleys are very sharp, so α is small.")
        self.play(leave(bottom, bottom.steps[-1], curved, names, bars, now, reading), run_time=0.4)
        self.play(swap([curve, fits], [above]), run_time=1)
        self.wait(1)
        self.play(above.aim(), run_time=0.8)
        self.play(above.push(0), run_time=0.5)
        self.play(above.go(), run_time=1.8)

        self.ask("Larger α, same push: which walker cannot rest?", at=above.place, lines=4)
        self.play(above.rise(1), run_time=0.8)
        self.play(above.aim(), run_time=0.8)
        self.play(above.push(1), run_time=0.5)
        self.play(above.go(), run_time=2)
        self.play(above.tell(1), run_time=1.2)
        self.answer("The one in the sharpest valley.", meanwhile=above.hop_on)
        self.play(above.tell_last(), run_time=1.2)

        self.beat("Back to the curve. Each start, each α: color says where it rests.", hop_on)
        rate.set_value(RATES[0])
        self.play(swap([above], [curve.squeezed(), plane, plane.frame()]), run_time=0.8)
        self.play(put_back(walkers), appear(reading, places, bars, now), run_time=0.6)
        self.play(appear(plane.row_line(), [plane.carry(one) for one in walkers]), run_time=0.4)
        self.play(rate.animate.set_value(plane.limit), run_time=2, rate_func=linear)
        words = plane.words("sharp", curve.sharp), plane.words("flat", curve.flat)
        self.play(appear(words, plane.mark(plane.limit)), run_time=0.6)
        self.play(rate.animate.set_value(big), run_time=1.4, rate_func=linear)
        self.play(hop(walkers, 16), appear(plane.bare("hops", big)), run_time=2.6)

        self.ask("Can a sharp valley lose its walker?", at=plane.beside, lines=3, meanwhile=hop_on)
        plane.held.set_value(plane.thrown)
        self.play(leave(walkers, places), run_time=0.4)
        self.play(put_back(walkers), appear(places), rate.animate.set_value(huge), run_time=1)
        self.play(hop_home(walkers), run_time=3)
        from_, to = number(plane.thrown, 2), number(RATES[1])
        self.answer(f"Yes: above α = {from_}, up to {to}, all rest in the flat valley.")
        thrown = plane.mark(plane.thrown)
        self.play(plane.held.animate.set_value(RATES[1]), appear(thrown), run_time=0.8)
        self.play(rate.animate.set_value(RATES[1]), run_time=1.6, rate_func=linear)
