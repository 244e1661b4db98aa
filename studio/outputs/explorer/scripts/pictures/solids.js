// Bodies of the world: balls, round lines, and convex bodies with flat faces. A solid is
// {balls, lines, bodies}; paint is linear light and opacity.
"use strict";

const Solids = (() => {
  const TALL = 1.35; // half the height of a gem, in halves of its breadth

  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

  // Red, green and blue of a hexadecimal color, 0 … 1.
  function srgb(color) {
    return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16) / 255);
  }

  const paint = (color) => [...srgb(color).map(linear), 1];

  const none = () => ({ balls: [], lines: [], bodies: [] });

  // A line through points [X, Y, Z]; `front`: by how many radii it is drawn before its place.
  const line = (points, radius, color, front = 1) => ({ points, radius, paint: paint(color), front });

  const ball = (center, radius, color) => ({ center, radius, paint: paint(color) });

  // A convex body of flat faces: its corners, and for each face the corners round it.
  function body(corners, faces, radius, color) {
    const middle = [0, 1, 2].map((i) => corners.reduce((sum, corner) => sum + corner[i], 0) / corners.length);
    const points = [];
    const normals = [];
    for (const face of faces) {
      const [a, b, c] = face.map((k) => corners[k]);
      let normal = Camera.cross(Camera.minus(b, a), Camera.minus(c, a));
      const outward = Math.sign(Camera.dot(normal, Camera.minus(a, middle)));
      const length = outward * Math.hypot(...normal);
      normal = normal.map((part) => part / length);
      for (let i = 2; i < face.length; i++) {
        points.push(corners[face[0]], corners[face[i - 1]], corners[face[i]]);
        normals.push(normal, normal, normal);
      }
    }
    return { points, normals, corners, radius, paint: paint(color) };
  }

  // A ring of points round a place, level.
  function ring(center, radius, sides, turn, height) {
    return Array.from({ length: sides }, (_, i) => {
      const angle = turn + (2 * Math.PI * i) / sides;
      return [center[0] + radius * Math.cos(angle), center[1] + radius * Math.sin(angle), center[2] + height];
    });
  }

  // What a walker looks like that stands on `foot`, upright on the ground if it is a ball.
  function walker(shape, foot, normal, radius, color) {
    if (shape === "gem") {
      const breadth = 0.85 * radius;
      const center = [foot[0], foot[1], foot[2] + TALL * breadth];
      const corners = ring(center, breadth, 4, 0.3, 0);
      corners.push(...[1, -1].map((side) => [center[0], center[1], center[2] + side * TALL * breadth]));
      const faces = [4, 5].flatMap((tip) => [0, 1, 2, 3].map((i) => [tip, i, (i + 1) % 4]));
      return { ...none(), bodies: [body(corners, faces, breadth, color)] };
    }
    if (shape === "square") {
      const low = ring(foot, 1.1 * radius, 4, 0.5, 0);
      const corners = [...low, ...low.map(([x, y, z]) => [x, y, z + 1.5 * radius])];
      const sides = [0, 1, 2, 3].map((i) => [i, (i + 1) % 4, 4 + ((i + 1) % 4), 4 + i]);
      return { ...none(), bodies: [body(corners, [[0, 1, 2, 3], [4, 5, 6, 7], ...sides], radius, color)] };
    }
    if (shape === "triangle") {
      const corners = [...ring(foot, 1.15 * radius, 3, 0.5, 0), [foot[0], foot[1], foot[2] + 2 * radius]];
      const faces = [[0, 1, 2], [0, 1, 3], [1, 2, 3], [2, 0, 3]];
      return { ...none(), bodies: [body(corners, faces, 0.9 * radius, color)] };
    }
    const center = foot.map((part, i) => part + radius * normal[i]);
    return { ...none(), balls: [ball(center, radius, color)] };
  }

  function join(solids) {
    const all = none();
    for (const solid of solids) {
      for (const kind of Object.keys(all)) for (const part of solid[kind]) all[kind].push(part);
    }
    return all;
  }

  return { srgb, linear, paint, none, line, ball, body, walker, join };
})();
