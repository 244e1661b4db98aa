"""The key under which a segment is cached: a digest of all that its bytes depend on.

A segment is drawn from numbers (`engine.segment`) by code that sees nothing but these numbers. So
the key is the digest of the numbers, of the code that draws, of the versions of the libraries and
of the settings of the encoder. Whatever changes the numbers, in a scene, in a knob, in the theme,
in `gd_math` or in a library, changes the key; what leaves them as they are cannot change a pixel.

The code that draws is the folder of this package and, for each `Picture`, the folder of the
package that its shot names.
"""

import hashlib
import importlib.util
import platform
from functools import lru_cache
from pathlib import Path

import cairo

from engine.segment import Segment


def key(segment: Segment, versions: str) -> str:
    """Return the key of `segment`; `versions`: of the libraries, in any form."""
    facts = code_digest(segment.packages(), versions), segment.digest().hex()
    return hashlib.blake2b(" ".join(facts).encode(), digest_size=20).hexdigest()


@lru_cache
def code_digest(packages: frozenset[str], versions: str) -> str:
    """Return a digest of the code of `packages` and of the versions of what it uses."""
    facts = versions, cairo.version, cairo.cairo_version_string(), platform.machine()
    result = hashlib.blake2b(repr(facts).encode(), digest_size=20)
    for name, file in code_files(packages).items():
        content = file.read_bytes()
        result.update(f"\n{name} {len(content)}\n".encode())
        result.update(content)
    return result.hexdigest()


def code_files(packages: frozenset[str]) -> dict[str, Path]:
    """Return all files in the folders of `packages`, by package and name, in a fixed order."""
    found = {}
    for package in sorted(packages):
        spec = importlib.util.find_spec(package)
        assert spec is not None
        for folder in map(Path, spec.submodule_search_locations or []):
            for file in sorted(folder.rglob("*")):
                if file.is_file() and file.suffix != ".pyc":
                    found[f"{package}:{file.relative_to(folder).as_posix()}"] = file
    return found
