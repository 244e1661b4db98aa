"""Settings of each scene's knobs: those for which all texts find room, and those it refuses."""

import re

# With these a scene is built, and no text leaves the frame or lies on another.
FIT = {
    "error_curve": (
        "DATA=../tests/scenes/data/houses.csv LEARNING_RATE=0.3",
        "FORMULA='x**2/10' LEARNING_RATE=0.02 INTERCEPT=-1.0 POINTS=20",
        "SLOPES=(-9.0, 9.0) TRIED=10 STEPS=30 FIRST=(0.5, 1.0)",
    ),
    "feature_scaling": (
        "CORRELATION=-0.5 PLANTS=12 NOISE=5.0 SEED=3",
        "DEVIATIONS=(0.3, 2.1) WEIGHTS=(3.3, -1.8) MEANS=(1.0, 12.0)",
        "DEVIATIONS=(1.5, 0.25) WEIGHTS=(-50.0, 200.0) LEARNING_RATE=0.3",
        "DATA=../tests/scenes/data/flats.csv LEARNING_RATE=0.25",
    ),
    "gradient_field": (
        "HIKERS=30 STEPS=10 SEED=3 LEARNING_RATE=0.3",
        "LOSS=HIMMELBLAU LEARNING_RATE=0.01 SPACING=0.3",
        "LOSS=STYBLINSKI_TANG LEARNING_RATE=0.02 SPACING=1.0 HIKERS=3",
        "LOSS='x**2 + 3*y**2' LEARNING_RATE=0.1 OPTIMIZER=momentum",
    ),
    "gradient_vector": (
        "PLACE=(-0.6, 1.0) HIDDEN=(20, 30) SEED=4 SHARE=0.03",
        "LOSS='x**2/3 + y**2/8' PLACE=(1.2, -1.0) HIDDEN=(40, 40) LEARNING_RATE=0.2",
        "PLACE=(2.4, -0.5) SHARE=0.002",
    ),
    "hill_descent": (
        "HIKERS=12 SEED=3",
        "LOSS='x**2 + 3*y**2' START=(1.0, 0.8) LEARNING_RATE=0.1 HIKERS=4",
        "LOSS=HIMMELBLAU SHOWN=0.95 START=(0.5, -0.3) LEARNING_RATE=0.012 STEPS=60",
        "OPTIMIZER=momentum LEARNING_RATE=0.1 STEPS=200",
    ),
    "learning_rates": (
        "LEARNING_RATES=(0.1, 0.2, 0.3, 0.38) STEPS=200",
        "LEARNING_RATES=(0.333, 0.334, 0.335, 0.336) STEPS=80",
        "LEARNING_RATES=(0.37, 0.38) START=(-0.6, -2.5)",
        "LEARNING_RATES=(0.02, 0.2, 0.39, 0.45)",
        "LOSS='0.001*(x**2+3*y**2)' START=(2, 1.5) LEARNING_RATES=(5, 160, 300, 400)",
        "LOSS='15*x**2+y**2' START=(0.8, 2.5) LEARNING_RATES=(0.001, 0.033, 0.06, 0.08)",
        "LOSS=BOOTH START=(2.2, -0.2) LEARNING_RATES=(0.003, 0.055, 0.105, 0.13)",
        "LOSS='x**2 + x*y + 3*y**2' START=(-2, 1) LEARNING_RATES=(0.02, 0.25)",
    ),
    "linear_regression": (
        "SEED=5 START=(0.0, -1.5)",
        "STEPS=300 LEARNING_RATE=0.05",
        "OPTIMIZER=momentum START=(5.0, 5.0)",
        "DATA=../tests/scenes/data/houses.csv",
        "DATA=../tests/scenes/data/falling.csv START=(-3.5, 1.0) STEPS=80",
        "TRUE_LINE=(-1.5, 0.5) START=(0.5, 1.0) NOISE=1.0 SAMPLES=40 STEPS=60",
    ),
    "local_and_global_minima": (
        "BOWL_START=-0.6 BOWL_RATE=0.9 WALKERS=16 RESTARTS=6",
        "LOSS='x**4 - 3*x**2 + x' EDGE=1.9 PAIR=(0.3, 0.0) LEARNING_RATE=0.05",
        "OPTIMIZER=momentum SEED=7",
    ),
    "misty_hill": (
        "LOSS=HIMMELBLAU START=(0.5, -0.3) OTHER_START=(0.5, -0.7) LEARNING_RATE=0.012 STEPS=30",
        "LOSS=STYBLINSKI_TANG START=(0.8, 0.25) OTHER_START=(0.8, 0.1) LEARNING_RATE=0.02 STEPS=30",
        "LOSS='x**2 + 3*y**2' START=(2, 1) OTHER_START=(2, -1) LEARNING_RATE=0.1 STEPS=30",
        "LOSS='x^2 + 10 y^2' START=(2.2,1) OTHER_START=(-2.2,1) LEARNING_RATE=0.04 STEPS=100",
        "LOSS=BOOTH START=(-4,-3) OTHER_START=(6,0) LEARNING_RATE=0.03 STEPS=100",
        "LOSS='(1-x)^2 + 100(y-x^2)^2' START=(0.5,1.5) OTHER_START=(-1.6,0.6)"
        " LEARNING_RATE=0.0018 STEPS=200",
        "LOSS=RAVINE START=(2,2) OTHER_START=(-2,2) LEARNING_RATE=0.15 STEPS=60",
        "LOSS='0.001*(x^4-3*x^2+x/2+y^2)' START=(0.4,0.9) OTHER_START=(-0.4,0.9)"
        " LEARNING_RATE=50 STEPS=100",
    ),
    "parabola_fit": (
        "FORMULA='3*sin(2*x)' DEGREES=(1, 5, 12) SEED=5",
        "TRUE_LINE=(-2.0, 2.0) START=(2.0, -2.0) OPTIMIZER=momentum",
        "NOISE=0.7 SAMPLES=20 DEGREES=(0, 3, 11) FEW=14 REDRAWN=300",
        "FORMULA='3*x**2' NOISE=0.2 LEARNING_RATE=0.05 FEW=40 REDRAWN=20",
    ),
    "squared_errors": (
        "GUESSES=(380e3, 180e3, 250e3, 400e3, 380e3) OUTPUTS=(0.1, 0.5)",
        "DATA=../tests/scenes/data/houses.csv GUESSES=(120, 260, 250, 400, 380) SLOPES=(60, 130)",
    ),
    "step_by_step": (
        "LEARNING_RATE=0.055 START=1.0",
        "LEARNING_RATE=0.04 EPOCHS=6",
        "LOSS='x**4 - 3*x**2 + x' ENDS=(-2.0, 0.2) START=-0.1 LEARNING_RATE=0.11 EPOCHS=6",
    ),
}

# These are refused, in words that name the knob, or that match what stands behind them.
REFUSED = {
    "error_curve": (
        "LEARNING_RATE=0.1",
        "LEARNING_RATE=0.001",
        ("DATA=../tests/scenes/data/houses.csv", r"LEARNING_RATE is 0.01, and must be"),
        ("DATA=none.csv", r"DATA: there is no data file 'none\.csv' in "),
        ("SLOPES=(2.0, 18.0)", r"SLOPES, are 20 from 2 to 18, and must .* best slope between them"),
        ("FORMULA='x*y'", r"formula"),
        "INTERCEPT=9.0",
        "TRIED=3",
        "STEPS=1",
        "POINTS=1",
        "FIRST=(5.0, 0.0)",
    ),
    "feature_scaling": (
        ("DEVIATIONS=(210.0, 30.0)", r"LEARNING_RATE is 0.2, .* below 2.27 · 10"),
        ("DEVIATIONS=(2.1, 2.0)", r"DATA makes a valley with κ = 1.25, .* must be 16 to 150"),
        ("DEVIATIONS=(2100.0, 0.3)", r"DATA makes a valley with κ = .*take another unit"),
        "CORRELATION=0.9",
        ("LEARNING_RATE=0.23", r"LEARNING_RATE is 0.23, .* below 0.227, where walks"),
        ("LEARNING_RATE=0.05", r"LEARNING_RATE is 0.05, .* at most 200"),
        ("DATA=none.csv", r"DATA: there is no data file 'none\.csv' in "),
        ("DATA=../tests/scenes/data/houses.csv", r"DATA: .* has 2 columns: write x₁, x₂ and y in"),
        ("WEIGHTS=(0.0, 0.0) NOISE=0.0", r"DATA .* no weights to be found"),
        "PLANTS=3",
        "CORRELATION=1.5",
        "NOISE=-1.0",
    ),
    "gradient_field": (
        ("LOSS=SADDLE", r"LOSS is 'SADDLE'.* one of BEALE, BOOTH, HILLS"),
        ("LOSS='x**2'", r"LOSS is 'x\*\*2'"),
        ("LOSS=HIMMELBLAU", r"stay on the map.* smaller LEARNING_RATE"),
        ("OPTIMIZER=newton", r"OPTIMIZER is 'newton'"),
        "LEARNING_RATE=1.5",
        "HIKERS=1",
        "STEPS=4",
        "SPACING=0.1",
    ),
    "gradient_vector": (
        ("PLACE=(0.8, 0.8)", r"PLACE is \(0.8, 0.8\), where the slopes .* 1.6 times"),
        ("PLACE=(9.0, 0.5)", r"PLACE is \(9.0, 0.5\), and must be a point of the ground"),
        ("LOSS=HIMMELBLAU PLACE=(0.5, -0.3)", r"PLACE is \(0.5, -0.3\), where the slopes"),
        ("LOSS=PARABOLA", r"LOSS is 'PARABOLA'.* one of BEALE, BOOTH, HILLS"),
        ("HIDDEN=(2, 300)", "HIDDEN"),
        "SHARE=0.5",
        "LEARNING_RATE=9.0",
    ),
    "hill_descent": (
        "LOSS=PARABOLA",
        "OPTIMIZER=sgd",
        ("LEARNING_RATE=5.0", "LEARNING_RATE"),
        "HIKERS=0",
        "HIKERS=100",
        "STEPS=1",
        "HEIGHT=5.0",
        "SHOWN=2.0",
        "START=(9.0, 1.0)",
        ("STEPS=10 LEARNING_RATE=0.01", "from START is in no valley after 10 steps"),
    ),
    "learning_rates": (
        "LEARNING_RATES=(0.2,)",
        "LEARNING_RATES=(0.2, 0.2)",
        "LEARNING_RATES=(0.0, 0.2)",
        "LEARNING_RATES=(0.1, 0.2, 0.3, 0.4, 0.5)",
        "LEARNING_RATES=(0.2, 1.5)",
        (
            "LOSS='0.001*(x**2+3*y**2)'",
            r"largest of LEARNING_RATES is 0.5, and must be 1.33333",
        ),
        "STEPS=2",
        "STEPS=500",
        ("START=(0.0, 1.0)", r"START is \(0.0, 1.0\), too near to an axis of the valley"),
        (
            "LOSS=BOOTH START=(2.2, -0.2)",
            r"the largest of LEARNING_RATES is 0.5, and must be 0.000444444 to 0.288889",
        ),
        ("LOSS=HIMMELBLAU", r"LOSS is 'Himmelblau', whose curvature .* must be quadratic"),
        ("LOSS='x**4 + y**2'", r"whose curvature is not the same everywhere"),
        ("LOSS='x**2 + y**2'", r"1 times as curved .* must be 2 to 30 times"),
        ("LOSS='50*x**2 + y**2'", r"50 times as curved .* must be 2 to 30 times"),
        ("LOSS=SADDLE", r"LOSS is 'SADDLE'.* one of"),
        ("OPTIMIZER=momentum", r"OPTIMIZER is 'momentum', and must be 'gradient_descent'"),
    ),
    "linear_regression": (
        "TRUE_LINE=(2.5, 1.0)",
        "NOISE=0.0",
        "NOISE=2.0",
        "SAMPLES=5",
        "LEARNING_RATE=0.0",
        "LEARNING_RATE=0.5",
        "STEPS=10",
        "STEPS=1000",
        "START=(9.0, 1.0)",
        "START=(1.0, -9.0)",
        ("START=(2.0, 1.0)", r"START is \(2, 1\), too near to the slope of the best line, "),
        ("DATA=../tests/scenes/data/falling.csv", r"START is \(−1, 2\), .*: try \(−2\.8, 2\)"),
        ("DATA=none.csv", r"DATA: there is no data file 'none\.csv' in "),
        ("OPTIMIZER=sgd", r"OPTIMIZER is 'sgd'"),
    ),
    "local_and_global_minima": (
        "RESTARTS=7",
        "BOWL_START=0.0",
        "BOWL_RATE=2.0",
        ("LOSS=HILLS", r"LOSS is 'HILLS', .* THREE_VALLEYS, or a formula of x with a global"),
        ("LOSS='x**2'", r"LOSS is 'x\*\*2'"),
        ("EDGE=1.5", r"LOSS is 'THREE_VALLEYS', .* between -1.5 and 1.5"),
        ("OPTIMIZER=newton", r"OPTIMIZER is 'newton'"),
        ("PAIR=(-1.1, -1.2)", r"PAIR is \(-1.1, -1.2\), .* two different valleys"),
        ("PAIR=(-1.1, -1.0)", r"PAIR is \(-1.1, -1\), and both must arrive"),
    ),
    "misty_hill": (
        ("LOSS=SADDLE", r"LOSS is 'SADDLE'.* one of BEALE, BOOTH, HILLS"),
        ("LOSS='x**2 - y**2'", r"a formula of x and y with a minimum"),
        ("LOSS=PARABOLA", r"LOSS is 'PARABOLA'"),
        ("LOSS='x**2'", r"LOSS is 'x\*\*2'"),
        ("START=(9, 9)", r"START is \(9.0, 9.0\), .* ground: x from -5.341 to 5.341"),
        ("OTHER_START=(1, 2, 3)", r"OTHER_START .* (a point|2 elements)"),
        ("LOSS='x**2 + y**2' START=(0, 0)", r"does not move: START must be on a slope"),
        ("STEPS=5", r"from START is in no valley after 5 steps: it needs more STEPS"),
        ("LOSS=HIMMELBLAU STEPS=30", r"the walk diverges: LEARNING_RATE must be smaller"),
        ("STEPS=2", r"STEPS is 2, and must be 10 to 5000"),
        (
            "LOSS='x**2 + y**2' START=(1, 1) LEARNING_RATE=0.45",
            r"arrived after \d steps, .* LEARNING",
        ),
        ("SIGHT=0", r"SIGHT is 0, and must be"),
    ),
    "parabola_fit": (
        ("FORMULA='2*x + 1'", r"FORMULA is 2\*x \+ 1, which a line fits about as well"),
        ("FORMULA='x*y'", r"formula must be one of x alone"),
        ("DEGREES=(1, 2, 3)", r"DEGREES are \[1, 2, 3\], whose variance is .*: take a low one"),
        ("DEGREES=(2, 3, 12)", r"DEGREES are \[2, 3, 12\], whose"),
        ("DEGREES=(1, 2, 15)", r"degree"),
        ("OPTIMIZER=sgd", r"OPTIMIZER is 'sgd'"),
        ("OPTIMIZER=adagrad", r"after 400 STEPS the slope of the error is .*, and must be below"),
        "NOISE=2.0",
        "SAMPLES=5",
        "START=(9.0, 1.0)",
        "TRUE_LINE=(9.0, 1.0)",
        "LEARNING_RATE=0.5",
        "STEPS=10",
        "FEW=5",
        "REDRAWN=2",
    ),
    "squared_errors": (
        ("GUESSES=(250e3, 310e3)", r"GUESSES has 2 numbers, and must have 5"),
        ("GUESSES=(250e3, 310e3, 340e3, 420e3, -1.0)", r"GUESSES .* above 0"),
        ("GUESSES=(250e3, 310e3, 340e3, 420e3, 470e3)", r"GUESSES: some must be too high, and"),
        ("GUESSES=(250e3, 310e3, 340e3, 420e3, 20e3)", r"GUESSES or SLOPES: errors as large as"),
        ("SLOPES=(100e3, 140e3)", r"SLOPES is .* both sides of the best slope, 94000"),
        ("SLOPES=(50e3, 300e3)", r"GUESSES or SLOPES: errors as large as"),
        ("DATA=../tests/scenes/data/falling.csv", r"DATA has \d+ points, and must have 2 to 6"),
        ("DATA=none.csv", r"DATA: there is no data file 'none\.csv' in "),
        "OUTPUTS=(0.3, 1.5)",
        "RIGHT=(1.0, -0.5)",
    ),
    "step_by_step": (
        ("LOSS='-x**2'", r"LOSS is '-x\*\*2'.* a formula of x with a minimum between 0.8 and 3.4"),
        ("LEARNING_RATE=0.03", r"LEARNING_RATE is too small"),
        ("LEARNING_RATE=0.07", r"LEARNING_RATE is too large"),
        ("LEARNING_RATE=0.09", r"LEARNING_RATE is too large"),
        ("LOSS='x**2' ENDS=(-2.0, 2.0) START=1.5 LEARNING_RATE=0.6", r"the first step already"),
        ("START=3.5", r"START is 3.5, and must be 0.8 to 3.4"),
        "EPOCHS=3",
        "EPOCHS=7",
    ),
}


def fitting() -> list[tuple[str, str]]:
    """Return a scene and settings for each that fits."""
    return [(scene, settings) for scene, each in FIT.items() for settings in each]


def refused() -> list[tuple[str, str, str]]:
    """Return scene, settings and the pattern of the message for each that is refused."""
    return [
        (scene, one, re.escape(one.partition("=")[0])) if isinstance(one, str) else (scene, *one)
        for scene, each in REFUSED.items()
        for one in each
    ]
