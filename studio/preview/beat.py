"""Render one beat of a scene: what lies before it is passed over, what lies after is not played.

What is seen in a frame is a function of trackers and constants, so it does not matter that the
plays before the beat are played in one step each: the frames are those of the whole clip, and
what the whole clip has drawn already is taken from its cache.
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from PIL import Image

from scenes.kit.lesson import Beat
from scenes.kit.theme import use_theme
from studio import cache, interruption
from studio.captions import wrap
from studio.draw import draw_first
from studio.film import Film
from studio.job import Job, StudioError
from studio.media import Caption, join
from studio.pieces import Piece
from studio.progress import Progress
from studio.render import explained, put_in_place, settings
from studio.renderer import BeatOver, StudioRenderer
from studio.scenefile import load_scene


def make_preview(job: Job, beat: int, started: float) -> Path:
    """Make a video of the beat with this number (from 1), caption inside; return its path.

    `started` (seconds since the epoch) is a moment before any module of the project was imported.

    Raises StudioError when the scene cannot be rendered or has no such beat.
    """
    progress = Progress(job)
    use_theme(job.theme)
    with (
        cache.private_folder(job) as folder,
        settings(job, folder),
        Film(job, folder, started, progress.advance) as film,
    ):
        told = play_beat(job, beat, film.add)
        film.finish()
        video = folder / "beat.mp4"
        join_beat(film.segments, told, job, video)
        interruption.check()
        put_in_place({_result(job, beat, "mp4"): video})
    return _result(job, beat, "mp4")


def make_still(job: Job, beat: int) -> Path:
    """Make a PNG of the last frame of the beat with this number (from 1); return its path.

    Raises StudioError when the scene cannot be rendered or has no such beat.
    """
    use_theme(job.theme)
    with cache.private_folder(job) as folder, settings(job, folder):
        glances: list[Piece] = []
        play_beat(job, beat, glances.append, glances=True)
        picture = folder / "still.png"
        Image.fromarray(draw_first(glances[-1])).save(picture)
        interruption.check()
        put_in_place({_result(job, beat, "png"): picture})
    return _result(job, beat, "png")


def play_beat(
    job: Job, beat: int, hand_over: Callable[[Piece], None], glances: bool = False
) -> Beat:
    """Play the scene up to the end of a beat, hand over what is seen in it, return what was told.

    `glances`: see `StudioRenderer`.
    """
    scene = load_scene(job.scene, job.settings)
    with explained():
        lesson = scene.lesson(renderer=StudioRenderer(hand_over, beat, glances))
        try:
            lesson.render()
        except BeatOver:
            return lesson.beats[beat - 1]
    if not 1 <= beat <= len(lesson.beats):
        there = "".join(f"\n  {n}  {told.caption}" for n, told in enumerate(lesson.beats, 1))
        raise StudioError(f"there is no beat {beat}; the beats are:{there or ' none'}")
    return lesson.beats[beat - 1]


def join_beat(segments: list[Path], beat: Beat, job: Job, target: Path) -> None:
    """Write the MP4 `target` of one beat, with its caption."""
    rate = job.quality.frame_rate
    caption = Caption(wrap(beat.caption), Fraction(0), Fraction(beat.end - beat.start, rate))
    join(segments, [caption], {"title": beat.caption}, rate, target)


def _result(job: Job, beat: int, kind: str) -> Path:
    return job.media / job.shelf / "preview" / f"{job.name}.{beat}.{kind}"
