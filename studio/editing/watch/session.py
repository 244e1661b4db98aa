"""A watch: sees what was saved, has it rendered, and decides what the page shows."""

import queue
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from engine import interruption
from studio.editing.watch.file_watcher import SETTINGS, FileWatcher, snapshot
from studio.editing.watch.messages import (
    BeatsKnown,
    Ended,
    Failed,
    Message,
    Order,
    StillReady,
    VideoReady,
)
from studio.editing.watch.page_state import Content, PageState
from studio.editing.watch.render_process import RenderProcess
from studio.editing.watch.server import Server
from studio.job import Job, StudioError
from studio.render.folders import private_folder, sweep
from studio.scene.source import check_name, shown

QUIET = 0.06  # seconds without events: the editor has finished saving
LONGEST = 0.5  # seconds that it may take
ENDING = 0.15  # seconds that renders have to end by themselves when all ends
STILL_SERVED = 30.0  # seconds for which a file that is shown no longer may still be asked for


def watch(job: Job, port: int) -> None:
    """Show the clip of `job` on a page until it is interrupted.

    Raises StudioError when there is no such scene, or when the page cannot be served.
    """
    if not job.scene.is_file():
        raise StudioError(f"there is no scene file {shown(job.scene)}.")
    check_name(job.scene)  # which no edit of the file mends
    with private_folder(job, "watch") as folder:
        session = Session(job, folder)
        server = Server(port, session.page, folder, session.go)
        server.open()
        print(f"{shown(job.scene)} is shown at {server.address} (Ctrl-C ends it)", flush=True)
        try:
            session.run()
        finally:
            server.close()
            sweep(job.work, patience=0.1)  # a render may have been killed just now


class Session:
    """Renders what was saved, and updates the state of the page; all in one thread."""

    def __init__(self, job: Job, folder: Path) -> None:
        self._job, self._folder = job, folder
        self.page = PageState(Content(title=job.name, scene=shown(job.scene)))
        # A file was saved (None), the page is at a beat (its number), or a render sends a message.
        self._events: queue.SimpleQueue[int | tuple[int, Message] | None] = queue.SimpleQueue()
        self._files: dict[Path, bytes] = {}  # of which the newest render is made
        self._renders: list[RenderProcess] = []
        self._number = 0  # of the newest render
        self._begun = 0.0
        self._method = "forkserver" if sys.platform == "linux" else "spawn"

    def go(self, beat: int) -> None:
        """Note, from any thread, that the page is at `beat` now."""
        self._events.put(beat)

    def run(self) -> None:
        """Watch and render until it is interrupted."""
        watcher = FileWatcher(self._job.scene, lambda: self._events.put(None))
        watcher.start()
        try:
            self._render()
            first = last = 0.0  # when a saving began, and when it was seen to go on
            while True:
                interruption.check()
                with suppress(queue.Empty):
                    event = self._events.get(timeout=QUIET)
                    if event is None:
                        last = time.monotonic()
                        first = first or last
                    else:
                        self._note(event)
                now = time.monotonic()
                # An editor may write a scene under another name and then rename it.
                done = self._job.scene.exists() and now - last >= QUIET
                if first and (done or now - first >= LONGEST):
                    self._render(first)
                    first = 0.0
        finally:
            watcher.stop()
            for job in self._renders:
                job.end()
            time.sleep(ENDING if self._renders else 0)
            for job in self._renders:
                job.kill()

    def _render(self, begun: float | None = None) -> None:
        """Have the scene rendered if any file is not as it was."""
        files = snapshot(self._job.scene)
        if files == self._files:
            return
        if self._files and files.get(SETTINGS) != self._files.get(SETTINGS):
            self._method = "spawn"  # Manim reads them when it is imported
        self._files, self._begun = files, begun or time.monotonic()
        for job in self._renders:
            job.end()
        self._renders = [job for job in self._renders if job.is_alive()]
        self._number += 1
        content = self.page.content
        self.page.show(replace(content, render=self._number, busy=True, still=None))
        looks = tuple(beat.look for beat in content.beats)
        order = Order(self._number, self._job, self._folder, looks, content.at)
        self._renders.append(RenderProcess(self._method, order, self._events.put))

    def _note(self, event: int | tuple[int, Message]) -> None:
        """Note at which beat the page is, or what the newest render says."""
        content = self.page.content
        if isinstance(event, int):
            if event <= len(content.beats):
                self.page.show(replace(content, at=event))
        elif event[0] == self._number:
            self._note_message(content, event[1])

    def _note_message(self, content: Content, message: Message) -> None:
        match message:
            case StillReady():
                content = replace(content, still=message)
                self._say(f"beat {message.beat}: last frame")
            case BeatsKnown():
                content = content.with_beats(message)
                for remark in message.remarks:
                    print(f"  warning: {remark}.", file=sys.stderr, flush=True)
            case VideoReady():
                before, content = content, content.with_video(message)
                if message.beat == content.at and content != before:
                    self._say(f"beat {message.beat}: moving")
            case Failed():
                content = replace(content, still=None, error=message.message)
                print(message.message, file=sys.stderr, flush=True)
            case Ended():
                content = replace(content, busy=False)
                if message.code:
                    broken = f"the render broke down (code {message.code})."
                    content = replace(content, still=None, error=broken)
                elif content.error is None:
                    self._say("whole clip")
                self._tidy(content)
        self.page.show(content)

    def _say(self, what: str) -> None:
        print(f"  {what} after {time.monotonic() - self._begun:.1f} s", flush=True)

    def _tidy(self, content: Content) -> None:
        """Remove what the page shows no longer."""
        shown_files = content.files()
        for file in self._folder.glob("*.*"):
            if file.name not in shown_files and time.time() - file.stat().st_mtime > STILL_SERVED:
                file.unlink()
