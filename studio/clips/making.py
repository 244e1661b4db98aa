"""All formats of all clips that are asked for: what is there is left alone, the rest is made."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from studio import side_by_side
from studio.clips import transparent
from studio.clips.clip import Clip, read_clip
from studio.clips.tasks import Task
from studio.cores import cores
from studio.job import Job, StudioError
from studio.outcome import exit_code


def make(shelf: Job, names: list[str], formats: list[str], alpha: bool, started: float) -> None:
    """Make `formats` of the clips called `names`, with transparent background if `alpha`.

    Raises StudioError when any could not be made, after all others were.
    """
    clips: list[Clip] = []
    well = True
    for name in names:
        job = replace(shelf, name=name)
        well &= _done(job.label, partial(_read, job, clips))
    tasks = [Task(clip, name, transparent=alpha) for clip in clips for name in formats]
    tasks = [task for task in tasks if not task.is_done()]
    if alpha:
        for clip in clips:
            mine = [task for task in tasks if task.clip is clip]
            if mine:
                well &= _done(f"{clip.job.label} transparent", _Anew(clip, mine, started))
    else:
        well &= _make(tasks)
    if not well:
        raise StudioError("not everything could be made: see above.", exit_code=1)
    there = f"{' and '.join(formats)} of {len(clips)} clip{'s' * (len(clips) != 1)}"
    print(f"{shelf.media / shelf.shelf}: {there}", file=sys.stderr)


def _read(job: Job, clips: list[Clip]) -> None:
    clips.append(read_clip(job))


@dataclass(frozen=True)
class _Anew:
    """Renders a clip without background, and does the tasks that want it so."""

    clip: Clip
    tasks: list[Task]
    started: float

    def __call__(self) -> None:
        scene = transparent.scene_of(self.clip)
        with transparent.segments(self.clip, scene, self.started) as segments:
            if not _make([replace(task, segments=segments) for task in self.tasks]):
                raise StudioError("not every format could be made.", exit_code=1)


def _done(label: str, action: Callable[[], object]) -> bool:
    return exit_code(label, action) == 0


def _make(tasks: list[Task]) -> bool:
    most = cores()
    threads = max(1, most // max(1, min(most, len(tasks))))
    return side_by_side.do([replace(task, threads=threads) for task in tasks], most)
