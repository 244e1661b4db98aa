"""The scene that `make new` writes, with a formula of one's own."""

from pathlib import Path

import numpy as np
import pytest

from scenes.kit.landscape import Arrow, Landscape
from studio.scene.new_scene import new_scene
from studio.scene.scene_file import load_scene
from studio.scene.settings import parse_settings
from tests.scenes.checks import OF_EVERY_SCENE
from tests.scenes.conftest import Staging, stage

HIMMELBLAU = 'FORMULA="(x**2 + y - 11)**2 + (x + y**2 - 7)**2" START=(0.5, -0.3)'


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_scene("own_ground", tmp_path_factory.mktemp("scenes"))


def told(scene: Path, settings: str) -> Staging:
    return stage(load_scene(scene, parse_settings(settings)).lesson)


@pytest.mark.parametrize(
    "settings",
    [
        f"{HIMMELBLAU} LEARNING_RATE=0.012",
        'FORMULA="(x**2 - 1)**2 + y**2/2 + 0.3*x" START=(0.3, 1.5) LEARNING_RATE=0.1',
    ],
)
def test_an_own_formula_is_told_as_well(settings: str, scene: Path) -> None:
    staging = told(scene, settings)
    for check in OF_EVERY_SCENE:
        check(staging)
    landscape = next(m for m in staging.lesson.mobjects if isinstance(m, Landscape))
    (uphill,) = [mark for mark in landscape.marks if isinstance(mark, Arrow)]
    assert np.linalg.norm(uphill.scale * uphill.vector) < landscape.extent / 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (HIMMELBLAU, "diverges: LEARNING_RATE must be smaller"),
        ('FORMULA="x**2 + y**2" START=(0, 0)', "does not move: START must be on a slope"),
    ],
)
def test_a_walk_that_leads_nowhere_is_an_error(settings: str, message: str, scene: Path) -> None:
    with pytest.raises(ValueError, match=message):
        told(scene, settings)
