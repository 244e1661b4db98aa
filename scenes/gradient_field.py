"""Scene 2 of the shelf: the gradient field of sin x sin y, and the paths through it."""

from manim import DOWN, LEFT, Create

from scenes.kit import (
    TITLE_SIZE,
    ArrowField,
    ArrowScale,
    Compass,
    DirectionDial,
    Lesson,
    MapCrowd,
    StepArrow,
    appear,
    arrival_count,
    arrive,
    axes_beside,
    both_signs,
    both_ways,
    follows_gradient,
    height_scale,
    landmark_legend,
    landmark_signs,
    leave,
    loss_of,
    map_gradient,
    map_title,
    optimizer_of,
    rule_of,
    scaled_map,
    sign_at_end,
    steep_place,
    theme,
)

LOSS = "HILLS"  # a loss of two variables, by its name in gd_math.losses, or a formula of x and y
OPTIMIZER = "gradient_descent"  # how the hikers step: an optimizer's name in gd_math.optimizers
LEARNING_RATE = 0.8  # α: how much of the gradient one step takes (0.001 to 0.9)
HIKERS = 12  # walks from random places (3 to 30)
STEPS = 60  # the most steps that a walk may take until it arrives (10 to 500)
SEED = 11  # draws the random starts (any whole number)
SPACING = 0.52  # between the arrows, in units of the frame, which is 8 high (0.3 to 1)


class GradientField(Lesson):
    """The gradient field and the paths through it.

    A compass that points uphill leaves its arrows all over a map of hills: the gradient field. A
    direction dial shows that each is the steepest way up; turned round, they lead every hiker down
    into a valley, wherever the walk begins, and against them a hiker climbs to a top.
    """

    def construct(self) -> None:
        loss = loss_of("LOSS", LOSS)
        descent = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        hills = scaled_map(loss)
        one, rest, climb = both_ways(hills, descent, HIKERS, STEPS, SEED)
        heights, everybody = height_scale(hills), MapCrowd([one, *rest], hills)
        self.add(hills, axes_beside(hills), heights, everybody)
        self.ask("From anywhere: which way is down?")
        header, field = map_title(hills), ArrowField(hills, SPACING)
        compass = Compass(field)
        self.add(field)
        self.answer("One arrow, ∇f, goes over the hills: where does it point?")
        self.play(leave(everybody), appear(compass, header), run_time=0.7)
        self.play(compass.wander(), run_time=6)

        self.beat("Uphill: the steeper, the longer. And where is there no arrow?")
        gradient, downhill = map_gradient(hills), map_gradient(hills, downhill=True)
        scale = ArrowScale(field).next_to(heights, DOWN, buff=0.3, aligned_edge=LEFT)
        legend = landmark_legend(hills).next_to(scale, DOWN, buff=0.3, aligned_edge=LEFT)
        self.play(leave(compass), field.grow(), appear(gradient, scale), run_time=3.7)
        signs = landmark_signs(hills)
        self.play(appear(signs, legend), run_time=2)

        self.beat("Turn a direction: where is the slope greatest?")
        dial = DirectionDial(hills, steep_place(hills))
        self.play(leave(scale, heights), field.make_room(dial.reach, dial.label), run_time=0.7)
        self.play(appear(dial), field.quiet.animate.set_value(1), run_time=0.7)
        self.play(dial.turn_to(270), run_time=4.5)

        self.beat("Zero along the contour, most along the arrow: ∇f is the steepest way up.")
        self.play(Create(dial.square), appear(dial.zeros), run_time=2)
        self.play(dial.turn_to(360), run_time=3)

        self.beat("Now every arrow makes half a turn, from ∇f to −∇f.")
        scale = ArrowScale(field, downhill=True).move_to(scale, LEFT)
        self.play(leave(gradient, dial, dial.square, dial.zeros), run_time=0.8)
        self.play(field.fill_room(), field.quiet.animate.set_value(0), run_time=0.5)
        self.play(appear(downhill, heights, scale), field.turn_round(), run_time=3)
        hiker, step = MapCrowd([one], hills), StepArrow(one, hills, descent)
        self.play(leave(header, downhill), run_time=0.7)
        self.add(step, hiker)
        self.ask("Which valley will this hiker reach?")
        said = "is −α∇f: it goes with" if follows_gradient(descent) else "depends on"
        self.answer(f"Each step {said} the arrows around it.")
        rule = rule_of(descent, TITLE_SIZE, rate=LEARNING_RATE).move_to(header, LEFT)
        self.play(appear(rule, step.label), field.make_room(step.label), run_time=0.5)
        self.play(step.take(1), run_time=1.8)
        self.play(leave(step.label), field.fill_room(), run_time=0.4)
        self.play(step.take(2), run_time=2.8)
        self.play(leave(step), field.quiet.animate.set_value(1), run_time=0.3)
        self.play(arrive([one]), run_time=1.7)

        self.beat("Now the others, from random places: where do they end?")
        count = arrival_count(loss, [one, *rest], contour_map=hills).move_to(header, LEFT)
        self.play(leave(rule), run_time=0.5)
        self.play(appear(MapCrowd(rest, hills), count), run_time=0.5)
        self.wait(1.5)
        self.play(arrive(rest, behind=1.5), run_time=4.8)

        self.beat("From the first start again, now with a plus: against the arrows.")
        climber = MapCrowd([climb], hills, color=theme.second, marker="diamond", dash=0.16)
        plus = rule_of(descent, TITLE_SIZE, ascent=True, rate=LEARNING_RATE).move_to(header, LEFT)
        self.play(leave(count), run_time=0.5)
        self.play(appear(climber, plus), leave(sign_at_end(signs, hills, climb)), run_time=0.7)
        self.play(arrive([climb]), run_time=2.7)
        self.play(leave(plus), run_time=0.5)
        self.play(appear(both_signs().move_to(header, LEFT)), run_time=1.5)
        self.wait(1.5)
