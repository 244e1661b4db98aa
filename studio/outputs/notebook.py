"""Clips in a notebook: ``from studio import clip; clip("learning_rates")``.

``%load_ext studio`` gives Manim's own ``%%manim`` the look of the project.
"""

import base64
import hashlib
import html
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.job import QUALITIES, ROOT, Job, StudioError
from studio.render.rules import read_rules
from studio.scene.knobs import is_plain
from studio.scene.source import check_name
from studio.shelf.shelf import read_clip

MEDIA = ROOT / "media" / ".work" / "notebook"  # out of the way of make and of the gallery
THEMES = ("dark", "light")

VIDEO = """\
<video controls preload="auto" style="max-width: 100%" title="{title}" aria-label="{label}"
  src="data:video/mp4;base64,{video}">
  <track default kind="captions" srclang="en" label="English"
    src="data:text/vtt;base64,{captions}">
</video>"""


class ClipError(StudioError):
    """A clip that cannot be shown; a notebook shows the message without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True)
class ClipVideo:
    """A finished clip as HTML that holds everything: video, captions, title and description."""

    title: str
    html: str = field(repr=False)  # a notebook stores the text form, too: not the whole video

    def _repr_html_(self) -> str:
        return self.html


def clip(
    scene: str | Path, *, quality: str = "480p15", theme: str = "dark", **knobs: Any
) -> ClipVideo:
    """Return a clip for the notebook to show; it is rendered first if it is new or out of date.

    `scene` is the name of a scene, or the path of a scene file elsewhere; `knobs` are values
    for the scene's own knobs, as in ``clip("learning_rates", STEPS=80)``.

    Raises ClipError when there is no such scene, quality or theme, when a knob is unknown or its
    value unfit, and when the scene cannot be rendered.
    """
    job = _job(scene, quality, theme, knobs)
    if not _is_fresh(job):
        _render(job)
    return _embedded(job)


def _job(scene: str | Path, quality: str, theme: str, knobs: dict[str, Any]) -> Job:
    path = _find(scene)
    for what, value, possible in (
        ("quality", quality, tuple(QUALITIES)),
        ("theme", theme, THEMES),
    ):
        if value not in possible:
            raise ClipError(f"{what} is {value!r}, and must be one of: {', '.join(possible)}")
    settings = {name: _plain(value) for name, value in knobs.items()}
    for name, value in settings.items():
        if not is_plain(value):
            raise ClipError(
                f"the call gives {name} the value {value!r}, which is not a Python literal such as "
                '80, 0.2, (0.01, 0.2) or "x**2"'
            )
    try:
        check_name(path)
    except StudioError as error:
        raise ClipError(str(error), error.exit_code) from None
    digest = hashlib.blake2b(f"{path} {_typed(settings)}".encode(), digest_size=6).hexdigest()
    name = f"{path.stem}_{digest}"
    return Job(path, QUALITIES[quality], theme, name, MEDIA, settings, shards=None)


def _typed(settings: Mapping[str, Any]) -> str:
    """Return `settings` as one types them."""
    return " ".join(f"{name}={value!r}" for name, value in settings.items())


def _find(scene: str | Path) -> Path:
    """Return the file of a scene that is given by its name or by its path."""
    own = ROOT / "scenes"
    names = sorted(path.stem for path in own.glob("[!_]*.py"))
    path = own / f"{scene}.py" if scene in names else Path(scene).expanduser().absolute()
    if not path.is_file():
        raise ClipError(
            f"there is no scene {str(scene)!r}; give the path of a scene file, or one of: "
            f"{', '.join(names)}"
        )
    return path


def _plain(value: Any) -> Any:
    """Return `value` with plain Python numbers in place of NumPy's."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, tuple | list):
        return type(value)(map(_plain, value))
    return value


def _is_fresh(job: Job) -> bool:
    """Say whether the clip is there and whole, and newer than all that it was made from."""
    try:
        read_clip(job.media / job.shelf, job.name)
        made = job.result(".mp4").stat().st_mtime
        files = read_rules(os.fsdecode(job.dependencies.read_bytes()))
        return all(file.stat().st_mtime <= made for file in files)
    except (FileNotFoundError, ValueError, StudioError):  # it is not there, or damaged
        return False


def _render(job: Job) -> None:
    """Render in a process of its own, where edits of any module count and nothing is left over."""
    print(f"{job.scene.stem} {job.shelf}: rendering …", file=sys.stderr, flush=True)
    options = {"quality": job.quality.name, "theme": job.theme, "name": job.name}
    options |= {"set": _typed(job.settings), "media": str(job.media)}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "studio", "render", str(job.scene)),
            *(f"--{option}={value}" for option, value in options.items()),
        ],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    said = done.stderr.replace(f"{job.label}: rendering …\n", "").replace(f"{job.label}: ", "")
    if done.returncode:
        raise ClipError(said.strip(), done.returncode)
    warnings, _, _ = said.rpartition("done: ")
    print(warnings, end="", file=sys.stderr)


def _embedded(job: Job) -> ClipVideo:
    try:
        made = read_clip(job.media / job.shelf, job.name)
    except StudioError as error:
        raise ClipError(str(error), error.exit_code) from None
    video, captions = (
        base64.b64encode(made.file(suffix).read_bytes()).decode() for suffix in (".mp4", ".vtt")
    )
    title, label = (html.escape(text) for text in (made.title, made.label))
    return ClipVideo(
        made.title, VIDEO.format(title=title, label=label, video=video, captions=captions)
    )


def load_ipython_extension(shell: Any) -> None:
    """Let ``%%manim`` render as the project does, and keep its videos inside of the notebook."""
    from manim import config, logger  # also registers the magic

    logger.setLevel("WARNING")
    config.digest_file(str(ROOT / "manim.cfg"))
    config.media_embed = True
    config.media_width = "100%"
    config.verbosity = "WARNING"
    config.progress_bar = "none"
