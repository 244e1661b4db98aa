"""What a render of a whole clip, of one beat and of a watched scene have in common."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manim import tempconfig

from engine.processes import cores
from engine.recorder import BeatOver, Recorder
from engine.segment import Segment
from engine.segments import Segments
from engine.workers import Workers
from scenes.kit import data
from scenes.kit.lesson import Lesson
from scenes.kit.theme import use_theme
from studio.job import MOST_SHARDS, Job, StudioError, bounded
from studio.render import sources
from studio.render.folders import private_folder, renders
from studio.scene.error_messages import explained
from studio.scene.scene_file import SceneFile

TakeSegment = Callable[[Lesson, Segment], None]


@dataclass(frozen=True)
class Session:
    """The segments of a render, what draws them, and the private folder in which they are made.

    Helpers draw from ``workers.start()`` on, which may be called until there are threads.
    """

    segments: Segments
    workers: Workers
    folder: Path

    def finish(self) -> None:
        """Return when all segments are drawn.

        Raises StudioError when one cannot be drawn.
        """
        with explained():
            self.segments.finish()


@contextmanager
def open_session(
    job: Job, started: float, advance: Callable[[int], None] = lambda frames: None
) -> Iterator[Session]:
    """Return a context in which scenes are played and drawn as `job` says.

    `started`, `advance`: see `Segments`.
    """
    use_theme(job.theme)
    data.forget()
    with private_folder(job) as folder, tempconfig(_settings(job, folder)):
        videos = folder / "segments"
        videos.mkdir()
        workers = Workers(folder, *_processes(job), advance)
        # Segments with alpha are large, and seldom wanted again.
        store = None if job.transparent else job.cache
        versions = repr(sources.versions())
        with Segments(videos, store, versions, started, workers, advance) as segments:
            yield Session(segments, workers, folder)


def _processes(job: Job) -> tuple[int, Callable[[], int]]:
    """Return how many processes draw, and a function that says how many of them at the moment.

    If the job leaves it open, all renders that run on this machine share its cores.
    """
    if job.shards is not None:
        return job.shards, lambda: MOST_SHARDS
    return min(cores(), MOST_SHARDS), lambda: cores() // max(renders(job.work.parent), 1)


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
        "disable_caching": True,  # see engine.cache
        "max_files_cached": -1,
        "preview": False,
        "save_sections": False,
        "progress_bar": "none",
        "verbosity": "WARNING",
        "background_opacity": 0.0 if job.transparent else 1.0,
    }


def play_scene(
    scene: SceneFile,
    take: TakeSegment | None = None,
    beat: int | None = None,
    last_frames: bool = False,
) -> Lesson:
    """Play `scene` and return the lesson; `take` is called with each segment.

    `beat`, `last_frames`: see `Recorder`. Without `take` nothing is recorded.

    Raises StudioError when the scene fails or has no beats.
    """

    def hand_over(segment: Segment) -> None:
        assert take is not None
        take(lesson, segment)

    with explained(), suppress(BeatOver):
        lesson = scene.lesson(renderer=Recorder(take and hand_over, beat, last_frames))
        lesson.remarks += scene.remarks
        lesson.render()
    if not lesson.beats:
        raise StudioError("the lesson has no beats; `construct` opens each with self.beat(…).")
    return lesson


def warn(job: Job, lesson: Lesson) -> None:
    """Say on standard error what cannot be read in `lesson`, and which knobs are out of range."""
    for remark in lesson.remarks:
        print(bounded(f"{job.label}: warning: {remark}."), file=sys.stderr)
