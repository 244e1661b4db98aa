"""Several processes that draw one clip: the same bytes, whatever becomes of the helpers."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engine import processes, workers
from engine.segment import Segment
from studio.job import QUALITIES, ROOT, Job, StudioError
from studio.render import session
from studio.render.folders import private_folder, renders

Make = Callable[[Job], Job]

# What a scene comes to here depends on how often each frame was played, and in what order.
HIDDEN = '''
import random

from manim import RIGHT, Circle, Square

from scenes.kit.lesson import Lesson


class SmallWalk(Lesson):
    """A hidden state."""

    def construct(self) -> None:
        self.beat("A square that counts its frames, and turns by what it counts and by chance.")
        square, played = Square(), []

        def count(mobject, dt):
            played.append(dt)
            mobject.rotate(0.1 * len(played) + random.random() + dt)

        self.add(square.add_updater(count))
        for k in range(12):
            ring = Circle(0.1 + 0.01 * len(played))
            self.play(square.animate.shift(0.1 * RIGHT), ring.animate.shift(RIGHT), run_time=0.3)
        self.wait(0.5)
'''


def video(job: Job) -> bytes:
    return job.result(".mp4").read_bytes()


@pytest.fixture
def alone(job: Job, write_scene: Callable[[str], Path], make_clip: Make) -> Job:
    """The clip of a scene with a hidden state, drawn by one process."""
    write_scene(HIDDEN)
    return make_clip(replace(job, media=job.media.with_name("alone")))


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> list[Segment]:
    """Let this process draw nothing before a helper has drawn something; collects what it draws."""
    draw, ours, segments = workers.draw, os.getpid(), []

    def wait_and_draw(segment: Segment, video: Path, advance: Callable[[int], None]) -> None:
        if os.getpid() == ours:
            deadline = time.monotonic() + 60
            while not list(video.parent.glob("*.mp4")):
                assert time.monotonic() < deadline
                time.sleep(0.02)
            segments.append(segment)
        draw(segment, video, advance)

    monkeypatch.setattr(workers, "draw", wait_and_draw)
    return segments


@pytest.mark.parametrize(("shards", "fork"), [(2, True), (3, True), (2, False)])
def test_bytes_do_not_depend_on_the_number_of_processes(
    job: Job,
    alone: Job,
    make_clip: Make,
    monkeypatch: pytest.MonkeyPatch,
    patient: list[Segment],
    shards: int,
    fork: bool,
) -> None:
    monkeypatch.setattr(processes, "may_fork", lambda: fork)
    others = set(multiprocessing.active_children())  # of other tests
    make_clip(replace(job, shards=shards))
    assert video(job) == video(alone)
    assert len(patient) < len(list(job.cache.iterdir()))
    assert set(multiprocessing.active_children()) == others
    assert not list(job.work.glob("*.render"))


def test_auto_uses_the_cores_that_no_render_needs(
    job: Job, alone: Job, make_clip: Make, drawn: list[Segment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "cores", lambda: 2)
    with private_folder(replace(job, name="other")):  # another render is at work
        make_clip(replace(job, shards=None))
    assert video(job) == video(alone)
    assert len(drawn) == len(list(job.cache.iterdir()))


def die(*args: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_later(*args: Any) -> None:
    time.sleep(0.3)
    die()


def fail(*args: Any) -> None:
    raise MemoryError("no more memory")


@pytest.mark.parametrize("end", [die, die_later, fail])
def test_segments_of_a_helper_that_dies_are_drawn_by_others(
    job: Job,
    alone: Job,
    make_clip: Make,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    end: Callable[..., None],
) -> None:
    draw, ours = workers.draw, os.getpid()

    def draw_or_end(*args: Any) -> None:
        if os.getpid() != ours:
            end()
        draw(*args)

    monkeypatch.setattr(workers, "draw", draw_or_end)
    monkeypatch.setattr(processes, "may_fork", lambda: True)  # so that helpers have it, too
    make_clip(replace(job, shards=2))
    assert video(job) == video(alone)
    assert "Traceback" not in capfd.readouterr().err


def test_a_segment_that_cannot_be_drawn_is_reported_once_and_in_words(
    job: Job,
    alone: Job,
    make_clip: Make,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(workers, "draw", fail)
    monkeypatch.setattr(processes, "may_fork", lambda: True)
    with pytest.raises(StudioError, match="MemoryError: no more memory"):
        make_clip(replace(job, shards=2))
    assert "no more memory" not in capfd.readouterr().err
    assert not list(job.work.glob("*.render"))


def processes_in(folder: Path) -> list[int]:
    """Return the processes that were started for a scene in `folder`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:  # it has just ended
            continue
        if str(folder).encode() in command:
            found.append(int(entry.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_helpers_end_with_the_render(job: Job, scene_text: str, number: signal.Signals) -> None:
    job = Job(job.scene, QUALITIES["480p15"], job.theme, job.name, job.media)
    job.scene.write_text(scene_text.replace("run_time=0.3", "run_time=60"), encoding="utf-8")
    command = [sys.executable, "-m", "studio", "render", str(job.scene), "--media", str(job.media)]
    command += ["--name", job.name, "--quality", "480p15", "--shards", "3"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            deadline = time.monotonic() + 60
            while len(list(job.work.glob("*.render/segments/*"))) < 3:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            assert len(processes_in(job.scene.parent)) == 4  # one looks after the three that draw
            os.kill(process.pid, number)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    deadline = time.monotonic() + 20
    while processes_in(job.scene.parent):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "Traceback" not in errors
    if number != signal.SIGKILL:
        assert process.returncode == 128 + number
        assert len([line for line in errors.splitlines() if "interrupted" in line]) == 1
        assert not list(job.work.glob("*.render"))


def test_renders_on_this_machine_are_counted(job: Job) -> None:
    work = job.work.parent
    assert renders(work) == 0
    with private_folder(job), private_folder(job, "making"):
        assert renders(work) == 1
        with private_folder(replace(job, name="other", theme="light")):
            assert renders(work) == 2
        left = job.work / "small_walk.killed.render"
        left.mkdir()
        assert renders(work) == 1
    assert renders(work) == 0


@pytest.mark.parametrize("shards", ["0", "9", "many", ""])
def test_a_number_of_processes_that_makes_no_sense(job: Job, shards: str) -> None:
    command = [sys.executable, "-m", "studio", "render", str(job.scene), "--shards", shards]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--shards" in done.stderr
    assert "auto, 1, 2" in done.stderr.replace("'", "")  # from Python 3.12 on without quotes


class Named(NamedTuple):
    """Stands for a segment."""

    name: str
    frames: int = 1


def test_at_the_end_this_process_draws_what_waits_instead_of_waiting_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(segment: Named, video: Path, advance: Callable[[int], None]) -> None:
        if os.getpid() == ours:
            (tmp_path / "go on").touch()
        deadline = time.monotonic() + 60
        while not (tmp_path / "go on").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        video.write_text("here" if os.getpid() == ours else "by the helper")

    ours = os.getpid()
    monkeypatch.setattr(workers, "draw", draw)
    monkeypatch.setattr(processes, "may_fork", lambda: True)
    processes_of_a_clip = workers.Workers(tmp_path, 2, lambda: 2, lambda frames: None)
    processes_of_a_clip.start()
    for name in ("first", "second"):
        processes_of_a_clip.draw(Named(name), tmp_path / name)
    processes_of_a_clip.finish()
    processes_of_a_clip.close()
    assert (tmp_path / "first").read_text() == "by the helper"
    assert (tmp_path / "second").read_text() == "here"
