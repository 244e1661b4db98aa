"""A scene before the camera: what a whole clip, one beat of it and a watch have in common."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manim import tempconfig

from engine import cache
from engine.recorder import BeatOver, StudioRenderer
from engine.segment import Piece
from engine.segments import Film
from scenes.kit.lesson import Lesson
from scenes.kit.theme import use_theme
from studio.job import Job, StudioError, bounded
from studio.render.opened_files import Files, noted
from studio.scene.error_messages import explained
from studio.scene.scene_file import SceneFile

See = Callable[[Lesson, Piece], None]


@dataclass(frozen=True)
class Take:
    """A film in the making, the private folder in which it is made, and the files it reads."""

    film: Film
    folder: Path
    files: Files


@contextmanager
def filming(
    job: Job, started: float, advance: Callable[[int], None] = lambda frames: None
) -> Iterator[Take]:
    """Return a context in which scenes are filmed as `job` says.

    `started`, `advance`: see `Film`. Its helpers begin as copies of this process, which must be
    before it draws anything.
    """
    use_theme(job.theme)
    with (
        cache.private_folder(job) as folder,
        tempconfig(_settings(job, folder)),
        noted() as files,
        Film(job, folder, started, advance) as film,
    ):
        yield Take(film, folder, files)


def _settings(job: Job, folder: Path) -> dict[str, Any]:
    """Return what Manim needs to know to render `job` in the private `folder`."""
    return {
        "pixel_width": job.quality.width,
        "pixel_height": job.quality.height,
        "frame_rate": job.quality.frame_rate,
        "format": "mov" if job.transparent else "mp4",
        "media_dir": str(folder),
        "tex_dir": str(folder / "text"),
        "partial_movie_dir": str(folder / "segments"),
        "output_file": "",
        "disable_caching": True,  # see engine.cache_key
        "max_files_cached": -1,
        "preview": False,
        "save_sections": False,
        "progress_bar": "none",
        "verbosity": "WARNING",
        "background_opacity": 0.0 if job.transparent else 1.0,
    }


def perform(
    scene: SceneFile, see: See | None = None, beat: int | None = None, glances: bool = False
) -> Lesson:
    """Play `scene` and let `see` take each piece; return the lesson that was told.

    `beat`, `glances`: see `StudioRenderer`. Without `see` nothing is looked at.

    Raises StudioError when the scene fails or has no beats.
    """

    def hand_over(piece: Piece) -> None:
        assert see is not None
        see(lesson, piece)

    with explained(), suppress(BeatOver):
        lesson = scene.lesson(renderer=StudioRenderer(see and hand_over, beat, glances))
        lesson.remarks += scene.remarks
        lesson.render()
    if not lesson.beats:
        raise StudioError("the lesson has no beats; `construct` opens each with self.beat(…).")
    return lesson


def warn(job: Job, lesson: Lesson) -> None:
    """Say on standard error what cannot be read in `lesson`, and which knobs are out of range."""
    for remark in lesson.remarks:
        print(bounded(f"{job.label}: warning: {remark}."), file=sys.stderr)
