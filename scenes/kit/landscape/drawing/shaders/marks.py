"""The programs for what stands on the ground: triangles, balls and round lines."""

from scenes.kit.landscape.drawing.shaders.air import AIR, DISPLAY

# What stands on the ground mixes with the backdrop as the air takes it.
MARK = (
    DISPLAY
    + """
uniform sampler2D backdrop;    // what is behind the ground, pixel for pixel
uniform vec3 sun;
out vec4 pixel;

vec3 lit(vec3 light, vec3 normal) {
    float facing = 0.5 + 0.5 * dot(normal, sun);
    return display(light * (0.42 + 0.72 * facing * facing) * (0.86 + 0.14 * normal.z));
}

vec3 in_air(vec3 color, float near) {
    vec3 behind = texelFetch(backdrop, ivec2(gl_FragCoord.xy), 0).rgb;
    return mix(behind, color, near);
}
"""
)

MESH_VERTEX = (
    AIR
    + """
uniform mat4 projection;
in vec3 position;
in vec3 direction;
in vec4 color;
out vec3 normal;
out vec4 paint;
out float near;
void main() {
    normal = direction;
    paint = color;
    near = seen(position);
    gl_Position = projection * vec4(position, 1.0);
}
"""
)

MESH_FRAGMENT = (
    "#version 330"
    + MARK
    + """
in vec3 normal;                // zero: not lit
in vec4 paint;                 // linear light and opacity
in float near;
void main() {
    bool is_lit = dot(normal, normal) > 0.25;
    vec3 n = is_lit ? normalize(normal) : vec3(0.0);
    vec3 color = is_lit ? lit(paint.rgb, n) : display(paint.rgb);
    // Glass is seen through, and so the air only thins it.
    pixel = paint.a < 1.0 ? vec4(color, paint.a * near) : vec4(in_air(color, near), 1.0);
}
"""
)

BALL_VERTEX = (
    AIR
    + """
uniform mat4 projection;
in vec3 position;
in vec3 center;
in float radius;
in float size;                 // of a pixel there
in vec4 color;
out vec3 ray;
flat out vec3 middle_of_ball;
flat out vec2 measure;
flat out vec4 paint;
flat out float near;
void main() {
    ray = position - eye;
    middle_of_ball = center - eye;
    measure = vec2(radius, size);
    paint = color;
    near = seen(center);
    gl_Position = projection * vec4(position, 1.0);
}
"""
)

BALL_FRAGMENT = (
    "#version 330"
    + MARK
    + """
uniform mat4 projection;
uniform vec3 eye;
uniform bool is_rim;           // a disc of the very color of its paint
in vec3 ray;
flat in vec3 middle_of_ball;   // from the eye
flat in vec2 measure;          // radius, size of a pixel
flat in vec4 paint;
flat in float near;
void main() {
    vec3 way = normalize(ray);
    float nearest = dot(middle_of_ball, way);
    vec3 off = middle_of_ball - nearest * way;
    float miss = length(off);
    float alpha = clamp((measure.x - miss) / measure.y + 0.5, 0.0, 1.0);
    if (alpha <= 0.0) discard;
    float depth = is_rim ? 0.0 : sqrt(max(measure.x * measure.x - miss * miss, 0.0));
    vec3 hit = (nearest - depth) * way;
    vec4 seen = projection * vec4(eye + hit, 1.0);
    gl_FragDepth = 0.5 + 0.5 * seen.z / seen.w;
    vec3 color = is_rim ? paint.rgb : lit(paint.rgb, normalize(hit - middle_of_ball));
    pixel = vec4(in_air(color, near), paint.a * alpha);
}
"""
)

LINE_VERTEX = (
    AIR
    + """
uniform mat4 projection;
in vec3 position;
in vec3 across;
in vec3 toward;
in vec2 measure;
in vec4 color;
out vec3 side;
out vec3 front;
out vec2 off;
out vec4 paint;
out float near;
void main() {
    side = across;
    front = toward;
    off = measure;
    paint = color;
    near = seen(position);
    gl_Position = projection * vec4(position, 1.0);
}
"""
)

LINE_FRAGMENT = (
    "#version 330"
    + MARK
    + """
uniform bool is_rim;           // of the very color of its paint
in vec3 side;
in vec3 front;
in vec2 off;                   // in pixels: off the middle, half the width
in vec4 paint;
in float near;
void main() {
    float alpha = clamp(off.y + 0.5 - abs(off.x), 0.0, 1.0);
    if (alpha <= 0.0) discard;
    float across = clamp(off.x / off.y, -1.0, 1.0);
    vec3 normal = normalize(side * across + front * sqrt(1.0 - across * across));
    vec3 color = is_rim ? paint.rgb : lit(paint.rgb, normal);
    pixel = vec4(in_air(color, near), paint.a * alpha);
}
"""
)
