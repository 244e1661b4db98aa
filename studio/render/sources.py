"""What a video was made from, for make, and the versions of what made it."""

import importlib.metadata
import os
import platform
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from studio.job import ROOT

PACKAGES = ("engine", "gd_math", "scenes", "studio")
SETTINGS = ("manim.cfg", "requirements.lock")
LIBRARIES = ("manim", "numpy", "scipy", "typst", "moderngl", "av", "pillow")


def used_files(scene: Path, read: Iterable[Path] = ()) -> list[Path]:
    """Return every file, other than `scene`, from which the running program makes the video.

    These are the imported modules of the project's packages, what lies beside them that is not
    Python (shaders, say), and the settings of Manim and of the set-up; for a scene that is kept
    elsewhere, the modules beside it, too; and what else was `read`: data, and code that draws.
    """
    modules = set()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and name.partition(".")[0] in PACKAGES:
            modules.add(Path(file).resolve())
    modules = {file for file in modules if file.is_relative_to(ROOT)} - {scene.resolve()}
    resources = {
        file
        for folder in {module.parent for module in modules} - {ROOT / "studio"}
        for file in folder.iterdir()
        if file.is_file() and file.suffix not in {".py", ".pyc"} and file.name[0] != "."
    }
    settings = {ROOT / name for name in SETTINGS}
    data = {file for file in read if file.is_file()} - {scene.resolve()}
    return sorted(modules | resources | _neighbors(scene) | settings | data)


def _neighbors(scene: Path) -> set[Path]:
    """Return the files of the imported modules that lie in the folder of `scene` or below it.

    There are none for the project's own scenes, whose modules are the project's.
    """
    folder = scene.resolve().parent
    if folder.is_relative_to(ROOT):
        return set()
    elsewhere = [ROOT, Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()]
    files = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
    # `load_scene` has them imported from that very folder, without any links on the way.
    beside = {Path(file).resolve() for file in files if file.startswith(f"{folder}{os.sep}")}
    return {
        file for file in beside - {scene.resolve()} if not any(map(file.is_relative_to, elsewhere))
    }


def versions() -> dict[str, str]:
    """Return the versions of Python, of the project and of the libraries that make the picture."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "python": platform.python_version(),
        project["name"]: project["version"],
        **{name: importlib.metadata.version(name) for name in LIBRARIES},
    }
