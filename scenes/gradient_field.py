"""Scene 2 of the shelf: the gradient field of sin x sin y, and the paths through it."""

from manim import DL, DOWN, LEFT, RIGHT, UP, Create

from gd_math import losses
from scenes.kit import (
    TITLE_SIZE,
    TOP_RIGHT,
    ArrowField,
    ArrowScale,
    Compass,
    DirectionDial,
    Lesson,
    MapCrowd,
    appear,
    arrive,
    axes_beside,
    both_ways,
    count_arrived,
    formula,
    height_scale,
    landmark_names,
    landmark_signs,
    leave,
    loss_of,
    map_title,
    name_top,
    optimizer_of,
    rule_of,
    scaled_map,
    steep_place,
    text,
    theme,
)

LOSS = "HILLS"  # a loss of two variables, by its name in gd_math.losses, or a formula of x and y
OPTIMIZER = "gradient_descent"  # how the hikers step: an optimizer's name in gd_math.optimizers
LEARNING_RATE = 0.3  # α: how much of the gradient one step takes (0.001 to 0.9)
HIKERS = 12  # walks from random places (3 to 30)
STEPS = 60  # the most steps that a walk may take until it arrives (10 to 500)
SEED = 7  # draws the random starts (any whole number)
SPACING = 0.48  # between the arrows, in units of the frame, which is 8 high (0.3 to 1)


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
        self.ask("Can one picture show the way down from everywhere?", at=TOP_RIGHT)
        header, field = map_title(hills), ArrowField(hills, SPACING)
        compass = Compass(field)
        self.add(field)
        self.play(leave(everybody), appear(compass, header))
        self.play(compass.wander(), run_time=5)
        self.answer("Its arrow points uphill. Here, on level ground, it is gone.")

        self.beat("Leave an arrow at every place: the gradient field. Where is there none?")
        scale = ArrowScale(field).put_at(heights.get_corner(DL) + 0.25 * DOWN)
        known = "= (cos x sin y, thin sin x cos y)" if loss is losses.HILLS else ""
        gradient = formula(f"nabla f {known}", TITLE_SIZE, theme.gradient)
        gradient.move_to(TOP_RIGHT, RIGHT).align_to(header, UP)
        names = landmark_names(hills, near=(1.0, 0.5))
        self.play(leave(compass), field.grow(), run_time=2.5)
        self.play(appear(gradient, scale))
        self.play(appear(landmark_signs(hills), names), field.quiet.animate.set_value(0.7))

        self.beat("Turn a direction at one place, and read how steep it goes up or down.")
        dial = DirectionDial(hills, steep_place(hills))
        self.play(leave(names), field.quiet.animate.set_value(1), run_time=0.7)
        self.play(appear(dial), run_time=0.7)
        self.play(dial.turn_to(360), run_time=6)

        self.beat("Zero along the contour, most along the arrow: ∇f is the steepest way up.")
        self.play(Create(dial.square))
        self.play(dial.turn_to(450), run_time=1.5)
        self.play(dial.turn_to(360), run_time=1.5)
        self.play(leave(dial, dial.square), field.quiet.animate.set_value(0))

        self.beat("Now every arrow makes half a turn, from ∇f to −∇f.")
        downhill = formula("-nabla f", TITLE_SIZE, theme.walker).move_to(gradient, RIGHT)
        self.play(leave(header, gradient), run_time=0.7)
        self.play(field.turn_round(), run_time=3)
        self.play(appear(downhill), run_time=0.7)
        self.play(leave(downhill), appear(MapCrowd([one], hills)), field.quiet.animate.set_value(1))

        self.ask("Which valley will this hiker reach?", at=TOP_RIGHT)
        rule = rule_of(descent, TITLE_SIZE).move_to(TOP_RIGHT, RIGHT)
        self.play(appear(rule), run_time=0.7)
        self.play(arrive([one]), run_time=3.5)
        self.answer("Step by step, led by the arrow at its feet.")

        self.beat("Now the others, from random places: follow some of them with your eyes.")
        arrived = f"{count_arrived(loss, [one, *rest])} of {HIKERS} reached a valley"
        count = text(arrived, TITLE_SIZE, theme.good).move_to(TOP_RIGHT, RIGHT)
        self.play(leave(rule), appear(MapCrowd(rest, hills)))
        self.play(arrive(rest), run_time=4)
        self.play(appear(count))

        self.beat("From the first hiker's start, now against the arrows: with a plus.")
        climber = MapCrowd([climb], hills, color=theme.second, marker="diamond")
        plus = rule_of(descent, TITLE_SIZE, ascent=True).move_to(TOP_RIGHT, RIGHT)
        self.play(leave(count), run_time=0.7)
        self.play(appear(climber, plus), run_time=0.7)
        self.play(arrive([climb]), run_time=3)
        closing = text("$-nabla f$ leads down, $+nabla f$ leads up", TITLE_SIZE)
        self.play(leave(plus), run_time=0.7)
        self.play(appear(closing.move_to(header, LEFT), name_top(hills, climb.position)))
        self.wait(1.4)
