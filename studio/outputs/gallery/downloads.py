"""The files of a clip that can be taken away, and what each is good for."""

import re
from dataclasses import dataclass
from pathlib import Path

from studio.shelf.shelf import Clip

FORMATS = {
    ".mp4": ("MP4", "PowerPoint, Keynote, any web page; captions inside"),
    ".webm": ("WebM", "smaller, for web pages"),
    ".transparent.webm": ("WebM, transparent", "over a page’s own background; not in Safari"),
    ".mov": ("ProRes 4444, transparent", "for video editors and Keynote"),
    ".gif": ("GIF", "where only pictures are allowed"),
    ".webp": ("Animated WebP", "like GIF, smaller and finer"),
    ".pptx": ("Slides for PowerPoint", "one slide a beat, captions in the notes"),
    ".beats": ("MP4s, one a beat", "one slide for each"),
    ".vtt": ("Captions, WebVTT", "for a web page’s track, or for PowerPoint"),
    ".srt": ("Captions, SubRip", "for video sites and players"),
    ".png": ("Poster", "the last frame"),
    ".storyboard.png": ("Storyboard", "a frame for each beat, with its caption"),
    ".json": ("Manifest", "title, beats, times and knobs, for programs"),
}

_CHAPTER = re.compile(r"chapter-(\d{1,4})\.mp4")
# What shows several clips: files of the shelf, each with a word about it.
_FILM = "one MP4 with chapter marks and captions; .srt and .vtt beside it"
SHEETS = {
    "whole-course.mp4": ("Film of all clips", _FILM),
    "whole-course.pptx": ("Slides of all clips", "for PowerPoint: one slide a beat"),
    "handout-a4.pdf": ("Handout, A4", "a picture of each beat, questions, formulas, figures"),
    "handout-letter.pdf": ("Handout, Letter", "the same on American paper"),
}


@dataclass(frozen=True)
class File:
    """A file to take away: its path as seen from the page, what to call it, its size."""

    path: str
    label: str
    size: str


@dataclass(frozen=True)
class Download:
    """A format in which there is a clip; `files` are several only for one MP4 a beat."""

    label: str
    use: str
    files: tuple[File, ...]


def find_downloads(clip: Clip) -> list[Download]:
    """Return the formats in which there is `clip`, each with its size."""
    found = []
    for suffix, (label, use) in FORMATS.items():
        path = clip.file(suffix)
        if path.is_dir():
            parts = sorted(path.glob("[!.]*.mp4"))
            files = [_file(f"{path.name}/{part.name}", part, part.stem) for part in parts]
        else:
            files = [_file(path.name, path, path.name)] if path.is_file() else []
        if files:
            found.append(Download(label, use, tuple(files)))
    return found


def find_sheets(folder: Path) -> list[Download]:
    """Return what there is in `folder` that shows several clips."""
    found = (_CHAPTER.fullmatch(path.name) for path in folder.iterdir())
    numbers = sorted(int(match[1]) for match in found if match)
    films = {f"chapter-{number}.mp4": (f"Film of chapter {number}", _FILM) for number in numbers}
    return [
        Download(label, use, (_file(name, folder / name, name),))
        for name, (label, use) in (SHEETS | films).items()
        if (folder / name).is_file()
    ]


def _file(name: str, path: Path, label: str) -> File:
    return File(name, label, readable_size(path.stat().st_size))


def readable_size(size: int) -> str:
    """Return a number of bytes as people read it, with two or three digits."""
    if size < 1000:
        return f"{size} B"
    if size < 999_500:
        return f"{size / 1000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB" if size < 99_950_000 else f"{size / 1_000_000:.0f} MB"
