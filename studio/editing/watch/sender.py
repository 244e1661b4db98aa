"""How a render tells the session what it has, and hears that it is no longer wanted."""

import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from engine import interruption
from studio.editing.watch.messages import Message


class Sender:
    """Sends messages to the session, and ends the render when it is no longer wanted."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def __call__(self, message: Message) -> None:
        """Send `message`."""
        self.check()
        self._pipe.send(message)

    def check(self, frames: int = 0) -> None:
        """Raise Interrupted when the render is no longer wanted."""
        interruption.check()
        session = multiprocessing.parent_process()
        if session is None or not session.is_alive():
            raise interruption.Interrupted
