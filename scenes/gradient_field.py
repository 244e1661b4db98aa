"""Scene 2 of the shelf: a dozen walks through the gradient field of sin x sin y."""

import numpy as np
from manim import RIGHT, UP, Create, GrowArrow, VGroup

from gd_math import descend, losses, minimum_reached, optimizers, random_starts
from scenes.kit import (
    FULL,
    TITLE_SIZE,
    ArrowField,
    ContourMap,
    Lesson,
    MapTrail,
    Walk,
    appear,
    formula,
    halo,
    heading,
    heights,
    in_turn,
    landmarks,
    leave,
    map_trails,
    multiples_of_pi,
    named_landmarks,
    ring,
    slopes_at,
    text,
    theme,
)

LEARNING_RATE = 0.3  # α: how much of the gradient one step takes (0.05 to 0.9)
HIKERS = 12  # walks released at once (3 to 30)
STEPS = 40  # steps of each walk (10 to 100)
SEED = 7  # draws the random starts (any whole number)
CLIMBER = (-0.45, -2.75)  # where the hiker starts who goes uphill (x, y on the map)
EXAMPLES = ((-3.9, 0.8), (0.65, -1.3), (3.7, 1.9))  # where the first arrows stand (x, y)
ARROWS = (32, 16)  # columns and rows of arrows (up to 60 and 30)


class GradientField(Lesson):
    """The gradient field and the paths through it.

    The arrows of the gradient stand at right angles to the contours and point uphill; turned
    round, they lead every hiker down into a valley, wherever the walk begins.
    """

    def construct(self) -> None:
        loss = losses.HILLS
        descent = optimizers.gradient_descent(LEARNING_RATE)

        self.beat("Hills seen from above: each line joins points of equal height, bright is high.")
        hills = ContourMap(loss, (-2 * np.pi, -np.pi), (2 * np.pi, np.pi), width=11.4)
        hills.move_to(FULL)
        scale = multiples_of_pi(hills)
        if not hills.inside([CLIMBER, *EXAMPLES]).all():
            raise ValueError("CLIMBER and EXAMPLES must lie on the map: |x| < 2π and |y| < π")
        header = heading(hills, formula(f"f(x, y) = {loss.formula}", TITLE_SIZE))
        tops, valleys, _ = landmarks(hills)
        high_and_low = heights(hills, [tops[0], valleys[0]])
        self.add(hills, scale, header)
        self.play(appear(high_and_low))

        self.beat("The gradient is an arrow: it points straight uphill, square to the contour.")
        contours, corners, arrows, names = slopes_at(hills, EXAMPLES)
        self.play(leave(high_and_low), hills.veil.animate.set_opacity(0.4))
        self.play(Create(contours), run_time=1.5)
        self.play(Create(corners))
        self.play([GrowArrow(arrow) for arrow in arrows], appear(names))

        self.beat("Draw it everywhere: long and vivid where it is steep, short where it is flat.")
        field = ArrowField(hills, ARROWS)
        gradient = formula("nabla f = (cos x sin y, thin sin x cos y)", TITLE_SIZE, theme.gradient)
        heading(hills, gradient, RIGHT)
        quiet = hills.lines.animate.set_stroke(theme.muted, opacity=0.6)
        self.play(leave(arrows, corners, contours, names))
        self.play(hills.veil.animate.set_opacity(0.6), quiet)
        self.play(appear(field, gradient), run_time=2)

        self.beat("It vanishes on the tops, in the valleys, and on the passes between them.")
        flats = named_landmarks(hills, near=(1.2, 0.6))
        self.play(field.strength.animate.set_value(0.45))
        self.play(in_turn(flats, run_time=3))

        self.beat("Turn every arrow round: minus the gradient is the steepest way down.")
        downhill = formula("-nabla f = -(cos x sin y, thin sin x cos y)", TITLE_SIZE, theme.walker)
        heading(hills, downhill, RIGHT)
        self.play(leave(flats, gradient), field.strength.animate.set_value(1))
        self.play(field.turn.animate.set_value(1), appear(downhill), run_time=3)

        self.beat("Hikers at random places feel the slope and step down it, again and again.")
        starts = random_starts(loss, 20 * HIKERS, SEED)
        crowd = descend(loss, descent, starts, STEPS)
        stays = np.flatnonzero(hills.inside(crowd.x).all(axis=0))  # the map ends, the hills do not
        walks = [Walk(crowd.path(i)) for i in stays[:HIKERS]]
        trails = map_trails(walks, hills)
        self.play(field.strength.animate.set_value(0.3), appear(trails))
        self.play([walk.go(3) for walk in walks], run_time=3)
        self.play([walk.go(STEPS) for walk in walks], run_time=4)

        ends = np.array([walk.position for walk in walks])
        arrived = int(np.sum(minimum_reached(loss, ends) >= 0))
        self.beat(
            f"{arrived} of {len(walks)} hikers rest in a valley now: which one, the start decided."
        )
        count = text(f"{arrived} of {len(walks)} reached a minimum", TITLE_SIZE, theme.good)
        heading(hills, count, RIGHT)
        rings = VGroup(*(ring(hills.at(x)) for x in valleys))
        self.play(appear(rings, scale=1.6), leave(downhill), appear(count))

        self.beat("Follow plus the gradient instead, and the same small steps climb to a top.")
        climb = Walk(descend(loss, optimizers.ascent(descent), CLIMBER, STEPS))
        trail = MapTrail(climb, hills, color=theme.second, marker="diamond", radius=0.13)
        climbing = "theta_(i+1) = theta_i + alpha nabla f(theta_i)"
        uphill = heading(hills, formula(climbing, TITLE_SIZE, theme.second), RIGHT)
        self.play(leave(rings, count))
        self.play(field.turn.animate.set_value(0), appear(uphill, trail), run_time=2)
        self.play(climb.go(STEPS), run_time=4)
        top = halo(text("a top", color=theme.second)).next_to(trail.walker, UP, buff=0.2)
        self.play(appear(top))
