"""A clip without its background, for slides and films of another color.

The scene is rendered again, with its knobs as they were. What it draws itself is opaque, and so
are the plates behind its labels and the rectangle of a 3-D landscape.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.job import StudioError
from studio.scene.knobs import read_knobs
from studio.shelf.media import opened
from studio.shelf.shelf import Clip


def has_alpha(video: Path) -> bool:
    """Say whether the pictures of a ProRes file have alpha."""
    try:
        with opened(video) as (_, stream):
            return (stream.codec_context.pix_fmt or "").startswith("yuva")
    except StudioError:
        return False


@contextmanager
def segments(clip: Clip, scene: Path, started: float) -> Iterator[tuple[Path, ...]]:
    """Render the file `scene` without background; yield its segments, which last that long."""
    from studio.render.render import draw_segments  # imports Manim, which takes its time

    settings = _settings(clip, scene)
    job = replace(clip.job, scene=scene, transparent=True, shards=None, settings=settings)
    with draw_segments(job, started) as rendered:
        if rendered.lesson.frames != clip.frames:
            raise StudioError(
                "the scene has changed since its video was made; make the video first.",
                exit_code=1,
            )
        yield tuple(rendered.session.segments.videos)


def _settings(clip: Clip, scene: Path) -> dict[str, Any]:
    """Return the values that the knobs had in this clip, of those that the scene still has."""
    known = {knob.name for knob in read_knobs(scene)}
    return {name: _tuples(value) for name, value in clip.knobs.items() if name in known}


def _tuples(value: Any) -> Any:
    """Return `value` with the tuples that are lists in JSON."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
