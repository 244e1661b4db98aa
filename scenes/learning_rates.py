"""Scene 3 of the shelf: one valley, one start, and a learning rate that is turned up."""

from manim import DOWN, Create, linear, rush_into

from scenes.kit import (
    RIGHT_HALF,
    SMALL_SIZE,
    TITLE_SIZE,
    Lesson,
    RateStage,
    appear,
    check_plain,
    check_range,
    judge,
    leave,
    loss_of,
    number,
    rate_panels,
    text,
    theme,
    update_rule,
    valley_of,
)

LOSS = "RAVINE"  # the valley: a quadratic loss of gd_math such as BOOTH, or a formula of x and y
START = (1.6, 2.5)  # where every walk begins (x, y), off both axes of the valley
LEARNING_RATES = (0.01, 0.2, 0.38, 0.5)  # α of the panels, where the slider stops (each 0.001 to 1)
STEPS = 50  # steps of every walk (10 to 200)
OPTIMIZER = "gradient_descent"  # what takes the steps; this clip is about no other


class LearningRates(Lesson):
    """How big a step?

    The learning rate is turned up slowly, and the whole path down a valley changes with it: it
    crawls, runs straight, zigzags, and beyond the speed limit 2/λmax it is thrown out of the
    valley, its loss growing without end. The reason is the factor 1 − αλ by which one step
    multiplies the distance; the best fixed rate is where the factors of both directions cross.
    """

    def construct(self) -> None:
        check_plain("OPTIMIZER", OPTIMIZER)
        rates = sorted(set(LEARNING_RATES))
        check_range("the number of different LEARNING_RATES", len(rates), 2, 5)
        valley = valley_of("LOSS", loss_of("LOSS", LOSS), START)
        stage = RateStage(valley, STEPS, rates, first=min(rates[0], valley.overshoot / 4))
        walk, over, limit = stage.walk, valley.overshoot, valley.limit

        self.beat(f"{STEPS} steps downhill. The ruler sets how long they are: α.")
        rule = stage.heading(update_rule(TITLE_SIZE))
        ground = stage.ground.next_to(rule, DOWN, buff=0.35)
        self.add(stage.map, stage.map_axes, stage.goal, stage.ruler, rule, ground)
        self.add(stage.slider, stage.trail)
        self.play(walk.go(STEPS), run_time=3)
        self.play(stage.say(judge(valley.loss, walk.trajectory)))

        self.ask("Twice the step: twice as fast?", at=RIGHT_HALF)
        scale = stage.heading(text("loss $f$, on a logarithmic scale", SMALL_SIZE))
        self.play(leave(rule, ground), run_time=0.4)
        self.play(appear(stage.plot, stage.curve, scale))
        self.play(stage.turn(over / 2))
        slower, longer = stage.keep_curve(), [rate for rate in rates if over < rate <= limit]
        self.play(appear(slower))
        self.play(stage.turn(over))
        self.play(stage.say(judge(valley.loss, walk.trajectory)))
        times = number(valley.speed(over) / valley.speed(over / 2), 2)
        half, whole = number(over / 2, 2), number(over, 2)
        self.answer(f"Yes: α = {whole} is {times} times as fast as {half}.")

        self.ask("And longer still?", at=stage.above_curve)
        for rate in longer or [(over + limit) / 2]:
            self.play(stage.turn(rate))
            self.play(stage.say(judge(valley.loss, walk.trajectory)))
        gained = valley.speed(walk.rate.get_value()) / valley.speed(over / 2) > 1.001
        ending = "" if gained else f": no faster than with α = {half}"
        self.answer(f"It leaps across the valley and zigzags{ending}.")

        self.beat(f"Past α = {number(limit, 3)}. Watch the loss.")
        for rate in [rate for rate in rates if rate > limit] or [stage.highest]:
            self.play(stage.turn(rate, seconds=4.5), rate_func=rush_into)
            self.play(stage.say(judge(valley.loss, walk.trajectory)))

        axis, (slow, fast) = valley.across, valley.laws
        self.beat(
            f"Why? Across the valley (along {axis}) the curvature is λ = {fast.curvature}: "
            f"one step takes {axis} to ({fast.factor}){axis}."
        )
        self.play(leave(stage.plot, stage.curve, slower, scale), run_time=0.5)
        self.play(stage.turn(rates[0], seconds=1))
        hops, cut = stage.hops(), valley.cut(stage.map)
        self.play(appear(hops, stage.heading(hops.law)), Create(cut))
        for rate in rates[1:]:
            self.play(stage.turn(rate, seconds=1.5))
            self.wait(0.8)

        self.beat(
            f"Along it λ = {slow.curvature}, and the factor is {slow.factor}. "
            "For which α are both below 1 in size?"
        )
        factors = stage.factors()
        self.play(leave(hops, hops.law, cut), run_time=0.5)
        self.play(
            appear(factors, factors.one, factors.across, factors.along), stage.turn(0, seconds=1.5)
        )
        self.play(appear(factors.dots), run_time=0.5)
        self.play(stage.turn(limit, seconds=3), rate_func=linear)
        self.play(appear(factors.limit_mark, stage.heading(factors.limit_rule)))
        self.play(stage.ruler.mark(limit, number(limit, 3), theme.wrong))

        self.beat("The worse of both decides. Which α makes it smallest?")
        self.play(leave(factors.limit_rule), stage.turn(valley.best, seconds=2))
        self.play(Create(factors.worse), run_time=2)
        self.play(appear(factors.best_mark, stage.heading(factors.best_rule)))
        self.play(stage.ruler.mark(valley.best, factors.best_name, theme.good))

        self.beat("Small steps crawl, large ones are thrown out. The best α lies between.")
        panels = rate_panels(stage, rates)
        self.play(leave(factors.everything, factors.best_rule, stage.slider, stage.map_axes))
        self.remove(stage.map, stage.goal, stage.trail)
        self.add([panel.picture for panel in panels])
        self.play([panel.shrink() for panel in panels], run_time=2)
        self.play([panel.reveal() for panel in panels])
        self.play(Create(stage.ruler.span(0, limit, theme.good)))
        self.play(Create(stage.ruler.span(limit, stage.highest, theme.wrong, dashed=True)))
