"""The text of a scene file: read in one place, as Python itself reads it."""

import ast
import io
import keyword
import re
import tokenize
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from studio.job import StudioError


@dataclass(frozen=True)
class Source:
    """A scene file that can be read: its text, with plain line ends, and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module


def read_source(path: Path) -> Source:
    """Read a scene file in the encoding that Python takes it to have.

    Raises StudioError, which says where and what to do, when there is no such file, when it cannot
    be read, and when it is no Python.
    """
    here = shown(path)
    if not path.is_file():  # nor a pipe, which would be waited for
        raise StudioError(f"there is no scene file {here}.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StudioError(f"{here} cannot be read: {error.strerror}.", exit_code=1) from None
    text = _decoded(content, here)
    try:
        return Source(path, text, ast.parse(text, str(path)))
    except SyntaxError as error:
        raise StudioError(_explain_syntax(error, here, text), exit_code=1) from None
    except (RecursionError, MemoryError):
        raise StudioError(f"{here} is nested too deeply for Python.", exit_code=1) from None


def _decoded(content: bytes, here: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise StudioError(f"{here} is saved as UTF-16: save it as UTF-8.", exit_code=1)
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise StudioError(
            f"{here} has a NUL byte in line {line}, as files have that were not saved to their "
            "end: remove it, or save the file anew.",
            exit_code=1,
        )
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return io.TextIOWrapper(io.BytesIO(content), encoding).read()
    except (SyntaxError, UnicodeDecodeError):
        raise StudioError(
            f"{here} is neither UTF-8 nor in the encoding that its first lines name: save it as "
            "UTF-8.",
            exit_code=1,
        ) from None


def _explain_syntax(error: SyntaxError, here: str, text: str) -> str:
    """Return where the text of a scene is no Python, and what to do."""
    number = error.lineno or 1
    written = [*text.split("\n"), ""]
    lines = [f"{error.msg}.", f"  {here}, line {number}: {written[number - 1].strip()}"]
    above = "\n".join(written[: number - 1])
    beats = re.findall(r"self\.beat\(\s*f?[\"'](.*?)[\"']\s*,?\s*\)", above, re.DOTALL)
    lines += [f"  in the beat “{beats[-1]}”"] if beats else []
    return "\n".join([*lines, "  Correct this line, or the one before it."])


def shown(path: Path) -> str:
    """Return where a file really is, as one would type it here."""
    here, path = Path.cwd(), path.resolve()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def class_name(name: str) -> str:
    """Return what the lesson in the scene file `name` is called.

    >>> class_name("my_idea"), class_name("sgd_2D")
    ('MyIdea', 'Sgd2D')
    """
    words = unicodedata.normalize("NFKC", name).split("_")  # as Python reads names
    return "".join(word[:1].upper() + word[1:] for word in words)


def file_name(lesson: str) -> str:
    """Return the name of the file, without its ending, that the class `lesson` would have.

    >>> file_name("MyIdea"), file_name("Sgd2D")
    ('my_idea', 'sgd2_d')
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", lesson).lower()


def check_name(path: Path) -> None:
    """Raise StudioError, with a name that can be, unless the file's is one of Python's names."""
    name = path.stem
    if name.isidentifier() and not keyword.iskeyword(name):
        return
    better = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", name)).strip("_").lower()
    if keyword.iskeyword(better):
        better += "_scene"
    if not better.isidentifier():
        better = f"scene_{better}".strip("_")
    raise StudioError(
        f"a scene cannot be called {name!r}, which is no name in Python: rename the file "
        f"{shown(path)} to {better}.py."
    )


def find_lesson(source: Source) -> ast.ClassDef:
    """Return the class that must be the lesson of a scene file, which is not executed.

    Raises StudioError when there is none of its name.
    """
    wanted = class_name(source.path.stem)
    classes = [node for node in source.tree.body if isinstance(node, ast.ClassDef)]
    for node in classes:
        if node.name == wanted:
            return node
    names = [node.name for node in classes if ast.get_docstring(node)] or ["none"]
    raise StudioError(wrong_name(source.path, names), exit_code=1)


def wrong_name(path: Path, names: list[str]) -> str:
    """Return that the lesson must have another name than the `names` of the classes there are."""
    sentence = f"the lesson in {shown(path)} must be called {class_name(path.stem)}"
    if names == ["none"]:
        return f"{sentence}, and there is none: write `class {class_name(path.stem)}(Lesson):`."
    ways = f"rename the class, or the file to {file_name(names[0])}.py"
    return f"{sentence}, and is {', '.join(names)}: {ways}."
