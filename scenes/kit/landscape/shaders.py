"""The programs that color the landscape's pixels, in the shading language of OpenGL 3.3.

Positions are in world units: x and y of the loss, and z, its value times the height scale.
Rows of the picture are counted from the top.
"""

MOST_BALLS = 32  # balls that throw a shadow on the ground

COMMON = """
#version 330
uniform vec2 size;             // of the picture, in pixels
uniform sampler2D noise;       // tiles seamlessly, 0 … 1
uniform sampler2D backdrop;    // what is behind the ground, pixel for pixel
uniform float clearness;       // 0: all is mist, 1: the mist is gone
uniform vec3 mist_center;
uniform float mist_radius;
uniform float extent;          // the larger side of the loss's domain
uniform vec3 sun, sun_color, sky_light, ground_light;

vec3 display(vec3 light) {  // from linear light to sRGB, with a soft shoulder for highlights
    vec3 held = light * (1.0 + light * 0.18) / (1.0 + light * 0.34);
    vec3 root = sqrt(max(held, 0.0));  // a sum of roots is quicker than the power of 1 / 2.2
    return 0.947 * root + 0.099 * sqrt(root) - 0.046 * held;  // and within 1.2 / 255 of it
}

vec3 background() { return texelFetch(backdrop, ivec2(gl_FragCoord.xy), 0).rgb; }

vec3 in_air(vec3 color, vec3 point, float near) {  // what mist and distance leave of it
    vec2 away = point.xy - mist_center.xy;
    float wisp = 0.5;
    if (clearness < 1.0)
        wisp = texture(noise, point.xy / extent * 0.9 + point.z / extent * vec2(0.6, 0.9)).r;
    float far = length(away) / mist_radius;  // 1 where nothing is seen any more
    far += far * max(1.0 - far, 0.0) * (1.0 - clearness)
        * (2.6 * (wisp - 0.5) + 0.5 * (mist_center.z - point.z) / mist_radius);
    float left = near * (1.0 - smoothstep(0.40, 1.0, far));
    return left > 0.998 ? color : mix(background(), color, left);
}

float grain() {  // a hair of noise keeps the gradients of eight bits from banding
    return fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
}

vec4 finished(vec3 color) { return vec4(color + grain() / 255.0, 1.0); }
"""

NEARNESS = """
#version 330
uniform mat4 projection;
uniform vec3 eye;
uniform vec2 middle, reach;          // of the ground that is drawn: its center, half its size
uniform float haze_start, haze_end;  // distances from the eye
out float near;

float nearness(vec3 point) {  // 1 close by, 0 in the haze and at the edge of the ground
    vec2 edge = abs(point.xy - middle) / reach;
    float rim = length(max(edge - 0.55, 0.0)) / 0.42;
    float haze = smoothstep(haze_start, haze_end, distance(eye, point));
    return (1.0 - haze) * (1.0 - smoothstep(0.0, 1.0, rim));
}
"""

BACKDROP_VERTEX = """
#version 330
in vec2 corner;
void main() { gl_Position = vec4(corner, 1.0, 1.0); }
"""

BACKDROP_FRAGMENT = (
    COMMON
    + """
uniform vec3 mist_high, mist_low, sky_high, sky_low;
uniform float horizon;  // its row, as a share of the height
out vec4 pixel;
void main() {
    float down = gl_FragCoord.y / size.y;
    vec2 place = gl_FragCoord.xy / size.y;
    float cloud = texture(noise, place * vec2(0.32, 0.55) + vec2(0.13, 0.41)).r - 0.5;
    vec3 mist = mix(mist_high, mist_low, clamp(down + 0.85 * cloud, -0.2, 1.2));
    // Ground that ends below the horizon ends in the haze, and not in the dark of the high sky.
    vec3 sky = mix(sky_high, sky_low, smoothstep(-0.75, 0.0, down - horizon + 0.13 * cloud));
    pixel = finished(mix(mist, sky, clearness));
}
"""
)

BEHIND_FRAGMENT = (
    COMMON
    + """
out vec4 pixel;
void main() { pixel = vec4(background(), 1.0); }
"""
)

TERRAIN_VERTEX = (
    NEARNESS
    + """
uniform float height_scale, lowest, highest, mist_radius;
uniform vec3 mist_center;
uniform sampler2D ramp;        // linear light, low to high
in vec2 place;
in float value;
in vec2 gradient;
in vec2 openness;
out vec3 point;
out float flat_level;
out vec2 slope;
out vec2 open;
out vec3 albedo;
void main() {
    point = vec3(place, height_scale * value);
    flat_level = value - 0.5 * dot(gradient, place);
    slope = gradient;
    open = openness;
    near = nearness(point);
    albedo = texture(ramp, vec2((value - lowest) / (highest - lowest), 0.5)).rgb;
    gl_ClipDistance[0] = mist_radius - distance(place, mist_center.xy);
    gl_Position = projection * vec4(point, 1.0);
}
"""
)

TERRAIN_FRAGMENT = (
    COMMON
    + """
#define BALLS 0                // replaced by the number of balls: a loop of known length is fast
uniform float height_scale;
uniform float lowest, spacing, line_width;
uniform vec4 contour;          // color and opacity
uniform vec4 ball[BALLS > 0 ? BALLS : 1];  // center and radius
in vec3 point;
in float flat_level;
in vec2 slope;
in vec2 open;                  // to the sun and to the sky
in vec3 albedo;
in float near;
out vec4 pixel;
void main() {
    vec3 normal = normalize(vec3(-slope * height_scale, 1.0));
    float sunny = open.x;
    float airy = open.y;
    for (int i = 0; i < BALLS; i++) {
        vec3 to = (ball[i].xyz - point) / ball[i].w;  // in radii of the ball
        float apart = dot(to, to), along = dot(to, sun);
        float contact = max(dot(normal, to), 0.0) * inversesqrt(apart) / apart;
        airy *= 1.0 - 0.75 * min(contact, 1.0);
        float shadow = 1.0 - smoothstep(0.5, 1.55, apart - along * along);
        float fade = along > 0.0 ? clamp(1.3 - 0.14 * along, 0.0, 1.0) : 0.0;
        sunny *= 1.0 - 0.85 * fade * shadow;
    }
    float facing = max(dot(normal, sun), 0.0);
    vec3 light = mix(ground_light, sky_light, 0.5 + 0.5 * normal.z) * airy
        + sun_color * facing * sunny;
    vec3 color = display(albedo * light);

    // Inside a triangle the mean of the corners' tangent planes is better than the triangle: it is
    // exact where the loss is quadratic, so that the contour lines have no kinks.
    float level = flat_level + 0.5 * dot(slope, point.xy);
    // The level changes by this much from pixel to pixel; from the gradient, which is smooth, and
    // not from the level itself, whose derivative jumps from one triangle to the next.
    vec2 change = vec2(dot(slope, dFdx(point.xy)), dot(slope, dFdy(point.xy)));
    float rate = max(length(change), 1e-9);
    float off = abs(fract((level - lowest) / spacing) - 0.5) * spacing / rate;
    float line = 1.0 - smoothstep(line_width - 0.6, line_width + 0.6, off);
    line *= smoothstep(4.0, 14.0, spacing / rate * 1080.0 / max(size.y, 720.0));
    color = mix(color, contour.rgb, line * contour.a);
    pixel = finished(in_air(color, point, near));
}
"""
)

SOLID_VERTEX = (
    NEARNESS
    + """
in vec3 position;
in vec3 direction;
in vec4 color;
out vec3 point;
out vec3 normal;
out vec4 paint;
void main() {
    point = position;
    normal = direction;
    paint = color;
    near = nearness(point);
    gl_Position = projection * vec4(position, 1.0);
}
"""
)

SOLID_FRAGMENT = (
    COMMON
    + """
in vec3 point;
in vec3 normal;   // zero: not lit
in float near;
in vec4 paint;    // linear light and opacity
out vec4 pixel;
void main() {
    vec3 light = vec3(1.0);
    if (dot(normal, normal) > 0.25) {
        vec3 n = normalize(normal);
        float facing = 0.5 + 0.5 * dot(n, sun);
        light = vec3(0.42 + 0.72 * facing * facing) * (0.86 + 0.14 * n.z);
    }
    pixel = finished(in_air(display(paint.rgb * light), point, near));
    pixel.a = paint.a;
}
"""
)


def terrain_fragment(balls: int) -> str:
    """Return the program that colors the ground under so many balls."""
    return TERRAIN_FRAGMENT.replace("#define BALLS 0", f"#define BALLS {balls}")
