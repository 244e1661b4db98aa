"""Scene 14 of the shelf: six optimizers race down a ravine, and down the same ravine, turned."""

from scenes.kit import (
    LOWER_HALF,
    Lesson,
    RaceColumns,
    Remembering,
    TurningWalk,
    appear,
    check_race,
    leave,
    loss_of,
    say_box,
    say_first,
    say_same,
    say_turned,
    swap,
    tuned_race,
    turned,
    valley_of,
)

LOSS = "RAVINE"  # the ground: a quadratic loss of gd_math, or a formula of x and y
START = (1.6, 2.5)  # where all set out there (x, y), off both axes of the valley
STEPS = 25  # by then they must have arrived there (20 to 50)
TURN = 45.0  # degrees by which that ground is turned (20 to 70)


class OptimizerRace(Lesson):
    """Who is fastest?

    Gradient descent, momentum, Nesterov, AdaGrad, RMSProp and Adam set out from one start, each
    with the α and β of one digit with which it is fastest. On a ravine along the axes the three are
    first that divide each slope by how steep it has been: by a side of a box. As the ravine is
    turned by {TURN}°, that box becomes a square, and the three lose their lead, even tuned anew.
    The others need as many steps as before: they know no axes. It depends on the ground,
    and on the tuning.
    """

    def construct(self) -> None:
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        ravine = tuned_race(valley.loss, START, STEPS)
        check_race(ravine)
        tilted = tuned_race(*turned(valley.loss, START, TURN), STEPS)
        first = RaceColumns(ravine, "a ravine, each tuned to one digit", after=tilted)
        where = f"the ravine, turned by {TURN:g}°, each tuned anew"
        second = RaceColumns(tilted, where, before=ravine)

        self.add(first.grounds, first.names, first.trails)
        self.ask("Six walkers, one ravine: who is first?", at=LOWER_HALF)
        self.play(appear(first.board), run_time=0.4)
        self.add(first.bars)
        self.play(first.go(arrived=3))
        self.answer(say_first(ravine))
        self.play(first.go())

        self.beat("AdaGrad divides each slope by a side of a box.")
        boxed = Remembering(ravine["AdaGrad"], first.large("AdaGrad"))
        self.play(leave(first.all_but_map("AdaGrad")), run_time=0.4)
        self.play(swap([], boxed.beside), first.enlarge("AdaGrad"), run_time=0.9)
        self.add(boxed.memory, boxed.names)
        self.play(boxed.pause(after=0, hold=1.5))
        self.play(boxed.measure(after=0, hold=1), appear(boxed.rule))
        self.play(boxed.take(1))
        self.remove(boxed.memory, boxed.names)
        self.play(boxed.arrive(), appear(boxed.others), run_time=2)

        turning = TurningWalk(first, second, TURN, "AdaGrad")
        gone = leave(boxed.words, boxed.rule, boxed.others)
        self.ask("The ground turns. And the box?", first=gone, show=turning.unpack())
        self.remove(boxed.trail)
        self.add(turning, boxed.axes)
        self.play(turning.turn(), run_time=3.5)
        self.answer(say_box(turning.before, turning.ratio))

        self.remove(turning)
        self.add(turning.map, turning.goal, turning.all_but_map, boxed.axes)
        old = [turning.all_but_map, boxed.axes]
        back = second.settle("AdaGrad", turning.map, turning.goal, old)
        self.ask("And who is first now?", at=LOWER_HALF, first=back, first_time=1.4)
        self.remove(turning.map, turning.goal)
        self.add(second.grounds, second.trails)
        self.play(appear(second.board), run_time=0.4)
        self.add(second.bars)
        self.play(second.go(arrived=1))
        self.answer(say_turned(ravine, tilted))
        self.play(second.go())

        self.beat(say_same(ravine, tilted))
        self.play(second.compare(), run_time=4.5)

        self.beat("It depends on the ground, and on the tuning.")
        self.play(second.conclude("Who is first depends on ground and tuning."), run_time=2.5)
