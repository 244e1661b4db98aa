"""Scene 14 of the shelf: six optimizers race, on a ravine, turned, and along a bent valley."""

from scenes.kit import (
    Lesson,
    RaceCards,
    RaceStage,
    RankChart,
    Remembering,
    appear,
    check_place,
    check_races,
    leave,
    loss_of,
    say_betas,
    say_caveat,
    say_first,
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


class OptimizerRace(Lesson):
    """Who is fastest?

    Gradient descent, momentum, Nesterov, AdaGrad, RMSProp and Adam set out from one start, each
    with its best learning rate. AdaGrad is first on a ravine along the axes: it remembers how steep
    each coordinate has been, a box by whose sides it measures its step. On the same ravine, turned,
    that box does not fit, and momentum is first, as along a bent valley, where Adam overtakes
    others. Nobody is first everywhere: the ranking depends on the ground.
    """

    def construct(self) -> None:
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        ravine = tuned_race(valley.loss, START, STEPS)
        tilted = ravine.on(*turned(valley.loss, START, TURN))
        other = loss_of("OTHER_LOSS", OTHER_LOSS)
        check_place("OTHER_START", OTHER_START, other)
        bent = tuned_race(other, OTHER_START, OTHER_STEPS, LONGEST)
        check_races(ravine, bent)

        cards = RaceCards(ravine)
        self.add(cards.parts)
        self.ask("Six tuned walkers: who is fastest?")
        self.play(appear(cards.heading), run_time=0.4)
        self.play(cards.go(ravine.steps), run_time=4)
        self.answer(say_first(ravine))
        self.play(appear(frame := cards.first_frame()), run_time=0.6)

        self.beat("What does AdaGrad remember? How steep each coordinate has been: a box.")
        card = cards["AdaGrad"]
        boxed = Remembering(ravine["AdaGrad"], card.map)
        gone = frame, cards.heading, cards.all_but(card)
        self.play(leave(gone), run_time=0.3)
        self.play(card.enlarge(-0.5), run_time=0.8)
        self.play(leave(card.trail), appear(boxed.trail, boxed.words), run_time=0.5)
        self.add(boxed.memory, boxed.names)
        self.play(boxed.pause(after=0, hold=2))
        self.play(boxed.measure(after=0, hold=1.2))
        self.play(boxed.pause(after=1, hold=1))

        self.ask("Same α, the ground turned: who is first?")
        stage = RaceStage(tilted, f"the ravine, turned by {TURN:g}°")
        ground = stage.turning(card, ravine, TURN)
        self.play(leave(boxed.seen, boxed.words), appear(ground.who, ground.names), run_time=0.5)
        self.remove(card.map, card.goal)
        self.add(ground)
        self.play(ground.turn(), appear(stage.title), run_time=2.5)
        self.play(appear(stage.entrants, stage.plot, stage.walkers), run_time=0.5)
        self.remove(ground.who)
        self.play(stage.go(), run_time=5)
        self.answer(say_turned(ravine, tilted))
        self.play(stage.name(), run_time=0.8)

        self.beat("AdaGrad’s box still lies along x and y. The ravine does not.")
        askew = Remembering(tilted["AdaGrad"], stage.map)
        self.play(stage.clear_map(), appear(askew.trail), run_time=0.5)
        self.add(askew.memory, askew.names)
        self.play(askew.pause(after=0, hold=1.2))
        self.play(askew.measure(after=0, hold=1))
        self.play(askew.pause(after=1))

        self.ask("And along a bent valley?", at=stage.asking)
        self.play(leave(stage.seen, ground.names, askew.seen), run_time=0.5)
        self.remove(stage.plot)
        stage = RaceStage(bent, f"a bent valley, tuned anew: {say_betas(bent)}")
        self.add(stage.plot)
        self.play(appear(stage.still, stage.walkers), run_time=0.6)
        self.play(stage.go(), run_time=6)
        self.answer(say_first(bent))
        self.play(stage.name(), run_time=0.8)

        self.beat(say_caveat(races := (ravine, tilted, bent)))
        chart = RankChart(races, ("ravine", "turned", "bent valley"), stage.homes)
        self.add(chart)
        words = chart.titles, chart.names, chart.note
        self.play(swap([stage.seen, stage.plot], words), chart.take_up(), run_time=1.2)
        self.play(chart.draw(), run_time=3.5)
        self.play(appear(chart.last_names), run_time=0.5)
