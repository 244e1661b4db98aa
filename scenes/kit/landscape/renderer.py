"""Draws landscapes off screen with OpenGL; the one place where an OpenGL object lives."""

from functools import cache
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape import shaders
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.landscape.marks import Ball, position
from scenes.kit.landscape.relief import SUN
from scenes.kit.landscape.solids import join

CLIP_DISTANCE = 0x3000  # GL_CLIP_DISTANCE0
SAMPLES = 4  # of each pixel's edges
LINE_WIDTH = 1 / 1500  # half a contour line's width, as a share of the picture's height
STRIDES = (4, 3, 2, 1)  # of the mesh: small triangles cost more than the pixels in them
SQUARE = 28  # the stride is the longest with which a square looks at most so many pixels wide
KEPT = 4  # grounds whose buffers are kept

BEHIND = ("mist_high", "mist_low", "sky_high", "sky_low")  # colors of the backdrop
LIGHT = ("sun_color", "sky_light", "ground_light")

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


@cache
def renderer() -> "Renderer":
    """Return the one renderer of this process."""
    return Renderer(open_context())


def _noise() -> NDArray[np.uint8]:
    """Return soft noise that tiles, 256 × 256, about 0.5 with a standard deviation of 0.15."""
    cells = 256
    waves = np.fft.rfft2(np.random.default_rng(3).standard_normal((cells, cells)))
    rate = np.hypot(np.fft.fftfreq(cells)[:, None], np.fft.rfftfreq(cells)) * cells
    rate[0, 0] = np.inf
    field = np.fft.irfft2(waves / rate**1.9 * np.exp(-((rate / 40) ** 2)), s=(cells, cells))
    shades = np.clip(255 * (0.5 + 0.15 * field / field.std()), 0, 255)
    return np.asarray(shades, dtype=np.uint8)


class Renderer:
    """An OpenGL context with its programs, and the buffers of the grounds seen last."""

    def __init__(self, context: Any) -> None:
        self.gl = context
        self.backdrop = context.program(shaders.BACKDROP_VERTEX, shaders.BACKDROP_FRAGMENT)
        self.behind = context.program(shaders.BACKDROP_VERTEX, shaders.BEHIND_FRAGMENT)
        self.terrains: dict[int, Any] = {}  # programs, by the number of balls
        self.solid = context.program(shaders.SOLID_VERTEX, shaders.SOLID_FRAGMENT)
        corners = context.buffer(np.array([-1, -1, 3, -1, -1, 3], dtype=np.float32))
        self.paint_backdrop = context.vertex_array(self.backdrop, [(corners, "2f", "corner")])
        self.paint_behind = context.vertex_array(self.behind, [(corners, "2f", "corner")])
        self.noise = context.texture((256, 256), 1, _noise().tobytes())
        self.ramp = context.texture((256, 1), 3, dtype="f4")
        self.ramp.repeat_x = False
        self.grounds: dict[str, Any] = {}
        self.painted: dict[tuple[int, int], tuple[Any, ...]] = {}  # what the backdrops show
        self.canvases: dict[tuple[int, int], tuple[Any, Any, Any]] = {}

    def draw(self, landscape: Landscape, width: int, height: int) -> NDArray[np.uint8]:
        """Return the picture of `landscape`, shape ``(height, width, 4)``, opaque RGBA."""
        with self.gl:  # the process may hold other contexts
            return self._draw(landscape, width, height)

    def _draw(self, landscape: Landscape, width: int, height: int) -> NDArray[np.uint8]:
        gl = self.gl
        canvas, resolved, backdrop = self._canvas(width, height)
        self.noise.use(0)
        self.ramp.use(1)
        backdrop.color_attachments[0].use(2)
        self.ramp.write(landscape.colors["ramp"].astype(np.float32).tobytes())
        air = self._air(landscape, width, height)
        balls = self._balls(landscape)
        terrain = self._terrain_program(len(balls))
        for program in (self.backdrop, self.behind, terrain, self.solid):
            _set(program, air)
        gl.disable(moderngl.DEPTH_TEST | moderngl.BLEND | moderngl.CULL_FACE)
        behind = tuple(air[name] for name in ("clearness", "horizon", *BEHIND))
        if self.painted.get((width, height)) != behind:
            self.painted[width, height] = behind
            backdrop.use()
            self.paint_backdrop.render()
        canvas.use()
        canvas.clear(depth=1.0)
        gl.enable(moderngl.DEPTH_TEST)
        _set(terrain, self._ground(landscape, height, balls))
        # Ground that the mist hides is left out. Ground seen from below would come to light there.
        gl.enable_direct(CLIP_DISTANCE)
        gl.enable(moderngl.CULL_FACE)
        gl.front_face = "cw"  # for the picture stands upside down
        self._draw_ground(landscape, height, terrain)
        gl.disable(moderngl.CULL_FACE)
        gl.disable_direct(CLIP_DISTANCE)
        gl.depth_func = "<="  # the backdrop stands at the far end, and fills what is left
        self.paint_behind.render()
        gl.depth_func = "<"
        gl.enable(moderngl.BLEND)
        gl.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._draw_marks(landscape)
        gl.copy_framebuffer(resolved, canvas)
        picture = np.frombuffer(resolved.read(components=4, alignment=1), dtype=np.uint8)
        return picture.reshape(height, width, 4)

    def _canvas(self, width: int, height: int) -> tuple[Any, Any, Any]:
        if (width, height) not in self.canvases:
            gl, size = self.gl, (width, height)
            samples = min(SAMPLES, gl.max_samples)
            canvas = gl.framebuffer(
                gl.renderbuffer(size, 4, samples=samples),
                gl.depth_renderbuffer(size, samples=samples),
            )
            resolved = gl.framebuffer(gl.renderbuffer(size, 4))
            self.canvases[size] = canvas, resolved, gl.framebuffer(gl.texture(size, 4))
        return self.canvases[width, height]

    def _terrain_program(self, balls: int) -> Any:
        if balls not in self.terrains:
            self.terrains[balls] = self.gl.program(
                shaders.TERRAIN_VERTEX, shaders.terrain_fragment(balls)
            )
        return self.terrains[balls]

    def _draw_ground(self, landscape: Landscape, height: int, program: Any) -> None:
        relief = landscape.relief
        pixels = landscape.view().pixels_per_unit(height) * relief.cell
        stride = next(step for step in STRIDES if step == 1 or step * pixels <= SQUARE)
        if relief.digest not in self.grounds:
            if len(self.grounds) >= KEPT:
                for old in self.grounds.pop(next(iter(self.grounds))).values():
                    old.release()
            buffers: dict[int, Any] = {0: np.ascontiguousarray(relief.vertices)}
            buffers |= {step: relief.triangles(step) for step in STRIDES}
            self.grounds[relief.digest] = {k: self.gl.buffer(v) for k, v in buffers.items()}
        buffers = self.grounds[relief.digest]
        names = ("place", "value", "gradient", "openness")
        ground = self.gl.vertex_array(
            program, [(buffers[0], "2f 1f 2f 2f", *names)], index_buffer=buffers[stride]
        )
        # Only the rows of the mesh that the mist lets see: y runs along the index buffer.
        reach = landscape.mist_radius.get_value() * np.array([-1, 1])
        seen = position(landscape.mist_center)[1] + reach - landscape.lower[1]
        rows = relief.cells // stride
        first, last = rows * seen / (landscape.upper[1] - landscape.lower[1])
        begin, end = int(np.clip(first, 0, rows)), int(np.clip(last + 1, 0, rows))
        if begin < end:
            ground.render(vertices=6 * rows * (end - begin), first=6 * rows * begin)
        ground.release()

    def _draw_marks(self, landscape: Landscape) -> None:
        solid = join([mark.solid(landscape) for mark in landscape.marks])
        if not len(solid.triangles):
            return
        columns = [solid.points, solid.normals, solid.colors]
        vertices = self.gl.buffer(np.concatenate(columns, axis=1).astype(np.float32))
        triangles = self.gl.buffer(np.ascontiguousarray(solid.triangles))
        names = ("position", "direction", "color")
        marks = self.gl.vertex_array(
            self.solid, [(vertices, "3f 3f 4f", *names)], index_buffer=triangles
        )
        marks.render()
        for part in (marks, vertices, triangles):
            part.release()

    def _air(self, landscape: Landscape, width: int, height: int) -> dict[str, Any]:
        view, extent = landscape.view(), landscape.extent
        distance = landscape.distance.get_value()
        radius = max(landscape.mist_radius.get_value(), 1e-6 * extent)
        lifted = np.clip((radius / extent - 0.6) / 1.6, 0, 1)
        far = distance + 6 * extent
        return {
            "size": (width, height),
            "noise": 0,
            "backdrop": 2,
            **{name: tuple(landscape.colors[name]) for name in (*BEHIND, *LIGHT)},
            "horizon": view.horizon,
            "clearness": lifted * lifted * (3 - 2 * lifted),
            "mist_center": tuple(landscape.on_ground(position(landscape.mist_center))),
            "mist_radius": radius,
            "middle": tuple((landscape.lower + landscape.upper) / 2),
            "reach": tuple((landscape.upper - landscape.lower) / 2),
            "extent": extent,
            "haze_start": 1.2 * extent,
            "haze_end": 3.4 * extent,
            "eye": tuple(view.eye),
            "sun": tuple(SUN),
            "projection": tuple(view.matrix(0.03 * distance, far).T.ravel()),
            "height_scale": landscape.height_scale,
        }

    @staticmethod
    def _balls(landscape: Landscape) -> NDArray[np.float32]:
        """Return center and radius of the balls that throw a shadow, (n, 4)."""
        balls = [mark.center(landscape) for mark in landscape.marks if isinstance(mark, Ball)]
        rows = [(*center, radius) for center, radius in balls if radius > 0]
        return np.array(rows[: shaders.MOST_BALLS], dtype=np.float32).reshape(-1, 4)

    @staticmethod
    def _ground(landscape: Landscape, height: int, balls: NDArray[np.float32]) -> dict[str, Any]:
        return {
            "ramp": 1,
            "lowest": landscape.lowest,
            "highest": landscape.highest,
            "spacing": landscape.spacing,
            "line_width": max(LINE_WIDTH * height, 0.35),
            "contour": (*landscape.colors["contour"], 0.55),
            "ball": balls,
        }


def _set(program: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name in program:  # the compiler drops what a program does not use
            if isinstance(value, np.ndarray):
                program[name].write(value.tobytes())
            else:
                program[name].value = value
