"""The kit's own programs for pixels, in the words of WebGL 2: page and clips share one light."""

import re

from scenes.kit.landscape.drawing import shaders
from scenes.kit.landscape.drawing.shaders.air import AIR

FIRST_LINES = "#version 300 es\nprecision highp float;\nprecision highp sampler2D;"
# WebGL 2 clips nothing in the vertex program. Mist hides what a clip distance would, and what is
# higher than a cut is left out pixel by pixel.
CLIP_DISTANCE = re.compile(r"^ *gl_ClipDistance.*\n", re.MULTILINE)
CUT = """
uniform float cut;             // the level up to which there is ground
void main() {
    if (point.z > cut) discard;
"""

SEEN = re.compile(r"near = seen\(\w+\);")
MIXED = re.compile(r"mix\(texelFetch.*, face, near\)")

# The level face of what is cut off: hatched, as sections are in a drawing.
LID_VERTEX = (
    AIR
    + """
uniform mat4 projection;
uniform float height_scale, cut;
in vec2 place;
in float value;
out float level;
out vec2 at;
out float near;
void main() {
    vec3 here = vec3(place, height_scale * cut);
    level = value;
    at = place;
    near = seen(here);
    gl_Position = projection * vec4(here, 1.0);
}
"""
)
LID_FRAGMENT = """
#version 330
uniform sampler2D backdrop;
uniform vec3 face, edge;
uniform float cut, line_width;
in float level;
in vec2 at;
in float near;
out vec4 pixel;
void main() {
    if (level < cut) discard;
    float rim = clamp(line_width + 1.0 - (level - cut) / fwidth(level), 0.0, 1.0);
    float across = (at.x + at.y) * 28.0;
    float hatch = clamp(line_width + 0.5 - abs(fract(across) - 0.5) / fwidth(across), 0.0, 1.0);
    vec3 color = mix(face, edge, max(rim, 0.3 * hatch));
    pixel = vec4(mix(texelFetch(backdrop, ivec2(gl_FragCoord.xy), 0).rgb, color, near), 1.0);
}
"""
# The cut sides of the block.
WALL_VERTEX = (
    AIR
    + """
uniform mat4 projection;
in vec3 position;
out float near;
void main() {
    near = seen(position);
    gl_Position = projection * vec4(position, 1.0);
}
"""
)
WALL_FRAGMENT = """
#version 330
uniform sampler2D backdrop;
uniform vec3 face;
in float near;
out vec4 pixel;
void main() {
    pixel = vec4(mix(texelFetch(backdrop, ivec2(gl_FragCoord.xy), 0).rgb, face, near), 1.0);
}
"""
# Text, from a picture of all texts; `corner` in pixels, as deep as the place that it stands at.
TEXT_VERTEX = """
#version 330
uniform mat4 projection;
uniform vec2 size, sheet;
in vec2 corner, place;
in vec3 anchor;
out vec2 at;
void main() {
    at = place / sheet;
    vec4 deep = projection * vec4(anchor, 1.0);
    gl_Position = vec4(2.0 * corner / size - 1.0, deep.z / deep.w, 1.0);
}
"""
TEXT_FRAGMENT = """
#version 330
uniform sampler2D texts;
uniform float clearness;
in vec2 at;
out vec4 pixel;
void main() { pixel = texture(texts, at) * clearness; }
"""


def picture_programs() -> dict[str, dict[str, str]]:
    """Return the vertex and the fragment program of each kind of thing, by their names."""
    kinds = {
        "ground": (shaders.GROUND_VERTEX, shaders.ground_fragment(grid=False)),
        "shadow": (shaders.SHADOW_VERTEX, shaders.SHADOW_FRAGMENT),
        "mesh": (shaders.MESH_VERTEX, shaders.MESH_FRAGMENT),
        "ball": (shaders.BALL_VERTEX, shaders.BALL_FRAGMENT),
        "line": (shaders.LINE_VERTEX, shaders.LINE_FRAGMENT),
        "backdrop": (shaders.BACKDROP_VERTEX, shaders.BACKDROP_FRAGMENT),
    }
    vertex, fragment = kinds["ground"]
    kinds["lid"] = LID_VERTEX, LID_FRAGMENT
    kinds["wall"] = WALL_VERTEX, WALL_FRAGMENT
    kinds["text"] = TEXT_VERTEX, TEXT_FRAGMENT
    kinds["cut_ground"] = vertex, fragment.replace("void main() {\n", CUT)
    for kind in ("ground", "cut_ground", "wall"):  # in clear air, which takes half of the time
        vertex, fragment = kinds[kind]
        kinds[f"clear_{kind}"] = SEEN.sub("near = 1.0;", vertex), MIXED.sub("face", fragment)
    return {
        kind: {"vertex": _for_the_web(vertex), "fragment": _for_the_web(fragment)}
        for kind, (vertex, fragment) in kinds.items()
    }


def _for_the_web(program: str) -> str:
    return CLIP_DISTANCE.sub("", program.strip().replace("#version 330", FIRST_LINES))
