"""Outlines as paths of Cairo, handed over whole instead of curve by curve."""

import ctypes

import cairo
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CLOSE = 1e-5, 1e-6  # relative and absolute: so near each other, two points are one to Manim
# Type and length of Cairo's path elements (cairo_path_data_t); a length counts the element's head.
MOVE_TO, CURVE_TO, CLOSE_PATH = (0, 2), (2, 4), (3, 1)


class _Path(ctypes.Structure):  # cairo_path_t
    _fields_ = (("status", ctypes.c_int), ("data", ctypes.c_void_p), ("length", ctypes.c_int))


def path_of(points: Array) -> Array:
    """Return the cubic Bézier curves of `points`, shape (n, 3), as Cairo keeps a path: (m, 2).

    As Manim has it, a curve goes on from the one before if it begins where that one ended, and a
    run of curves that ends where it began is closed.
    """
    corners = points[:, :2]
    curves = corners[: len(points) // 4 * 4].reshape(-1, 4, 2)
    gaps = 4 + 4 * np.flatnonzero(~_are_close(corners[3:-1:4], corners[4::4]))
    if len(curves) and len(gaps) == 0 and len(points) % 4 == 0:
        return _single_run(curves)
    starts, ends = np.append(0, gaps), np.append(gaps, len(points))
    runs = starts // 4 < ends // 4  # there may be a lone point
    starts, ends = starts[runs], ends[runs]
    closed = _are_close(corners[starts], corners[ends - 1])

    first, last = starts // 4, ends // 4 - 1
    lengths = np.full(len(curves), CURVE_TO[1])
    lengths[first] += MOVE_TO[1]
    lengths[last[closed]] += CLOSE_PATH[1]
    ahead = np.cumsum(lengths)
    places = ahead - CURVE_TO[1]
    places[last[closed]] -= CLOSE_PATH[1]

    path = np.zeros((ahead[-1] if len(curves) else 0, 2))
    heads = path.view(np.int32)[:, :2]
    heads[places] = CURVE_TO
    for i in (1, 2, 3):
        path[places + i] = curves[:, i]
    heads[places[first] - 2] = MOVE_TO
    path[places[first] - 1] = curves[first, 0]
    heads[ahead[last[closed]] - 1] = CLOSE_PATH
    return path


def _single_run(curves: Array) -> Array:
    """Return the path of `curves`, shape (n, 4, 2), that go on from one another: most paths."""
    count = len(curves)
    closed = bool(_are_close(curves[:1, 0], curves[-1:, 3])[0])
    path = np.zeros((2 + 4 * count + closed, 2))
    heads = path.view(np.int32)[:, :2]
    heads[0] = MOVE_TO
    path[1] = curves[0, 0]
    middle = slice(2, 2 + 4 * count)
    heads[middle][::4] = CURVE_TO
    path[middle].reshape(-1, 4, 2)[:, 1:] = curves[:, 1:]
    if closed:
        heads[-1] = CLOSE_PATH
    return path


def lay(context: "cairo.Context[cairo.ImageSurface]", path: Array) -> None:
    """Make `path` the path of `context`."""
    if _append is None:
        lay_piecewise(context, path)
    else:
        context.new_path()
        # Pycairo's header says where a context keeps Cairo's: right behind the object's head.
        pointer = ctypes.c_void_p.from_address(id(context) + object.__basicsize__)
        _append(pointer, ctypes.byref(_Path(0, path.ctypes.data, len(path))))


def lay_piecewise(context: "cairo.Context[cairo.ImageSurface]", path: Array) -> None:
    """Do the same piece by piece, where Cairo's own function is hidden."""
    context.new_path()
    heads = path.view(np.int32)[:, :2].tolist()
    place = 0
    while place < len(path):
        kind, length = heads[place]
        numbers = path[place + 1 : place + length].ravel().tolist()
        (context.move_to, context.line_to, context.curve_to, context.close_path)[kind](*numbers)
        place += length


def _find_append():  # type: ignore[no-untyped-def]
    """Return Cairo's own function, found through Pycairo, or None where it is hidden."""
    try:
        function = ctypes.CDLL(cairo._cairo.__file__).cairo_append_path  # type: ignore[attr-defined]
    except (AttributeError, OSError):
        return None
    function.argtypes, function.restype = (ctypes.c_void_p, ctypes.c_void_p), None
    return function


_append = _find_append()


def _are_close(first: Array, second: Array) -> NDArray[np.bool_]:
    relative, absolute = CLOSE
    near = np.abs(first - second) <= absolute + relative * np.abs(second)
    return np.asarray(near[:, 0] & near[:, 1])
