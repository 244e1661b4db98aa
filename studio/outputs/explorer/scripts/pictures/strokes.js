// Balls, lines and outlines turned toward the eye: flat pieces with soft edges, as in
// scenes/kit/landscape/drawing/strokes.py. Each reaches a pixel beyond what it shows, so that its
// edge can fade. `pixel` is the size of a pixel at distance 1 from the eye.
"use strict";

const Strokes = (() => {
  const CLEAR = 3; // pixels by which lines come before the ground, whose triangles are a bit off

  const OPAQUE = 1.01; // between corners that are just opaque a pixel might come out as glass

  const far = (point, eye) => Math.hypot(point[0] - eye[0], point[1] - eye[1], point[2] - eye[2]);

  const QUAD_LAYOUT = [["position", 3], ["center", 3], ["radius", 1], ["size", 1], ["color", 4]];
  const LINE_LAYOUT = [["position", 3], ["across", 3], ["toward", 3], ["measure", 2], ["color", 4]];
  const MESH_LAYOUT = [["position", 3], ["direction", 3], ["color", 4]];

  // A square before each ball.
  function quads(balls, eye, up, pixel) {
    const vertices = new Float32Array(48 * balls.length);
    const triangles = new Uint32Array(6 * balls.length);
    balls.forEach(({ center: [x, y, z], radius, paint }, n) => {
      const [east, north, high] = [eye[0] - x, eye[1] - y, eye[2] - z];
      const distance = Math.hypot(east, north, high);
      const toward = [east / distance, north / distance, high / distance];
      let across = Camera.cross(up, toward);
      const length = Math.hypot(...across);
      across = across.map((part) => part / length);
      const upward = Camera.cross(toward, across);
      const size = pixel * distance;
      // A ball close to the eye covers more than its radius.
      const half = radius / Math.sqrt(Math.max(1 - (radius / distance) ** 2, 0.05)) + 1.5 * size;
      for (let corner = 0; corner < 4; corner++) {
        const u = corner === 1 || corner === 2 ? half : -half;
        const v = corner > 1 ? half : -half;
        vertices.set(
          [
            x + u * across[0] + v * upward[0], y + u * across[1] + v * upward[1],
            z + u * across[2] + v * upward[2], x, y, z, radius, size, ...paint,
          ],
          48 * n + 12 * corner,
        );
      }
      triangles.set([0, 1, 2, 0, 2, 3].map((corner) => 4 * n + corner), 6 * n);
    });
    return { vertices, triangles, layout: QUAD_LAYOUT };
  }

  // A ribbon along each round line.
  function ribbons(lines, eye, pixel) {
    const count = lines.reduce((sum, { points }) => sum + points.length, 0);
    const vertices = new Float32Array(30 * count);
    const triangles = new Uint32Array(6 * Math.max(count - lines.length, 0));
    let [at, piece] = [0, 0];
    for (const { points, radius, paint, front } of lines) {
      const last = points.length - 1;
      const isClosed = last > 1 && far(points[0], points[last]) < 1e-9;
      for (let i = 0; i <= last; i++, at++) {
        const point = points[i];
        const before = points[i > 0 ? i - 1 : isClosed ? last - 1 : 0];
        const after = points[i < last ? i + 1 : isClosed ? 1 : last];
        const distance = far(point, eye);
        const [p, q, r] = [0, 1, 2].map((k) => (eye[k] - point[k]) / distance);
        const [a, b, c] = [after[0] - before[0], after[1] - before[1], after[2] - before[2]];
        let [u, v, w] = [b * r - c * q, c * p - a * r, a * q - b * p];
        const length = Math.max(Math.hypot(u, v, w), 1e-12);
        [u, v, w] = [u / length, v / length, w / length];
        const size = pixel * distance;
        const half = Math.max(radius / size, 0.5);
        const nearer = front * radius + CLEAR * size; // moved along its ray it looks the same
        for (const side of [-1, 1]) {
          const reach = side * (half + 1);
          const off = reach * size;
          vertices.set(
            [
              point[0] + off * u + nearer * p, point[1] + off * v + nearer * q,
              point[2] + off * w + nearer * r, u, v, w, p, q, r, reach, half, ...paint,
            ],
            30 * at + (side < 0 ? 0 : 15),
          );
        }
        if (i < last) {
          for (const corner of [0, 1, 2, 2, 1, 3]) triangles[piece++] = 2 * at + corner;
        }
      }
    }
    return { vertices, triangles, layout: LINE_LAYOUT };
  }

  // The faces of bodies.
  function faces(bodies) {
    const count = bodies.reduce((sum, { points }) => sum + points.length, 0);
    const vertices = new Float32Array(10 * count);
    let at = 0;
    for (const { points, normals, paint } of bodies) {
      points.forEach((point, i) => vertices.set([...point, ...normals[i], ...paint.slice(0, 3), OPAQUE], 10 * (at + i)));
      at += points.length;
    }
    return { vertices, triangles: Uint32Array.from({ length: count }, (_, i) => i), layout: MESH_LAYOUT };
  }

  // What is a bit larger than a solid all around, in one color (sRGB) as it is shown. `width`: of
  // the rim at distance 1 from the eye. No rim is wider than half of what it is about.
  function rims({ balls, lines, bodies }, view, width, pixel, color) {
    const paint = [...color, 1];
    const { eye } = view;
    const around = {
      balls: balls.map(({ center, radius }) => ({
        center, paint, radius: radius + Math.min(width * far(center, eye), radius),
      })),
      lines: lines.map(({ points, radius, front }) => {
        const more = Math.min(width * far(points[points.length >> 1], eye), radius);
        // Behind the line by half of its own radius, however far in front the line is drawn.
        return { points, paint, radius: radius + more, front: 0.5 + ((front - 1) * radius) / (radius + more) };
      }),
    };
    for (const { corners, radius } of bodies) {
      const edge = outline(corners, view);
      const more = Math.min((width + 0.5 * pixel) * far(edge[0], eye), radius);
      for (let i = 1; i < edge.length; i++) {
        around.balls.push({ center: edge[i], radius: more, paint });
        around.lines.push({ points: [edge[i - 1], edge[i]], radius: more, paint, front: 0.5 });
      }
    }
    return around;
  }

  // Lines of a pixel along the outlines of bodies, which give them soft edges.
  function edges(bodies, view, pixel) {
    return bodies.flatMap(({ corners, paint }) => {
      const edge = outline(corners, view);
      const radius = 0.5 * pixel * far(edge[0], view.eye);
      return edge.slice(1).map((end, i) => ({ points: [edge[i], end], radius, paint, front: 0 }));
    });
  }

  // The closed outline of a convex body as it is seen: its convex hull.
  function outline(corners, view) {
    const places = corners.map((corner) => [...view.project(corner), corner]);
    places.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const around = [];
    for (const way of [places, [...places].reverse()]) {
      const chain = [];
      for (const place of way) {
        while (chain.length > 1) {
          const [a, b] = chain.slice(-2);
          if ((b[0] - a[0]) * (place[1] - b[1]) > (b[1] - a[1]) * (place[0] - b[0])) break;
          chain.pop();
        }
        chain.push(place);
      }
      around.push(...chain.slice(0, -1).map((place) => place[3]));
    }
    return [...around, around[0]];
  }

  return { quads, ribbons, faces, rims, edges };
})();
