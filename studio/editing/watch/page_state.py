"""What the page shows, and how the messages of a render change it."""

import json
import threading
from dataclasses import asdict, dataclass, replace

from studio.editing.watch.messages import BeatsKnown, ShownBeat, StillReady, VideoReady


@dataclass(frozen=True)
class Content:
    """What the page shows; `at` is the number of the beat it is at, `render` counts the renders."""

    title: str
    scene: str
    render: int = 0
    beats: tuple[ShownBeat, ...] = ()
    at: int = 1
    still: StillReady | None = None  # before it is known whether the scene can be played to its end
    remarks: tuple[str, ...] = ()
    error: str | None = None
    busy: bool = True

    def with_beats(self, known: BeatsKnown) -> "Content":
        """Return what is shown when the scene is whole: what has not changed stays."""
        beats = []
        for number, new in enumerate(known.beats, 1):
            beat = new
            if number <= len(self.beats):
                old = self.beats[number - 1]
                same = old.look == new.look
                still = old.still if same else None
                beat = replace(beat, video=old.video, fresh=old.fresh and same, still=still)
            if self.still is not None and self.still.beat == number:
                beat = replace(beat, still=self.still.name)
            beats.append(beat)
        shown = replace(self, title=known.title, beats=tuple(beats), remarks=known.remarks)
        return replace(shown, still=None, error=None, at=min(self.at, len(beats)))

    def with_video(self, ready: VideoReady) -> "Content":
        """Return what is shown when the video of a beat is there."""
        beats = list(self.beats)
        beats[ready.beat - 1] = replace(beats[ready.beat - 1], video=ready.name, fresh=True)
        return replace(self, beats=tuple(beats))

    def files(self) -> set[str]:
        """Return the names of the files that the page shows."""
        names = {name for beat in self.beats for name in (beat.still, beat.video) if name}
        return names | ({self.still.name} if self.still else set())

    def as_json(self) -> str:
        """Return it as the page reads it."""
        return json.dumps(asdict(self))


class PageState:
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
        """End all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, version: int, timeout: float) -> tuple[int, Content] | None:
        """Wait until something newer than `version` is shown; return it, or None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._version != version, timeout)
            return None if self._closed else (self._version, self._content)
