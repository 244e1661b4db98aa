"""A clip without its background, for slides and films of another color.

The scene is rendered again, with its knobs as they were. What it draws itself is opaque, and so
are the plates behind its labels and the rectangle of a 3-D landscape.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.job import StudioError
from studio.outputs.clips import codecs
from studio.shelf.media import frames, opened
from studio.shelf.shelf import Clip


@dataclass(frozen=True)
class Transparent:
    """A format that keeps what is transparent so."""

    suffix: str
    codec: codecs.Codec
    told: str

    def write(self, clip: Clip, segments: list[Path], target: Path, threads: int) -> None:
        """Encode the pictures of `segments`."""
        size = clip.width, clip.height
        codecs.encode(
            frames(segments, threads),
            self.codec,
            size,
            clip.frame_rate,
            clip.metadata,
            target,
            threads=threads,
        )


TRANSPARENT = {
    "webm": Transparent(".transparent.webm", codecs.TRANSPARENT_WEBM, "VP9 with alpha"),
    "mov": Transparent(".mov", codecs.TRANSPARENT_MOV, "ProRes 4444 with alpha"),
}


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


def _settings(clip: Clip, scene: Path) -> str:
    """Return the knobs that were set for this clip, as SET says it."""
    from studio.scene.scene_file import load_scene

    own = {knob.name: knob.value for knob in load_scene(scene).knobs}
    return " ".join(
        f"{name}={value!r}"
        for name, value in clip.knobs.items()
        if name in own and _plain(own[name]) != _plain(value)
    )


def _plain(value: Any) -> str:
    return json.dumps(value)
