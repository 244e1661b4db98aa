"""Draws landscapes off screen with OpenGL; the one place where an OpenGL object lives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import moderngl
import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing import ground, solids, strokes
from scenes.kit.landscape.drawing.backdrop import Backdrop, Size
from scenes.kit.landscape.drawing.light import lit
from scenes.kit.landscape.drawing.mark_painter import MarkPainter
from scenes.kit.landscape.drawing.painter import named, open_context, set_uniforms
from scenes.kit.landscape.drawing.shot import EDGE, Shot
from scenes.kit.landscape.drawing.surface import COLOR, VALUE, Surface

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
Pixels = NDArray[np.uint8]

CLIP_DISTANCE, CEILING = 0x3000, 0x3001  # GL_CLIP_DISTANCE0: the mist; and 1: the ceiling
LINE_WIDTH = 1 / 1500  # half a contour line's width, as a share of the picture's height
# Half the thickness of a line along a crest, by so many times of which it comes before the ground:
# this bulges towards the eye right below.
CREST = 40.0
KEPT = 4  # grounds whose buffers are kept

LIGHT = ("sun_color", "sky_light", "ground_light")
GROUND = "2f 1f 2f 2f 3f"
GROUND_NAMES = ("place", "value", "gradient", "openness", "color")
OVER = (moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA, moderngl.ZERO, moderngl.ONE)
DARKEN = (moderngl.DST_COLOR, moderngl.ZERO, moderngl.ZERO, moderngl.ONE)


class LandscapeShot(Shot):
    """A shot that draws itself; OpenGL starts with the first one that is drawn."""

    def pixels(self, width: int, height: int) -> Pixels:
        """Return the picture, shape ``(height, width, 4)``, top row first, RGBA."""
        return renderer().draw(self, width, height)


class Canvases(NamedTuple):
    """What pictures of one size are drawn on: framebuffers for the picture and what stays of it."""

    picture: Any
    kept: Any
    backdrop: Backdrop


@dataclass
class Prospect:
    """What is seen of the ground itself, as long as the eye and the air stay as they are.

    `fringes`: columns of the corners of soft edges, four each, where the ground hides other ground
    or the sky.  `crests`: lines along these, on a block, as along its edges.
    `solid`: what was last seen built on it.  `kept`: what a framebuffer holds of it, "ground" or
    "all", which is with this solid.
    """

    digest: bytes
    mesh: ground.Mesh
    fringes: dict[str, Array]
    crests: solids.Solid
    solid: solids.Solid | None = None
    kept: str = ""


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


class Renderer(MarkPainter):
    """An OpenGL context with its programs, and the buffers of the grounds seen last."""

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self.noise = context.texture((256, 256), 1, _noise().tobytes())
        self.grounds: dict[Any, Surface] = {}
        self.canvases: dict[Size, Canvases] = {}
        self.prospects: dict[Size, Prospect] = {}  # the last of each size
        self.pictures: dict[Size, tuple[bytes, Pixels]] = {}  # the last of each size

    def draw(self, shot: Shot, width: int, height: int) -> Pixels:
        """Return the picture of `shot`, shape ``(height, width, 4)``, opaque RGBA, read-only."""
        size, digest = (width, height), shot.digest()
        last, picture = self.pictures.get(size, (b"", None))
        if picture is None or last != digest:
            with self.gl:  # the process may hold other contexts
                self._draw(shot, size)
                content = self._canvas(size).picture.read(components=4, alignment=1)
            picture = np.frombuffer(content, dtype=np.uint8).reshape(height, width, 4)
            self.pictures[size] = digest, picture
        return picture

    def _draw(self, shot: Shot, size: Size) -> None:
        gl, height = self.gl, size[1]
        picture, _, backdrop = self._canvas(size)
        self.noise.use(0)
        backdrop.canvas.color_attachments[0].use(1)
        pixel = 2 * shot.view.steep / height  # at distance 1
        air = shot.air() | {"size": size, "noise": 0, "backdrop": 1}
        prospect = self.prospects.get(size)
        if prospect is None or prospect.digest != shot.ground_digest:
            prospect = self.prospects[size] = self._prospect(shot, height, pixel)
            self._draw_ground(shot, prospect, air, size, picture)
            self._draw_built(shot, prospect, air, pixel, picture)
        else:
            self._copy_kept(shot, prospect, air, size, pixel)
        prospect.solid = shot.solid
        gl.enable(moderngl.BLEND)
        self._draw_shadows(shot, prospect.mesh, air)
        gl.blend_func = OVER
        self.draw_marks(shot, air, pixel, height, picture)
        gl.depth_func = "<="
        fringes = prospect.fringes
        edges = len(fringes["position"]) // 4
        self.paint("fringe", air, fringes, strokes.quad_triangles(edges))
        gl.depth_func = "<"

    def _copy_kept(
        self, shot: Shot, prospect: Prospect, air: dict[str, Any], size: Size, pixel: float
    ) -> None:
        """Let the picture hold what has not moved: the ground, and what is built on it as well."""
        picture, kept, _ = self._canvas(size)
        wanted = "all" if shot.solid is prospect.solid else "ground"
        if prospect.kept != wanted:
            self._draw_ground(shot, prospect, air, size, kept)
            if wanted == "all":
                self._draw_built(shot, prospect, air, pixel, kept)
            prospect.kept = wanted
        self.gl.copy_framebuffer(picture, kept)
        picture.use()
        if wanted == "ground":
            self._draw_built(shot, prospect, air, pixel, picture)

    def _draw_built(
        self, shot: Shot, prospect: Prospect, air: dict[str, Any], pixel: float, canvas: Any
    ) -> None:
        """Draw the lines along crests, and what is part of the ground, such as walls."""
        self.gl.enable(moderngl.BLEND)
        self.gl.blend_func = OVER
        canvas.depth_mask = False  # a crest hides nothing that stands on it
        self._draw_round(prospect.crests, shot.view, air, pixel)
        canvas.depth_mask = True
        self.draw_solid(shot, air, pixel)

    def _canvas(self, size: Size) -> Canvases:
        if size not in self.canvases:
            gl = self.gl
            picture, kept = (
                gl.framebuffer(gl.renderbuffer(size, 4), gl.depth_renderbuffer(size))
                for _ in range(2)
            )
            self.canvases[size] = Canvases(picture, kept, Backdrop(self, size))
        return self.canvases[size]

    # The ground

    def surface(self, shot: Shot) -> Surface:
        """Return the ground of a shot, in its light."""
        colors = (shot.colors[name].tobytes() for name in ("ramp", *LIGHT))
        key = shot.relief.digest, shot.height_scale, shot.levels, *colors
        if key not in self.grounds:
            if len(self.grounds) >= KEPT:
                self.grounds.pop(next(iter(self.grounds)))
            table = np.hstack([shot.relief.vertices, lit(shot)]).astype(np.float32)
            self.grounds[key] = Surface(table, shot.relief.cells)
        return self.grounds[key]

    def _prospect(self, shot: Shot, height: int, pixel: float) -> Prospect:
        mesh = ground.mesh(shot, height, self.surface(shot))
        ends, thirds = ground.outline(mesh, shot)
        below = (mesh.vertices[ends, VALUE] <= shot.ceiling).all(axis=1)
        ends, thirds = ends[below], thirds[below]
        crests = self._crests(shot, mesh.points[ends]) if shot.is_block else solids.NOTHING
        if shot.is_block:  # its crests are soft
            ends, thirds = ends[:0], thirds[:0]
        corners = strokes.fringes(
            mesh.points[ends],
            mesh.places[ends],
            mesh.vertices[ends, COLOR],
            mesh.points[thirds],
            shot.view.eye,
            pixel,
        ).reshape(-1, 7)
        fringes = named(corners, position=3, color=4)
        return Prospect(shot.ground_digest, mesh, fringes, crests)

    def _crests(self, shot: Shot, outlines: Array) -> solids.Solid:
        """Return lines along the outlines of a block, (n, 2, 3): pale ground melts into paper."""
        radii = np.full(2, EDGE * float(np.subtract(*shot.corners[::-1]).max()))
        color = np.append(shot.colors["edge"], 1.0)
        along = np.diff(outlines, axis=1)
        along *= 0.5 * radii[0] / np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), 1e-12)
        outlines = np.concatenate([outlines[:, :1] - along, outlines[:, 1:] + along], axis=1)
        return solids.join([solids.tube(outline, radii, color, CREST) for outline in outlines])

    def _draw_ground(
        self, shot: Shot, prospect: Prospect, air: dict[str, Any], size: Size, canvas: Any
    ) -> None:
        """Draw the backdrop and, in front of it, the bare ground."""
        gl, backdrop = self.gl, self._canvas(size).backdrop
        gl.disable(moderngl.DEPTH_TEST | moderngl.BLEND | moderngl.CULL_FACE)
        backdrop.show(air)
        gl.copy_framebuffer(canvas, backdrop.canvas)
        canvas.color_mask = False, False, False, False
        canvas.clear(depth=1.0)
        canvas.color_mask = True, True, True, True
        canvas.use()
        program = self.program("ground", shot.grid is not None)
        lowest, _, spacing = shot.levels
        lines = {
            "lowest": lowest,
            "spacing": spacing,
            "charted": min((shot.charted - lowest) / spacing, 1e6),
            "grazing": 0.1 * float(np.linalg.norm(shot.view.target - shot.view.eye)),
            "line_width": max(LINE_WIDTH * size[1], 0.35),
            "crowding": 0.1 * 1080 / max(size[1], 720),
            "contour": (*shot.colors["contour"], 0.55),
            "grid": shot.grid,
        }
        set_uniforms(program, air | lines)
        gl.blend_func = OVER
        with self._ground_sides():
            mesh = prospect.mesh
            vertices = gl.buffer(mesh.vertices)
            for wanted, blending in ((mesh.fading, True), (~mesh.fading, False)):
                (gl.enable if blending else gl.disable)(moderngl.BLEND)
                triangles = mesh.of_patches(wanted)
                self.render(program, [(vertices, GROUND, GROUND_NAMES)], triangles)
            vertices.release()

    def _draw_shadows(self, shot: Shot, mesh: ground.Mesh, air: dict[str, Any]) -> None:
        corners, casters = ground.shadowed(mesh, shot)
        columns: dict[str, NDArray[Any]] = {
            "place": corners[:, :2],
            "value": corners[:, 2:3],
            "gradient": corners[:, 3:5],
            "openness": corners[:, 5:7],
            "caster": casters,
        }
        self.gl.blend_func = DARKEN
        with self._ground_sides():
            self.gl.depth_func = "<="  # on the very triangles of the ground
            self.paint("shadow", air, columns)
            self.gl.depth_func = "<"

    @contextmanager
    def _ground_sides(self) -> Iterator[None]:
        """Return a context in which ground is drawn from above, where the mist shows it.

        Ground that the mist hides is left out, and what is higher than the ceiling. Ground seen
        from below would come to light there.
        """
        gl = self.gl
        gl.enable_direct(CLIP_DISTANCE)
        gl.enable_direct(CEILING)
        gl.enable(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        gl.front_face = "cw"  # for the picture stands upside down
        yield
        gl.disable(moderngl.CULL_FACE)
        gl.disable_direct(CLIP_DISTANCE)
        gl.disable_direct(CEILING)
