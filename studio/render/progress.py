"""How far a render is: a bar on a terminal, plain lines elsewhere."""

import os
import sys
import time

from tqdm import tqdm

from studio.job import Job
from studio.scene.source import shown


class Progress:
    """Shows on standard error how far a render is."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._begun = time.monotonic()
        self._bar: tqdm[None] | None = None
        # A "dumb" terminal cannot go back on its line; make says so when several renders share it.
        self.on_terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def start(self, frames: int | None) -> None:
        """Say that drawing begins; `frames` is the length of the whole clip if it is known."""
        if self.on_terminal:
            self._bar = tqdm(
                total=frames, desc=self._job.label, unit="frame", leave=False, dynamic_ncols=True
            )
        else:
            print(f"{self._job.label}: rendering …", file=sys.stderr, flush=True)

    def advance(self, frames: int) -> None:
        """Count some more frames."""
        if self._bar is not None:
            self._bar.update(frames)

    def stop(self) -> None:
        """Take the bar off the terminal."""
        if self._bar is not None:
            self._bar.close()

    def done(self, seconds: float) -> None:
        """Say that a video of so many seconds is finished."""
        self.stop()
        spent = time.monotonic() - self._begun
        print(
            f"{self._job.label}: done: {seconds:.1f} s of video in {spent:.0f} s "
            f"-> {shown(self._job.result('.mp4'))}",
            file=sys.stderr,
        )
