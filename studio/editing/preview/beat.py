"""Render one beat of a scene: what lies before it is skipped, what lies after is not played.

What is seen in a frame is a function of trackers and constants, so it does not matter that the
plays before the beat are played in one step each: the frames are those of the whole clip, and
what the whole clip has drawn already is taken from its cache.
"""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from engine import interruption
from engine.drawing import draw_first
from engine.segment import Segment
from scenes.kit.beat import Beat
from scenes.kit.lesson import Lesson
from studio.job import Job, StudioError
from studio.render.render import put_in_place
from studio.render.session import Session, TakeSegment, open_session, play_scene, warn
from studio.scene.scene_file import load_scene
from studio.shelf.captions import titles
from studio.shelf.media import join


def make_preview(job: Job, beat: int, started: float) -> Path:
    """Make a video of the beat with this number (from 1), caption inside; return its path.

    `started` (seconds since the epoch) is a moment before any module of the project was imported.

    Raises StudioError when the scene cannot be rendered or has no such beat.
    """
    with open_session(job, started) as session:
        session.workers.start()
        lesson = draw_beat(job, beat, session)
        warn(job, lesson)
        video = session.folder / "beat.mp4"
        join_beat(session.segments.videos, lesson.beats[:beat], job, video)
        interruption.check()
        put_in_place({_result(job, beat, "mp4"): video})
    return _result(job, beat, "mp4")


def make_still(job: Job, beat: int) -> Path:
    """Make a PNG of the last frame of the beat with this number (from 1); return its path.

    Raises StudioError when the scene cannot be rendered or has no such beat.
    """
    with open_session(job, started=0) as session:  # no segments, no helpers
        ends: list[Segment] = []  # the last frame of each play
        warn(job, _play_beat(job, beat, lambda _, end: ends.append(end), last_frames=True))
        picture = session.folder / "still.png"
        Image.fromarray(draw_first(ends[-1])).save(picture)
        interruption.check()
        put_in_place({_result(job, beat, "png"): picture})
    return _result(job, beat, "png")


def draw_beat(job: Job, beat: int, session: Session) -> Lesson:
    """Play the scene up to the end of a beat, and draw the segments of that; return the lesson.

    Raises StudioError when the scene cannot be rendered or has no such beat.
    """
    lesson = _play_beat(job, beat, lambda _, segment: session.segments.add(segment))
    session.finish()
    return lesson


def _play_beat(job: Job, number: int, take: TakeSegment, last_frames: bool = False) -> Lesson:
    lesson = play_scene(load_scene(job.scene, job.settings), take, number, last_frames)
    if not 1 <= number <= len(lesson.beats):
        kinds = [f" ({beat.kind})" * (beat.kind != "statement") for beat in lesson.beats]
        captions = [f"{beat.caption}{kind}" for beat, kind in zip(lesson.beats, kinds, strict=True)]
        there = "".join(f"\n  {n}  {caption}" for n, caption in enumerate(captions, 1))
        raise StudioError(f"there is no beat {number}; the beats are:{there}")
    return lesson


def join_beat(segments: list[Path], beats: Sequence[Beat], job: Job, target: Path) -> None:
    """Write the MP4 `target` of the last of the first `beats` of a clip, with its caption."""
    metadata = {"title": titles(beats)[-1]}
    join(segments, [beats[-1].alone()], metadata, job.quality.frame_rate, target)


def _result(job: Job, beat: int, kind: str) -> Path:
    return job.media / job.shelf / "preview" / f"{job.name}.{beat}.{kind}"
