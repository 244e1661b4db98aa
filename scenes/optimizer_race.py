"""Scene 14 of the shelf: six optimizers race, on a ravine, turned, and down a steep wall."""

from scenes.kit import (
    RIGHT_HALF,
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
    say_box,
    say_caveat,
    say_first,
    say_turned,
    swap,
    tuned_race,
    valley_of,
)

LOSS = "RAVINE"  # the first ground: a quadratic loss of gd_math, or a formula of x and y
START = (1.6, 2.5)  # where all set out there (x, y), off both axes of the valley
STEPS = 25  # by then they must have arrived there (20 to 50)
TURN = 45.0  # degrees by which that ground is turned (20 to 70)
OTHER_LOSS = "BEALE"  # the second ground: a loss of gd_math, or a formula of x and y
OTHER_START = (3.5, 1.5)  # where all set out there (x, y)
OTHER_STEPS = 75  # by then they must have arrived there (50 to 1000)


class OptimizerRace(Lesson):
    """Who is fastest?

    Gradient descent, momentum, Nesterov, AdaGrad, RMSProp and Adam set out from one start, each
    with the α and β of one digit with which it is fastest. On a ravine along the axes the three are
    first that measure each coordinate by a box of how steep it has been. On the same ravine, turned
    by 45°, they are last, and momentum is first. Down a steep wall into a bent valley it is Adam.
    Nobody is first everywhere: the ranking depends on the ground.
    """

    def construct(self) -> None:
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        ravine = tuned_race(valley.loss, START, STEPS)
        other = loss_of("OTHER_LOSS", OTHER_LOSS)
        check_place("OTHER_START", OTHER_START, other)
        bent = tuned_race(other, OTHER_START, OTHER_STEPS)
        check_races(ravine, bent)

        cards = RaceCards(ravine, "a ravine")
        self.add(cards.parts)
        self.ask("Each at its best α and β: who is first?")
        self.play(appear(cards.heading), run_time=0.4)
        self.play(cards.go(), run_time=3.6)
        self.answer(say_first(ravine))
        self.play(appear(frame := cards.first_frame()), run_time=0.6)

        self.beat("Why so quick? AdaGrad divides x and y by the sides of a box.")
        card = cards["AdaGrad"]
        boxed = Remembering(card.runner, card.large(-0.75))
        gone = frame, cards.heading, cards.all_but(card), card.trail
        self.play(swap(gone, boxed.beside), card.enlarge(-0.75), run_time=1.2)
        self.add(boxed.memory, boxed.names)
        self.play(boxed.pause(after=0, hold=1.5))
        self.play(boxed.measure(after=0, hold=1))
        self.play(boxed.pause(after=1, hold=0.8))
        self.play(boxed.measure(after=1, hold=0.4))
        self.play(boxed.take(2))
        self.remove(boxed.memory, boxed.names)
        self.play(boxed.arrive(), run_time=1)

        self.beat("Same six, same α and β. The ground turns.")
        stage = RaceStage(ravine, TURN)
        self.play(leave(boxed.beside), run_time=0.4)
        self.play(swap([], stage.still), stage.settle(card), run_time=1)
        self.remove(card.map, card.goal)
        self.play(stage.ground.turn(), run_time=2)

        self.ask(f"Turned by {TURN:g}°: who is first now?", at=RIGHT_HALF, lines=2)
        self.add(stage.walkers)
        self.remove(stage.ground.who)
        self.play(appear(stage.title, stage.plot), run_time=0.4)
        self.play(stage.go(), run_time=4.4)
        self.answer(say_turned(ravine, stage.race))
        self.play(appear(stage.named), run_time=0.8)

        self.beat("And AdaGrad's box, on this ground?")
        again = Remembering(stage.race["AdaGrad"], stage.large("AdaGrad", -0.75))
        race_gone = stage.seen, stage.other_maps("AdaGrad")
        self.play(swap(race_gone, again.beside), stage.enlarge("AdaGrad", -0.75), run_time=1.2)
        self.add(again.memory, again.names)
        self.play(again.pause(after=1))

        self.beat(say_box(boxed.runner, again.runner))
        self.play(again.measure(after=1, hold=0.8))
        self.play(again.take(2))
        self.remove(again.memory, again.names)
        self.play(again.arrive(), run_time=2)

        self.beat("Another ground: a steep wall, each tuned anew.")
        walls = RaceCards(bent, "a steep wall, tuned anew")
        self.play(leave(again.beside), run_time=0.4)
        come = swap([], [walls.parts, walls.heading])
        self.play(come, stage.hand_over(walls["AdaGrad"]), run_time=1)
        self.remove(*stage.map_of("AdaGrad"))
        self.play(walls.go(), run_time=4.4)
        self.play(appear(frame := walls.first_frame()), run_time=0.6)

        self.beat(say_caveat(races := (ravine, stage.race, bent)))
        titles = "ravine", "turned", "steep wall"
        caveat = "$alpha$, $beta$: the fastest of one digit; turned: those of the ravine"
        chart = RankChart(races, titles, walls.homes, caveat)
        self.add(chart)
        self.remove(*walls.signs)  # those of the chart stand there
        words = chart.titles, chart.names, chart.note
        cards_gone = walls.all_but_signs, walls.heading, frame
        self.play(swap(cards_gone, words), chart.take_up(), run_time=1)
        self.play(chart.draw(), run_time=3)
        self.play(appear(chart.last_names), run_time=0.5)
