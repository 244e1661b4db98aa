// Where the eye stands, and where it sees a point. The ground stands about the origin of a world
// whose longer side is 1; the eye sees as in the clips, through the same angle.
"use strict";

const Camera = (() => {
  const STEEP = Math.tan((34 * Math.PI) / 360); // of the ray through the top of the picture
  const TILT = [10, 90]; // degrees above the horizon
  const ZOOM = [0.7, 12];

  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const minus = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  const cross = (a, b) => [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  // `camera`: {turn, tilt, zoom, at}: degrees round the block and above the ground, how many times
  // nearer than to see it all, and the point of the ground (world) in the middle of the picture,
  // or null for the middle of the block. `box`: half the block's sides, its foot and its top.
  // `full`: the shares of the picture's width and height that the whole block takes.
  function view(camera, box, aspect, full) {
    const [around, above] = [camera.turn, camera.tilt].map((angle) => (angle * Math.PI) / 180);
    const level = [Math.cos(around), Math.sin(around)];
    const toward = [Math.cos(above) * level[0], Math.cos(above) * level[1], Math.sin(above)];
    const right = [-level[1], level[0], 0];
    const up = cross(toward, right);
    const middle = [0, 0, (box.foot + box.top) / 2];
    const target = camera.at ? [...camera.at, middle[2]] : middle;
    const distance = whole(box, right, up, toward, middle, aspect, full) / camera.zoom;
    const eye = target.map((coordinate, i) => coordinate + distance * toward[i]);
    return new View(eye, target, { right, up, forward: toward.map((part) => -part) }, aspect, distance);
  }

  // The least distance from which a drum round the block is in the picture: an eye that goes
  // round it on one level stays as far away.
  function whole(box, right, up, toward, middle, aspect, full) {
    const radius = Math.hypot(...box.half);
    let distance = 0;
    for (let step = 0; step < 48; step++) {
      const angle = (step * Math.PI) / 24;
      for (const height of [box.foot, box.top]) {
        const point = [radius * Math.cos(angle), radius * Math.sin(angle), height];
        const off = minus(point, middle);
        const wide = Math.abs(dot(off, right)) / (STEEP * aspect * full[0]);
        const high = Math.abs(dot(off, up)) / (STEEP * full[1]);
        distance = Math.max(distance, dot(off, toward) + Math.max(wide, high));
      }
    }
    return distance;
  }

  class View {
    constructor(eye, target, axes, aspect, distance) {
      Object.assign(this, { eye, target, axes, aspect, distance, steep: STEEP });
    }

    // Where a point is seen: across and up in −1 … 1, and its depth.
    project(point) {
      const off = minus(point, this.eye);
      const depth = dot(off, this.axes.forward);
      const size = STEEP * depth;
      return [dot(off, this.axes.right) / (size * this.aspect), dot(off, this.axes.up) / size, depth];
    }

    // The direction in which something is seen across and up, both in −1 … 1.
    ray(across, up) {
      const { right, up: upward, forward } = this.axes;
      return forward.map(
        (part, i) => part + STEEP * (across * this.aspect * right[i] + up * upward[i]),
      );
    }

    // For WebGL, column by column. It takes the depth of what is `pulled` for less, by this share.
    matrix(pulled = 0) {
      const [near, far] = [0.03 * this.distance, this.distance + 6];
      const { right, up, forward } = this.axes;
      const depth = (far + near) / (far - near);
      const back = (-2 * far * near) / (far - near) / (1 - pulled);
      const rows = [
        right.map((part) => part / (STEEP * this.aspect)),
        up.map((part) => part / STEEP),
        forward.map((part) => part * depth),
        forward,
      ];
      const ends = rows.map((row, i) => -dot(row, this.eye) + (i === 2 ? back : 0));
      return new Float32Array([0, 1, 2].flatMap((i) => rows.map((row) => row[i])).concat(ends));
    }
  }

  return { view, clamp, dot, minus, cross, TILT, ZOOM };
})();
