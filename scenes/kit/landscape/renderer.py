"""Draws landscapes off screen with OpenGL; the one place where an OpenGL object lives."""

from functools import cache
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape import ground, strokes
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.landscape.marks import Ball, position
from scenes.kit.landscape.painter import Painter, open_context, set_uniforms
from scenes.kit.landscape.relief import SUN
from scenes.kit.landscape.solids import Solid, join
from scenes.kit.landscape.view import FIELD_OF_VIEW, View

CLIP_DISTANCE = 0x3000  # GL_CLIP_DISTANCE0
LINE_WIDTH = 1 / 1500  # half a contour line's width, as a share of the picture's height
KEPT = 4  # grounds whose buffers are kept
SHADOW = 5  # how far from a ball its shadow can be seen, in its radii

BEHIND = ("mist_high", "mist_low", "sky_high", "sky_low")  # colors of the backdrop
LIGHT = ("sun_color", "sky_light", "ground_light")
GROUND = "2f 1f 2f 2f 3f"
GROUND_NAMES = ("place", "value", "gradient", "openness", "color")
OVER = (moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA, moderngl.ZERO, moderngl.ONE)
DARKEN = (moderngl.DST_COLOR, moderngl.ZERO, moderngl.ZERO, moderngl.ONE)


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


class Renderer(Painter):
    """An OpenGL context with its programs, and the buffers of the grounds seen last."""

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self.noise = context.texture((256, 256), 1, _noise().tobytes())
        self.grounds: dict[Any, Any] = {}  # vertices and their colors
        self.painted: dict[tuple[int, int], tuple[Any, ...]] = {}  # what the backdrops show
        self.canvases: dict[tuple[int, int], tuple[Any, Any]] = {}

    def draw(self, landscape: Landscape, width: int, height: int) -> NDArray[np.uint8]:
        """Return the picture of `landscape`, shape ``(height, width, 4)``, opaque RGBA."""
        with self.gl:  # the process may hold other contexts
            self._draw(landscape, width, height)
            canvas, _ = self._canvas(width, height)
            picture = np.frombuffer(canvas.read(components=4, alignment=1), dtype=np.uint8)
        return picture.reshape(height, width, 4)

    def _draw(self, landscape: Landscape, width: int, height: int) -> None:
        gl, view = self.gl, landscape.view()
        canvas, backdrop = self._canvas(width, height)
        self.noise.use(0)
        backdrop.color_attachments[0].use(1)
        air = self._air(landscape, view, width, height)
        gl.disable(moderngl.DEPTH_TEST | moderngl.BLEND | moderngl.CULL_FACE)
        behind = tuple(air[name] for name in ("clearness", "horizon", *BEHIND))
        if self.painted.get((width, height)) != behind:
            self.painted[width, height] = behind
            backdrop.use()
            corners = np.array([[-1, -1], [3, -1], [-1, 3]])
            self.paint("backdrop", air, {"corner": corners})
        gl.copy_framebuffer(canvas, backdrop)
        canvas.color_mask = False, False, False, False
        canvas.clear(depth=1.0)
        canvas.color_mask = True, True, True, True
        canvas.use()
        gl.enable(moderngl.DEPTH_TEST)
        self._draw_ground(landscape, view, air, height)
        gl.enable(moderngl.BLEND)
        gl.blend_func = OVER
        solid = join([mark.solid(landscape) for mark in landscape.marks])
        self._draw_marks(solid, view, air)
        self._draw_outline(landscape, view, air, height)

    def _canvas(self, width: int, height: int) -> tuple[Any, Any]:
        if (width, height) not in self.canvases:
            gl, size = self.gl, (width, height)
            depth = gl.depth_renderbuffer(size)
            self.canvases[size] = (
                gl.framebuffer(gl.renderbuffer(size, 4), depth),
                gl.framebuffer(gl.texture(size, 4)),
            )
        return self.canvases[width, height]

    # The ground

    def _draw_ground(
        self, landscape: Landscape, view: View, air: dict[str, Any], height: int
    ) -> None:
        gl, mesh = self.gl, self._mesh(landscape, view, height)
        sight = ground.Sight(
            np.array(air["mist_center"]),
            air["mist_radius"],
            air["clearness"] == 1,
            np.array(air["middle"]),
            np.array(air["reach"]),
            air["extent"],
        )
        fading, full = ground.squares(mesh, view, sight)
        vertices = self._vertices(landscape)
        program = self.program("ground", not sight.clear, landscape.grid is not None)
        set_uniforms(program, air | self._lines(landscape, height))
        # Ground that the mist hides is left out. Ground seen from below would come to light there.
        gl.enable_direct(CLIP_DISTANCE)
        gl.enable(moderngl.CULL_FACE)
        gl.front_face = "cw"  # for the picture stands upside down
        gl.blend_func = OVER
        for squares, blending in ((fading, True), (full, False)):
            (gl.enable if blending else gl.disable)(moderngl.BLEND)
            self.render(program, [(vertices, GROUND, GROUND_NAMES)], mesh.triangles(squares))
        gl.enable(moderngl.BLEND)
        gl.blend_func = DARKEN
        gl.depth_func = "<="  # on the very triangles that were just drawn
        self.paint("shadow", air, self._shadows(landscape, mesh, sight))
        gl.depth_func = "<"
        gl.disable(moderngl.CULL_FACE)
        gl.disable_direct(CLIP_DISTANCE)

    @staticmethod
    def _shadows(
        landscape: Landscape, mesh: ground.Mesh, sight: ground.Sight
    ) -> dict[str, NDArray[Any]]:
        """Return the corners of the ground's triangles around each ball, and the ball."""
        triangles, balls = [np.zeros(0, dtype=np.int32)], [np.zeros((0, 4))]
        for mark in landscape.marks:
            if not isinstance(mark, Ball):
                continue
            center, radius = mark.center(landscape)
            if radius > 0 and np.hypot(*(center - sight.mist_center)[:2]) < sight.mist_radius:
                around = ground.around(mesh, center[:2], SHADOW * radius)
                triangles.append(mesh.triangles(around))
                balls.append(np.tile([*center, radius], (len(triangles[-1]), 1)))
        corners = landscape.relief.vertices[np.concatenate(triangles)]
        return {
            "place": corners[:, :2],
            "value": corners[:, 2:3],
            "gradient": corners[:, 3:5],
            "openness": corners[:, 5:],
            "caster": np.concatenate(balls),
        }

    @staticmethod
    def _mesh(landscape: Landscape, view: View, height: int) -> ground.Mesh:
        stride = ground.stride_for(landscape.relief, view, height)
        return ground.mesh(landscape.relief, landscape.height_scale, stride)

    def _ground(self, landscape: Landscape) -> tuple[Any, NDArray[np.float64]]:
        colors = {name: landscape.colors[name] for name in ("ramp", *LIGHT)}
        colors["range"] = np.array([landscape.lowest, landscape.highest])
        key = landscape.relief.digest, *(value.tobytes() for value in colors.values())
        if key not in self.grounds:
            if len(self.grounds) >= KEPT:
                self.grounds.pop(next(iter(self.grounds)))[0].release()
            light = ground.lit(landscape.relief, landscape.height_scale, colors, SUN)
            vertices = np.hstack([landscape.relief.vertices, light]).astype(np.float32)
            self.grounds[key] = self.gl.buffer(vertices), light
        found: tuple[Any, NDArray[np.float64]] = self.grounds[key]
        return found

    def _vertices(self, landscape: Landscape) -> Any:
        return self._ground(landscape)[0]

    def _draw_outline(
        self, landscape: Landscape, view: View, air: dict[str, Any], height: int
    ) -> None:
        """Soften the edges where the ground hides other ground or the sky."""
        mesh = self._mesh(landscape, view, height)
        ends, thirds = ground.outline(mesh, view.eye)
        away = mesh.points[ends[:, 0], :2] - air["mist_center"][:2]
        seen = np.hypot(*away.T) < air["mist_radius"]
        ends, thirds = ends[seen], thirds[seen]
        light = self._ground(landscape)[1]
        corners = strokes.fringes(
            mesh.points[ends], light[ends], mesh.points[thirds], view.eye, air["pixel"]
        ).reshape(-1, 7)
        self.gl.depth_func = "<="
        self.paint(
            "fringe",
            air,
            {"position": corners[:, :3], "color": corners[:, 3:]},
            strokes.quad_triangles(len(ends)),
        )
        self.gl.depth_func = "<"

    @staticmethod
    def _lines(landscape: Landscape, height: int) -> dict[str, Any]:
        return {
            "lowest": landscape.lowest,
            "spacing": landscape.spacing,
            "line_width": max(LINE_WIDTH * height, 0.35),
            "crowding": 0.1 * 1080 / max(height, 720),
            "contour": (*landscape.colors["contour"], 0.55),
            "grid": landscape.grid,
        }

    # What stands on it

    def _draw_marks(self, solid: Solid, view: View, air: dict[str, Any]) -> None:
        triangles = solid.triangles
        columns = {"position": solid.points, "direction": solid.normals, "color": solid.colors}
        opaque = solid.colors[triangles[:, 0], 3] == 1
        self.paint("mesh", air | {"swell": 0.0, "shell": False}, columns, triangles[opaque])
        shell = {"swell": air["pixel"], "shell": True}
        self.paint("mesh", air | shell, columns, triangles[opaque])
        balls = strokes.quads(solid.balls, view.eye, view.axes[1], air["pixel"]).reshape(-1, 12)
        columns = {
            "position": balls[:, :3],
            "center": balls[:, 3:6],
            "radius": balls[:, 6:7],
            "size": balls[:, 7:8],
            "color": balls[:, 8:],
        }
        self.paint("ball", air, columns, strokes.quad_triangles(len(solid.balls)))
        points, corners = strokes.ribbons(solid.lines, view.eye, air["pixel"])
        columns = {
            "position": points[:, :3],
            "across": points[:, 3:6],
            "toward": points[:, 6:9],
            "measure": points[:, 9:11],
            "color": points[:, 11:],
        }
        self.paint("line", air, columns, corners)
        columns = {"position": solid.points, "direction": solid.normals, "color": solid.colors}
        self.paint("mesh", air | {"swell": 0.0, "shell": False}, columns, triangles[~opaque])

    def _air(self, landscape: Landscape, view: View, width: int, height: int) -> dict[str, Any]:
        extent = landscape.extent
        distance = landscape.distance.get_value()
        radius = max(landscape.mist_radius.get_value(), 1e-6 * extent)
        lifted = float(np.clip((radius / extent - 0.6) / 1.6, 0, 1))
        far = distance + 6 * extent
        return {
            "size": (width, height),
            "pixel": 2 * np.tan(np.radians(FIELD_OF_VIEW) / 2) / height,
            "noise": 0,
            "backdrop": 1,
            **{name: tuple(landscape.colors[name]) for name in (*BEHIND, *LIGHT)},
            "horizon": view.horizon,
            "clearness": lifted * lifted * (3 - 2 * lifted),
            "mist_center": tuple(landscape.on_ground(position(landscape.mist_center))),
            "mist_radius": radius,
            "middle": tuple((landscape.lower + landscape.upper) / 2),
            "reach": tuple((landscape.upper - landscape.lower) / 2),
            "extent": extent,
            "haze": ground.HAZE,
            "rim": ground.RIM,
            "sight": ground.SIGHT,
            "eye": tuple(view.eye),
            "sun": tuple(SUN),
            "projection": view.matrix(0.03 * distance, far).T.astype(np.float32),
            "height_scale": landscape.height_scale,
        }
