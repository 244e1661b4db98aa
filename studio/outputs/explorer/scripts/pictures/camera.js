// Where the eye stands, and where it sees a point. The ground stands about the origin of a world
// whose longer side is 1; the eye sees as in the clips, through the same angle.
"use strict";

const Camera = (() => {
  const STEEP = Math.tan((34 * Math.PI) / 360); // of the ray through the top of the picture
  const TILT = [10, 90]; // degrees above the horizon
  const ZOOM = [0.7, 12];
  const FRAMING = 8; // rounds in which the middle of the picture is found

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
  // or null for the middle of the block. `box`: half the block's sides, its foot and its top, and the
  // level of the ground at `at`.
  // `full`: the shares of the picture's width and height that the whole block takes.
  function view(camera, box, aspect, full) {
    const [around, above] = [camera.turn, camera.tilt].map((angle) => (angle * Math.PI) / 180);
    const level = [Math.cos(around), Math.sin(around)];
    const toward = [Math.cos(above) * level[0], Math.cos(above) * level[1], Math.sin(above)];
    const right = [-level[1], level[0], 0];
    const up = cross(toward, right);
    const axes = { right, up, forward: toward.map((part) => -part) };
    const whole = framed(drum(box), axes, aspect, full);
    const half = (box.foot + box.top) / 2;
    const near = camera.at ? 1 - 1 / Math.max(camera.zoom, 1) : 0;
    const middle = [...(camera.at ?? [0, 0]), half + near * (box.level - half)];
    const target = middle.map((part, i) => part + (whole.lift * up[i]) / camera.zoom);
    const distance = whole.distance / camera.zoom;
    const eye = target.map((part, i) => part + distance * toward[i]);
    return new View(eye, target, axes, aspect, distance);
  }

  // Points round a block: an eye that goes round them on one level stays as far away.
  function drum({ half, foot, top }) {
    const radius = Math.hypot(...half);
    const high = (top - foot) / 2; // from the middle
    return Array.from({ length: 96 }, (_, i) => {
      const angle = ((i >> 1) * Math.PI) / 24;
      return [radius * Math.cos(angle), radius * Math.sin(angle), i % 2 ? high : -high];
    });
  }

  // How far away an eye must be to see all points, and how far above their middle it must look.
  function framed(points, { right, up, forward }, aspect, full) {
    const places = points.map((point) => [dot(point, right), dot(point, up), dot(point, forward)]);
    let [distance, lift] = [0, 0];
    for (let round = 0; round < FRAMING; round++) {
      const wide = places.map(([across, , deep]) => Math.abs(across) / (STEEP * aspect * full[0]) - deep);
      const high = places.map(([, upward, deep]) => Math.abs(upward - lift) / (STEEP * full[1]) - deep);
      distance = Math.max(...wide, ...high);
      const seen = places.map(([, upward, deep]) => (upward - lift) / (distance + deep));
      lift += (distance * (Math.max(...seen) + Math.min(...seen))) / 2;
    }
    return { distance, lift };
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
