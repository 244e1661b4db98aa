"""Build the page: everything in one file, and the clips' own files beside it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scenes.kit.theme import DARK, LIGHT
from studio.outputs.gallery.banner import draw_banner
from studio.outputs.gallery.downloads import Download, find_downloads, find_sheets
from studio.outputs.gallery.embedding import embeddings
from studio.outputs.web_page import colors, put_page, templates_of
from studio.shelf.course import NO_COURSE, Course, chosen_clips
from studio.shelf.shelf import Clip

STYLES = ("page.css", "clip.css", "present.css")
SCRIPTS = ("page.js", "clip.js", "lecture.js", "present.js")


NAME = "Misty Hill"  # of a page of clips that are no course with a title


def build_gallery(folder: Path, names: Sequence[str] = (), course: Course = NO_COURSE) -> list[str]:
    """Write ``index.html`` into `folder`, a shelf of finished videos.

    Returns a sentence for each clip that had to be left out. Which clips the page shows, and in
    which chapters: see `chosen_clips`. An earlier page is replaced only by a whole one.

    Raises StudioError when there is no clip to show, OSError when the page cannot be written.
    """
    parts, problems = chosen_clips(folder, names, course)
    explorer = (folder.parent / "explorer.html").is_file()
    page = page_text(parts, find_sheets(folder), course.title or NAME, explorer)
    put_page(folder / "index.html", page)
    return problems


def page_text(
    parts: Sequence[tuple[str, list[Clip]]],
    sheets: Sequence[Download],
    title: str,
    explorer: bool = False,
) -> str:
    """Return the page that shows clips by chapter, each with its title, and links to `sheets`.

    With an `explorer`, which lies in the folder above, it links to that too.
    """
    environment = templates_of("studio.outputs.gallery")
    environment.filters |= {"clock": clock, "spoken": spoken_time, "address": quote}
    clips = [clip for _, part in parts for clip in part]
    return environment.get_template("index.html").render(
        chapters=[
            {
                "title": title,
                "shown": [
                    {
                        "clip": clip,
                        "poster": clip.file(".png").is_file(),
                        "downloads": find_downloads(clip),
                        "embeddings": embeddings(clip, environment),
                    }
                    for clip in part
                ],
            }
            for title, part in parts
        ],
        count=len(clips),
        sheets=sheets,
        explorer=explorer,
        total=sum(clip.duration for clip in clips),
        title=title,
        facts={clip.name: _facts(clip, chapter) for chapter, part in parts for clip in part},
        banner=draw_banner(),
        dark=colors(DARK),
        light=colors(LIGHT),
        styles=[_read(name) for name in STYLES],
        scripts=[_read(name) for name in SCRIPTS],
    )


def _facts(clip: Clip, chapter: str) -> dict[str, Any]:
    """Return what the page's scripts need to know of `clip`."""
    return {
        "title": clip.title,
        "chapter": chapter,
        "theme": clip.theme,
        "video": quote(clip.file(".mp4").name),
        "frameRate": clip.frame_rate,
        "beats": [
            {
                "start": clip.seconds(beat.start),
                "end": clip.seconds(beat.end),
                "caption": beat.caption,
                "captionStart": clip.seconds(beat.caption_start),
                "kind": beat.kind,
            }
            for beat in clip.beats
        ],
    }


def clock(seconds: float) -> str:
    """Return a time as players show it: minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def spoken_time(seconds: float) -> str:
    """Return a time in words."""
    minutes, rest = divmod(round(seconds), 60)
    words = [(minutes, "minute"), (rest, "second")]
    spoken = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in words if number]
    return " ".join(spoken) or "0 seconds"


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
