"""Rules for make: what a video was made from, whatever characters are in the names of files."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from studio.job import ROOT, Job

_PLAIN = re.compile(r"[\w./+@^,-]+")
# Names that no rule can hold: several lines, a space at the end, what it takes for a member of an
# archive, and a backslash before anything that it would take the meaning from.
_UNSAID = re.compile(r"[\n\r\0]|[ \t]\Z|\(.*\)\Z|\\(?!\w)", re.DOTALL)
_FILES = "# files: "


def make_rules(job: Job, files: Iterable[Path]) -> str:
    """Return rules for make: what the video of `job` depends on.

    What is below the folder of the scene is named as the scene is, and the rest by its true path,
    relative to the project where it is in there. If one of the files is gone, the video is out of
    date, and nothing else. The last line has all names once more, for `read_rules`.
    """
    names = [_name(file, job.scene.parent) for file in (job.scene, *files)]
    said = [name for name in names if not _UNSAID.search(name)]
    plain = [name for name in said if _PLAIN.fullmatch(name)]
    odd = [name for name in said if not _PLAIN.fullmatch(name)]
    target = _value(_escaped(str(job.result(".mp4"))))
    lines = [f"{target}: {' '.join(plain)}", "", *(f"{name}:" for name in plain)]
    for name in odd:  # such a name can be no target; in a variable it ends no call of a function
        lines += [f".file := {_value(_escaped(name))}", f".mask := {_value(_pattern(name))}"]
        lines += [f"{target}: $(if $(wildcard $(.mask)),$(.file),.gone)"]
    lines += [".gone:"] if odd else []
    return "\n".join([*lines, _FILES + json.dumps(names), ""])


def read_rules(rules: str) -> list[Path]:
    """Return the files that a video depends on, from what `make_rules` wrote.

    Raises ValueError when it is not whole.
    """
    *_, last = rules.splitlines() or [""]
    if not last.startswith(_FILES):
        raise ValueError("the list of files is missing")
    return [ROOT / name for name in json.loads(last.removeprefix(_FILES))]


def unsaid(files: Iterable[Path], scenes: Path) -> Iterator[tuple[Path, str]]:
    """Yield those of `files` that no rule can name, each with the characters that forbid it.

    `scenes`: the folder of the scene, as it was given.
    """
    for file in files:
        if found := _UNSAID.search(_name(file, scenes)):
            yield file, found[0]


def _name(file: Path, scenes: Path) -> str:
    true = file.resolve()
    if true.is_relative_to(scenes.resolve()):
        return str(scenes / true.relative_to(scenes.resolve()))
    return str(true.relative_to(ROOT) if true.is_relative_to(ROOT) else true)


def _escaped(name: str) -> str:
    """Return a name as it stands in a list of files."""
    return re.sub(r"([ \t:;|*?\[])", r"\\\1", name)


def _pattern(name: str) -> str:
    """Return the pattern that fits this name alone."""
    return re.sub(r"([ \t*?\[\\])", r"\\\1", name)


def _value(text: str) -> str:
    """Return a text as it is assigned to a variable of make's."""
    return text.replace("#", r"\#").replace("$", "$$")
