"""What goes wrong is said in words, and leaves what was there before."""

import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import av
import pytest

from studio.job import QUALITIES, ROOT, Job, StudioError
from studio.render.folders import private_folder
from studio.scene.scene_file import load_scene

Write = Callable[[str], Path]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "class SmallWalk",
            "class SmallTalk",
            "called SmallWalk, and is SmallTalk: .*small_talk.py",
        ),
        ("(Lesson):", ":", r"must be called SmallWalk, and there is none: write `class SmallWalk"),
        ("class SmallWalk", "class Other(Lesson):\n    pass\n\n\nclass SmallWalk", "has Other, Sm"),
        ('"""A small walk.', '"""', "is seen"),
        ("STEPS * STRIDE", "STEPS / 0", r"ZeroDivisionError: (.|\n)*, line LINE, in .*: TOTAL"),
        ("def paint():", "def paint(:", r"small_walk.py, line LINE: def paint\(:"),
    ],
)
def test_what_is_no_scene(
    write_scene: Write, scene_text: str, old: str, new: str, message: str
) -> None:
    text = scene_text.replace(old, new)
    if old.startswith('"""'):
        text = text.replace("A box walks to the right, and a ring grows.", "")
    with pytest.raises(StudioError, match=message.replace("LINE", line_of(new, text))):
        load_scene(write_scene(text))


def line_of(part: str, text: str) -> str:
    return str(text[: text.index(part)].count("\n") + 1)


def test_no_such_scene(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=r"no scene file .*nothing.py"):
        load_scene(tmp_path / "nothing.py")


@pytest.fixture
def old_files(job: Job) -> dict[Path, bytes]:
    """Files of an earlier render, which must not change."""
    files = {job.result(kind): kind.encode() for kind in (".vtt", ".png", ".json", ".mp4")}
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return files


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("radius =", "1 / 0; radius =", "ZeroDivisionError: .*\\n.*line LINE, in construct: 1 / 0"),
        ("return COLORS[0]", "return COLORS[9]", "IndexError(.|\n)*in construct(.|\n)*in paint"),
        ("self.beat(", "str(", "has no beats"),
        ('"A box, drawn."', '""', "caption has 0 characters"),
    ],
)
def test_a_scene_that_fails(
    job: Job,
    old_files: dict[Path, bytes],
    scene_text: str,
    make_clip: Callable[[Job], Job],
    old: str,
    new: str,
    message: str,
) -> None:
    text = scene_text.replace(old, new)
    job.scene.write_text(text, encoding="utf-8")
    with pytest.raises(StudioError, match=message.replace("LINE", line_of(new, text))):
        make_clip(job)
    assert {path: path.read_bytes() for path in old_files} == old_files
    assert len(list((job.media / job.shelf).iterdir())) == len(old_files)
    assert not list(job.work.glob("*.render"))


def start(job: Job, stderr: int = subprocess.PIPE) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "studio", "render", str(job.scene), "--name", job.name]
    command += ["--quality", job.quality.name, "--media", str(job.media)]
    return subprocess.Popen(command, cwd=ROOT, stderr=stderr, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_render(job: Job, scene_text: str, number: signal.Signals) -> None:
    job = Job(job.scene, QUALITIES["480p15"], job.theme, job.name, job.media)
    old = {job.result(kind): kind.encode() for kind in (".vtt", ".mp4")}
    job.result(".mp4").parent.mkdir(parents=True)
    for path, content in old.items():
        path.write_bytes(content)
    job.scene.write_text(scene_text.replace("run_time=0.3", "run_time=60"), encoding="utf-8")
    with start(job) as process:
        try:
            deadline = time.monotonic() + 60
            while len(list(job.work.glob("*.render/segments/*.mp4"))) < 2:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            os.kill(process.pid, number)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert {path: path.read_bytes() for path in old} == old
    left = list(job.work.glob("*.render"))
    if number == signal.SIGKILL:
        assert len(left) == 1
        deadline = time.monotonic() + 20
        while left[0].exists():  # until its helpers, too, have ended
            assert time.monotonic() < deadline
            with private_folder(job):
                time.sleep(0.05)
    else:
        assert process.returncode == 128 + number
        assert errors.splitlines()[-1].startswith("small_walk 480p15: interrupted")
        assert "Traceback" not in errors
        assert not left


def test_an_unknown_quality_is_refused(job: Job) -> None:
    command = [sys.executable, "-m", "studio", "render", str(job.scene), "--quality", "360p15"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "480p15" in done.stderr


def test_a_terminal_gets_a_bar_over_the_whole_clip(job: Job) -> None:
    job = Job(job.scene, QUALITIES["480p15"], job.theme, job.name, job.media)
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    with start(job, stderr=theirs) as process:
        os.close(theirs)
        shown = ""
        with suppress(OSError):  # the terminal's other end is closed
            while piece := os.read(ours, 4096):
                shown += piece.decode(errors="replace")
    os.close(ours)
    assert process.returncode == 0
    with av.open(str(job.result(".mp4"))) as video:
        frames = sum(1 for _ in video.decode(video=0))
    assert f"/{frames} [" in shown
    assert f"{frames / 15:.1f} s of video" in shown
