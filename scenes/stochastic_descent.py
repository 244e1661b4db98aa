"""Scene 15 of the shelf: descent that asks all points before a step, some, or only one."""

from gd_math import datasets, least_squares
from scenes.kit import (
    HAIR_WIDTH,
    Lesson,
    LookDescents,
    LookDetail,
    LookStage,
    appear,
    check_guess,
    leave,
    say_lowest_with_shrinking,
    say_nearer,
    say_who_ends_lowest,
    swap,
    unit_points,
)

DATA = ""  # a file of other points, two columns such as "points.csv", beside this one
TRUE_LINE = (2.0, 1.0)  # w and b of the line behind the data (each −2 to 2 and w away from START's)
NOISE = 0.5  # standard deviation of the points about it (0.3 to 0.8)
SAMPLES = 100  # points, evenly spaced on −2 … 2 (40 to 200)
SEED = 32  # draws the noise (a whole number from 0)
START = (-1.0, 2.0)  # w and b of the first guess (each −5 to 5 and w away from the best line's)
LEARNING_RATE = 0.1  # α: how much of the gradient one step takes (0.05 to 0.12)
BATCH_SIZE = 10  # points that the walker in between asks before a step (2 to 50)
PASSES = 12  # looks at each point that every walker pays for (10 to 14)
HALVING = 45  # steps after which the falling α is half (20 to 100)
ORDER = 9  # draws which points are asked, and when (a whole number from 0)


class StochasticDescent(Lesson):
    """Careful guide or hasty hiker.

    The gradient is the mean of what all points say. A step can ask all of them, some, or only one:
    paid by looks at points, one is far ahead at first, but rests only if the learning rate falls.
    """

    def construct(self) -> None:
        data = unit_points("DATA", DATA, datasets.line_data(*TRUE_LINE, NOISE, SAMPLES, seed=SEED))
        check_guess("START", START, least_squares(data))
        descents = LookDescents(data, START, LEARNING_RATE, BATCH_SIZE, PASSES, HALVING, ORDER)
        stage = LookStage(descents)
        count, spent = data.samples, f"{descents.looks:,} looks"
        careful, hasty = stage.trail("every"), stage.trail("one")

        self.add(stage.map, stage.axes, stage.goal, stage.loss_name, stage.plot, stage.line)
        self.add(stage.names, careful)
        self.ask(f"Ask all {count} points, or only one?")
        look, other = (stage.look(sample) for sample in descents.telling)
        self.play(leave(stage.names), appear(look), run_time=0.3)
        self.play(look.pull(), run_time=1.5)
        self.answer(f"A point pulls the line to itself. {count} pulls: what is their mean?")
        self.play(look.stand_back(), appear(other), run_time=0.4)
        self.play(other.pull(), run_time=2.1)
        self.play(leave(look, other), run_time=0.3)
        fan, asked = stage.fan()
        self.add(asked, fan, careful)
        self.play(fan.ask(), run_time=2)
        self.play(fan.gather(), run_time=1.3)
        self.play(fan.sum(), appear(name := stage.mean_name(fan)), run_time=1)

        self.ask(f"{count} looks each: 1 careful step, or {count} hasty ones?")
        self.play(leave(asked, name, fan), run_time=0.4)
        tally, lit, line = stage.tally("every", "one"), stage.asked(), stage.live_line("one")
        self.play(appear(tally, hasty, line, lit), run_time=0.5)
        self.play(stage.clock.go(count), run_time=4.5)
        self.answer(say_nearer(descents))

        clock = stage.restart("one", "some", "every", nested=True)
        trails = [stage.trail(name, HAIR_WIDTH) for name in ("one", "some", "every")]
        curves = [stage.curve(name) for name in ("one", "some", "every")]
        key, legend = stage.key(), stage.legend()
        duel = lit, tally, careful, hasty, stage.plot, line, stage.line
        question = f"{spent} each, {count}, {BATCH_SIZE} or 1 a step: who is lowest?"
        self.ask(question, first=leave(duel), show=appear(stage.cost, trails, key))
        self.play(swap([key], [legend, curves]), stage.close_ranks(), run_time=0.8)
        self.play(clock.go(descents.looks), run_time=5.1)
        self.play(stage.pull_apart(), run_time=0.5)
        self.answer(say_who_ends_lowest(descents))

        self.beat("At the best line, do the pulls vanish?")
        detail = LookDetail(stage)
        race = curves, trails, stage.cost, legend, stage.loss_name, stage.axes
        self.play(swap(race, [stage.plot, best := detail.best_line()]), run_time=0.7)
        opening = detail.open()
        self.play(appear(detail.map), run_time=0.5)
        self.remove(stage.goal)
        self.play(opening, run_time=2)
        self.play(appear(detail.axes), run_time=0.4)
        fan, asked = detail.fan()
        self.add(asked, fan)
        self.play(fan.ask(), run_time=1.3)
        self.play(fan.gather(), run_time=1.1)
        self.play(appear(zero := detail.mean_reading()), run_time=0.4)

        self.beat("Set the hasty hiker there. How far is he thrown?")
        thrown = detail.cloud("thrown"), stage.live_line("thrown")
        self.play(swap([asked, zero, fan], [thrown, detail.rate_reading()]), run_time=0.7)
        self.play(stage.thrown.go(count), run_time=2)
        self.play(appear(ring := detail.ring("thrown")), run_time=0.7)
        predicted, mark, counted = detail.shares()
        self.play(appear(predicted, mark), run_time=0.4)
        self.wait(1.3)
        self.play(swap([mark], [counted]), run_time=0.4)
        self.play(stage.thrown.go(descents.looks), run_time=2.2)

        self.beat(f"From look {count} on, α shrinks. Who is lowest at {spent}?")
        old, axes = (detail.goal, best, predicted, counted, thrown, stage.plot), stage.cost.calm()
        new = axes, [curve.calm() for curve in curves], legend, detail.ring_name(ring)
        self.play(swap(old, new), ring.stand_back(), run_time=0.8)
        curve = stage.curve("fading").calm()
        fading = curve, detail.cloud("fading"), detail.ring("fading")
        self.play(appear(fading, name := curve.end_name(*curves)), run_time=0.5)
        self.wait(1)
        self.play(stage.later.go(descents.looks), run_time=3.2)

        self.beat(say_lowest_with_shrinking(descents))
        self.play(swap([name], [curve.end_name(*curves)]), run_time=0.5)
