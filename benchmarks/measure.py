"""Commands measured as whole processes: time from launch to end, processor time and memory."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import av

from studio.job import ROOT, StudioError

FRAMES = 180  # of a shot


@dataclass(frozen=True)
class Cost:
    """Milliseconds a frame, those of processor time, and megabytes of the largest process."""

    milliseconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Way:
    """One way to make a video of one picture.

    `command`: what is run, in an empty folder, into which it writes. `lengths`: how many frames of
    a shot it draws, as FRAMES in its environment says: all, or of a slow way two small numbers,
    and what all frames would take follows from both runs. A whole clip has its own length.
    """

    picture: str
    name: str
    command: tuple[str, ...]
    lengths: tuple[int, ...] = ()

    def cost(self) -> Cost:
        """Run the command, and return what a frame costs, its share of the launch included."""
        if not self.lengths:
            seconds, processor, megabytes, frames = run(self.command)
            return Cost(1000 * seconds / frames, 1000 * processor / frames, megabytes)
        runs = [run(self.command, FRAMES=str(length)) for length in self.lengths]
        first, last = self.lengths[0], self.lengths[-1]
        share = (FRAMES - first) / (last - first) if last > first else 0
        spent = [
            short + share * (long - short) for short, long in zip(runs[0], runs[-1], strict=True)
        ]
        return Cost(1000 * spent[0] / FRAMES, 1000 * spent[1] / FRAMES, runs[-1][2])


def run(command: tuple[str, ...], **variables: str) -> tuple[float, float, float, int]:
    """Run `command` in an empty folder, with these environment variables.

    Returns seconds from launch to end, seconds of processor time, megabytes of its largest process
    and frames of its video. Raises StudioError with the end of its output when it fails.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            tail = output.read().decode(errors="replace").strip().splitlines()[-8:]
            raise StudioError("\n".join([f"{' '.join(command)} failed:", *tail]), exit_code=1)
        video = max(Path(folder).rglob("*.mp4"), key=lambda path: path.stat().st_size)
        with av.open(str(video)) as source:
            frames = source.streams.video[0].frames
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, frames
