"""Scene 20 of the shelf: any formula of x, or of x and y, and where descent on it ends."""

from manim import LEFT

from scenes.kit import (
    Descents,
    EndBars,
    Lesson,
    appear,
    end_rows,
    formula_loss,
    leave,
    rate_block,
    rule_block,
    say_all,
    say_everywhere,
    say_watched,
    view_of,
    walk_readings,
)

FORMULA = "x**4 - 4*x**2 - 2*x + x*y + y**2"  # f: of x, or of x and y, as for a calculator
WINDOW = ()  # what is shown of it, such as (-3, 3) or ((-3, -1), (3, 1)); () is found
START = ()  # where the first walk begins, such as (1, 2); () is found
OPTIMIZER = "gradient_descent"  # how the walkers step, or "momentum", "adam" …
LEARNING_RATE = 0.0  # α; with 0 one is found with which most walks arrive
WALKERS = 16  # walks from places all over the window (4 to 30)
STEPS = 400  # the most steps that a walk may take (50 to 1000)


class YourFunction(Lesson):
    """Your function: where does descent end?

    For any formula of one or two variables: its curve or its landscape, arrows that point down, one
    walk and then many, and for every start the valley in which it ends. How many reach the lowest,
    another, or leave the window is computed for this formula.
    """

    def construct(self) -> None:
        loss = formula_loss(FORMULA, WINDOW)
        descents = Descents(loss, OPTIMIZER, LEARNING_RATE, START, WALKERS, STEPS)
        view, rows = view_of(descents), end_rows(descents)
        column, here = view.column, (view.free, LEFT)
        self.add(view.scenery)
        self.ask(
            "Down from anywhere: where does it end?",
            at=here,
            lines=view.lines,
            show=view.come(),
        )
        for moves, seconds in view.unfold():
            self.play(moves, run_time=seconds)
        self.add(view.field)
        self.answer(view.arrows)
        self.play(view.point_down(), run_time=2.5)

        self.ask("Where will this walker end?", at=here, lines=view.lines, show=view.set_down())
        rate = rate_block(descents, column, view.title)
        rule = rule_block(descents, column, rate)
        live = walk_readings(descents.first, column, rule)
        self.play(appear(rate, rule, live), run_time=0.5)
        self.play(view.take(2), run_time=2.4)
        self.play(leave(view.step), run_time=0.3)
        self.play(view.walk_on(), run_time=3)
        self.play(view.mark_first(), run_time=0.8)
        self.answer(say_watched(descents))

        told, count = [rule, live, *view.depths], len(descents.walks)
        others = f"And {count - 1} others?"
        self.ask(others, at=here, first=leave(told), show=view.set_out())
        bars = EndBars(rows, descents.counts(rows), count, column, rate, f"{count} walks:")
        self.play(appear(bars, view.mark_ends(rows)), run_time=0.5)
        self.play(view.go_all(), run_time=4)
        self.answer(say_all(descents))

        place, gone = view.below(bars)
        self.ask("And from everywhere else?", at=(place, LEFT), lines=view.lines, first=gone)
        counts, every = view.basins.counts, len(descents.everywhere.kind)
        heading = view.basins.heading
        shares = EndBars(rows, counts, every, column, rate, heading, percent=True)
        self.play(view.turn_gray(), bars.turn_to(shares), run_time=0.8)
        self.add(view.basins)
        self.play(view.flow(), run_time=5)
        self.answer(say_everywhere(descents))
