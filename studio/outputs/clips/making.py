"""All formats of all clips that are asked for: what is there is left alone, the rest is made."""

import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from engine.processes import cores
from studio import side_by_side
from studio.exit_code import exit_code
from studio.job import StudioError
from studio.outputs.clips import transparent
from studio.outputs.clips.tasks import Task
from studio.scene.source import shown
from studio.shelf.shelf import Clip, read_clips


def make(
    folder: Path,
    names: Sequence[str],
    formats: list[str],
    scenes: Path | None,
    started: float,
    without: Collection[str] = (),
    captions: bool = False,
) -> None:
    """Make `formats` of the clips `names`, or of all, but for those in `without`.

    `scenes`: the folder of their scenes, if the background is to be transparent; with `captions`
    these are drawn below the picture.

    Raises StudioError when any could not be made, after all others were.
    """
    clips, problems = read_clips(folder, names, without)
    for problem in problems:
        print(f"clips: left out: {problem}", file=sys.stderr)
    well = not problems
    tasks = [
        Task(clip, name, transparent=scenes is not None, captions=captions)
        for clip in clips
        for name in formats
    ]
    tasks = [task for task in tasks if not task.is_done()]
    if scenes is not None:
        for clip in clips:
            mine = [task for task in tasks if task.clip is clip]
            if mine:
                render = partial(_render, clip, scenes / f"{clip.scene}.py", mine, started)
                well &= exit_code(f"{clip.job.label} transparent", render) == 0
    else:
        well &= _make(tasks)
    if not well:
        raise StudioError("not everything could be made: see above.", exit_code=1)
    there = f"{' and '.join(formats)} of {len(clips)} clip{'s' * (len(clips) != 1)}"
    print(f"{shown(folder)}: {there}", file=sys.stderr)


def _render(clip: Clip, scene: Path, tasks: list[Task], started: float) -> None:
    """Render a clip without background, and make the formats that want it so."""
    with transparent.segments(clip, scene, started) as segments:
        if not _make([replace(task, segments=segments) for task in tasks]):
            raise StudioError("not every format could be made.", exit_code=1)


def _make(tasks: list[Task]) -> bool:
    most = cores()
    threads = max(1, most // max(1, min(most, len(tasks))))
    return side_by_side.do([replace(task, threads=threads) for task in tasks], most)
