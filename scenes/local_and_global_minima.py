"""Scene 4 of the shelf: one valley, then three, and why it pays to start more than once."""

from gd_math import descend, losses, optimizers, random_starts
from scenes.kit import (
    BasinStrip,
    CurvePlot,
    Lesson,
    LevelPlaces,
    MissChances,
    SlopeOnAxis,
    StartSweep,
    appear,
    best_sign,
    cell_middles,
    check_apart,
    go_together,
    leave,
    number,
    optimizer_of,
    place_readings,
    set_out,
    valleys_of,
    walkers_on,
)

BOWL_RATE = 0.3  # α on the parabola: the part of the slope that is one step (0.1 to 0.9)
BOWL_START = -1.1  # where the walker there feels the slope (−1.15 to −0.5)
WALKERS = 10  # of them, all along the parabola (4 to 16)
LOSS = "THREE_VALLEYS"  # the curve after it, or a formula of x with a local and a global minimum
EDGE = 2.38  # curves are shown, and starts are drawn, from −EDGE to EDGE
OPTIMIZER = "gradient_descent"  # how walkers step there, or "momentum", "adam" …
LEARNING_RATE = 0.1  # α there (0.05 to 0.15)
PAIR = (-1.15, -0.85)  # where two walkers start, side by side, on two sides of a hilltop
STEPS = 100  # steps of each walk (80 to 300)
RESTARTS = 5  # random starts of which the best is kept (2 to 6)
SEED = 349  # draws the random starts (any whole number)


class LocalAndGlobalMinima(Lesson):
    """Where you start decides where you end.

    On a parabola steps against the slope lead from every start to the one minimum. With several
    valleys some end in a local one: moving one start paints their basins; many seldom all miss.
    """

    def construct(self) -> None:
        valleys = valleys_of("LOSS", LOSS, EDGE)
        descent = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        pair = descend(valleys, descent, [[x] for x in PAIR], STEPS)
        here, there = (number(end.x[0], 3, 1) for end in check_apart("PAIR", pair, valleys))
        axes, on_bowl = CurvePlot(losses.PARABOLA, EDGE), optimizers.gradient_descent(BOWL_RATE)
        starts, bottom = cell_middles(axes.loss, WALKERS), LevelPlaces(axes)
        crowd = walkers_on(axes, descend(axes.loss, on_bowl, starts, 40), crowd=True)
        header = axes.heading()
        self.add(axes, axes.graph, header, crowd)
        self.ask("Does every way down lead to the bottom?")
        self.play(go_together(crowd), run_time=2.2)
        self.answer("Here, yes: one valley.")
        self.play(appear(bottom.signs, bottom.names), run_time=1)

        self.beat("The slope tells a walker which way is up.")
        (walker,) = walkers_on(axes, descend(axes.loss, on_bowl, [[BOWL_START]], 40))
        slope = SlopeOnAxis(walker, BOWL_RATE)
        self.play(leave(crowd, bottom.signs, bottom.names), appear(slope, walker), run_time=0.6)
        felt, *rates = slope.readings()
        self.play(slope.felt.animate.set_value(1), run_time=1.8)
        self.play(slope.laid.animate.set_value(1), appear(felt), run_time=1.2)

        self.beat("So it steps the other way, α times as far.")
        self.play(slope.ready.animate.set_value(1), appear(rates), run_time=0.9)
        for taken in (1, 2):
            self.play(slope.step_to(taken), run_time=1.4)
        self.play(slope.step_to(slope.settled), run_time=1.9)

        self.beat("Now more than one valley. A walker rests where the slope is 0.")
        curve = CurvePlot(valleys)
        places = LevelPlaces(curve)
        self.play(leave(walker, slope, felt, rates, header), run_time=0.5)
        self.play(axes.becomes(curve), run_time=1.3)
        header, felt = curve.heading(), places.reading()
        self.play(appear(places, header, felt), run_time=0.4)
        for move, marks in places.visits():
            self.play(move, appear(marks), run_time=0.6)
        two = walkers_on(curve, pair, "walker", "second")
        feet, (now_at, rate) = [w.foot() for w in two], place_readings(two, LEARNING_RATE)
        self.play(leave(places, places.levels, places.hilltops, felt), run_time=0.5)
        self.play(appear(places.lowest, feet, two, now_at, rate), run_time=0.5)

        self.ask("Will both end in the same valley?")
        self.play(go_together(two), run_time=2.7)
        self.answer(f"No: one ends at {here}, one at {there}.")

        self.beat("Move one start along the axis, and watch where the walk ends.")
        strip = BasinStrip(curve, descend(valleys, descent, cell_middles(valleys), STEPS))
        sweep = StartSweep(strip)
        legend, ends = strip.legend(), sweep.readings()
        self.play(leave(two, feet, now_at, header, places.names), run_time=0.5)
        self.play(appear(strip, sweep, legend, ends), run_time=0.5)
        for jump in sweep.jumps:
            self.play(sweep.to(jump[0]))
            self.play(sweep.leap(jump), run_time=1.7)
        self.play(sweep.to_end())

        share = f"of equally likely starts, {strip.missed} miss"
        self.beat(f"Not all reach the bottom: {share}. How rarely do several?")
        chances = MissChances(strip, RESTARTS)
        self.play(leave(sweep, ends, legend, rate), run_time=0.5)
        self.play(appear(strip.names, places.kinds, chances.frame), run_time=0.5)
        self.play(chances.begin(), run_time=2)
        self.wait(1.5)
        self.play(chances.go_on(), run_time=3)

        self.beat(f"{RESTARTS} starts, at random. Keep the lowest end: is it the bottom?")
        starts = random_starts(valleys, RESTARTS, SEED)
        tries = walkers_on(curve, descend(valleys, descent, starts, STEPS))
        self.play(leave(strip.names), set_out(tries), run_time=1.4)
        self.play(go_together(tries), run_time=3)
        tallies = strip.tallies([one.end for one in tries])
        self.play(appear(tallies, best_sign(tries)), run_time=1.2)
        self.wait(1.5)
