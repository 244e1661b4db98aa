"""Ctrl-C works at any moment, also while a library computes and lets nobody in."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import interruption
from studio.job import ROOT, Job

SOON = 1.5  # seconds: one, and what a busy machine adds
BUSY = {
    "Typst": "import scenes.kit.words.text as t; t.text('#for i in range(99999999) { let s = i }')",
    "Python": "while True: pass",
    "a library": "import time; time.sleep(1000)",
    "its helper": "import os, time; os.fork(); time.sleep(1000)",  # which holds its folder, too
}
SCENE = '''
from pathlib import Path

from manim import Square

from scenes.kit.lesson import Lesson


class SmallWalk(Lesson):
    """Never ends."""

    def construct(self) -> None:
        self.beat("A square.")
        self.play(Square().animate.shift((1, 0, 0)), run_time=2)
        Path(__file__).with_name("begun").touch()
        BUSY
'''
COMMANDS = {
    "render": ["render", "--shards", "2"],
    "preview": ["preview", "--beat", "1"],
    "still": ["preview", "--beat", "1", "--still"],
    "watch": ["watch"],
}


def start(command: list[str], folder: Path) -> "subprocess.Popen[str]":
    """Start a command in a process group of its own, as a terminal does."""
    with (folder / "said").open("w") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "studio", *command],
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


def wait_for(path: Path, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert process.poll() is None, (path.parent / "said").read_text()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def interrupt(process: "subprocess.Popen[str]", number: signal.Signals) -> float:
    """Interrupt a whole process group; return how many seconds it took to end, all of it."""
    begun = time.monotonic()
    os.killpg(process.pid, number)
    process.wait(30)
    while True:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return time.monotonic() - begun
        assert time.monotonic() < begun + 30
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("command", "busy", "number"),
    [
        *((command, "Typst", signal.SIGINT) for command in COMMANDS),
        ("render", "Typst", signal.SIGTERM),
        ("render", "Python", signal.SIGINT),
        ("render", "a library", signal.SIGHUP),
        ("watch", "its helper", signal.SIGINT),
    ],
)
def test_a_busy_command_ends_within_a_second_and_leaves_nothing_behind(
    job: Job, tmp_path: Path, command: str, busy: str, number: signal.Signals
) -> None:
    job.scene.write_text(SCENE.replace("BUSY", BUSY[busy]), encoding="utf-8")
    earlier = job.media / "480p15" / "small_walk.mp4"
    earlier.parent.mkdir(parents=True)
    earlier.write_bytes(b"earlier")
    name, *options = COMMANDS[command]
    words = [name, str(job.scene), "--media", str(job.media), *options]
    process = start([*words, "--quality", "480p15"], tmp_path)
    try:
        wait_for(tmp_path / "begun", process)
        time.sleep(0.3)  # now it is in the middle of it
        assert interrupt(process, number) < SOON
    finally:
        process.kill()
    said = (tmp_path / "said").read_text()
    if command == "watch":
        assert process.returncode == 0
        assert said.endswith("the page is closed.\n")
    else:
        assert process.returncode == 128 + number
        assert said.splitlines()[-1] == (
            "small_walk 480p15: interrupted; earlier files are as they were."
        )
    assert "Traceback" not in said
    assert [path.name for path in earlier.parent.iterdir()] == ["small_walk.mp4"]
    assert earlier.read_bytes() == b"earlier"
    assert [path for path in (job.media / ".work" / "480p15").iterdir() if path.is_dir()] == []


def test_ctrl_c_ends_a_watch_as_well_where_it_has_to_be_killed(job: Job, tmp_path: Path) -> None:
    job.scene.write_text(SCENE.replace("BUSY", BUSY["a library"]), encoding="utf-8")
    process = start(["watch", str(job.scene), "--media", str(job.media)], tmp_path)
    try:
        wait_for(tmp_path / "begun", process)
        supervised = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert len(supervised) == 1
        os.kill(int(supervised[0]), signal.SIGSTOP)  # it hears of nothing any longer
        assert interrupt(process, signal.SIGINT) < SOON
    finally:
        process.kill()
    assert process.returncode == 0
    said = (tmp_path / "said").read_text()
    assert said.endswith("small_walk 480p15: the page is closed.\n")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (signal.SIGKILL, "was killed by the system, most likely because memory ran out"),
        (signal.SIGSEGV, "broke down in a library (SIGSEGV)"),
    ],
)
def test_a_render_that_the_system_ends_says_so_and_leaves_nothing_behind(
    job: Job, tmp_path: Path, number: signal.Signals, told: str
) -> None:
    end = f"import os; os.kill(os.getpid(), {int(number)})"
    job.scene.write_text(SCENE.replace("BUSY", end), encoding="utf-8")
    words = ["render", str(job.scene), "--media", str(job.media), "--quality", "480p15"]
    process = start([*words, "--shards", "2"], tmp_path)
    try:
        assert process.wait(60) == 128 + number
    finally:
        process.kill()
    said = (tmp_path / "said").read_text()
    assert said.splitlines()[-1].startswith(f"small_walk 480p15: {told}")
    assert not list(job.media.glob("*/*.mp4"))
    assert [path for path in (job.media / ".work" / "480p15").iterdir() if path.is_dir()] == []


def test_a_pipe_that_nobody_reads_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    inlet, outlet = os.pipe()
    monkeypatch.setattr(interruption, "_outlet", None)
    interruption.report_to(outlet)
    for _ in range(3000):
        interruption.report_label("x" * 100)
    os.close(inlet)
    interruption.report_label("nobody")
    os.close(outlet)
