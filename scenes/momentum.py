"""Scene 16 of the shelf: a walker that keeps part of its last step."""

from manim import rush_into

from scenes.kit import (
    Dip,
    DistancePlot,
    FallingWalks,
    Lesson,
    PartsApart,
    RollStage,
    SpeedMap,
    VelocityArrows,
    appear,
    best_speeds,
    check_range,
    check_rolls,
    leave,
    loss_of,
    number,
    swap,
    valley_of,
)

LOSS = "RAVINE"  # the valley: a quadratic loss of gd_math such as BOOTH, or a formula of x and y
START = (1.6, 2.5)  # where both walks begin (x, y), off both axes of the valley
LEARNING_RATE = 0.36  # α of both walks, so large that plain descent zigzags (RAVINE 0.26 to 0.385)
BETA = 0.25  # β, the part of its last step that a rolling walker keeps (0.05 to 0.6)
DIP_START = 1.9  # where two walkers start above a dip (1.5 to 1.95)
DIP_RATE = 0.04  # α there (0.02 to 0.05)
DIP_BETA = 0.8  # β there (0.75 to 0.9)


class Momentum(Lesson):
    """What if the walker could roll?

    A step of momentum keeps a part β of the last one. Across a ravine that works against the
    zigzag, along it the steps add up; over a small dip the walker rolls on. In the long run a step
    leaves one factor of the distance: with the best α and β, √β = (√κ − 1)/(√κ + 1).
    """

    def construct(self) -> None:
        check_range("BETA", BETA, 0.05, 0.6)
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        stage = RollStage(valley, (LEARNING_RATE, LEARNING_RATE), BETA)
        check_rolls(stage, valley, LEARNING_RATE)
        plain, rolling = stage.walks
        self.beat("Down to the ring: each step forgets the last.")
        forgets = stage.step_rule(rolls=False)
        self.add(stage.ground, stage.plain, stage.names[0], stage.values[0], forgets)
        self.wait(0.8)
        self.play(plain.go(stage.arrivals[0], rush_into), run_time=3.6)

        rolls = stage.rolling, stage.names[1], stage.values[1:]
        self.ask("What if it could roll?", show=[leave(forgets), appear(rolls)])
        self.play(rolling.go(1), leave(stage.plain, stage.plain_row), run_time=1)
        rule = stage.step_rule()
        once, twice = (VelocityArrows(stage.paths[1], stage.map, BETA, taken) for taken in (1, 2))
        self.add(once)
        self.play(once.grow("kept", rule))
        self.answer("Momentum keeps a part β of the last step.")
        self.play(once.grow("added", rule), run_time=1.6)
        self.play(once.grow("made", rule), run_time=1.6)

        self.beat("Do the two arrows agree: across? along?")
        self.add(twice, parts := PartsApart(twice, valley))
        self.play(once.take(rolling), appear(parts.view))
        self.play(twice.grow("kept"), run_time=0.8)
        self.play(twice.grow("added"), run_time=0.8)
        self.wait(1)
        self.play(parts.project("across"), run_time=1.5)
        self.play(parts.project("along"), run_time=1.5)
        self.play(twice.grow("made"), run_time=1.2)

        self.beat(f"Less across, more along: who is first below {number(stage.level)}?")
        self.play(leave(rule, twice, parts, stage.rolling), run_time=0.4)
        stage.restart()
        both, race = [stage.plain, stage.rolling], [stage.plot, stage.curves, stage.goal_line()]
        self.play(appear(both, race, stage.plain_row), run_time=0.6)
        self.wait(4.3)
        self.play(stage.go(stage.steps), run_time=3)
        self.play(appear(counts := stage.counts()), run_time=0.6)

        plot = DistancePlot(speeds := SpeedMap(stage.hessian, LEARNING_RATE, BETA))
        falling = FallingWalks(plot, valley)
        self.beat("What does one step leave of the distance?")
        self.play(leave(race, counts), stage.leave_paths(), run_time=0.4)
        self.play(appear(plot, falling, distance := stage.first_distance()), run_time=0.6)
        self.wait(3.7)
        self.play(falling.go(), run_time=3)
        self.play(falling.fit(), plot.tell(falling.overs), run_time=1.2)

        self.beat("Each grey is a slope: which (α, β) is steepest?")
        self.add(plot.guides)
        walked = stage.ground, both, distance, falling, falling.fits
        self.play(swap(walked, [speeds.marks], [speeds]), plot.draw())
        self.play(plot.paint(), run_time=1.2)
        self.wait(0.7)
        self.play(speeds.paint(), run_time=1.8)
        self.wait(0.8)
        first, found = stage.values, speeds.best_values()
        self.play(speeds.search_plain(first[0], found[0]), run_time=2.4)
        self.play(speeds.search_pair(first[1:], found[1:]), run_time=2.8)

        least = best_speeds(stage.kappa)
        self.beat(f"In the long run: at best × {least[0]} a step; with β, × {least[1]}.")
        self.play(appear(best := FallingWalks(plot, valley)), leave(plot.guides), run_time=0.5)
        self.play(best.go(), run_time=3)
        self.play(best.fit(), plot.lay(best.overs))

        dip = Dip(DIP_START, DIP_RATE, DIP_BETA)
        turn = leave(found, plot, plot.numbers, best, best.fits)
        come = dip.come(stage.names, speeds.everything)
        self.ask("New ground: who gets past?", first=turn, show=come)
        self.play(dip.go(dip.bottom), run_time=1.2)
        self.wait(0.6)
        self.play(dip.go(dip.beyond), run_time=1.6)
        self.answer("Only the one that rolls.")
        self.play(dip.go(dip.swung), run_time=1.8)
        self.play(dip.go(), run_time=2)
