"""The programs for the ground, its backdrop, its outlines and the shadows on it.

The light that falls on the ground is worked out beforehand, point by point: a pixel costs more
than a corner of a triangle.
"""

from scenes.kit.landscape.drawing.shaders.air import AIR, DISPLAY

BACKDROP_VERTEX = """
#version 330
in vec2 corner;
void main() { gl_Position = vec4(corner, 1.0, 1.0); }
"""

BACKDROP_FRAGMENT = """
#version 330
uniform vec2 size;             // of the picture, in pixels
uniform sampler2D noise;
uniform bool is_sky;           // or mist
uniform vec3 high, low;
uniform float horizon;         // its row; for mist, the first
out vec4 pixel;
void main() {
    vec2 at = gl_FragCoord.xy - vec2(0.0, horizon), place = at / size.y;
    float cloud = texture(noise, place * vec2(0.32, 0.55) + vec2(0.13, 0.41)).r - 0.5;
    // Ground that ends below the horizon ends in the haze, and not in the dark of the high sky.
    float down = is_sky ? smoothstep(-0.75, 0.0, place.y + 0.13 * cloud)
        : clamp(place.y + 0.85 * cloud, -0.2, 1.2);
    // A hair of noise keeps the gradients of eight bits from banding.
    float grain = fract(52.9829189 * fract(dot(at, vec2(0.06711056, 0.00583715))));
    pixel = vec4(mix(high, low, down) + (grain - 0.5) / 255.0, 1.0);
}
"""

GROUND_VERTEX = (
    AIR
    + """
uniform mat4 projection;
uniform float height_scale;
uniform vec2 size;
uniform float lowest, spacing, crowding, grazing;
uniform float ceiling;         // the value up to which there is ground
uniform vec4 contour;          // color and opacity
in vec2 place;
in float value;
in vec2 gradient;
in vec3 color;
out vec3 point;
out float flat_level;          // levels are counted in contour lines from the lowest
out vec2 slope;
out vec3 shade;
out vec2 lines;                // pixels from one to the next, opacity
out float near;
out float lean;

// How far the picture moves, in pixels, for a move along the ground.
vec2 moved(vec4 at, vec4 by) { return 0.5 * size * (by.xy * at.w - at.xy * by.w) / (at.w * at.w); }

void main() {
    vec3 here = vec3(place, height_scale * value);
    point = vec3(place, (value - lowest) / spacing);
    gl_Position = projection * vec4(here, 1.0);
    flat_level = (value - 0.5 * dot(gradient, place) - lowest) / spacing;
    slope = 0.5 * gradient / spacing;
    shade = color;
    near = seen(here);
    // Where the eye looks along a slope, a step up is seen as one forward or back: so many levels
    // for a step of one; but for none at an outline, where so little is off.
    vec3 ray = here - eye;
    float climb = height_scale * dot(gradient, ray.xy);
    float steep = min(ray.z - climb, 0.0);
    lean = climb * steep / (steep * steep + grazing * grazing);
    // The level changes by this much from pixel to pixel; worked out from the gradient, which is
    // smooth, and not in the triangle, whose slope jumps from one to the next.
    mat2 steps = mat2(
        moved(gl_Position, projection * vec4(1.0, 0.0, height_scale * gradient.x, 0.0)),
        moved(gl_Position, projection * vec4(0.0, 1.0, height_scale * gradient.y, 0.0))
    );
    vec2 change = vec2(
        steps[1].y * gradient.x - steps[0].y * gradient.y,
        steps[0].x * gradient.y - steps[1].x * gradient.x
    );
    float pixels = spacing * abs(determinant(steps)) * inversesqrt(max(dot(change, change), 1e-12));
    // Lines that stand close together fade, rather than fill the ground.
    lines = vec2(min(pixels, 1e4), contour.a * clamp(pixels * crowding - 0.4, 0.0, 1.0));
    gl_ClipDistance[0] = mist_radius - distance(place, mist_center.xy);
    gl_ClipDistance[1] = ceiling - value;
}
"""
)

GROUND_FRAGMENT = """
#ifdef GRID
uniform vec2 grid;             // width of its meshes along x and y
#endif
uniform float line_width;
uniform float charted;         // the level up to which there are lines
uniform vec4 contour;
in vec3 point;                 // its height as a level
in float flat_level;
in vec2 slope;
in vec3 shade;
in vec2 lines;
in float near;
in float lean;
out vec4 pixel;
void main() {
    // Inside a triangle the mean of the corners' tangent planes is better than the triangle: it is
    // exact where the loss is quadratic, so that the contour lines have no kinks.
    float level = flat_level + dot(slope, point.xy);
    // So the ground lies above the triangle, or below it, and is seen a bit before or behind it.
    level += lean * (level - point.z);
    float off = abs(fract(level) - 0.5) * lines.x;
    float line = clamp(line_width + 0.5 - off, 0.0, 1.0) * lines.y;
    line *= step(floor(level) + 0.5, charted);
#ifdef GRID
    vec2 along = dFdx(point.xy), down = dFdy(point.xy);
    vec2 cross = abs(fract(point.xy / grid + 0.5) - 0.5) * grid
        * inversesqrt(max(along * along + down * down, 1e-12));
    line = max(line, 0.5 * contour.a * clamp(line_width + 0.5 - min(cross.x, cross.y), 0.0, 1.0));
#endif
    pixel = vec4(mix(shade, contour.rgb, line), near);
}
"""

SHADOW_VERTEX = (
    AIR
    + """
uniform mat4 projection;
uniform float height_scale;
uniform float ceiling;
in vec2 place;
in float value;
in vec2 gradient;
in vec2 openness;
in vec4 caster;                // center and radius of the ball
out vec3 point;
out vec3 upright;
flat out vec4 ball;
out vec2 open;                 // to the sun and to the sky
out float near;
void main() {
    point = vec3(place, height_scale * value);
    upright = vec3(-gradient * height_scale, 1.0);
    open = openness;
    ball = caster;
    near = seen(point);
    gl_ClipDistance[0] = mist_radius - distance(place, mist_center.xy);
    gl_ClipDistance[1] = ceiling - value;
    gl_Position = projection * vec4(point, 1.0);
}
"""
)

SHADOW_FRAGMENT = (
    "#version 330"
    + DISPLAY
    + """
uniform vec3 sun, sun_color, sky_light, ground_light;
in vec3 point;
flat in vec4 ball;
in vec3 upright;
in vec2 open;
in float near;
out vec4 pixel;
void main() {
    vec3 normal = normalize(upright);
    vec3 to = (ball.xyz - point) / ball.w;  // in radii of the ball
    float apart = dot(to, to), along = dot(to, sun);
    float contact = max(dot(normal, to), 0.0) * inversesqrt(apart) / apart;
    contact *= 1.0 - smoothstep(4.0, 9.0, apart);
    float shadow = 1.0 - smoothstep(0.5, 1.55, apart - along * along);
    float fade = along > 0.0 ? clamp(1.3 - 0.14 * along, 0.0, 1.0) : 0.0;
    vec3 sky = 0.3 * mix(ground_light, sky_light, 0.5 + 0.5 * normal.z) * open.y;
    vec3 direct = 0.3 * sun_color * max(dot(normal, sun), 0.0) * open.x;
    vec3 dark = sky * (1.0 - 0.75 * min(contact, 1.0)) + direct * (1.0 - 0.85 * fade * shadow);
    pixel = vec4(mix(vec3(1.0), display(dark) / display(sky + direct), near), 1.0);
}
"""
)

FRINGE_VERTEX = (
    AIR
    + """
uniform mat4 projection;
in vec3 position;
in vec4 color;
out vec4 shade;
void main() {
    shade = vec4(color.rgb, color.a * seen(position));
    gl_Position = projection * vec4(position, 1.0);
}
"""
)

FRINGE_FRAGMENT = """
#version 330
in vec4 shade;
out vec4 pixel;
void main() { pixel = shade; }
"""


def ground_fragment(grid: bool) -> str:
    """Return the program that colors the ground, with the lines of a grid or without."""
    return "#version 330\n" + "#define GRID\n" * grid + GROUND_FRAGMENT
