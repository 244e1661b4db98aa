"""Scene 9 of the shelf: the arithmetic of descent, a step too far, and the step back."""

from manim import Create

from gd_math import descend, optimizers
from scenes.kit import (
    BottomLens,
    Lesson,
    StepDescent,
    StepTable,
    Zigzag,
    appear,
    curve_of,
    leave,
)

LOSS = "(x**4 - 16*x**2 + 5*x)/2"  # the curve L(w), a formula of x with a minimum
ENDS = (0.8, 3.4)  # from which w to which w it is drawn
START = 1.1  # w of the first guess
LEARNING_RATE = 0.05  # α: how much of the slope one step takes
EPOCHS = 5  # steps that are taken (5 to 6)


class StepByStep(Lesson):
    """Step by step.

    One weight walks down its loss curve, and a table keeps the arithmetic of each step: the step is
    −α times the slope. One step goes too far, beyond the bottom; there the slope has the other
    sign, so the next leads back, and as slopes shrink near the bottom, so do the steps.
    """

    def construct(self) -> None:
        loss = curve_of("LOSS", LOSS, *ENDS)
        path = descend(loss, optimizers.gradient_descent(LEARNING_RATE), [START], EPOCHS)
        descent = StepDescent(loss, path)
        zigzag = Zigzag(descent)
        table = StepTable(zigzag, LEARNING_RATE)
        lens, far = BottomLens(zigzag, table.form), descent.first_beyond

        self.add(zigzag, zigzag.bottom())
        self.ask("Will weight w miss the bottom?", at=table.above)
        self.answer("Epoch 1: feel the slope.")
        self.add(zigzag.below)
        self.play(zigzag.hang(), table.put(0, "epoch", "w"), run_time=1.4)
        self.play(descent.feel(), table.show_beside(0, "slope"), run_time=1.5)
        self.play(table.bring(0, "slope"), run_time=1.4)

        self.beat(f"The slope is {descent.sign(0)}; the step is −α times the slope.")
        self.play(appear(table.rule, table.rate))
        self.play(descent.aim(), table.show_beside(0, "step"), run_time=1.5)
        self.play(table.bring(0, "step"), run_time=1.2)
        self.play(descent.go(), run_time=1.4)
        self.play(table.put(0, "new"))

        self.beat("Again, from the new w: feel, aim, go.")
        for step in range(1, far):
            self.play(table.carry(step - 1), run_time=0.9)
            self.play(descent.feel(), table.put(step, "slope"))
            self.play(descent.aim(), table.put(step, "step"))
            self.play(descent.go(), run_time=1.4)
            self.play(table.put(step, "new"), run_time=0.5)
        self.play(table.carry(far - 1), leave(table.rule), run_time=0.9)
        self.play(descent.feel(), table.put(far, "slope"), appear(table.rule_below))

        self.ask("Where will it land?", "before the bottom", "at it", "beyond", at=table.above)
        self.play(descent.aim(), table.put(far, "step"))
        self.play(descent.go(), run_time=1.4)
        self.play(table.put(far, "new"), run_time=0.5)
        self.play(lens.open(), run_time=1.2)
        self.play(appear(lens.measure()), run_time=0.7)
        self.answer("Beyond: a step too far.")
        self.play(table.carry(far), run_time=1.5)

        self.beat("Which way does the next step lead?")
        slope, must = lens.side_of(far + 1)
        self.play(descent.feel(), table.put(far + 1, "slope"), appear(slope), run_time=1.2)
        self.wait(1.5)
        self.play(descent.aim(), table.put(far + 1, "step"))
        self.play(appear(must), run_time=0.7)
        self.play(descent.go(), run_time=1.8)
        self.play(table.put(far + 1, "new"), appear(lens.measure(1)), run_time=0.7)

        self.ask("Longer or shorter?", at=zigzag.above)
        for step in range(far + 2, EPOCHS):
            self.play(table.carry(step - 1), run_time=0.9)
            slope, must = lens.side_of(step) if step == far + 2 else ((), ())
            self.play(descent.feel(), table.put(step, "slope"), appear(slope))
            self.play(descent.aim(), table.put(step, "step"))
            self.play(appear(must), descent.go(), run_time=1.4)
            self.play(table.put(step, "new"), appear(lens.measure(step - far)), run_time=0.7)
        self.answer("Shorter: small slope, small step.")
        self.play(Create(table.bars()), run_time=2.5)

        self.beat("Past the bottom the slope changes sign.")
        self.play(lens.slope_at(far + 2), run_time=1.4)
        self.play(lens.slope_at(far + 1), run_time=1.4)
