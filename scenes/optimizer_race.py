"""Scene 14 of the shelf: six optimizers race, on a ravine, turned, and along a bent valley."""

from scenes.kit import (
    Lesson,
    RaceCards,
    RaceStage,
    RankChart,
    Remembering,
    appear,
    ask_slower,
    check_place,
    check_races,
    leave,
    loss_of,
    say_caveat,
    say_first,
    say_rate,
    say_slowed,
    say_turned,
    swap,
    tuned_race,
    turned,
    valley_of,
)

LOSS = "RAVINE"  # the first ground: a quadratic loss of gd_math, or a formula of x and y
START = (1.6, 2.5)  # where all set out there (x, y), off both axes of the valley
STEPS = 60  # by then they must have arrived there (40 to 100)
TURN = 45.0  # degrees by which that ground is turned (20 to 70)
OTHER_LOSS = "ROSENBROCK"  # the second ground: a loss of gd_math, or a formula of x and y
OTHER_START = (-1.2, 1.0)  # where all set out there (x, y)
OTHER_STEPS = 600  # by then they must have arrived there (300 to 1000)
LONGEST = 0.7  # the longest step that a tuned walk may take there (0.3 to 1)
SLOWER = 0.3  # by what the α of the fastest is multiplied in the end (0.2 to 0.6)


class OptimizerRace(Lesson):
    """Who is fastest?

    Gradient descent, momentum, Nesterov, AdaGrad, RMSProp and Adam set out from one start, each
    with its best learning rate. Momentum remembers an arrow, its velocity; AdaGrad a box, by whose
    sides it measures each coordinate; Adam both. Whoever is first on one ground is not on another,
    nor with another rate: the ranking depends on ground and tuning.
    """

    def construct(self) -> None:
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        ravine = tuned_race(valley.loss, START, STEPS)
        tilted = ravine.on(*turned(valley.loss, START, TURN))
        other = loss_of("OTHER_LOSS", OTHER_LOSS)
        check_place("OTHER_START", OTHER_START, other)
        bent = tuned_race(other, OTHER_START, OTHER_STEPS, LONGEST)
        check_races(ravine, bent)
        slowed = bent.slowed(bent.ranking[0], SLOWER)

        cards = RaceCards(ravine)
        self.add(cards.parts)
        self.ask("Six tuned walkers: who is fastest?")
        self.play(appear(cards.heading), run_time=0.4)
        self.play(cards.go(ravine.steps), run_time=4)
        self.answer(say_first(ravine))
        self.play(appear(frame := cards.first_frame()), run_time=0.6)

        self.beat("What do they remember? An arrow; or a box of slopes; Adam has both.")
        middle = cards["momentum"]
        rolling = Remembering(ravine["momentum"], middle.map)
        gone = frame, cards.heading, cards.all_but(middle)
        self.play(leave(gone), appear(rolling.trail), run_time=0.5)
        self.play(middle.enlarge(-0.5), run_time=0.7)
        self.add(rolling.memory)
        self.play(appear(rolling.words), rolling.take(2))
        boxed = Remembering(ravine["AdaGrad"], middle.map)
        self.play(swap(rolling.thoughts, boxed.thoughts), run_time=0.8)
        self.play(boxed.pause(after=0, hold=1.2))
        self.play(boxed.measure(after=1))

        self.ask("Same α, the ground turned: who is first?")
        stage = RaceStage(tilted, f"the ravine, turned by {TURN:g}°")
        self.play(leave(boxed.thoughts), run_time=0.4)
        for move in middle.turn_to(stage.goal.get_center(), stage.scale, TURN):
            self.play(move, run_time=0.7)
        self.play(leave(middle.rest), appear(stage.map, stage.goal), run_time=0.4)
        self.play(appear(stage.told, stage.plot, stage.walkers), run_time=0.4)
        self.play(stage.go(), run_time=3.2)
        self.answer(say_turned(ravine, tilted))
        self.play(stage.name(), run_time=0.5)
        slow = Remembering(tilted["AdaGrad"], stage.map)
        self.play(stage.clear_map(), appear(slow.seen), run_time=0.6)
        self.play(slow.pause(after=0, hold=1.2))
        self.play(slow.pause(after=1))

        self.ask("And along a bent valley?", at=stage.asking)
        self.play(leave(stage.still, stage.walkers, stage.named, slow.seen), run_time=0.5)
        self.remove(stage.plot)
        stage = RaceStage(bent, "a bent valley, tuned anew", also=slowed)
        self.add(stage.plot)
        self.play(appear(stage.still, stage.walkers), run_time=0.6)
        self.play(stage.go(), run_time=4)
        self.answer(say_first(bent))
        self.play(stage.name(), stage.clear_map(*bent.ranking[:2]), run_time=0.5)

        which = bent.ranking[0]
        changed = RaceStage(slowed, "", also=bent, shared=False)
        self.ask(ask_slower(bent, SLOWER), at=stage.asking)
        old = stage.ghost(which)
        self.play(appear(old), leave(stage.named, stage.one(which)), run_time=0.5)
        self.play(appear(changed.one(which)), run_time=0.4)
        self.play(changed.walks[which].go(slowed.steps), run_time=2.2)
        self.answer(say_slowed(bent, slowed))
        self.play(changed.name(which), run_time=0.5)

        self.beat(say_caveat(races := (ravine, tilted, bent, slowed)))
        titles = "ravine", "turned", "bent valley", say_rate(bent, SLOWER)
        chart = RankChart(races, titles, changed.homes)
        self.add(chart)
        self.play(leave(old, stage.all_but(which), changed.one(which), changed.named), run_time=0.4)
        self.play(chart.take_up(), run_time=0.7)
        self.play(appear(chart.titles, chart.names, chart.note), run_time=0.6)
        self.play(chart.draw(), run_time=3.5)
        self.play(appear(chart.last_names), run_time=0.5)
