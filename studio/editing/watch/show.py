"""What a render does for the page, in the order in which an editor wants to see it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image

from engine.drawing import draw_first
from engine.segment import Segment
from scenes.kit.beat import Beat
from scenes.kit.data import data_files
from scenes.kit.lesson import Lesson
from studio.editing.preview.beat import draw_beat, join_beat
from studio.editing.watch.news import BeatsNews, FilesNews, Order, StillNews, Told, VideoNews
from studio.editing.watch.work import Teller
from studio.render.session import Session, open_session, play_scene
from studio.render.sources import neighbors
from studio.scene.scene_file import load_scene


def show(order: Order, started: float, tell: Teller) -> None:
    """Play the scene three times: at a glance, the beat that has changed, and whole.

    Each time it is loaded anew, so that nothing is left over from the time before.
    """
    job = order.job
    with open_session(job, started, tell.go_on) as session:
        session.workers.start()
        first = _glance(order, session, tell)
        if first:
            beat = draw_beat(job, first, session).beats[first - 1]
            tell(VideoNews(first, _join(session.segments.videos, beat, order)))
        reel = _Reel(session, order, tell)
        lesson = play_scene(load_scene(job.scene, job.settings), reel.see)
        session.finish()
        reel.tell_finished(lesson)


def _glance(order: Order, session: Session, tell: Teller) -> int | None:
    """Tell what beats there are, and the last frame of one that changed; return which one."""
    glance, job = _Glance(order, tell), order.job
    try:
        with _known_texts(order.folder / "text", session.folder / "text"):
            lesson = play_scene(load_scene(job.scene, job.settings), glance.see, last_frames=True)
    finally:  # whatever is wrong may be mended in any of them
        tell(FilesNews(data_files() | neighbors(job.scene)))
    glance.note_ends(lesson)
    glance.decide()
    rate = job.quality.frame_rate
    told = tuple(
        Told(beat.caption, beat.frames / rate, look)
        for beat, look in zip(lesson.beats, glance.looks, strict=True)
    )
    tell(BeatsNews(lesson.title(), told, tuple(lesson.remarks), glance.first))
    return glance.first


class _Glance:
    """Compares the last frame of each play with those that the page shows."""

    def __init__(self, order: Order, tell: Teller) -> None:
        self._order, self._tell = order, tell
        self.looks: list[str] = []  # of the beats so far
        self.first: int | None = None  # the beat that is drawn first
        self._changed: list[tuple[int, Segment]] = []  # beats with their last frames
        self._last: Segment | None = None
        self._digest = hashlib.blake2b(digest_size=12)

    def see(self, lesson: Lesson, segment: Segment) -> None:
        """Take in the last frame of a play."""
        self._tell.go_on()
        self.note_ends(lesson)
        self._digest.update(segment.digest())
        self._last = segment

    def note_ends(self, lesson: Lesson) -> None:
        """Take in that a beat of `lesson` is complete, if one is."""
        for beat in lesson.beats[len(self.looks) :]:
            assert self._last is not None
            self._digest.update(beat.caption.encode())
            self.looks.append(self._digest.hexdigest())
            self._digest = hashlib.blake2b(digest_size=12)
            number, known = len(self.looks), self._order.known
            if self.looks[-1] not in known[number - 1 : number]:
                self._changed.append((number, self._last))
            if self._order.favorite is None or number == self._order.favorite:
                self.decide(number)

    def decide(self, favorite: int | None = None) -> None:
        """Draw and tell the last frame of the beat `favorite`, or else of the first, if changed."""
        if self.first is not None or not self._changed:
            return
        self.first, end = next(
            (pair for pair in self._changed if pair[0] == favorite), self._changed[0]
        )
        name = f"{self.looks[self.first - 1]}.png"
        part = self._order.folder / f"{name}.part"
        Image.fromarray(draw_first(end)).save(part, format="png", compress_level=1)
        os.replace(part, self._order.folder / name)
        self._tell(StillNews(self.first, name))


class _Reel:
    """Has the whole clip drawn, and tells of each beat as soon as all of it is there."""

    def __init__(self, session: Session, order: Order, tell: Teller) -> None:
        self._segments, self._order, self._tell = session.segments, order, tell
        self._before = len(self._segments.videos)
        self._numbers: list[int] = []  # the beat of each segment
        self._finished = 0  # beats

    def see(self, lesson: Lesson, segment: Segment) -> None:
        """Take the next segment of the clip."""
        self._segments.add(segment)
        self._numbers.append(max(lesson.beat_number, 1))
        self.tell_finished(lesson)

    def tell_finished(self, lesson: Lesson) -> None:
        """Tell of the beats of `lesson` that are complete."""
        for number, beat in enumerate(lesson.beats[self._finished :], self._finished + 1):
            pairs = zip(self._segments.videos[self._before :], self._numbers, strict=True)
            videos = [video for video, of in pairs if of == number]
            if not all(video.exists() for video in videos):
                break
            self._tell(VideoNews(number, _join(videos, beat, self._order)))
            self._finished = number


def _join(segments: list[Path], beat: Beat, order: Order) -> str:
    """Put the video of a beat into the folder of the page; return its name."""
    facts = " ".join([beat.caption, *(segment.name for segment in segments)])
    name = f"{hashlib.blake2b(facts.encode(), digest_size=12).hexdigest()}.mp4"
    if not (order.folder / name).exists():
        part = order.folder / f"{name}.part"
        join_beat(segments, beat, order.job, part)
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
