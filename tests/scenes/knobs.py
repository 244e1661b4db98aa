"""Settings of each scene's knobs: those for which all texts find room, and those it refuses."""

import re

# With these a scene is built, and no text leaves the frame or lies on another.
FIT = {
    "gradient_field": ("HIKERS=30 STEPS=10 SEED=3",),
    "hill_descent": (
        "HIKERS=12 SEED=3",
        "LOSS='x**2 + 3*y**2' START=(1.0, 0.8) LEARNING_RATE=0.1 HIKERS=4",
        "LOSS=HIMMELBLAU SHOWN=0.95 START=(0.5, -0.3) LEARNING_RATE=0.012 STEPS=60",
        "OPTIMIZER=momentum LEARNING_RATE=0.1 STEPS=200",
    ),
    "learning_rates": (
        "LEARNING_RATES=(0.1, 0.2, 0.3, 0.38) STEPS=200",
        "LEARNING_RATES=(0.333, 0.334, 0.335, 0.336) STEPS=80",
        "LEARNING_RATES=(0.37, 0.38) START=(-0.3, -2.5) REACH=6",
        "REACH=3.68",  # the least that its START allows
    ),
    "linear_regression": (
        "SEED=5 START=(0.0, -1.5)",
        "STEPS=300 LEARNING_RATE=0.05",
        "TRUE_LINE=(-1.5, 0.5) START=(0.5, 1.0) NOISE=1.0 SAMPLES=40 STEPS=60",
    ),
    "local_and_global_minima": ("STARTS=24 RESTARTS=6 BOWL_START=1.5",),
    "misty_hill": (
        "LOSS=HIMMELBLAU START=(0.5, -0.3) OTHER_START=(0.5, -0.7) LEARNING_RATE=0.012 STEPS=30",
        "LOSS=STYBLINSKI_TANG START=(0.8, 0.25) OTHER_START=(0.8, 0.1) LEARNING_RATE=0.02 STEPS=30",
        "LOSS='x**2 + 3*y**2' START=(2, 1) OTHER_START=(2, -1) LEARNING_RATE=0.1 STEPS=30",
    ),
}

# These are refused, in words that name the knob, or that match what stands behind them.
REFUSED = {
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
        "STEPS=2",
        "STEPS=500",
        "START=(9.0, 1.0)",
        "START=(0.0, 1.0)",
        ("REACH=3.5", r"REACH is 3.5(?s:.*)START .* REACH at least 3.68, or START nearer"),
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
        "START=(2.0, 1.0)",
    ),
    "local_and_global_minima": ("RESTARTS=7", "BOWL_START=0.0", "BOWL_RATE=2.0"),
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
        ("STEPS=2", r"STEPS is 2, and must be 10 to 200"),
        ("SIGHT=0", r"SIGHT is 0, and must be"),
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
