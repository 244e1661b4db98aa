"""Scene 16 of the shelf: a walker that keeps part of its last step."""

from manim import linear

from scenes.kit import (
    Dip,
    Lesson,
    LiveRoll,
    PartsApart,
    RateRavine,
    RollStage,
    SpeedMap,
    SpeedScale,
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
    zigzag, along it the steps add up; over a small dip the walker rolls on where plain descent
    stays. The map of all α and β shows how fast each pair is: the fastest has
    √β = (√κ − 1)/(√κ + 1).
    """

    def construct(self) -> None:
        check_range("BETA", BETA, 0.05, 0.6)
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        stage = RollStage(valley, (LEARNING_RATE, LEARNING_RATE), BETA)
        check_rolls(stage, valley, LEARNING_RATE)
        plain, rolling = stage.walks
        plain_best, rolls = best_speeds(stage.kappa)
        self.beat("In a ravine, each step forgets the one before.")
        forgets, cuts = stage.step_rule(rolls=False), stage.cuts()
        first = stage.map, stage.axes, stage.goal, stage.plain, stage.names[0], stage.values[0]
        self.add(first, forgets)
        self.play(plain.go(6), run_time=3)
        self.play(appear(cuts), run_time=1.5)

        self.ask("What if the walker could roll?")
        self.play(leave(stage.plain, forgets, cuts), run_time=0.4)
        plain.set_value(0)
        self.play(appear(stage.rolling, stage.names[1], stage.values[1:]), run_time=0.5)
        self.play(rolling.go(1), run_time=1)
        rule = stage.step_rule()
        once, twice = (VelocityArrows(stage.paths[1], stage.map, BETA, taken) for taken in (1, 2))
        self.add(once)
        self.play(once.grow("kept", rule))
        self.answer("A part β of its last step, plus −α∇f.")
        self.play(once.grow("added", rule), run_time=1.2)
        self.play(once.grow("made", rule))

        self.beat("Do the two arrows agree: across? along?")
        self.play(once.take(rolling))
        self.add(twice, parts := PartsApart(twice, valley))
        self.play(twice.grow("kept"), appear(parts.view), run_time=0.8)
        self.play(twice.grow("added"), run_time=0.8)
        self.wait(1.5)
        self.play(parts.project("across"), run_time=1.5)
        self.play(parts.project("along"), run_time=1.5)
        self.play(twice.grow("made"), run_time=1.2)

        level = number(stage.level)
        self.beat(f"Less across, more along: whose f is first below {level}?")
        self.play(leave(rule, twice, parts, stage.rolling), run_time=0.4)
        rolling.set_value(0)
        both = stage.plain, stage.rolling
        plot = stage.plot, stage.curves, stage.goal_line()
        self.play(appear(both, plot), run_time=0.6)
        self.wait(2)
        self.play(stage.go(stage.steps), run_time=3.5)
        self.play(appear(counts := stage.counts()), run_time=0.8)

        dip = Dip(DIP_START, DIP_RATE, DIP_BETA)
        ground, turn = (stage.map, stage.axes, stage.goal, both), leave(stage.values, plot, counts)
        self.ask("Do both get past the dip?", first=turn, show=dip.come(stage.names, ground))
        self.play(dip.go(dip.bottom), run_time=1.2)
        self.wait(1)
        self.play(dip.go(dip.beyond), run_time=1.6)
        self.answer("Only the one that rolls.")
        self.play(dip.go(), run_time=2.2)

        speeds = SpeedMap(stage.hessian, LEARNING_RATE, 0)
        scale, ravine = SpeedScale(speeds), RateRavine(stage, speeds)
        self.beat("Back in the ravine: each point (α, β) is a walk.")
        self.play(leave(dip.words, dip.kept, stage.names), run_time=0.4)
        self.play(appear(ravine.everything), run_time=0.5)
        plane = speeds, speeds.pair, scale, scale.plain
        self.play(swap([dip, dip.minima, dip.walkers], plane), run_time=0.9)
        self.play(ravine.walk.go(ravine.walk.steps), run_time=1.6)
        self.play(speeds.move(speeds.limit, 0), appear(speeds.bare()), run_time=1)
        self.play(speeds.sweep(), run_time=2.4)
        self.play(speeds.move(valley.best, 0), run_time=1.2)

        live = LiveRoll(speeds, valley)
        self.ask("Which α and β are fastest?", first=leave(ravine.everything), show=appear(live))
        self.play(speeds.paint(), run_time=2, rate_func=linear)
        self.play(speeds.move(*speeds.best), scale.rolls_comes(), run_time=2.2)
        self.answer(f"At best, rolling leaves {rolls} a step; forgetting {plain_best}.")
        self.play(appear(speeds.best_name(), live.rolls_name))
        self.play(appear(speeds.law()))
