"""The programs that color the landscape's pixels, in the shading language of OpenGL 3.3.

Positions are in world units: x and y of the loss, and z, its value times the height scale.
Rows of the picture are counted from the top.
"""

from scenes.kit.landscape.drawing.shaders.marks import (
    BALL_FRAGMENT,
    BALL_VERTEX,
    LINE_FRAGMENT,
    LINE_VERTEX,
    MESH_FRAGMENT,
    MESH_VERTEX,
)
from scenes.kit.landscape.drawing.shaders.terrain import (
    BACKDROP_FRAGMENT,
    BACKDROP_VERTEX,
    FRINGE_FRAGMENT,
    FRINGE_VERTEX,
    GROUND_VERTEX,
    SHADOW_FRAGMENT,
    SHADOW_VERTEX,
    ground_fragment,
)

__all__ = [
    "BACKDROP_FRAGMENT",
    "BACKDROP_VERTEX",
    "BALL_FRAGMENT",
    "BALL_VERTEX",
    "FRINGE_FRAGMENT",
    "FRINGE_VERTEX",
    "GROUND_VERTEX",
    "LINE_FRAGMENT",
    "LINE_VERTEX",
    "MESH_FRAGMENT",
    "MESH_VERTEX",
    "SHADOW_FRAGMENT",
    "SHADOW_VERTEX",
    "ground_fragment",
]
