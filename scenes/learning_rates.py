"""Scene 3 of the shelf: one valley, one start, and a learning rate that is turned up."""

from manim import Create, linear

from scenes.kit import (
    SMALL_SIZE,
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
    valley_of,
)

LOSS = "RAVINE"  # the valley: a quadratic loss of gd_math such as BOOTH, or a formula of x and y
START = (1.6, 2.5)  # where every walk begins (x, y), off both axes of the valley
LEARNING_RATES = (0.01, 0.2, 0.38, 0.5)  # α at which the slider stops, 2 to 5 (each 0.001 to 1)
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
        stage = RateStage(valley, STEPS, rates, first=valley.overshoot / 4)
        walk, over, limit = stage.walk, valley.overshoot, valley.limit
        verdicts = {rate: judge(valley.loss, walk.with_rate(rate)) for rate in rates}

        self.beat(f"{STEPS} steps downhill. The ruler sets how long they are: α.")
        math = valley.loss.formula.replace("/", "\\/")
        scale = text(f"loss $f = {math}$, logarithmic", SMALL_SIZE)
        stage.heading(scale)
        self.add(stage.map, stage.map_axes, stage.goal, stage.ruler, stage.plot, scale)
        self.add(stage.slider, stage.trail, stage.curve)
        self.play(walk.go(STEPS), run_time=3.5)

        self.ask("Twice the step: twice as fast?")
        self.play(stage.turn(0))
        for rate in [rate for rate in rates if rate <= over]:
            self.play(stage.turn(rate))
            self.play(stage.say(verdicts[rate]))
            self.wait(0.6)
        self.answer(f"Up to α = {number(over, 3)}, yes: twice the step, at least twice as fast.")

        self.ask("And longer still?")
        for rate in [rate for rate in rates if over < rate <= limit] or [(over + limit) / 2]:
            self.play(stage.turn(rate))
            self.play(stage.say(judge(valley.loss, walk.trajectory)))
            self.wait(0.6)
        self.answer("Now each step leaps across the valley: the path zigzags.")

        self.beat(f"Past α = {number(limit, 3)}. Watch the loss.")
        for rate in [rate for rate in rates if rate > limit] or [stage.highest]:
            self.play(stage.turn(rate))
            self.play(stage.say(judge(valley.loss, walk.trajectory)))

        across, hops = valley.across, stage.hops
        self.beat(f"Why? Cut the valley along {across}: one step multiplies {across} by a factor.")
        self.play(leave(stage.plot, stage.curve, scale), stage.turn(rates[0]))
        self.play(appear(hops, stage.heading(hops.law)), Create(stage.cut))
        for rate in rates[1:]:
            self.play(stage.turn(rate, seconds=1.5))
            self.wait(0.8)

        self.beat("Each direction has such a factor. For which α are both below 1?")
        factors = stage.factors
        self.play(leave(hops, hops.law, stage.cut), run_time=0.5)
        self.play(appear(factors, factors.one, factors.across, factors.along), stage.turn(0))
        self.play(appear(factors.dots), run_time=0.5)
        self.play(stage.turn(limit, seconds=3), rate_func=linear)
        self.play(appear(factors.limit_mark, stage.heading(factors.limit_rule)))
        self.play(stage.ruler.mark(limit, number(limit, 3), theme.wrong))

        self.beat("And for which α is the larger of the two smallest?")
        self.play(leave(factors.limit_rule), stage.turn(valley.best, seconds=2))
        self.play(Create(factors.worse), run_time=2)
        self.play(appear(factors.best_mark, stage.heading(factors.best_rule)))

        self.beat("Small steps crawl, large ones are thrown out. The best α lies between.")
        panels = rate_panels(stage, rates, [verdicts[rate] for rate in rates])
        self.play(leave(factors.everything, factors.best_rule, stage.slider, stage.map_axes))
        self.remove(stage.map, stage.goal, stage.trail)
        self.add([panel.picture for panel in panels])
        self.play([panel.shrink() for panel in panels], run_time=2)
        self.play([appear(panel.title, panel.word, panel.pin) for panel in panels])
        self.play(Create(stage.ruler.span(0, limit, theme.good)))
        self.play(Create(stage.ruler.span(limit, stage.highest, theme.wrong, dashed=True)))
