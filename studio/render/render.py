"""From a scene file to its video, captions, pictures and manifest."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from engine import interruption
from engine.camera import configured
from engine.files import digest, flush, flush_folders
from engine.processes import may_fork
from scenes.kit.data import data_files
from scenes.kit.lesson import Lesson
from scenes.kit.theme import THEMES
from studio.job import Job
from studio.render import sources
from studio.render.progress import Progress
from studio.render.rules import make_rules, unsaid
from studio.render.session import Session, open_session, play_scene, warn
from studio.scene.scene_file import SceneFile, load_scene
from studio.shelf.captions import sub_rip, web_vtt
from studio.shelf.manifest import manifest
from studio.shelf.media import join, read_frames
from studio.shelf.storyboard import draw_storyboard

PNG = 3  # of 9: in half the time of the usual 6, files larger by a tenth


def render(job: Job, started: float) -> None:
    """Make the video of `job` and everything that belongs to it.

    `started` (seconds since the epoch) is a moment before any module of the project was imported.
    The results replace those of an earlier render only when all of them are complete.

    Raises StudioError when the scene cannot be rendered; then earlier results stay as they were.
    """
    with draw_segments(job, started) as rendered:
        results = _results(job, rendered)
        read = data_files() | set(rendered.session.segments.code_files())
        files = sources.used_files(job.scene, read)
        for file, signs in unsaid(files, job.scene.parent):
            tell = f"edits of {str(file)!r} go unnoticed: rename it without {signs!r}"
            print(f"{job.label}: warning: {tell}.", file=sys.stderr)
        rules = rendered.session.folder / "d"
        rules.write_bytes(os.fsencode(make_rules(job, files)))
        results = {job.dependencies: rules, **results}
        # An edit during the render must make the video out of date.
        os.utime(results[job.result(".mp4")], (started, started))
        put_in_place(results)
        rendered.progress.done(rendered.lesson.frames / job.quality.frame_rate)


@dataclass(frozen=True)
class Rendered:
    """A lesson that was played, and its segments, which lie in a private folder."""

    scene: SceneFile
    lesson: Lesson
    session: Session
    progress: Progress


@contextmanager
def draw_segments(job: Job, started: float) -> Iterator[Rendered]:
    """Play the scene of `job` and draw its segments, which are there as long as the context."""
    progress = Progress(job)
    with open_session(job, started, progress.advance) as session:
        scene = load_scene(job.scene, job.settings)
        frames = _count_frames(scene) if progress.on_terminal and may_fork() else None
        interruption.check()
        session.workers.start()
        try:
            progress.start(frames)
            lesson = play_scene(scene, lambda _, segment: session.segments.add(segment))
            session.finish()
            session.workers.close()
        finally:
            progress.stop()
        warn(job, lesson)
        interruption.check()
        yield Rendered(scene, lesson, session, progress)


def _count_frames(scene: SceneFile) -> int | None:
    """Return the length of the clip if it can be played: without drawing, each play in one step.

    A copy of this process does it, so that nothing is left over in the scene that is drawn.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)

    def count() -> None:
        with configured({"dry_run": True}), suppress(BaseException):
            theirs.send(play_scene(scene).frames)

    process = multiprocessing.get_context("fork").Process(target=count)
    process.start()
    theirs.close()
    try:
        while not ours.poll(0.1):
            interruption.check()
        return int(ours.recv())
    except EOFError:  # drawing it says why
        return None
    finally:
        process.kill()
        process.join()


def _results(job: Job, rendered: Rendered) -> dict[Path, Path]:
    """Make every result; return where it belongs and where it is, the MP4 last."""
    lesson, session = rendered.lesson, rendered.session
    beats, rate, folder = lesson.beats, job.quality.frame_rate, session.folder
    video = folder / "video.mp4"
    metadata = {"title": lesson.title(), "description": lesson.description()}
    frames = join(session.segments.videos, beats, metadata, rate, video)
    if frames != lesson.frames:
        raise RuntimeError(f"the video has {frames} frames, and the lesson {lesson.frames}")
    stills = read_frames(video, [*(beat.end - 1 for beat in beats), frames - 1])
    Image.fromarray(stills[-1]).save(folder / "poster.png", compress_level=PNG)
    board = draw_storyboard(lesson.title(), stills[:-1], beats, rate, THEMES[job.theme])
    board.save(folder / "storyboard.png", compress_level=PNG)
    (folder / "captions.vtt").write_text(web_vtt(beats, rate), encoding="utf-8")
    (folder / "captions.srt").write_text(sub_rip(beats, rate), encoding="utf-8")
    text = manifest(job, rendered.scene, lesson, lesson.description(), digest(video))
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return {
        job.result(".vtt"): folder / "captions.vtt",
        job.result(".srt"): folder / "captions.srt",
        job.result(".png"): folder / "poster.png",
        job.result(".storyboard.png"): folder / "storyboard.png",
        job.result(".json"): folder / "manifest.json",
        job.result(".mp4"): video,
    }


def put_in_place(results: dict[Path, Path]) -> None:
    """Move the results to where they belong, one by one, without an interruption between."""
    for result in results.values():
        flush(result)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, interruption.SIGNALS)
    try:
        interruption.check()
        for place, result in results.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(result, place)
        flush_folders(results)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
