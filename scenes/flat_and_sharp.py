"""Scene 22 of the shelf: every minimum has a speed limit, and large steps rest in flat valleys."""

from manim import ValueTracker, linear

from gd_math import losses
from scenes.kit import (
    FromAbove,
    Hopper,
    Lesson,
    OneStep,
    RestMap,
    ValleyCurve,
    appear,
    check_hops,
    curve_of,
    hop_home,
    hop_out,
    hopping,
    leave,
    number,
    panel_readings,
    put_back,
    step_rule,
    swap,
)

LOSS = "THREE_VALLEYS"  # the curve, or a formula of x with minima of unequal sharpness
EDGE = 2.25  # it is shown, and walks start, from −EDGE to EDGE
STARTS = (1.25, -0.7)  # of two walkers: in a sharp valley, and in a flat one
LEARNING_RATES = (0.15, 0.37, 0.45)  # α: both walkers rest, one hops, it is thrown out
RATES = (0.08, 0.52)  # from which to which α the map goes
STEPS = 600  # of each walk on the map (400 to 1000)


class FlatAndSharp(Lesson):
    """Which valley can hold a big step?

    Every minimum has a speed limit of its own, 2/f″, which is 2/λmax for more parameters than one:
    with larger steps a walker cannot rest there, for each step lands higher on the bottom than it
    began. A map of starts and learning rates shows it for three valleys: above the limit of the
    sharp ones walks hop there to and fro, and above a second one all end in the flat one. On the
    map of Himmelblau's function α rises: the walker in the sharpest valley hops first, then the
    next, while those in the flatter two still rest.
    """

    def construct(self) -> None:
        curve = ValleyCurve(curve_of("LOSS", LOSS, -EDGE, EDGE))
        check_hops(curve, STARTS, LEARNING_RATES)
        (small, big, huge), rate = LEARNING_RATES, ValueTracker(LEARNING_RATES[0])
        walkers = [Hopper(curve, rate, STARTS[0]), Hopper(curve, rate, STARTS[1], "second")]
        stroll, hop_on = hopping(walkers, pace=4), hopping(walkers)
        plane = RestMap(curve, rate, RATES, STEPS)
        reading, places = panel_readings(walkers)
        names, rule, bottoms = curve.names(), step_rule(), OneStep(curve, rate, big)
        self.add(curve, names, walkers, reading, places, rule)
        first, show = stroll(3, still=1), stroll(0.7)
        question = "Which valley can hold a big step?"
        self.ask(question, at=curve.above, first=first, first_time=3, show=show, meanwhile=stroll)
        self.play(leave(walkers, places), run_time=0.4)
        self.play(put_back(walkers, places, big), run_time=0.8)
        self.play(hop_on(2), run_time=2)
        self.answer("Only the flat one. Why?")
        self.play(hop_on(1.6), run_time=1.6)
        self.play(leave(walkers, places, rule), run_time=0.4)
        self.add(bottoms.drawings)
        self.play(bottoms.enlarge(curve, names), run_time=1.5)
        self.play(bottoms.begin(), run_time=0.8)
        self.play(bottoms.hop(), run_time=0.8)

        self.ask("α grows: still landing lower?", at=curve.beside, lines=2)
        self.play(appear(bottoms.bars), run_time=0.4)
        self.play(rate.animate.set_value(plane.limit), run_time=2.4, rate_func=linear)
        self.wait(0.7)
        self.play(rate.animate.set_value(big), run_time=2, rate_func=linear)
        self.play(bottoms.bars.explain(0), run_time=0.6)
        self.play(bottoms.bars.say_open(), bottoms.bars.explain(1), run_time=0.6)
        self.answer("Lower only while α < 2/f″.")

        self.beat(f"Up to α = {number(big)}: color says how walks end.")
        picture = [curve.squeezed(), plane, plane.frame(), walkers]
        self.play(leave(bottoms.line, bottoms.steps, bottoms.bars, reading), run_time=0.4)
        plane.begin(small)
        picture += [plane.row_line(), *(plane.carry(one) for one in walkers)]
        self.play(bottoms.shrink(*picture[:3]), run_time=0.9)
        self.remove(bottoms.drawings)
        self.play(appear(reading, picture[4:]), run_time=0.6)
        self.play(plane.rise(plane.limit), run_time=1.2, rate_func=linear)
        marks = [plane.words("sharp", curve.sharp), plane.words("flat", curve.flat)]
        marks += [plane.mark(plane.limit), plane.hops("hops", big)]
        marks += [plane.mark(plane.thrown), plane.mark(RATES[1])]
        self.play(appear(marks[:3]), run_time=0.5)
        self.play(put_back(walkers, places, (plane.limit + big) / 2), run_time=0.6)
        self.play(hop_on(3.2), run_time=3.2)
        self.play(leave(walkers, places), run_time=0.3)
        self.play(plane.rise(big), run_time=0.7, rate_func=linear)
        self.play(appear(marks[3]), run_time=0.4)

        question = f"α = {number(huge)}: still hopping?"
        again = put_back(walkers, places, huge)
        self.ask(question, at=curve.beside, lines=2, first=again, first_time=0.7)
        self.play(hop_out(walkers, last=3), run_time=1.8)
        self.play(hop_out(walkers), run_time=1.4)
        self.play(hop_home(walkers), run_time=1)
        plane.known.set_value(big)
        paint = plane.known.animate.set_value(RATES[1]), plane.make_room(plane.thrown)
        self.play(paint, run_time=0.8)
        low, high = number(plane.thrown, 2), number(RATES[1], 2)
        self.answer(f"From {low} to {high} all end in the flat one.")
        self.play(appear(marks[4:]), run_time=0.4)

        above, old = FromAbove(losses.HIMMELBLAU), [picture, reading, places, marks]
        self.beat("Another f, four valleys.")
        self.play(swap(old, [above.ground, above.plates], meanwhile=[above.map]), run_time=0.9)

        self.ask("α rises: which walker hops first?", at=above.place, lines=2)
        self.play(above.grow(), run_time=0.6)
        self.play(above.nudge(), run_time=0.9)
        self.play(above.rise(), run_time=above.seconds)
        self.answer("The sharpest first. The flatter two rest.", meanwhile=above.hop_on)
        self.play(above.name_ends(), run_time=0.8)
