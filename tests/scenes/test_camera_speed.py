"""The eye of a landscape turns slowly, so that nobody loses their way."""

from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from scenes.kit import Lesson
from scenes.kit.landscape import Landscape
from tests.scenes.conftest import CLIPS, ROOT, BlindCamera, lesson_class

FRAME_RATE = 15
FASTEST = 10  # degrees a second
WITH_LANDSCAPE = [
    scene for scene in CLIPS if "landscape" in (ROOT / "scenes" / f"{scene}.py").read_text()
]


def directions(lesson: type[Lesson], media: Path) -> np.ndarray:
    """Return the direction in which the eye looks in every frame, unit vectors (n, 3)."""
    seen: list[np.ndarray] = []

    class Watched(lesson):  # type: ignore[misc, valid-type]
        def update_to_time(self, t: float) -> None:
            super().update_to_time(t)
            for mobject in self.mobjects:
                if isinstance(mobject, Landscape):
                    around = np.radians(mobject.azimuth.get_value())
                    above = np.radians(mobject.elevation.get_value())
                    flat = np.cos(above) * np.array([np.cos(around), np.sin(around)])
                    seen.append(np.array([*flat, np.sin(above)]))

    settings = {"frame_rate": FRAME_RATE, "format": "none", "progress_bar": "none"}
    with tempconfig(settings | {"media_dir": str(media)}):
        Watched(camera_class=BlindCamera).render()
    return np.array(seen)


def turns_slowly(lesson: type[Lesson], media: Path) -> bool:
    """Say whether the eye turns, and by less than ten degrees a second."""
    looked = directions(lesson, media)
    cosine = np.clip(np.sum(looked[1:] * looked[:-1], axis=-1), -1, 1)
    speed = np.degrees(np.arccos(cosine)) * FRAME_RATE
    return bool(0 < speed.max() < FASTEST)


@pytest.mark.parametrize("scene", WITH_LANDSCAPE)
def test_the_eye_turns_by_less_than_ten_degrees_a_second(scene: str, tmp_path: Path) -> None:
    assert turns_slowly(lesson_class(scene), tmp_path)
