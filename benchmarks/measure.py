"""Commands measured as whole processes: how long they take, and how much memory at most."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from studio.job import ROOT, StudioError

SIZE = ("1920,1080", "60")  # of stock Manim's frames, and how many a second


@dataclass(frozen=True)
class Run:
    """One command: seconds from launch to end, and the most memory that a process of it had."""

    seconds: float
    megabytes: float


def run(command: list[str], **variables: str) -> Run:
    """Run `command` with these environment variables set; return what it took.

    Raises StudioError with the last lines of what it said when it fails.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            tail = said.read().decode(errors="replace").strip().splitlines()[-8:]
            raise StudioError("\n".join([f"{' '.join(command)} failed:", *tail]), exit_code=1)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return Run(seconds, usage.ru_maxrss * unit / 1e6)


def ours(
    scene: Path, frames: int | None, folder: Path, shards: int, quality: str = "1080p60"
) -> list[str]:
    """Return the command that renders a scene of ours anew; `frames` is a knob of the shots."""
    knobs = [] if frames is None else ["--set", f"FRAMES={frames}"]
    return [
        *(sys.executable, "-m", "studio", "render", str(scene), "--quality", quality),
        *("--media", str(folder), "--shards", str(shards), *knobs),
    ]


def stock(file: Path, name: str, renderer: str, folder: Path) -> list[str]:
    """Return the command that renders a scene with stock Manim; FRAMES is in the environment."""
    return [
        *(sys.executable, "-m", "manim", "render", str(file), name, "--renderer", renderer),
        *("--resolution", SIZE[0], "--fps", SIZE[1], "--format", "mp4", "--disable_caching"),
        *("--media_dir", str(folder), "--verbosity", "ERROR", "--progress_bar", "none"),
    ]
