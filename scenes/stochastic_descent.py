"""Scene 15 of the shelf: descent that asks all points before a step, some, or only one."""

from manim import Create

from gd_math import datasets
from scenes.kit import (
    Lesson,
    LookDescents,
    LookStage,
    appear,
    check_guess,
    leave,
    unit_points,
)

DATA = ""  # a file of other points, two columns such as "points.csv", beside this one
TRUE_LINE = (2.0, 1.0)  # w and b of the line behind the data (each −2 to 2)
NOISE = 0.5  # standard deviation of the points about it (0.3 to 0.8)
SAMPLES = 100  # points, evenly spaced on −2 … 2 (40 to 200)
SEED = 32  # draws the noise (any whole number)
START = (-1.0, 2.0)  # w and b of the first guess (each −5 to 5)
LEARNING_RATE = 0.1  # α: how much of the gradient one step takes (0.05 to 0.12)
BATCH_SIZE = 10  # points that the walker in between asks before a step (2 to 50)
PASSES = 10  # looks at each point that every walker pays for (8 to 20)
HALVING = 30  # steps after which the falling α is half (20 to 100)
ORDER = 1  # draws which points are asked, and when (any whole number)


class StochasticDescent(Lesson):
    """Careful guide or hasty hiker.

    The gradient is the mean of what all points say. A step can ask all of them, some, or only one:
    paid by looks at points, one at a time is far ahead at first, but it never comes to rest.
    """

    def construct(self) -> None:
        own = datasets.line_data(*TRUE_LINE, NOISE, SAMPLES, seed=SEED)
        data = unit_points("DATA", DATA, own)
        descents = LookDescents(data, START, LEARNING_RATE, BATCH_SIZE, PASSES, HALVING, ORDER)
        check_guess("START", START, descents.best)
        stage = LookStage(descents)
        count, clock = data.samples, stage.clock
        careful, hasty = stage.trail("every"), stage.trail("one")

        self.add(stage.map, stage.axes, stage.goal, stage.goal_name, stage.plot, stage.line)
        self.add(careful)
        self.ask(f"Ask all {count} points, or only one?")
        self.answer("One look: the point pulls the line towards itself.")
        for sample in descents.telling:
            look = stage.look(sample)
            self.play(appear(look), run_time=0.4)
            self.play(look.seen.animate.set_value(2), run_time=1.8)
            self.wait(0.5)
            self.play(leave(look), run_time=0.4)

        self.beat("Ask all: what do their pulls come to on the whole?")
        fan, asked = stage.fan()
        self.add(asked, fan)
        self.play(fan.ask(), run_time=3)
        self.play(fan.gather(), run_time=1.3)
        self.play(fan.sum(), appear(name := stage.mean_name(fan)), run_time=1)

        self.ask(f"{count} looks each: who gets nearer?", "1 careful step", f"{count} hasty steps")
        self.play(leave(asked, name), run_time=0.4)
        tally, lit = stage.tally("every", "one"), stage.asked()
        line = stage.live_line("one")
        self.play(appear(tally, hasty, line), run_time=0.5)
        self.play(leave(fan), run_time=0.4)
        self.add(lit)
        self.play(clock.go(count), run_time=5.5)
        self.answer("The hasty hiker, by far.")

        self.ask(f"{count}, {BATCH_SIZE} or 1 look a step: who ends lowest?")
        legend = stage.legend()
        self.play(leave(lit, tally, careful, hasty, stage.plot, line, stage.line), run_time=0.5)
        clock.set_value(0)
        trails = [stage.trail(name) for name in ("one", "some", "every")]
        curves = [stage.curve(name) for name in ("one", "some", "every")]
        self.play(appear(trails, curves, stage.cost, legend), run_time=0.6)
        self.play(clock.go(descents.looks), run_time=7)
        self.answer(f"The one that asks {BATCH_SIZE}.")

        self.beat("At the best line, do the pulls vanish?")
        detail = stage.detail()
        opening = detail.open()
        self.play(leave(curves, stage.cost, legend, stage.axes, stage.goal_name), run_time=0.5)
        self.add(detail.map)
        self.play(opening, run_time=2)
        self.play(leave(trails), appear(detail.axes, detail.goal, stage.plot), run_time=0.5)
        fan, asked = detail.fan()
        self.add(asked, fan)
        self.play(fan.ask(), run_time=1.5)
        self.play(fan.gather(), run_time=1.2)

        self.beat("So each look throws the hasty hiker off. Dashed: how far, predicted.")
        self.play(leave(fan, asked), run_time=0.4)
        clock.set_value(3 * count)
        cloud, ring = detail.cloud("one"), detail.ring("one")
        self.play(appear(cloud, line), run_time=0.5)
        self.play(clock.go(descents.looks), Create(ring), run_time=3)
        self.play(appear(share := detail.share()), run_time=0.5)

        self.beat("Now let α shrink with each step. Who ends lowest?")
        self.play(leave(share, cloud, ring, line, stage.plot), run_time=0.5)
        self.play(appear(stage.cost, curves, legend), run_time=0.5)
        clock.set_value(count)
        fading = stage.curve("fading")
        self.add(fading)
        self.play(appear(detail.cloud("fading"), detail.ring("fading"), detail.rate_reading()))
        self.play(clock.go(descents.looks), run_time=5)
