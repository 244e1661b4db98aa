"""Scene 19 of the shelf: a walker rests on a pass, and of passes there are ever more."""

from manim.utils.rate_functions import ease_in_out_sine

from scenes.kit import (
    FULL,
    TOP_LEFT,
    CupsAndCaps,
    Lesson,
    PassGround,
    PlaceBars,
    appear,
    leave,
    loss_of,
)

LOSS = "HILLS"  # the ground: a loss of gd_math.losses with a pass, or a formula of x and y
START = (1.25, 1.25)  # where the walker begins (x, y): exactly on a ridge that leads to a pass
LEARNING_RATE = 0.5  # α: how much of the gradient one step takes (HILLS 0.3 to 0.8)
STEPS = 40  # of each walk: enough to rest on the pass, and in the valley (30 to 300)
NUDGE = 0.2  # how far the resting walker is moved aside, in units of x and y (0.02 to 0.3)
MOST = 6  # directions, at most, in which random flat places curve (4 to 7)
SAMPLES = 1000  # random flat places of each number of directions (100 to 10000)
SEED = 1  # draws them (any whole number)


class SaddlePoints(Lesson):
    """The slope is zero. Are we there?

    A walker comes down exactly along a ridge and rests on a pass, where the slope is zero; only a
    nudge lets it roll away. A pass rises along one direction and falls along another. Of places
    that curve like random symmetric matrices ever fewer are valleys, the more directions there are.
    """

    def construct(self) -> None:
        ground = PassGround(loss_of("LOSS", LOSS), START, LEARNING_RATE, NUDGE, STEPS)
        bars, told = PlaceBars(MOST, SAMPLES, SEED), ground.readings()
        places = [ground.curvatures, *bars.places(), ground.curvatures]
        row = CupsAndCaps(places, ground.sources(), here=ground.curvatures_here)
        names = row.names("along", "across")
        self.add(ground, told)

        self.beat("A walker comes down, exactly along a ridge. Watch the slope.")
        self.play(ground.come(ground.level), run_time=4.2, rate_func=ease_in_out_sine)

        self.ask("The slope is zero. Are we there?", at=TOP_LEFT)
        self.add(row)
        self.play(ground.track.leave(), run_time=0.5)
        for line in ground.lines:
            self.play(line.appear(), run_time=1)
        self.answer("No: a pass. Along the ridge it rises, across it falls.")
        self.play(row.fly_in(), run_time=2.2)
        self.play(appear(names), run_time=0.4)
        self.play(appear(verdict := row.verdict()), run_time=0.6)

        self.ask("Which way is down from here?", at=TOP_LEFT)
        self.play(leave(ground.lines), appear(ground.cross), run_time=0.8)
        self.play(ground.track.appear(), ground.come(ground.rest), run_time=1.2)
        self.play(appear(push := ground.push()), run_time=0.5)
        self.play(ground.give_a_nudge(), row.depart(), run_time=1.2)
        self.answer(f"It rests for ever. But a nudge of {NUDGE:g}, and it rolls away.")
        self.play(leave(push), run_time=0.4)
        self.play(ground.roll(), run_time=3.4)
        self.play(ground.valley().appear(), row.arrive(), run_time=0.8)

        self.beat("Two directions: two curvatures. Draw them at random.")
        self.play(leave(ground, told, names), run_time=0.9)
        self.play(row.come_forward(), run_time=1)
        self.play(appear(names := row.names("direction 1", "direction 2")), run_time=0.4)
        for place, drawn in bars.shown(0):
            turn = row.go(place), bars.draw(0, drawn)
            self.play(turn, bars.receive(verdict, place), run_time=1.7)

        self.beat(f"A model: {SAMPLES:,} random symmetric matrices. Count the valleys.")
        self.play(leave(names), run_time=0.3)
        self.play(row.line_up(), run_time=1)
        one = row.heading(f"one of the {SAMPLES:,}:")
        self.play(appear(one, bars.frame(), bars.names(), model := bars.model()), run_time=0.5)
        self.add(bars)
        self.play(appear(bars.column(0)), run_time=0.2)
        self.play(bars.draw(0, SAMPLES), run_time=2.4)
        self.play(leave(model), run_time=0.3)

        self.ask("More directions: more valleys, or fewer?", at=FULL, lines=2)
        for bar in range(1, len(bars.dimensions)):
            self.play(appear(bars.column(bar)), run_time=0.2)
            for place, drawn in bars.shown(bar):
                self.play(row.go(place), bars.draw(bar, drawn), run_time=0.7)
        self.answer(bars.outcome)

        self.beat("A real loss is not random. But slope 0 is no proof of a valley.")
        self.play(leave(one), run_time=0.3)
        self.play(row.go(len(places) - 1), run_time=1)
        self.play(appear(row.heading("Slope 0: are we there?")), run_time=0.4)
        for column in bars.exact():
            self.play(appear(column), run_time=0.4)
