"""Segments of earlier renders, and the private folder in which each render works.

What makes a segment safe to use again
--------------------------------------
Manim names the segment of a play by a hash of the objects that take part. Different plays can
have the same hash: default arguments of functions (``lambda m, k=k: …``), the object that a
bound method belongs to, NumPy integers, sets, complex numbers, objects with slots and
``functools.partial`` are left out; a second occurrence of any equal value is a placeholder that
does not say which one it repeats; functions reached as ``module.function``, classes and what
their methods call are not looked into. So objects are not hashed here at all.

A play is a function of the code that ran before it, and of nothing else: scenes are seeded, take
no input but their knobs, and a cached play is still played, only not drawn (see
`studio.renderer`). So the key of a play is a digest of all that code: every module of the project
that is imported, the settings of Manim, the versions of the libraries, quality and theme; the
scene file with its knobs as set, outside of `construct`; the statements of `construct` up to the
end of the one that is running; and the number of the play. An edit in `construct` keeps the
segments of what stands above it; any other edit starts afresh.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType

from studio.job import Job

SEGMENTS = "segments"


class SegmentKeys:
    """Names for the segments of one render of one scene.

    `tree` is the scene file's syntax tree, `construct` the code of the lesson's method.
    """

    def __init__(self, tree: ast.Module, construct: CodeType) -> None:
        self._construct = construct
        self._digests: list[tuple[int, str]] = []  # last line of a statement, digest up to there
        statements = _statements(tree, construct)
        outside = ast.dump(_without(tree, statements))
        so_far = hashlib.sha256(outside.encode())
        for statement in statements:
            so_far.update(ast.dump(statement).encode())
            self._digests.append((statement.end_lineno or 0, so_far.hexdigest()))

    def key(self, play: int) -> str:
        """Return the name of the segment of play number `play`, asked for while it begins."""
        frame = sys._getframe()
        while frame is not None and frame.f_code is not self._construct:
            frame = frame.f_back  # type: ignore[assignment]
        # After `construct` the last beat ends with a play of its own: all statements have run.
        line = frame.f_lineno if frame else sys.maxsize
        passed = next((text for end, text in self._digests if line <= end), self._digests[-1][1])
        return hashlib.sha256(f"{passed} {play}".encode()).hexdigest()[:40]


def _statements(tree: ast.Module, construct: CodeType) -> list[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == construct.co_name:
            lines = {node.lineno, *(item.lineno for item in node.decorator_list)}
            if construct.co_firstlineno in lines:
                return node.body
    raise LookupError(f"{construct.co_name} is not in the scene file")


def _without(tree: ast.Module, statements: list[ast.stmt]) -> ast.Module:
    class Remover(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
            if node.body is statements:
                fields = dict(ast.iter_fields(node)) | {"body": []}
                return ast.FunctionDef(**fields)
            return node

    return ast.Module(
        [Remover().visit(_shallow(statement)) for statement in tree.body], tree.type_ignores
    )


def _shallow(node: ast.stmt) -> ast.stmt:
    """Copy a class so that replacing one of its methods leaves the original as it is."""
    if isinstance(node, ast.ClassDef):
        return ast.ClassDef(**(dict(ast.iter_fields(node)) | {"body": list(node.body)}))
    return node


@contextmanager
def private_folder(job: Job) -> Iterator[Path]:
    """Yield a new folder for this render only, which is removed at the end, come what may.

    Folders that killed renders of the same name left behind are removed at the same time: a
    render at work holds a lock on its folder, which the system releases when the process ends.
    """
    job.work.mkdir(parents=True, exist_ok=True)
    with _locked(job.work / "lock"):  # nobody may see a new folder before it is locked
        for left in job.work.glob(f"{job.name}.*.render"):
            with suppress(BlockingIOError), _locked(left, fcntl.LOCK_NB):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{job.name}.", suffix=".render", dir=job.work))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


@contextmanager
def _locked(path: Path, options: int = 0) -> Iterator[None]:
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | options)
        yield
    finally:
        os.close(file)


def fetch(cache: Path, key: str, folder: Path) -> None:
    """Put the segments that were published under `key` into `folder`."""
    folder.mkdir(parents=True)
    for segment in (cache / key).glob("*.mp4"):
        with suppress(FileNotFoundError):  # another render of the same video has replaced it
            try:
                os.link(segment, folder / segment.name)
            except FileExistsError:
                raise
            except OSError:  # no hard links here
                shutil.copy2(segment, folder / segment.name)


def publish(cache: Path, key: str, segments: list[Path]) -> None:
    """Keep exactly these complete segments for the next render, under `key`."""
    shelf = cache / key
    shelf.mkdir(parents=True, exist_ok=True)
    for segment in segments:
        os.replace(segment, shelf / segment.name)
    kept = {segment.name for segment in segments}
    for file in set(shelf.iterdir()):
        if file.name not in kept:
            file.unlink(missing_ok=True)
    for other in set(cache.iterdir()) - {shelf}:
        shutil.rmtree(other, ignore_errors=True)
