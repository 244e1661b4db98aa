"""What the renderer asks of OpenGL: a context without a screen, programs, triangles."""

from functools import cache
from itertools import accumulate
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing import shaders

MISSING = (
    "A landscape needs OpenGL off screen, and none was found ({reason}): install EGL and Mesa "
    "(Debian, Ubuntu: apt-get install libegl1 libgl1-mesa-dri; "
    "Fedora: dnf install mesa-libEGL mesa-dri-drivers)."
)


def open_context() -> Any:
    """Return an OpenGL 3.3 context that needs no screen.

    Raises RuntimeError, which says what to install, where there is none.
    """
    reasons = []
    attempts: tuple[dict[str, Any], ...] = ({"backend": "egl"}, {})
    for settings in attempts:
        try:
            return moderngl.create_standalone_context(require=330, **settings)
        except Exception as error:  # the back ends raise whatever they like
            reasons.append(str(error))
    raise RuntimeError(MISSING.format(reason=reasons[0] or "no driver"))


class Painter:
    """An OpenGL context with the programs that were needed so far."""

    def __init__(self, context: Any) -> None:
        self.gl = context
        self.programs: dict[Any, Any] = {}

    def program(self, kind: str, grid: bool = False) -> Any:
        """Return the program for one kind of thing; the ground may have a grid."""
        key = kind, grid
        if key not in self.programs:
            vertex = getattr(shaders, f"{kind.upper()}_VERTEX")
            if kind == "ground":
                fragment = shaders.ground_fragment(grid)
            else:
                fragment = getattr(shaders, f"{kind.upper()}_FRAGMENT")
            self.programs[key] = self.gl.program(vertex, fragment)
        return self.programs[key]

    def paint(
        self,
        kind: str,
        values: dict[str, Any],
        columns: dict[str, NDArray[Any]],
        triangles: NDArray[np.int32] | None = None,
    ) -> None:
        """Draw triangles whose corners have these columns with one of the programs."""
        data = np.hstack(list(columns.values())).astype(np.float32)
        if not data.size or (triangles is not None and not triangles.size):
            return
        program = self.program(kind)
        set_uniforms(program, values)
        layout = " ".join(f"{column.shape[1]}f" for column in columns.values())
        vertices = self.gl.buffer(data)
        self.render(program, [(vertices, layout, tuple(columns))], triangles)
        vertices.release()

    def render(
        self, program: Any, content: list[tuple[Any, str, tuple[str, ...]]], triangles: Any
    ) -> None:
        """Draw triangles whose corners are in buffers of these layouts and names."""
        if triangles is not None and not triangles.size:
            return
        index = None if triangles is None else self.gl.buffer(np.ascontiguousarray(triangles))
        used = [(buffer, *_used(program, layout, names)) for buffer, layout, names in content]
        vertices = self.gl.vertex_array(program, used, index_buffer=index)
        vertices.render()
        vertices.release()
        if index is not None:
            index.release()


def named(table: NDArray[Any], **widths: int) -> dict[str, NDArray[Any]]:
    """Return the columns of `table` by their names; `widths`: how many each name has, in turn.

    >>> named(np.array([[1, 2, 3]]), place=2, value=1)
    {'place': array([[1, 2]]), 'value': array([[3]])}
    """
    ends = accumulate(widths.values())
    return {
        name: table[:, end - width : end]
        for (name, width), end in zip(widths.items(), ends, strict=True)
    }


def _used(program: Any, layout: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return layout and names without the columns that a program's compiler has dropped."""
    kept = [(part, name) for part, name in zip(layout.split(), names, strict=True)]
    parts = [part if name in _names(program) else f"{4 * int(part[:-1])}x" for part, name in kept]
    return " ".join(parts), *(name for _, name in kept if name in _names(program))


@cache
def _names(program: Any) -> frozenset[str]:
    """Return what a program knows by name: its compiler drops what it does not use."""
    return frozenset(program)


def set_uniforms(program: Any, values: dict[str, Any]) -> None:
    """Give a program the values that it uses, and leave out the rest."""
    names = _names(program)
    for name, value in values.items():
        if name in names:
            if isinstance(value, np.ndarray):
                program[name].write(value.tobytes())
            else:
                program[name].value = value
