"""Scene 3 of the shelf: one valley, one start, and a learning rate that is turned up."""

from manim import Create, linear

from scenes.kit import (
    Lesson,
    RateStage,
    appear,
    check_plain,
    check_range,
    leave,
    loss_of,
    losses_title,
    number,
    rate_panels,
    say_best,
    say_twice,
    tell_in_turn,
    valley_of,
)

LOSS = "RAVINE"  # the valley: a quadratic loss of gd_math such as BOOTH, or a formula of x and y
START = (1.6, 2.5)  # where every walk begins (x, y), off both axes of the valley
LEARNING_RATES = (0.01, 0.2, 0.38, 0.5)  # α, where the slider stops (RAVINE each 0.001 to 1)
STEPS = 50  # steps of every walk (10 to 200)
OPTIMIZER = "gradient_descent"  # what takes the steps; this clip is about no other


class LearningRates(Lesson):
    """How big a step?

    The learning rate is turned up slowly, and the whole path down a valley changes with it: it
    crawls, runs straight, zigzags, and past the speed limit 2/λmax is thrown out, its loss growing
    without end. The reason is the factor 1 − αλ by which a step multiplies the distance; the best
    fixed rate is where the factors of both directions cross.
    """

    def construct(self) -> None:
        check_plain("OPTIMIZER", OPTIMIZER)
        rates = sorted(set(LEARNING_RATES))
        check_range("the number of different LEARNING_RATES", len(rates), 2, 4)
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        stage = RateStage(valley, STEPS, rates, first=min(rates[0], valley.overshoot / 4))
        walk, over, limit = stage.walk, valley.overshoot, valley.limit

        self.beat(f"{STEPS} steps downhill. The ruler sets how long: α.")
        self.add(stage.map, stage.map_axes, stage.goal, stage.beside)
        self.add(stage.ruler, stage.slider, stage.trail)
        self.play(walk.go(STEPS), run_time=2)
        self.play(stage.note())
        self.play(stage.turn(over / 2, seconds=1.5))
        twice = stage.slider.ghost(over)
        self.play(stage.say(), appear(twice))

        self.ask("Twice the step: twice as fast?", at=stage.question_place)
        slower = stage.keep_curve()
        self.play(appear(slower, run_time=0.4), stage.turn(over, seconds=2))
        self.play(stage.say(), leave(twice))
        self.answer(say_twice(stage))
        self.play(stage.record.point_out(over / 2, over))

        self.beat("Longer still. Watch on which side of the valley each step lands.")
        longer = [rate for rate in rates if 1.25 * over < rate < limit] or [0.95 * limit]
        self.play(stage.turn((over + longer[-1]) / 2), leave(slower))
        for rate in longer:
            self.play(stage.turn(rate, seconds=2.5 / len(longer)))
            self.play(stage.say())

        self.beat(f"Up to α = {number(limit, 3)}, and past it. Watch the loss.")
        self.play(stage.turn(limit, seconds=1))
        self.play(appear(stage.flag), run_time=0.6)
        for rate in [rate for rate in rates if rate > limit] or [stage.highest]:
            self.play(stage.turn(rate, seconds=2.4))
            self.play(stage.say())

        axis, (slow, fast) = valley.across, valley.laws
        self.beat(f"Why? Look along {axis}, across the valley: the slope is {fast.slope(axis)}.")
        self.play(stage.clear(), run_time=0.4)
        hops, cut = stage.hops(), stage.cut()
        step = stage.slope_step(hops)
        walk.set_value(0)
        self.play(appear(hops, hops.live, stage.trail), Create(cut), run_time=0.8)
        self.play(hops.derive(step), run_time=2.8)

        self.beat(f"So each step multiplies {axis} by {fast.factor}, again and again.")
        self.play(stage.turn(rates[0], seconds=1.2))
        self.play(leave(step, step.tangent), run_time=0.3)
        rows = stage.hop_rows(hops)
        for row in rows:
            self.play(leave(stage.trail, hops.live), run_time=0.3)
            walk.set_value(0)
            self.play(stage.turn(row.rate), appear(stage.trail, hops.live, row), run_time=0.5)
            self.play(walk.go(row.steps), run_time=1.1)

        self.beat(f"Along {valley.along} it is {slow.factor}. Sweep α: are both below 1 in size?")
        curves, title, along = stage.factors(), stage.small_title(), stage.law_along(hops)
        self.add(curves.take(rows))
        self.play(leave(hops.parts, rows, cut, stage.trail, stage.map_axes), run_time=0.4)
        walk.set_value(STEPS)
        self.play(appear(along))
        self.wait(0.8)
        self.play(stage.shrink(), stage.turn(stage.first, 1), leave(hops.law, along, run_time=0.3))
        self.play(curves.gather(), curves.come(), run_time=2.5)
        self.play(curves.draw(), appear(title, curves.cursor, stage.trail), run_time=1.2)
        self.play(stage.turn(limit, seconds=2.2), rate_func=linear)
        self.play(appear(curves.limit_mark, curves.limit_rule), run_time=0.8)

        self.beat("The worse of both decides. Which α makes it smallest?")
        self.play(Create(curves.worse), run_time=1.8)
        self.wait(1.2)
        self.play(stage.turn(valley.best, seconds=1.8), leave(curves.limit_rule))
        self.play(appear(curves.best_mark, curves.crossing), stage.note())
        self.play(curves.solve(), stage.record.point_out(valley.best))

        self.beat(say_best(stage))
        panels = rate_panels(stage)
        self.play(leave(curves.everything, stage.slider.thumb, title), run_time=0.4)
        self.play([panel.come() for panel in panels], run_time=1.2)
        self.play(tell_in_turn(panels), appear(losses_title(panels)))
        self.play(Create(stage.beyond), run_time=1.2)
