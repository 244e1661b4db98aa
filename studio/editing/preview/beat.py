"""Render one beat of a scene: what lies before it is skipped, what lies after is not played.

What is seen in a frame is a function of trackers and constants, so it does not matter that the
plays before the beat are played in one step each: the frames are those of the whole clip, and
what the whole clip has drawn already is taken from its cache.
"""

from dataclasses import replace
from pathlib import Path

from PIL import Image

from engine import interruption
from engine.drawing import draw_first
from engine.segment import Piece
from engine.segments import Film
from scenes.kit.beat import Beat
from scenes.kit.lesson import Lesson
from studio.job import Job, StudioError
from studio.render.render import put_in_place
from studio.render.session import See, filming, perform, warn
from studio.scene.scene_file import load_scene
from studio.shelf.media import join


def make_preview(job: Job, beat: int, started: float) -> Path:
    """Make a video of the beat with this number (from 1), caption inside; return its path.

    `started` (seconds since the epoch) is a moment before any module of the project was imported.

    Raises StudioError when the scene cannot be rendered or has no such beat.
    """
    with filming(job, started) as take:
        lesson = film_beat(job, beat, take.film)
        warn(job, lesson)
        video = take.folder / "beat.mp4"
        join_beat(take.film.segments, lesson.beats[beat - 1], job, video)
        interruption.check()
        put_in_place({_result(job, beat, "mp4"): video})
    return _result(job, beat, "mp4")


def make_still(job: Job, beat: int) -> Path:
    """Make a PNG of the last frame of the beat with this number (from 1); return its path.

    Raises StudioError when the scene cannot be rendered or has no such beat.
    """
    with filming(replace(job, shards=1), started=0) as take:  # no segments, no helpers
        glances: list[Piece] = []
        warn(job, _play_beat(job, beat, lambda _, piece: glances.append(piece), glances=True))
        picture = take.folder / "still.png"
        Image.fromarray(draw_first(glances[-1])).save(picture)
        interruption.check()
        put_in_place({_result(job, beat, "png"): picture})
    return _result(job, beat, "png")


def film_beat(job: Job, beat: int, film: Film) -> Lesson:
    """Play the scene up to the end of a beat, and draw the segments of that; return the lesson.

    Raises StudioError when the scene cannot be rendered or has no such beat.
    """
    lesson = _play_beat(job, beat, lambda _, piece: film.add(piece))
    film.finish()
    return lesson


def _play_beat(job: Job, number: int, see: See, glances: bool = False) -> Lesson:
    lesson = perform(load_scene(job.scene, job.settings), see, number, glances)
    if not 1 <= number <= len(lesson.beats):
        there = "".join(f"\n  {n}  {beat.caption}" for n, beat in enumerate(lesson.beats, 1))
        raise StudioError(f"there is no beat {number}; the beats are:{there}")
    return lesson


def join_beat(segments: list[Path], beat: Beat, job: Job, target: Path) -> None:
    """Write the MP4 `target` of one beat, with its caption."""
    alone = Beat(beat.caption, 0, beat.frames)
    join(segments, [alone], {"title": beat.caption}, job.quality.frame_rate, target)


def _result(job: Job, beat: int, kind: str) -> Path:
    return job.media / job.shelf / "preview" / f"{job.name}.{beat}.{kind}"
