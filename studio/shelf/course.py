"""The course: its chapters, and the order in which their clips are taught."""

import difflib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.job import StudioError
from studio.scene.source import shown
from studio.shelf.shelf import Clip

FILE = "course.toml"
REST = "More clips"  # heading of those that no chapter names, where there are chapters
_WRITE = 'write [[chapter]] with title = "…" and scenes = ["…"] below it'


@dataclass(frozen=True)
class Chapter:
    """A chapter: its title, and the names of its scenes in the order of teaching."""

    title: str
    scenes: tuple[str, ...]


def read_course(scenes: Path) -> list[Chapter]:
    """Read the chapters from ``course.toml`` in the folder `scenes`; none if there is no file.

    Raises StudioError, which says where and what to do, for a file that is no TOML or of another
    form, for a chapter without title, and for a scene that is not there or named twice.
    """
    path = scenes / FILE
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        return _chapters(facts, {file.stem for file in scenes.glob("[!_]*.py")})
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StudioError(f"{shown(path)} cannot be read: {error.strerror}.", exit_code=1) from None
    except UnicodeDecodeError:
        raise StudioError(f"{shown(path)} is not UTF-8: save it as UTF-8.", exit_code=1) from None
    except tomllib.TOMLDecodeError as error:
        raise StudioError(f"{shown(path)} is no TOML: {error}.", exit_code=1) from None
    except ValueError as error:
        raise StudioError(f"{shown(path)}: {error}.", exit_code=1) from None


def in_chapters(clips: Sequence[Clip], course: Sequence[Chapter]) -> list[tuple[str, list[Clip]]]:
    """Return the clips by chapter, each with its title; those of no chapter come last.

    A scene's own clip comes before others that were made of it. Without any chapter that has clips
    all are under one empty title, in the order in which they are given.
    """
    parts = []
    for chapter in course:
        found = [clip for clip in clips if clip.scene in chapter.scenes]
        found.sort(key=lambda clip: (chapter.scenes.index(clip.scene), clip.name != clip.scene))
        parts += [(chapter.title, found)] if found else []
    named = {scene for chapter in course for scene in chapter.scenes}
    rest = [clip for clip in clips if clip.scene not in named]
    return [*parts, (REST if parts else "", rest)] if rest else parts


def _chapters(facts: dict[str, Any], scenes: set[str]) -> list[Chapter]:
    """Return the chapters of the file's facts; ValueError with a sentence if they are unfit."""
    for key in facts.keys() - {"chapter"}:
        raise ValueError(f"it has {key!r} outside of chapters: {_WRITE}")
    tables = facts.get("chapter", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"its chapters are no tables: {_WRITE}")
    chapters = [_chapter(number, table) for number, table in enumerate(tables, 1)]
    first: dict[str, str] = {}
    for chapter in chapters:
        for scene in chapter.scenes:
            names = f"chapter {chapter.title!r} names {scene!r}"
            if scene not in scenes:
                near = difflib.get_close_matches(scene, scenes, 1)
                advice = f"perhaps it is {near[0]!r}" if near else "remove it, or add that file"
                raise ValueError(f"{names}, and there is no {scene}.py beside it: {advice}")
            if scene in first:
                raise ValueError(f"{names}, and {first[scene]!r} did before: name it once")
            first[scene] = chapter.title
    return chapters


def _chapter(number: int, table: dict[str, Any]) -> Chapter:
    title, scenes = table.get("title"), table.get("scenes", [])
    if not isinstance(title, str) or not title.strip():
        raise ValueError(f'its chapter {number} has no title: write title = "…" in it')
    title = " ".join(title.split())
    for key in table.keys() - {"title", "scenes"}:
        raise ValueError(f"chapter {title!r} has {key!r}, and may have title and scenes: remove it")
    if not isinstance(scenes, list) or not all(isinstance(scene, str) for scene in scenes):
        raise ValueError(
            f'chapter {title!r} has scenes that are no list of names: write scenes = ["…", "…"]'
        )
    return Chapter(title, tuple(scenes))
