"""What a segment is a function of: the key under which it is kept.

What makes a segment safe to use again
--------------------------------------
A segment is drawn from a piece of film (`engine.segment`) by the code that draws, and by nothing
else. A piece holds numbers and pixels only, the same ones that the key is made of. So whatever
changes these numbers, in a scene, in a knob, in the theme, in `gd_math` or in a library, changes
the key; and what leaves them as they are cannot change the picture.

The code that draws is `engine/drawing.py`, the modules that define the shots of pictures, and every
module of the project that one of these imports, wherever in its text. The versions of the
libraries and the settings of the encoder belong to the key as well.
"""

import ast
import hashlib
import platform
from functools import lru_cache
from pathlib import Path

import cairo

from engine.segment import Piece
from studio.job import ROOT
from studio.render import sources

DRAWING = "engine.drawing"


def key(piece: Piece) -> str:
    """Return the name of the segment that `piece` becomes."""
    facts = code_digest(_modules(piece)), piece.digest().hex()
    return hashlib.blake2b(" ".join(facts).encode(), digest_size=20).hexdigest()


def files(piece: Piece) -> list[Path]:
    """Return the files of the project that hold the code which draws `piece`."""
    return drawing_files(_modules(piece))


def _modules(piece: Piece) -> frozenset[str]:
    return frozenset({DRAWING, *piece.modules()})


@lru_cache
def code_digest(modules: frozenset[str]) -> str:
    """Return a fingerprint of the code that draws and of the libraries that it uses."""
    facts = sources.versions(), cairo.version, cairo.cairo_version_string(), platform.machine()
    return sources.digest(drawing_files(modules), *facts)


@lru_cache
def drawing_files(modules: frozenset[str] = frozenset({DRAWING})) -> list[Path]:
    """Return the files of these modules and of all that they import from the project.

    Packages that are only passed through, as `scenes.kit` in ``from engine.camera import …``,
    gather names for scenes; nothing is drawn with what their own files import.
    """
    found: set[Path] = set()
    waiting = {path for module in modules if (path := _file(module))}
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= _imports(path) - found
    return sorted(found)


def _file(module: str) -> Path | None:
    """Return the file of a module of the project."""
    if module.partition(".")[0] not in sources.PACKAGES:
        return None
    path = ROOT.joinpath(*module.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in candidates if file.is_file()), None)


def _imports(path: Path) -> set[Path]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = node.module or ""
            if node.level:
                above = path.relative_to(ROOT).parent.parts
                package = ".".join([*above[: len(above) + 1 - node.level], package]).rstrip(".")
            members = {f"{package}.{alias.name}" for alias in node.names}
            # A name that is no module of its own comes from the package's own file.
            names |= {member if _file(member) else package for member in members}
    return {file for name in names if (file := _file(name))}
