"""What all programs share: how mist and distance fade a point, and how light becomes color."""

AIR = """
#version 330
uniform float clearness;       // 0: all is mist, 1: the mist is gone
uniform vec3 mist_center;
uniform float mist_radius;
uniform float extent;          // the larger side of the loss's domain
uniform vec2 middle, reach;    // of the ground that is drawn: its center, half its size
uniform vec3 eye;
uniform vec2 haze, rim;
uniform float sight;
uniform sampler2D noise;       // tiles seamlessly, 0 … 1: the wisps of the mist
uniform vec2 unrest;           // of the mist's edge: how far wisps move it, and how far depth does

float left(vec3 point, float wisp) {  // what the mist leaves of a point
    float far = distance(point.xy, mist_center.xy) / mist_radius;
    far += far * max(1.0 - far, 0.0) * (1.0 - clearness)
        * (unrest.x * (wisp - 0.5) + unrest.y * (mist_center.z - point.z) / mist_radius);
    return 1.0 - smoothstep(sight, 1.0, far);
}

float nearness(vec3 point) {  // 1 close by, 0 in the haze and at the edge of the ground
    vec2 edge = abs(point.xy - middle) / reach;
    float border = length(max(edge - rim.x, 0.0)) / rim.y;
    float hazy = smoothstep(haze.x * extent, haze.y * extent, distance(eye, point));
    return (1.0 - hazy) * (1.0 - smoothstep(0.0, 1.0, border));
}

float seen(vec3 point) {       // what haze and mist leave of a point
    vec2 place = point.xy / extent * 0.9 + point.z / extent * vec2(0.6, 0.9);
    return nearness(point) * left(point, clearness < 1.0 ? texture(noise, place).r : 0.5);
}
"""

DISPLAY = """
vec3 display(vec3 light) {  // from linear light to sRGB, with a soft shoulder for highlights
    vec3 held = light * (1.0 + light * 0.18) / (1.0 + light * 0.34);
    vec3 root = sqrt(max(held, 0.0));  // a sum of roots is quicker than the power of 1 / 2.2
    return 0.947 * root + 0.099 * sqrt(root) - 0.046 * held;  // and within 1.2 / 255 of it
}
"""
