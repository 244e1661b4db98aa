"""The walk in the mist on other ground than its own: what is said, seen and refused there."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gd_math import Loss, Minimum, descend, losses, optimizers
from scenes import misty_hill
from scenes.kit.landscape import Arrow, Ball, Landscape
from scenes.kit.landscape.valleys import compare_ends, count_valleys
from scenes.kit.landscape.walk_camera import WalkCamera, wide_ground
from studio.job import Job, Quality
from studio.render.render import render
from studio.scene.scene_file import load_scene
from studio.scene.settings import parse_settings
from tests.scenes.conftest import ROOT, Staged
from tests.scenes.knobs import FIT
from tests.scenes.test_camera_speed import turns_slowly

FILE = ROOT / "scenes" / "misty_hill.py"


def walk(loss: Loss, start: tuple[float, float], learning_rate: float, steps: int = 40):
    return descend(loss, optimizers.gradient_descent(learning_rate), start, steps)


@pytest.mark.parametrize("settings", FIT["misty_hill"])
def test_other_ground_needs_a_few_knobs_and_no_edit(settings: str, staged: Staged) -> None:
    staging = staged("misty_hill", settings)
    landscape = next(m for m in staging.lesson.mobjects if isinstance(m, Landscape))
    path = next(mark.at.trajectory for mark in landscape.marks if isinstance(mark, Ball))
    arrows = [mark for mark in landscape.marks if isinstance(mark, Arrow)]
    for i, (gradient, step) in enumerate(zip(arrows[::2], arrows[1::2], strict=True)):
        assert step.scale == 1
        assert np.allclose(step.vector, path.x[i + 1] - path.x[i])
        assert np.allclose(gradient.vector, path.gradient[i])
        assert (
            np.linalg.norm(gradient.scale * path.gradient[i])
            < WalkCamera(path, landscape.loss).length
        )
        named = [box.what for box in staging.texts[1][1]]
        assert any(f"\\/ {1 / gradient.scale:g}" in what for what in named) == (gradient.scale < 1)


@pytest.mark.parametrize("settings", FIT["misty_hill"])
def test_the_eye_turns_slowly_on_other_ground_too(settings: str, tmp_path: Path) -> None:
    assert turns_slowly(load_scene(FILE, parse_settings(settings)).lesson, tmp_path)


def test_himmelblau_is_rendered(tmp_path: Path) -> None:
    (settings,) = (each for each in FIT["misty_hill"] if "HIMMELBLAU" in each)
    tiny = Quality("tiny", 160, 90, 2)
    job = Job(FILE, tiny, "dark", "himmelblau", media=tmp_path, settings=parse_settings(settings))
    render(job, 0)
    assert job.result(".mp4").stat().st_size > 0


def test_sentences_are_true_of_each_ground() -> None:
    hills = walk(losses.HILLS, misty_hill.START, misty_hill.LEARNING_RATE)
    assert count_valleys(losses.HILLS, hills) == "many valleys, all equally deep"
    four = walk(losses.HIMMELBLAU, (0.5, -0.3), 0.012)
    assert count_valleys(losses.HIMMELBLAU, four) == "four valleys, all equally deep"
    bowl = walk(losses.RAVINE, (2.0, 1.0), 0.2)
    assert count_valleys(losses.RAVINE, bowl) == "this is the only valley"
    deep, shallow = (walk(losses.TWO_WELLS, (x, 0.6), 0.03) for x in (-0.9, 0.9))
    assert count_valleys(losses.TWO_WELLS, deep).endswith("and none is deeper than this one")
    assert count_valleys(losses.TWO_WELLS, shallow).endswith("and this one is not the deepest")
    minima = (Minimum(np.zeros(2), 0.0, True), Minimum(np.ones(2), 0.0, True))
    pair = replace(losses.RAVINE, minima=minima)
    assert count_valleys(pair, bowl) == "two valleys, both equally deep"


def test_second_walk_is_said_to_end_where_it_ends() -> None:
    starts = (misty_hill.START, misty_hill.OTHER_START, (1.3, 1.1))
    hills = [walk(losses.HILLS, start, misty_hill.LEARNING_RATE) for start in starts]
    assert compare_ends(losses.HILLS, *hills[:2]) == (
        "A start less than a step away leads into another valley: the start decided."
    )
    assert compare_ends(losses.HILLS, hills[0], hills[2]).endswith("into the same valley.")
    deep, shallow = (walk(losses.TWO_WELLS, (x, 0.6), 0.03) for x in (-0.9, 0.9))
    said = compare_ends(losses.TWO_WELLS, shallow, deep)
    assert said == "Another start leads into a deeper valley: the start decided."
    assert "into a shallower valley" in compare_ends(losses.TWO_WELLS, deep, shallow)


def test_eye_goes_with_the_walk_wherever_it_leads() -> None:
    path = walk(losses.HILLS, misty_hill.START, misty_hill.LEARNING_RATE)
    turned = replace(path, x=2 * path.x @ np.array([[0, 1], [-1, 0]]))  # by 90°, and twice as long
    settings = {"turn": -97.0, "elevation": 31.0, "distance": 1.77}
    view, other = (
        WalkCamera(one, losses.HILLS).view(0.06, -0.11, **settings) for one in (path, turned)
    )
    assert (other["azimuth"] - view["azimuth"]) % 360 == pytest.approx(90)
    assert other["distance"] == pytest.approx(2 * view["distance"])
    x, y = view["focus"]
    assert other["focus"] == pytest.approx([-2 * y, 2 * x])


def test_hills_go_on_beyond_their_domain_and_walls_do_not() -> None:
    for loss, reach in ((losses.HILLS, 2.5), (losses.HIMMELBLAU, 1.25)):
        assert wide_ground(loss)["upper"] == pytest.approx(reach * loss.domain[1])
