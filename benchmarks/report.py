"""What the bench found: a table, a file of numbers and a chart."""

import json
from dataclasses import asdict, dataclass
from math import log10
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape

from scenes.kit.theme import THEMES


@dataclass(frozen=True)
class Row:
    """One way to make one shot.

    `frame`: milliseconds a frame, launch and end included, for as many frames as the shot has;
    `steady`: milliseconds that one more frame takes; `megabytes`: the most memory of a process.
    """

    shot: str
    way: str
    frame: float
    steady: float | None
    megabytes: float | None
    frames: int

    @property
    def rate(self) -> float:
        """Frames a second."""
        return 1000 / self.frame


def middle(values: list[float]) -> float:
    """Return the median, rounded to a hundredth."""
    return round(median(values), 2)


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table, each with its ratio to ours in the same shot."""
    lines = [
        "| shot | way | ms a frame | frames/s | ours is faster by | ms for one more | MB |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        own = next(other for other in rows if other.shot == row.shot)
        steady = "" if row.steady is None else f"{row.steady:.1f}"
        memory = "" if row.megabytes is None else f"{row.megabytes:.0f}"
        lines.append(
            f"| {row.shot} | {row.way} | {row.frame:.1f} | {row.rate:.1f} | "
            f"{row.frame / own.frame:.2f} × | {steady} | {memory} |"
        )
    return "\n".join(lines)


def chart(rows: list[Row]) -> str:
    """Return an SVG with a bar for each row: milliseconds a frame, on a logarithmic scale."""
    theme = THEMES["light"]
    left, line, width, top = 330, 30, 900, 60
    height = top + line * (len(rows) + len({row.shot for row in rows})) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="15" fill="{theme.ink}">',
        f'<rect width="{width}" height="{height}" fill="{theme.background}"/>',
        '<text x="20" y="32" font-size="18">Milliseconds a frame '
        "(1920 × 1080, whole clip 1280 × 720; logarithmic scale)</text>",
    ]
    longest = max(row.frame for row in rows)
    y, shot = top, ""
    for row in rows:
        if row.shot != shot:
            shot, y = row.shot, y + line
            parts.append(f'<text x="20" y="{y - 8}" font-weight="bold">{escape(shot)}</text>')
        length = (width - left - 110) * _log(row.frame) / _log(longest)
        color = theme.walker if row.way.startswith("ours") else theme.muted
        base, far = y + 17, left + length + 8
        parts += [
            f'<text x="{left - 12}" y="{base}" text-anchor="end">{escape(row.way)}</text>',
            f'<rect x="{left}" y="{y + 3}" width="{length:.1f}" height="{line - 8}" '
            f'fill="{color}"/>',
            f'<text x="{far:.1f}" y="{base}">{row.frame:.1f}</text>',
        ]
        y += line
    return "\n".join([*parts, "</svg>"]) + "\n"


def _log(milliseconds: float) -> float:
    """Return how many tenfolds above 1 ms; at least a little, so that a bar is seen."""
    return max(log10(milliseconds), 0.05)


def write(rows: list[Row], machine: str, folder: Path) -> None:
    """Write `bench.json` and `bench.svg` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {"machine": machine, "rows": [asdict(row) for row in rows]}
    (folder / "bench.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    (folder / "bench.svg").write_text(chart(rows), encoding="utf-8")
