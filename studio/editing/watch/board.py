"""What the page shows, and how news change it."""

import json
import threading
from dataclasses import asdict, dataclass, replace
from typing import Any

from studio.editing.watch.news import BeatsNews, StillNews, VideoNews


@dataclass(frozen=True)
class Shown:
    """A beat as the page shows it.

    `still` is the name of a picture of its last frame, `video` that of its video; `fresh` says
    whether the video shows what the beat is now.
    """

    caption: str
    seconds: float
    look: str
    still: str | None = None
    video: str | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Content:
    """What the page shows.

    `turn` counts how often the page was asked to go to the beat `at`, `render` the renders.
    """

    title: str
    scene: str
    render: int = 0
    beats: tuple[Shown, ...] = ()
    at: int = 1
    turn: int = 0
    still: StillNews | None = None  # before it is known whether the scene can be played to its end
    remarks: tuple[str, ...] = ()  # what cannot be read
    error: str | None = None
    busy: bool = True

    def with_still(self, news: StillNews) -> "Content":
        """Return what is shown once a still is there: it, if the page knows the beat."""
        return replace(self.go(news.beat), still=news)

    def go(self, beat: int) -> "Content":
        """Return what is shown when the page goes to `beat`."""
        return replace(self, at=beat, turn=self.turn + 1)

    def looked_at(self, beat: int) -> "Content":
        """Return what is shown when somebody goes to `beat` on the page."""
        return replace(self, at=beat if beat <= len(self.beats) else self.at)

    def differs_from(self, before: "Content", beat: int) -> bool:
        """Say whether a beat that had a video has another now."""
        return before.beats[beat - 1].video not in (None, self.beats[beat - 1].video)

    def with_beats(self, news: BeatsNews) -> "Content":
        """Return what is shown when the scene is whole: what has not changed stays."""
        beats = []
        for number, told in enumerate(news.beats, 1):
            old = self.beats[number - 1] if number <= len(self.beats) else None
            beat = Shown(told.caption, told.seconds, told.look)
            if old is not None:
                same = old.look == told.look
                beat = replace(beat, video=old.video, fresh=old.fresh and same)
                beat = replace(beat, still=old.still if same else None)
            if self.still is not None and self.still.beat == number:
                beat = replace(beat, still=self.still.name)
            beats.append(beat)
        shown = replace(self, title=news.title, beats=tuple(beats), remarks=news.remarks)
        shown = replace(shown, still=None, error=None)
        if not 1 <= shown.at <= len(beats):
            shown = shown.go(len(beats))
        return shown

    def with_video(self, news: VideoNews) -> "Content":
        """Return what is shown when the video of a beat is there."""
        beats = list(self.beats)
        beat = replace(beats[news.beat - 1], video=news.name, fresh=True)
        beats[news.beat - 1] = beat
        return replace(self, beats=tuple(beats))

    def begun(self) -> "Content":
        """Return what is shown when the next render begins."""
        return replace(self, render=self.render + 1, busy=True, still=None)

    def ended(self) -> "Content":
        """Return what is shown when a render has ended."""
        return replace(self, busy=False)

    def with_error(self, message: str) -> "Content":
        """Return what is shown when the scene is broken: the last good clip, and what is wrong."""
        return replace(self, still=None, error=message)

    def files(self) -> set[str]:
        """Return the names of the files that the page shows."""
        names = {name for beat in self.beats for name in (beat.still, beat.video) if name}
        return names | ({self.still.name} if self.still else set())

    def as_json(self) -> str:
        """Return it as the page reads it."""
        return json.dumps(asdict(self))


class Board:
    """Holds what the page shows for the threads that serve it."""

    def __init__(self, content: Content) -> None:
        self._content, self._version, self._closed = content, 0, False
        self._changed = threading.Condition()

    @property
    def content(self) -> Content:
        """What is shown now."""
        return self._content

    def show(self, content: Content) -> None:
        """Show something else."""
        with self._changed:
            if content != self._content:
                self._content, self._version = content, self._version + 1
                self._changed.notify_all()

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, version: int, timeout: float) -> tuple[int, Content] | None:
        """Wait until something newer than `version` is shown; return it, or None at the end."""

        def news() -> Any:
            return self._closed or self._version != version

        with self._changed:
            self._changed.wait_for(news, timeout)
            return None if self._closed else (self._version, self._content)
