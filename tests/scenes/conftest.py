"""Every scene of the shelf, built once in each theme without drawing a single pixel."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from manim import Mobject, Typst, tempconfig

from engine.camera import StageCamera
from scenes.kit import Lesson, use_theme
from scenes.kit.words.text import Number

ROOT = Path(__file__).parents[2]
SCENES = sorted(
    path.stem for path in (ROOT / "scenes").glob("*.py") if not path.stem.startswith("_")
)
# Those of the project. To a scene of a lecturer's own applies only what docs/editing.md says.
CLIPS = (
    "gradient_field",
    "hill_descent",
    "learning_rates",
    "linear_regression",
    "local_and_global_minima",
    "misty_hill",
)
THEMES = ("dark", "light")
STAGINGS = [(scene, theme) for scene in SCENES for theme in THEMES]
SEEN = 0.05  # opacity from which a mobject counts as visible


class BlindCamera(StageCamera):
    """Takes no pictures: a scene is built as it would be filmed, at no cost."""

    def capture_mobjects(self, mobjects: Any, **kwargs: Any) -> None:
        pass


@dataclass
class Box:
    """The rectangle that a text fills in the frame."""

    what: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass
class Staging:
    """What a scene did when it was built: its texts at the end of each beat, and itself."""

    lesson: Lesson
    texts: list[tuple[str, list[Box]]] = field(default_factory=list)


def lesson_class(scene: str) -> type[Lesson]:
    module = importlib.import_module(f"scenes.{scene}")
    return getattr(module, "".join(part.capitalize() for part in scene.split("_")))


def stage(lesson: type[Lesson], theme: str, media: Path) -> Staging:
    """Build `lesson` without drawing, and note the visible texts at the end of every beat."""

    class Watched(lesson):  # type: ignore[misc, valid-type]
        def beat(self, caption: str) -> None:
            self._note()
            super().beat(caption)

        def tear_down(self) -> None:
            self._note()
            super().tear_down()

        def _note(self) -> None:
            if self._caption is not None:
                staging.texts.append((self._caption, visible_texts(self)))

    settings = {
        "media_dir": str(media), "format": "none", "progress_bar": "none",
        "pixel_width": 160, "pixel_height": 90, "frame_rate": 15,
    }  # fmt: skip
    use_theme(theme)
    try:
        with tempconfig(settings):
            watched = Watched(camera_class=BlindCamera, skip_animations=True)
            staging = Staging(watched)
            watched.render()
    finally:
        use_theme("dark")
    return staging


def visible_texts(lesson: Lesson) -> list[Box]:
    boxes = []
    for mobject in lesson.get_mobject_family_members():
        if isinstance(mobject, Typst | Number):
            shown = [part for part in mobject.family_members_with_points() if is_visible(part)]
            if shown:
                boxes.append(box_of(mobject, shown))
    return boxes


def is_visible(part: Mobject) -> bool:
    return part.get_fill_opacity() > SEEN or (
        part.get_stroke_opacity() > SEEN and part.get_stroke_width() > 0
    )


def box_of(text: Typst | Number, parts: list[Mobject]) -> Box:
    words = text.typst_code if isinstance(text, Typst) else f"number {text.says()}"
    return Box(
        what=words,
        left=min(part.get_left()[0] for part in parts),
        right=max(part.get_right()[0] for part in parts),
        bottom=min(part.get_bottom()[1] for part in parts),
        top=max(part.get_top()[1] for part in parts),
    )


@pytest.fixture(scope="session", autouse=True)
def typeset_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what Typst writes out of the project's own media directory."""
    with tempconfig({"media_dir": str(tmp_path_factory.getbasetemp() / "typst")}):
        yield


@pytest.fixture(scope="session", params=STAGINGS, ids="-".join)
def staging(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Staging:
    scene, theme = request.param
    return stage(lesson_class(scene), theme, tmp_path_factory.getbasetemp() / "typst")
