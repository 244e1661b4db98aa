"""The course: its chapters, their clips in the order of teaching, and what each of these shows."""

import difflib
import tomllib
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from studio.job import StudioError
from studio.scene.knobs import is_plain
from studio.scene.source import shown
from studio.shelf.shelf import Clip, read_clips

FILE = "course.toml"
REST = "More clips"  # heading of those that no chapter names, where there are chapters
WHOLE = "whole-course"  # begins the names of what shows all clips: a name that no clip can have
_WRITE = 'write [[chapter]] with title = "…" and scenes = ["…"] below it'
_WRITE_CLIP = 'write [[chapter.clip]], and scene = "…" below it'


@dataclass(frozen=True)
class CourseClip:
    """A clip as a course wants it: its name, its scene, and values for knobs of that scene."""

    name: str
    scene: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chapter:
    """A chapter: its title, and its clips in the order of teaching."""

    title: str
    clips: tuple[CourseClip, ...]


@dataclass(frozen=True)
class Course:
    """The title, if it has one, and the chapters; `own` if it is to show just what it names."""

    title: str = ""
    chapters: tuple[Chapter, ...] = ()
    own: bool = False

    @property
    def clips(self) -> list[CourseClip]:
        """All clips that it names, in order."""
        return [clip for chapter in self.chapters for clip in chapter.clips]


NO_COURSE = Course()


def read_course(scenes: Path, own: Path | None = None) -> Course:
    """Read the course of the folder `scenes`, ``course.toml``, or the file `own` of a lecturer.

    Without the file of the folder the course is empty. In a file of one's own a scene may come
    more than once, and clips may have titles and values for knobs.

    Raises StudioError, which says where and what to do, for a file that is no TOML or of another
    form, for a chapter without title, and for a scene that is not there or named twice.
    """
    path = own or scenes / FILE
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        return _course(facts, {file.stem for file in scenes.glob("[!_]*.py")}, own is not None)
    except FileNotFoundError:
        if own is None:
            return NO_COURSE
        raise StudioError(f"there is no {shown(path)}.", exit_code=1) from None
    except OSError as error:
        raise StudioError(f"{shown(path)} cannot be read: {error.strerror}.", exit_code=1) from None
    except UnicodeDecodeError:
        raise StudioError(f"{shown(path)} is not UTF-8: save it as UTF-8.", exit_code=1) from None
    except tomllib.TOMLDecodeError as error:
        raise StudioError(f"{shown(path)} is no TOML: {error}.", exit_code=1) from None
    except ValueError as error:
        raise StudioError(f"{shown(path)}: {error}.", exit_code=1) from None


def chapter_of(course: Course, number: int) -> Course:
    """Return the course of one chapter, numbered from 1.

    Raises StudioError when there is no such chapter, or it has no clips.
    """
    having = {each: one for each, one in enumerate(course.chapters, 1) if one.clips}
    if number not in having:
        known = ", ".join(f"{each} {one.title!r}" for each, one in having.items())
        sentence = f"must be one of: {known}." if known else "the course has no chapters."
        raise StudioError(f"CHAPTER is {number}, and {sentence}")
    return replace(course, title=having[number].title, chapters=(having[number],))


def asked_course(given: Namespace) -> Course:
    """Return the course that counts for what `studio.command.shelf_parser` has parsed.

    It is empty where clips were named, which are shown as they were. Raises as `read_course` does.
    """
    return NO_COURSE if given.names else read_course(given.scenes, given.course)


def chosen_clips(
    shelf: Path, names: Sequence[str], course: Course
) -> tuple[list[tuple[str, list[Clip]]], list[str]]:
    """Read the clips of `shelf` that are to be shown, by chapter, each with its title.

    They are those with these `names`; without names those of a lecturer's own `course`, or all
    that are finished. Returns also a sentence for each clip that cannot be used.

    Raises StudioError when there is not a single one.
    """
    wanted = [clip.name for clip in course.clips] if course.own else []
    clips, problems = read_clips(shelf, names or wanted)
    return in_chapters(clips, course), problems


def in_chapters(clips: Sequence[Clip], course: Course) -> list[tuple[str, list[Clip]]]:
    """Return the clips by chapter, each with its title; those of no chapter come last.

    A scene's own clip comes before others that were made of it; in a course of one's own, each
    has its place. Without any chapter that has clips all are under one empty title, in the order in
    which they are given.
    """

    def named(clip: Clip) -> str:
        return clip.name if course.own else clip.scene

    parts = []
    for chapter in course.chapters:
        order = [clip.name for clip in chapter.clips]
        found = [clip for clip in clips if named(clip) in order]
        found.sort(key=lambda clip: (order.index(named(clip)), clip.name != clip.scene))
        parts += [(chapter.title, found)] if found else []
    known = {clip.name for clip in course.clips}
    rest = [clip for clip in clips if named(clip) not in known]
    return [*parts, (REST if parts else "", rest)] if rest else parts


def _course(facts: dict[str, Any], scenes: set[str], own: bool) -> Course:
    """Return the course of a file's facts; ValueError with a sentence if they are unfit."""
    for key in facts.keys() - {"title", "chapter"}:
        raise ValueError(f"it has {key!r} outside of chapters: {_WRITE}")
    title = facts.get("title", "")
    if not isinstance(title, str):
        raise ValueError('its title is no text: write title = "…" above the first chapter')
    tables = facts.get("chapter", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"its chapters are no tables: {_WRITE}")
    first: dict[str, str] = {}  # the chapter that first named a scene
    names: set[str] = set()
    chapters = []
    for number, table in enumerate(tables, 1):
        chapter = _title(number, table)
        clips = []
        for scene, settings in _clips(chapter, table, own):
            said = f"chapter {chapter!r} names {scene!r}"
            if scene not in scenes:
                near = difflib.get_close_matches(scene, scenes, 1)
                advice = f"perhaps it is {near[0]!r}" if near else "remove it, or add that file"
                where = "in the folder of scenes" if own else "beside it"
                raise ValueError(f"{said}, and there is no {scene}.py {where}: {advice}")
            if scene in first and not own:
                raise ValueError(f"{said}, and {first[scene]!r} did before: name it once")
            first.setdefault(scene, chapter)
            count = 1
            while (name := scene if count == 1 else f"{scene}_{count}") in names:
                count += 1
            names.add(name)
            clips.append(CourseClip(name, scene, settings))
        chapters.append(Chapter(chapter, tuple(clips)))
    if own and not names:
        raise ValueError(f"it names no clip: {_WRITE}")
    return Course(" ".join(title.split()), tuple(chapters), own)


def _title(number: int, table: dict[str, Any]) -> str:
    title = table.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ValueError(f'its chapter {number} has no title: write title = "…" in it')
    return " ".join(title.split())


def _clips(chapter: str, table: dict[str, Any], own: bool) -> list[tuple[str, dict[str, Any]]]:
    """Return the clips of a chapter's `table`: the scene of each, and values for its knobs."""
    for key in sorted(table.keys() - {"title", "scenes", "clip"}):
        may = "title, scenes and [[chapter.clip]]" if own else "title and scenes"
        raise ValueError(f"chapter {chapter!r} has {key!r}, and may have {may}: remove it")
    scenes, clips = table.get("scenes", []), table.get("clip", [])
    if not isinstance(scenes, list) or not all(isinstance(scene, str) for scene in scenes):
        raise ValueError(
            f'chapter {chapter!r} has scenes that are no list of names: write scenes = ["…", "…"]'
        )
    if not isinstance(clips, list) or not all(isinstance(clip, dict) for clip in clips):
        raise ValueError(f"chapter {chapter!r} has clips that are no tables: {_WRITE_CLIP}")
    if clips and not own:
        raise ValueError(
            f"chapter {chapter!r} has a [[chapter.clip]]: write it into a file of your own, and "
            "type COURSE= and the name of that file"
        )
    if clips and scenes:
        raise ValueError(
            f"chapter {chapter!r} has both scenes and clips, whose order nobody can tell: write a "
            '[[chapter.clip]] with scene = "…" for each of its scenes'
        )
    return [(scene, {}) for scene in scenes] + [_clip(chapter, clip) for clip in clips]


def _clip(chapter: str, table: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    scene = table.get("scene")
    if not isinstance(scene, str):
        raise ValueError(f"chapter {chapter!r} has a clip without a scene: {_WRITE_CLIP}")
    settings = {}
    for key, value in table.items():
        what = f"clip {scene!r} of chapter {chapter!r} has {key!r}"
        if key.isupper() or key == "title":
            if not is_plain(value):
                raise ValueError(f"{what}, whose value is no number, no text and no list of these")
            knob = "TITLE" if key == "title" else key
            if knob in settings:
                raise ValueError(f"{what}, and TITLE means the same: remove one of them")
            settings[knob] = value
        elif key != "scene":
            raise ValueError(
                f"{what}, and may have scene, title and the scene's knobs, whose names are in "
                "capitals: remove it"
            )
    return scene, settings
