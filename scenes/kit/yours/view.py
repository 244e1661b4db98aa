"""What a curve and a map have in common: how walks go to their ends, and what marks these."""

from typing import Any

from manim import VGroup

from scenes.kit.yours.descents import Descents
from scenes.kit.yours.findings import Row
from scenes.kit.yours.pace import quickening


class View:
    """A picture of a loss on which the walks of `descents` go."""

    descents: Descents

    def walk_on(self) -> list[Any]:
        """Return the animations in which it goes on to its end."""
        return quickening([self.descents.first])

    def go_all(self) -> list[Any]:
        """Return the animations in which the others go to their ends."""
        return quickening(self.descents.others)

    def mark_first(self) -> VGroup:
        """Return the sign of the minimum in which the watched walk ends, if it is one."""
        end = int(self.descents.ends.kind[0])
        return self.mark_ends([Row((end,), "first", "", "")] if end >= 0 else [])

    def mark_ends(self, rows: list[Row]) -> VGroup:
        """Return the signs of the minima in which walks end, with their letters."""
        raise NotImplementedError
