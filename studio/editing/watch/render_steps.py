"""What a render does for the page, in the order in which an editor wants to see it."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image

from engine.drawing import draw_first
from engine.segment import Segment
from scenes.kit.beat import Beat
from scenes.kit.lesson import Lesson
from studio.editing.preview.beat import draw_beat, join_beat
from studio.editing.watch.messages import BeatsKnown, Order, ShownBeat, StillReady, VideoReady
from studio.editing.watch.sender import Sender
from studio.render.session import Session, open_session, play_scene
from studio.scene.scene_file import load_scene


def show(order: Order, started: float, send: Sender) -> None:
    """Play the scene up to three times: at a glance, the beat that the page is at, and whole.

    Each time it is loaded anew, so that nothing is left over from the time before.
    """
    job, at = order.job, order.at
    with open_session(job, started, send.check) as session:
        session.workers.start()
        if _glance(order, session, send):
            beats = draw_beat(job, at, session).beats[:at]
            send(VideoReady(at, _join(session.segments.videos, beats, order)))
        clip = _Clip(session, order, send)
        lesson = play_scene(load_scene(job.scene, job.settings), clip.see)
        session.finish()
        clip.send_finished(lesson)


def _glance(order: Order, session: Session, send: Sender) -> bool:
    """Send what beats there are, and the last frame of the one at which the page is if it changed.

    Returns whether it did.
    """
    glance, job = _Glance(order, send), order.job
    with _known_texts(order.folder / "text", session.folder / "text"):
        lesson = play_scene(load_scene(job.scene, job.settings), glance.see, last_frames=True)
    glance.note_ends(lesson)
    beats = tuple(
        ShownBeat(beat.caption, beat.kind, beat.frames / job.quality.frame_rate, look)
        for beat, look in zip(lesson.beats, glance.looks, strict=True)
    )
    send(BeatsKnown(lesson.title(), beats, tuple(lesson.remarks)))
    return glance.changed


class _Glance:
    """Makes digests of the beats, from the last frame of each play."""

    def __init__(self, order: Order, send: Sender) -> None:
        self._order, self._send = order, send
        self.looks: list[str] = []  # of the beats so far
        self.changed = False  # the beat at which the page is?
        self._last: Segment | None = None
        self._digest = hashlib.blake2b(digest_size=12)

    def see(self, lesson: Lesson, segment: Segment) -> None:
        """Add the last frame of a play."""
        self._send.check()
        self.note_ends(lesson)
        self._digest.update(segment.digest())
        self._last = segment

    def note_ends(self, lesson: Lesson) -> None:
        """Finish the digests of the beats of `lesson` that are complete."""
        for beat in lesson.beats[len(self.looks) :]:
            self._digest.update(repr(beat.alone()).encode())
            self.looks.append(self._digest.hexdigest())
            self._digest = hashlib.blake2b(digest_size=12)
            number, looks = len(self.looks), self._order.looks
            if number == self._order.at and self.looks[-1] not in looks[number - 1 : number]:
                self.changed = True
                self._draw(number)

    def _draw(self, number: int) -> None:
        assert self._last is not None
        name = f"{self.looks[-1]}.png"
        part = self._order.folder / f"{name}.part"
        Image.fromarray(draw_first(self._last)).save(part, format="png", compress_level=1)
        os.replace(part, self._order.folder / name)
        self._send(StillReady(number, name))


class _Clip:
    """Has the whole clip drawn, and sends each beat as soon as all of it is there."""

    def __init__(self, session: Session, order: Order, send: Sender) -> None:
        self._segments, self._order, self._send = session.segments, order, send
        self._before = len(self._segments.videos)
        self._numbers: list[int] = []  # the beat of each segment
        self._finished = 0  # beats

    def see(self, lesson: Lesson, segment: Segment) -> None:
        """Take the next segment of the clip."""
        self._segments.add(segment)
        self._numbers.append(max(lesson.beat_number, 1))
        self.send_finished(lesson)

    def send_finished(self, lesson: Lesson) -> None:
        """Send the beats of `lesson` that are complete."""
        for number in range(self._finished + 1, len(lesson.beats) + 1):
            pairs = zip(self._segments.videos[self._before :], self._numbers, strict=True)
            videos = [video for video, of in pairs if of == number]
            if not all(video.exists() for video in videos):
                break
            beats = lesson.beats[:number]
            self._send(VideoReady(number, _join(videos, beats, self._order)))
            self._finished = number


def _join(segments: list[Path], beats: Sequence[Beat], order: Order) -> str:
    """Put the video of the last of `beats` into the folder of the page; return its name."""
    facts = " ".join([repr(beats[-1].alone()), *(segment.name for segment in segments)])
    name = f"{hashlib.blake2b(facts.encode(), digest_size=12).hexdigest()}.mp4"
    if not (order.folder / name).exists():
        part = order.folder / f"{name}.part"
        join_beat(segments, beats, order.job, part)
        os.replace(part, order.folder / name)
    return name


@contextmanager
def _known_texts(known: Path, texts: Path) -> Iterator[None]:
    """Take over what Typst has set for earlier renders, and keep what it sets for this one."""
    _link_all(known, texts)
    try:
        yield
    finally:
        _link_all(texts, known)


def _link_all(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    if source.exists():
        for file in source.glob("*.svg"):
            with suppress(FileExistsError):
                if file.read_bytes().rstrip().endswith(b"</svg>"):  # whole: not cut off
                    os.link(file, target / file.name)
