"""What the comment of a knob calls good is accepted up to both ends, whatever the scene."""

import itertools
import re
from typing import Any

import pytest

from scenes.kit import Lesson
from studio.scene.knob_ranges import meaning
from studio.scene.knobs import read_knobs
from studio.scene.scene_file import load_scene
from tests.scenes.conftest import CLIPS, ROOT, stage

NUMBER = r"[-−]?\d+(?:\.\d+)?"
RANGE = re.compile(rf"({NUMBER}) to ({NUMBER})")
# What the words of a comment say and two numbers do not
WORDS: dict[tuple[str, str], list[Any]] = {
    ("learning_rates", "LEARNING_RATES"): [
        (0.001, 1.0), (0.001, 0.002), (0.5, 1.0), (0.001, 0.01, 0.1, 1.0), (0.7, 0.8, 0.9, 1.0),
    ],
    # A walk begins on the left or on the right of the best line.
    ("linear_regression", "START"): [
        (-5.0, -5.0), (-5.0, 5.0), (0.0, 0.0), (5.0, 0.0), (5.0, 5.0),
    ],
    ("linear_regression", "TRUE_LINE"): [
        (2.0, -2.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (-2.0, 2.0),
    ],
    ("stochastic_descent", "START"): [
        (-5.0, -5.0), (-5.0, 5.0), (0.0, 0.0), (5.0, 0.0), (5.0, 5.0),
    ],
    ("stochastic_descent", "TRUE_LINE"): [
        (2.0, -2.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (-2.0, 2.0),
    ],
}  # fmt: skip


class Accepted(Exception):  # noqa: N818 (no error)
    """Ends a scene before anything is shown."""


def good_values(default: Any, low: str, high: str) -> list[Any]:
    """Return both ends of a range, as a knob like `default` takes them."""
    if isinstance(default, tuple):
        kinds = [good_values(part, low, high) for part in default]
        return list(itertools.product(*kinds))
    kind = type(default)
    least, most = (float(end.replace("−", "-")) for end in (low, high))
    return [kind(least), kind(most)]


def cases() -> list[tuple[str, str, Any]]:
    found = []
    for scene in CLIPS:
        for knob in read_knobs(ROOT / "scenes" / f"{scene}.py"):
            _, good = meaning(knob)
            ends = RANGE.findall(good)
            if (scene, knob.name) in WORDS:
                values = WORDS[scene, knob.name]
            elif ends:
                values = good_values(knob.value, *ends[-1])
            elif "any whole number" in good:
                values = [0, 12345]
            else:
                continue
            found += [(scene, knob.name, value) for value in values]
    return found


def accepted(lesson: type[Lesson]) -> None:
    class Checked(lesson):  # type: ignore[misc, valid-type]
        def _begin(self, *beat: object) -> None:
            raise Accepted

    with pytest.raises(Accepted):
        stage(Checked)


def test_every_range_in_a_comment_is_tried() -> None:
    tried = {(scene, name) for scene, name, _ in cases()}
    for scene in CLIPS:
        for knob in read_knobs(ROOT / "scenes" / f"{scene}.py"):
            assert (scene, knob.name) in tried or not meaning(knob)[1], knob


@pytest.mark.parametrize(("scene", "knob"), sorted({case[:2] for case in cases()}))
def test_a_good_value_of_one_knob_goes_with_the_others(scene: str, knob: str) -> None:
    for value in (value for *names, value in cases() if names == [scene, knob]):
        accepted(load_scene(ROOT / "scenes" / f"{scene}.py", {knob: value}).lesson)
