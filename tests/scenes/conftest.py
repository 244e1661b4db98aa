"""Every scene, built once without drawing a single pixel."""

import inspect
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import Mobject, Typst, config

from engine.camera import StageCamera, configured
from scenes.kit import Lesson, use_theme
from scenes.kit.beat import Beat
from scenes.kit.legibility import _seen
from scenes.kit.words.text import Number
from studio.scene.scene_file import load_scene
from studio.scene.settings import parse_settings
from tests.scenes.checks import FRAME_RATE, error_of
from tests.scenes.glyphs import too_small

# What Typst writes stays out of the project, and belongs to this process alone: two that read the
# same text at once, even while they collect tests, would take a file from each other.
TYPESET = tempfile.TemporaryDirectory(prefix="typeset-")
config.media_dir = TYPESET.name

ROOT = Path(__file__).parents[2]
SCENES = sorted(
    path.stem for path in (ROOT / "scenes").glob("*.py") if not path.stem.startswith("_")
)
# Those of the project. To a scene of a lecturer's own applies only what docs/editing.md says.
CLIPS = (
    "edge_of_stability",
    "error_curve",
    "feature_scaling",
    "flat_and_sharp",
    "gradient_field",
    "gradient_vector",
    "hill_descent",
    "learning_rate_range_test",
    "learning_rates",
    "linear_regression",
    "local_and_global_minima",
    "loss_landscape",
    "misty_hill",
    "momentum",
    "neural_network",
    "optimizer_race",
    "parabola_fit",
    "saddle_points",
    "squared_errors",
    "step_by_step",
    "stochastic_descent",
    "vanishing_and_exploding",
    "your_function",
)
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
    """What a scene did when it was built: at the end of each beat its texts and how well is drawn.

    `small` names the letters that are too small.  `errors` has, for each trail, map and arrow
    field, its kind and how far it is from the computed.
    """

    lesson: Lesson
    source: str  # of the scene
    texts: list[tuple[str, list[Box]]] = field(default_factory=list)
    errors: list[tuple[type, float]] = field(default_factory=list)
    small: list[str] = field(default_factory=list)

    @property
    def captions(self) -> list[str]:
        """The captions of all beats."""
        return [beat.caption for beat in self.lesson.beats]

    def shown(self, caption: str) -> list[str]:
        """Return the texts at the end of the beat with a caption that begins like this."""
        texts = next(texts for words, texts in self.texts if words.startswith(caption))
        return [text.what.strip('$ "') for text in texts]


def lesson_class(scene: str) -> type[Lesson]:
    """Return the lesson of a scene as its file has it, whatever was loaded with other knobs."""
    return load_scene(ROOT / "scenes" / f"{scene}.py").lesson


def stage(lesson: type[Lesson], theme: str = "dark") -> Staging:
    """Build `lesson` without drawing, and note what is on stage at the end of every beat."""

    def note(scene: Lesson, beat: Beat) -> None:
        texts, errors = in_its_place(scene)
        staging.texts.append((beat.caption, texts))
        staging.errors += errors
        small = (said for words in _seen(scene.mobjects)[0] for said in too_small(words))
        staging.small += [said for said in small if said not in staging.small]

    settings = {
        "format": "none", "progress_bar": "none",
        "pixel_width": 160, "pixel_height": 90, "frame_rate": FRAME_RATE,
    }  # fmt: skip
    use_theme(theme)
    try:
        with configured(settings):
            watched = watched_at_ends(lesson, note)(camera_class=BlindCamera, skip_animations=True)
            source = Path(inspect.getfile(lesson)).read_text(encoding="utf-8")
            staging = Staging(watched, source)
            watched.render()
    finally:
        use_theme("dark")
    return staging


def watched_at_ends(lesson: type[Lesson], note: Callable[[Lesson, Beat], None]) -> type[Lesson]:
    """Return `lesson` as one that calls `note` at the end of every beat."""

    class Watched(lesson):  # type: ignore[misc, valid-type]
        def _end_beat(self) -> None:
            before = len(self.beats)
            super()._end_beat()
            for beat in self.beats[before:]:
                note(self, beat)

    return Watched


def in_its_place(lesson: Lesson) -> tuple[list[Box], list[tuple[type, float]]]:
    """Return the texts that are seen, and how far from the computed the rest is drawn."""
    family = lesson.get_mobject_family_members()
    errors = (error_of(mobject, family) for mobject in family)
    return visible_texts(family), [error for error in errors if error is not None]


def visible_texts(family: list[Mobject]) -> list[Box]:
    boxes = []
    for mobject in family:
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
    points = np.concatenate(
        [end for part in parts for end in (part.points[::4], part.points[3::4])]
    )
    (left, bottom), (right, top) = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    return Box(words, *map(float, (left, right, bottom, top)))


Staged = Callable[..., Staging]


@pytest.fixture(scope="session")
def staged() -> Staged:
    """Build a scene, with knobs set as SET would; once for all tests, which only look at it."""

    @cache
    def build(scene: str, settings: str = "") -> Staging:
        file = load_scene(ROOT / "scenes" / f"{scene}.py", parse_settings(settings))
        return stage(file.lesson)

    return build


@pytest.fixture(params=SCENES)
def staging(request: pytest.FixtureRequest, staged: Staged) -> Staging:
    """What each scene does, as it is."""
    return staged(request.param)
