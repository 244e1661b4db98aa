"""The scene that `make new` writes, with a formula of one's own."""

from pathlib import Path

import numpy as np
import pytest

from scenes.kit.landscape import Arrow, Landscape
from studio.scaffold import new_scene
from studio.scenefile import load_scene
from tests.scenes.conftest import Staging, stage
from tests.scenes.test_staging import test_no_text_leaves_the_safe_frame as stays_in_frame
from tests.scenes.test_staging import test_no_two_texts_overlap as texts_keep_apart

HIMMELBLAU = 'FORMULA="(x**2 + y - 11)**2 + (x + y**2 - 7)**2" START=(0.5, -0.3)'


def told(settings: str, folder: Path) -> Staging:
    scene = new_scene("own_idea", folder)
    return stage(load_scene(scene, settings).lesson, "dark", folder)


@pytest.mark.parametrize(
    "settings",
    [
        f"{HIMMELBLAU} LEARNING_RATE=0.012",
        'FORMULA="(x**2 - 1)**2 + y**2/2 + 0.3*x" START=(0.3, 1.5) LEARNING_RATE=0.1',
        'FORMULA="x**2 + y**2" START=(0, 0)',
    ],
)
def test_an_own_formula_is_told_as_well(settings: str, tmp_path: Path) -> None:
    staging = told(settings, tmp_path)
    stays_in_frame(staging)
    texts_keep_apart(staging)
    assert staging.lesson.remarks == []
    landscape = next(m for m in staging.lesson.mobjects if isinstance(m, Landscape))
    (uphill,) = [mark for mark in landscape.marks if isinstance(mark, Arrow)]
    assert np.linalg.norm(uphill.scale * uphill.vector) < landscape.extent / 2


def test_a_walk_that_diverges_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"LEARNING_RATE is 0\.25, and must be smaller"):
        told(HIMMELBLAU, tmp_path)
