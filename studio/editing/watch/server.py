"""Serve the page to this machine alone."""

import re
import runpy
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from studio.editing.watch.page_state import PageState
from studio.job import ROOT, StudioError
from studio.scene.error_messages import explain

HERE = "127.0.0.1"
HEARTBEAT = 5.0  # seconds after which a page that has heard nothing hears that all is well
KINDS = {".mp4": "video/mp4", ".png": "image/png"}


class Server(ThreadingHTTPServer):
    """Serves the page, its `state`, and the files in `folder`.

    `go` is called with the number of the beat at which the page is.

    Raises StudioError when the port cannot be had.
    """

    daemon_threads = True

    def __init__(
        self, port: int, state: PageState, folder: Path, go: Callable[[int], None]
    ) -> None:
        self.state, self.folder, self.go = state, folder, go
        self.page = make_page().encode()
        try:
            super().__init__((HERE, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise StudioError(
                f"the page cannot be served at port {port} of {HERE} ({reason}): "
                "choose another PORT, or none for one that is free.",
                exit_code=1,
            ) from None

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"http://{HERE}:{self.server_port}/"

    def open(self) -> None:
        """Begin to serve."""
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def close(self) -> None:
        """End serving."""
        self.state.close()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: Any) -> None:
        """Keep quiet when a browser hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if not self._is_ours():
            return
        if self.path == "/":
            self._answer(self.server.page, "text/html; charset=utf-8")
        elif self.path == "/events":
            self._send_events()
        else:
            self._answer_file(self.path.rpartition("/")[2])

    def do_POST(self) -> None:
        if not self._is_ours():
            return
        found = re.fullmatch(r"/at/(\d{1,4})", self.path)
        if found:
            self.server.go(int(found[1]))
            self._answer(b"", "text/plain")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _is_ours(self) -> bool:
        """Refuse what other pages ask for under a name of theirs."""
        port = self.server.server_port
        if self.headers.get("Host") in {f"{HERE}:{port}", f"localhost:{port}"}:
            return True
        self.send_error(HTTPStatus.FORBIDDEN)
        return False

    def _answer(self, content: bytes, kind: str, part: str | None = None) -> None:
        self.send_response(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache" if kind.startswith("text") else "max-age=3600")
        if part:
            self.send_header("Content-Range", part)
        if kind.startswith("video"):
            self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        self.wfile.write(content)

    def _answer_file(self, name: str) -> None:
        file = self.server.folder / name
        if not re.fullmatch(r"[0-9a-f]+\.(mp4|png)", name) or not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content, part = file.read_bytes(), None
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted and int(wanted[1]) < len(content):
            first, last = int(wanted[1]), int(wanted[2] or len(content) - 1)
            last = min(last, len(content) - 1)
            part = f"bytes {first}-{last}/{len(content)}"
            content = content[first : last + 1]
        self._answer(content, KINDS[file.suffix], part)

    def _send_events(self) -> None:
        """Send what is shown, now and whenever it changes, until the page is closed."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"retry: 500\n\n")
        version = -1
        while newer := self.server.state.wait(version, HEARTBEAT):
            line = f"data: {newer[1].as_json()}" if newer[0] != version else ":"
            version = newer[0]
            self.wfile.write(f"{line}\n\n".encode())
            self.wfile.flush()


def make_page() -> str:
    """Return the page, in the colors of the project's themes.

    Raises StudioError when these cannot be read.
    """
    # The theme alone: its package would import Manim, and may be broken by an edit.
    try:
        themes = runpy.run_path(str(ROOT / "scenes" / "kit" / "theme.py"))["THEMES"]
    except Exception as error:
        raise StudioError(explain(error), exit_code=1) from error
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=True
    )
    return templates.get_template("page.html").render(themes=themes)
