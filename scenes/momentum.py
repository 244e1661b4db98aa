"""Scene 16 of the shelf: a walker that keeps part of its last step."""

from manim import Create, linear

from scenes.kit import (
    SMALL,
    Dip,
    Lesson,
    RollStage,
    SpeedMap,
    VelocityArrows,
    appear,
    best_speeds,
    check_range,
    leave,
    loss_of,
    number,
    speed_law,
    valley_of,
)

LOSS = "RAVINE"  # the valley: a quadratic loss of gd_math such as BOOTH, or a formula of x and y
START = (1.6, 2.5)  # where both walks begin (x, y), off both axes of the valley
LEARNING_RATE = 0.36  # α of both walks (0.05 to 0.39)
BETA = 0.3  # β, the part of its last step that a rolling walker keeps (0.05 to 0.8)
STEPS = 24  # steps of both walks (10 to 60)
DIP_START = 1.9  # where two walkers start above a dip (1.5 to 1.95)
DIP_RATE = 0.05  # α there (0.02 to 0.05)
DIP_BETA = 0.8  # β there (0.75 to 0.9)


class Momentum(Lesson):
    """What if the hiker could roll?

    A step of momentum keeps a part β of the last one. In a ravine the zigzag cancels and the way
    along it adds up; over a small dip the walker rolls on where plain descent stays. The map of
    all α and β shows how fast each pair is: the fastest has √β = (√κ − 1)/(√κ + 1).
    """

    def construct(self) -> None:
        check_range("BETA", BETA, 0.05, 0.8)
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        stage = RollStage(valley, (LEARNING_RATE, LEARNING_RATE), BETA, STEPS)
        plain, rolling = stage.walks
        kept = number(BETA)
        plain_best, rolls = best_speeds(stage.kappa)
        self.beat("Down a ravine: each step forgets the one before.")
        self.add(stage.map, stage.axes, stage.goal, stage.plain, stage.names[0])
        self.play(plain.go(6), run_time=3)

        self.ask("What if the walker could roll?", at=stage.above)
        self.play(leave(stage.plain), run_time=0.4)
        plain.set_value(0)
        self.play(appear(stage.rolling, stage.names[1]), run_time=0.5)
        self.play(rolling.go(2), run_time=1.2)
        arrows, rule = VelocityArrows(stage.paths[1], stage.map, BETA, 2), stage.step_rule()
        self.add(arrows)
        self.play(appear(rule))
        self.play(arrows.grow("kept"), run_time=1.2)
        self.play(arrows.grow("added"), run_time=1.2)
        self.answer(f"It keeps {kept} of its last step, and adds the new one.")
        self.play(arrows.grow("made"), run_time=1)
        self.play(rolling.go(3), run_time=1)

        self.beat("Both at once, with the same α. Watch across, and along.")
        self.play(leave(arrows, rule, stage.rolling), run_time=0.4)
        rolling.set_value(0)
        self.play(appear(stage.plain, stage.rolling, stage.plot, stage.curves), run_time=0.6)
        self.play(stage.go(STEPS), run_time=6)

        self.beat("Across, what is kept cancels the zigzag; along, it adds up.")
        self.play(appear(counts := stage.counts()))

        dip = Dip(DIP_START, DIP_RATE, DIP_BETA)
        self.beat("Another ground: before the deep valley lies a dip.")
        self.play(leave(stage.everything, counts), run_time=0.5)
        self.play(appear(dip), run_time=0.8)
        self.play(appear(dip.minima, dip.walkers, dip.words), run_time=0.6)

        self.ask("Do both get past the dip?")
        self.play(dip.go(), run_time=4.5)
        self.answer("Only the one that rolls: it has speed left.")

        speeds = SpeedMap(stage.hessian, LEARNING_RATE, BETA)
        self.beat("Back in the ravine: every α and β, and the factor that one step leaves.")
        self.play(leave(dip, dip.minima, dip.walkers, dip.words), run_time=0.5)
        row = speeds.lowest_row()
        self.play(appear(speeds, speeds.shades), run_time=0.6)
        self.play(appear(row, speeds.pair), run_time=0.5)
        self.play(speeds.paint(), run_time=3, rate_func=linear)
        self.play(appear(speeds.bare()))

        self.ask("Which pair is the fastest?", at=speeds.above)
        best = speeds.best
        self.play(leave(row), speeds.move(*best), run_time=2)
        self.play(Create(speeds.best_sign()), appear(speed_law(stage.kappa)), run_time=0.8)
        self.answer(f"α = {number(best[0], 3)} and β = {number(best[1], 3)}: {rolls} a step.")

        self.beat(f"Without β the best is {plain_best} a step; rolling, {rolls}.")
        race = RollStage(valley, (valley.best, best[0]), best[1], STEPS, SMALL)
        self.play(appear(race.map, race.goal, race.plain, race.rolling), run_time=0.6)
        self.play(race.go(max(race.arrivals)), run_time=4)
        self.play(appear(race.small_counts()))
