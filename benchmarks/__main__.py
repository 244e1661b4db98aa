"""The bench: `python -m benchmarks` measures, and writes bench.md and bench.json to media/bench.

Each way to make a video is a whole process, as a user would start it. The ways take turns, so that
what else the machine does falls on all of them alike; medians of several rounds are reported.
Stock Manim runs with its own settings, its own camera, renderer and encoder.
"""

import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from statistics import median

from benchmarks.measure import FRAMES, Cost, Way
from studio.job import ROOT, StudioError

ROUNDS = 3
SLOW, QUICK = (2, 8), (30, 90)  # frames of a shot that stock Manim draws
SCENES = ROOT / "benchmarks" / "scenes"
RESULTS = ROOT / "media" / "bench"


def ours(scene: Path, processes: int) -> tuple[str, ...]:
    """Return the command that renders a scene as `make` does."""
    return (
        *(sys.executable, "-m", "studio", "render", str(scene), "--quality", "1080p60"),
        *("--media", "media", "--shards", str(processes)),
    )


def stock(file: str, name: str, renderer: str = "cairo") -> tuple[str, ...]:
    """Return the command that renders a scene with stock Manim."""
    return (
        *(sys.executable, "-m", "manim", "render", str(SCENES / file), name),
        *("--renderer", renderer, "--resolution", "1920,1080", "--fps", "60", "--format", "mp4"),
        *("--disable_caching", "--verbosity", "ERROR", "--progress_bar", "none"),
    )


def ways() -> list[Way]:
    """Return every way to make each video: ours with one process, with two, and stock Manim's."""
    clip, hills, arrows = "whole clip", "hills", "arrows"
    scene, hill_shot = ROOT / "scenes" / "gradient_field.py", SCENES / "hill_shot.py"
    arrow_shot = SCENES / "arrow_shot.py"
    one, two = "ours, 1 process", "ours, 2 processes"
    return [
        Way(clip, one, ours(scene, 1)),
        Way(clip, two, ours(scene, 2)),
        Way(clip, "stock Manim", stock("stock_clip.py", "StockClip")),
        Way(hills, one, ours(hill_shot, 1), (FRAMES,)),
        Way(hills, two, ours(hill_shot, 2), (FRAMES,)),
        Way(hills, "stock Manim, Cairo", stock("hill_shot.py", "StockHill"), SLOW),
        Way(hills, "stock Manim, OpenGL", stock("hill_shot.py", "StockMesh", "opengl"), QUICK),
        Way(arrows, one, ours(arrow_shot, 1), (FRAMES,)),
        Way(arrows, two, ours(arrow_shot, 2), (FRAMES,)),
        Way(arrows, "stock Manim", stock("arrow_shot.py", "StockArrows"), QUICK),
    ]


def middle(rounds: list[Cost]) -> Cost:
    """Return the medians."""
    columns = zip(*(asdict(cost).values() for cost in rounds), strict=True)
    return Cost(*(round(median(column), 2) for column in columns))


def table(costs: dict[Way, Cost]) -> str:
    """Return the costs as a Markdown table, with how many times as fast ours are."""
    lines = [
        "| video | made by | ms a frame | processor, ms | MB | our 1 process | our 2 |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for way, cost in costs.items():
        own = [other.milliseconds for one, other in costs.items() if one.picture == way.picture]
        faster = [f"{cost.milliseconds / milliseconds:.1f} ×" for milliseconds in own[:2]]
        lines.append(
            f"| {way.picture} | {way.name} | {cost.milliseconds:.1f} | {cost.processor:.1f} | "
            f"{cost.megabytes:.0f} | {' | '.join(faster)} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """Return what the bench ran on, and how busy that was before."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.processor() or platform.machine()
    return (
        f"{os.cpu_count()} cores ({name}), {platform.system()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} before"
    )


def main() -> None:
    """Measure everything; print and write the table and the numbers."""
    where = machine()
    rounds: dict[Way, list[Cost]] = {way: [] for way in ways()}
    for number in range(ROUNDS):
        for way, costs in rounds.items():
            costs.append(way.cost())
            print(
                f"{number + 1}/{ROUNDS} {way.picture}, {way.name}: "
                f"{costs[-1].milliseconds:.1f} ms a frame",
                flush=True,
            )
    result = {way: middle(costs) for way, costs in rounds.items()}
    rows = [{"video": w.picture, "made by": w.name, **asdict(cost)} for w, cost in result.items()]
    text = f"{table(result)}\n\n{where}\n"
    RESULTS.mkdir(parents=True, exist_ok=True)
    data = json.dumps({"machine": where, "rows": rows}, indent=2)
    (RESULTS / "bench.json").write_text(f"{data}\n", encoding="utf-8")
    (RESULTS / "bench.md").write_text(text, encoding="utf-8")
    print(f"\n{text}\nThis is in media/bench, too.")


if __name__ == "__main__":
    try:
        main()
    except StudioError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
