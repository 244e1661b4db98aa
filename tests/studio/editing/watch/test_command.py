"""A watch begins and ends without leaving anything behind, and serves nobody else."""

import http.client
import os
import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.end_to_end.project_copy import Copy
from tests.studio.editing.watch.conftest import Watch, all_ended, processes_of, start_watch


def left_behind(watch: Watch) -> list[Path]:
    work = watch.project.root / "media" / ".work" / "480p15"
    return [path for path in work.iterdir() if path.is_dir()]


@pytest.mark.parametrize(
    ("moment", "delay"),
    # While libraries are imported, too.
    [("http://", 0), ("http://", 0.1), ("http://", 0.4), ("last frame", 0), ("whole clip", 0)],
)
def test_ctrl_c_leaves_nothing_behind(project: Copy, moment: str, delay: float) -> None:
    watch = start_watch(project)
    try:
        watch.hear(moment)
        time.sleep(delay)
        said = watch.interrupt()
    finally:
        watch.process.kill()
    assert said.endswith("turn 480p15: the page is closed.\n")  # and make says nothing of an error
    assert "Traceback" not in said
    assert all_ended(project.root)
    assert left_behind(watch) == []
    assert not list((project.root / "media").glob("480p15/*"))


def test_a_killed_watch_takes_its_processes_along(project: Copy) -> None:
    watch = start_watch(project)
    try:
        watch.address()
        while len(processes_of(project.root)) < 4:
            time.sleep(0.05)
        # All stand still before the first is killed: none tidies up after another.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for process in processes_of(project.root):
                if b"watch" in Path(f"/proc/{process}/cmdline").read_bytes():
                    os.kill(process, number)
        watch.process.communicate(timeout=30)
    finally:
        watch.process.kill()
    assert all_ended(project.root)
    assert len(left_behind(watch)) == 1
    again = start_watch(project)
    try:
        again.address()
        again.interrupt()
    finally:
        again.process.kill()
    assert left_behind(again) == []


def test_a_port_that_is_taken(project: Copy) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        watch = start_watch(project, f"PORT={port}")
        said, _ = watch.process.communicate(timeout=30)
    assert watch.process.returncode
    assert f"cannot be served at port {port} of 127.0.0.1" in said
    assert "choose another PORT" in said
    assert left_behind(watch) == []


def test_a_scene_that_does_not_exist(project: Copy) -> None:
    code, said = project.make("watch", "SCENE=nothing")
    assert code
    assert "SCENE is 'nothing'. It must be one of: count stroll walk" in said


def test_only_this_page_is_answered(project: Copy) -> None:
    watch = start_watch(project)
    try:
        place = urlsplit(watch.address()).netloc
        for path, host, status in [
            ("/", place, 200),
            ("/", place.replace("127.0.0.1", "localhost"), 200),
            ("/", "evil.example", 403),
            ("/../Makefile", place, 404),
            ("/text", place, 404),
        ]:
            connection = http.client.HTTPConnection(place, timeout=10)
            connection.request("GET", path, headers={"Host": host})
            assert connection.getresponse().status == status
            connection.close()
        watch.interrupt()
    finally:
        watch.process.kill()
