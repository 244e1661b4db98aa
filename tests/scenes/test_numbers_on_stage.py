"""What scenes show and say in numbers, on ground of any scale and with any learning rate."""

import re

import numpy as np
import pytest

from scenes.kit import loss_of
from scenes.kit.words.text import Number
from studio.scene.scene_file import load_scene
from tests.scenes.conftest import ROOT, Staged, Staging, stage

# A computer's notation, and a minus before a zero
WRONG = re.compile(r"\d[eE][-+−]?\d|[-−]0(\.0*)?(?![\d.])|\bnan\b|\binf\b")
SMALL_LOSS, SMALL_START = "0.001*(x^4-3*x^2+x/2+y^2)", (0.4, 0.9)
SMALL = f'LOSS="{SMALL_LOSS}" START={SMALL_START} OTHER_START=(-0.4,0.9) LEARNING_RATE=50 STEPS=100'
LARGE = (
    'LOSS="100*(x^2+y-11)^2+100*(x+y^2-7)^2" START=(0.5,-0.3) OTHER_START=(0.5,-0.7) '
    "LEARNING_RATE=0.00005 STEPS=100"
)
BOWL_SCENE = ROOT / "scenes" / "local_and_global_minima.py"
BOWL = 'LOSS="{}*(x^2+3*y^2)" START=(2,1) OTHER_START=(2,-1) LEARNING_RATE={} STEPS=30'


def words(staging: Staging) -> list[str]:
    return [
        line for caption, boxes in staging.texts for line in (caption, *(b.what for b in boxes))
    ]


@pytest.mark.parametrize(
    ("scene", "settings"),
    [
        ("misty_hill", BOWL.format("1e-9", 1e8)),
        ("misty_hill", BOWL.format("1e12", 1e-13)),
        ("learning_rates", "LEARNING_RATES=(0.001, 0.2, 1) STEPS=200"),
        ("linear_regression", "BY_HAND=((12, 3), (-100, 50)) STEPS=300 LEARNING_RATE=0.05"),
        (
            "local_and_global_minima",
            "BOWL_RATE=0.123456 STEPS=200 RESTARTS=6",
        ),
        ("hill_descent", "LEARNING_RATE=0.333333"),
    ],
)
def test_no_number_is_written_as_a_computer_does(scene: str, settings: str, staged: Staged) -> None:
    staging = staged(scene, settings)
    assert [line for line in words(staging) if WRONG.search(line)] == []
    assert staging.lesson.remarks == []


def test_numbers_of_a_small_loss_say_something(staged: Staged) -> None:
    staging = staged("misty_hill", SMALL)
    said = words(staging)
    assert [line for line in said if WRONG.search(line)] == []
    depths = {line for line in said if line.startswith("$ f = ")}
    assert depths == {"$ f = −0.0029 $", "$ f = −0.0016 $"}
    assert "A deeper valley: the start decides." in said
    slope = float(np.linalg.norm(loss_of("LOSS", SMALL_LOSS).gradient(SMALL_START)))
    assert {f"$ {slope:.3g} $", f"$ {50 * slope:.3g} $"} <= set(said)


def test_a_small_learning_rate_is_a_power_of_ten(staged: Staged) -> None:
    staging = staged("misty_hill", LARGE)
    said = words(staging)
    assert [line for line in said if WRONG.search(line)] == []
    assert any("alpha = 5 · 10^(-5)" in line for line in said)
    assert "$ - 5 · 10^(-5) $" in said
    assert {line for line in said if line.startswith("$ f = ")} == {"$ f = 0 $"}
    assert staging.lesson.remarks == []


def test_live_factors_give_the_product_beside_them() -> None:
    seen: list[tuple[float, ...]] = []

    class Watched(load_scene(BOWL_SCENE, {"BOWL_RATE": 0.37}).lesson):
        def play(self, *animations: object, **settings: object) -> None:
            super().play(*animations, **settings)
            live = [m.says() for m in self.get_mobject_family_members() if isinstance(m, Number)]
            seen.append(tuple(float(shown.replace("−", "-")) for shown in live))

    stage(Watched)
    whole = [shown for shown in seen if shown[1:2] == (0.37,)]  # after the slope α, and the step
    products = [(f"{-a * slope:.2f}", f"{step:.2f}") for slope, a, step in whole]
    assert len(products) >= 5
    assert all(float(made) == float(shown) for made, shown in products)
