"""The bench: `python -m benchmarks` measures, and writes what it found to media/bench.

Each way to make a shot is a whole process, as a user would start it. The ways take turns, so that
what else the machine does falls on all of them alike; medians of several rounds are reported.
Stock Manim is slow, and so it draws a few frames in each round: what a whole shot would take
follows from that and from a run with fewer still.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import av

from benchmarks.measure import ours, run, stock
from benchmarks.report import Row, middle, table, write
from studio.job import ROOT, StudioError

ROUNDS = 3
FRAMES = 120  # of a shot
STOCK_ROUNDS = 2  # in which stock Manim takes part
FEW, MORE = 2, 8  # frames that stock Manim draws
SHORT = 12  # frames of the short run that tells what one more frame takes
CLIP = "gradient_field"  # in the quality that `make videos` has when it is not told
STOCK = {
    "hill shot": (
        ("Cairo", "StockHill", "cairo"),
        ("OpenGL", "StockHill", "opengl"),
        ("OpenGL meshes", "StockMesh", "opengl"),
    ),
    "flat shot": (("Cairo", "StockFlat", "cairo"), ("OpenGL", "StockFlat", "opengl")),
}
SCENES = ROOT / "studio" / "bench" / "scenes"

Measured = dict[str, list[float]]  # by "frame", "steady" and "megabytes"


class Bench:
    """What was measured so far, by shot and way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: dict[tuple[str, str], Measured] = {}
        self.frames: dict[str, int] = {}

    def note(self, shot: str, way: str, **values: float) -> None:
        """Keep what a round has found, and say it."""
        measured = self.found.setdefault((shot, way), {})
        for name, value in values.items():
            measured.setdefault(name, []).append(value)
        print(f"{shot}, {way}: {values['frame']:.1f} ms a frame", flush=True)

    def ours(self, shot: str, scene: Path, shards: int) -> Path:
        """Measure a shot of ours; return its video."""
        media = self._empty("ours")
        few = run(ours(scene, SHORT, media, shards))
        media = self._empty("ours")
        whole = run(ours(scene, FRAMES, media, shards))
        steady = (whole.seconds - few.seconds) / (FRAMES - SHORT)
        self.frames[shot] = FRAMES
        self.note(
            shot,
            _ours(shards),
            frame=1000 * whole.seconds / FRAMES,
            steady=1000 * steady,
            megabytes=whole.megabytes,
        )
        return self._keep(media, shot)

    def clip(self, shot: str, scene: Path, shards: int) -> Path:
        """Measure a whole clip of ours; return its video."""
        media = self._empty("ours")
        whole = run(ours(scene, None, media, shards, "720p30"))
        video = self._keep(media, shot)
        self.frames[shot] = _count(video)
        self.note(
            shot,
            _ours(shards),
            frame=1000 * whole.seconds / self.frames[shot],
            megabytes=whole.megabytes,
        )
        return video

    def stock(self, shot: str, way: str, file: str, name: str, renderer: str) -> None:
        """Measure the shot in stock Manim."""
        command = stock(SCENES / file, name, renderer, self._empty("stock"))
        few, more = (run(command, FRAMES=str(frames)) for frames in (FEW, MORE))
        steady = (more.seconds - few.seconds) / (MORE - FEW)
        whole = few.seconds + steady * (FRAMES - FEW)
        self.note(
            shot,
            way,
            frame=1000 * whole / FRAMES,
            steady=1000 * steady,
            megabytes=more.megabytes,
        )

    def floor(self, shot: str, video: Path, processes: int) -> None:
        """Measure how long encoding the frames of `video` takes in so many processes at once."""
        frames = self.frames[shot]
        cuts = [frames * part // processes for part in range(processes + 1)]
        running = [
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "benchmarks.floor", str(video)),
                    *(str(self.folder / f"floor{first}.mp4"), str(first), str(last)),
                ],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            for first, last in pairwise(cuts)
        ]
        seconds = [process.communicate()[0] for process in running]
        if any(process.returncode for process in running):
            raise StudioError("encoding alone failed; what it said stands above.", exit_code=1)
        way = f"encoding alone, {processes} process{'es' * (processes > 1)}"
        self.note(shot, way, frame=1000 * max(map(float, seconds)) / frames)

    def rows(self) -> list[Row]:
        """Return the medians, in the order in which the ways were measured first."""
        return [
            Row(
                shot,
                way,
                middle(measured["frame"]),
                middle(measured["steady"]) if "steady" in measured else None,
                middle(measured["megabytes"]) if "megabytes" in measured else None,
                self.frames[shot],
            )
            for (shot, way), measured in self.found.items()
        ]

    def _empty(self, name: str) -> Path:
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        return place

    def _keep(self, media: Path, shot: str) -> Path:
        (video,) = media.glob("*/*.mp4")
        return Path(shutil.move(video, self.folder / f"{shot.replace(' ', '_')}.mp4"))


def _ours(shards: int) -> str:
    return f"ours, {shards} process{'es' * (shards > 1)}"


def _count(video: Path) -> int:
    with av.open(str(video)) as source:
        return int(source.streams.video[0].frames)


def machine() -> str:
    """Return what the bench ran on, in words."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        name = names[0] if names else name
    return (
        f"{os.cpu_count()} cores ({name}), {platform.system()}, Python {platform.python_version()}"
    )


def main() -> None:
    """Measure everything, print the table, write the numbers and the chart."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for number in range(ROUNDS):
            one_round(bench, with_stock=number < STOCK_ROUNDS)
        rows = bench.rows()
    write(rows, machine(), ROOT / "media" / "bench")
    print(f"\n{table(rows)}\n\n{machine()}; numbers and chart are in media/bench")


def one_round(bench: Bench, with_stock: bool) -> None:
    """Measure every way to make every shot once."""
    for shot, file in (("hill shot", "hill_shot.py"), ("flat shot", "flat_shot.py")):
        video = bench.ours(shot, SCENES / file, 2)
        bench.ours(shot, SCENES / file, 1)
        bench.floor(shot, video, 2)
        if with_stock:
            for way, name, renderer in STOCK[shot]:
                bench.stock(shot, f"stock Manim, {way}", f"stock_{file[:4]}.py", name, renderer)
    clip = bench.clip("whole clip", ROOT / "scenes" / f"{CLIP}.py", 2)
    bench.floor("whole clip", clip, 2)


if __name__ == "__main__":
    try:
        main()
    except StudioError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
