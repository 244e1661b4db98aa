// What lies and stands on the ground: trails, walkers, rings, and the cut sides of the block.
"use strict";

const Marks = (() => {
  const LONGEST = 1 / 80; // pieces of a trail that follows the ground, in lengths of the block …
  const MOST = 2400; // … and how many of them there are, at most, about
  const TRAIL = 0.2; // radius of a trail, in radii of a walker
  const BEAD = 2.1; // radius of the mark at each step, in radii of the trail
  const RING = 2; // radius of a ring, in radii of a walker
  const TURNS = 96; // pieces of a ring …
  const DASH = 4; // … of which so many belong to a dash, and as many to the gap after it
  const BASE = 0.036; // how far the block reaches below its lowest ground

  const flat = (ground, x, y) => [(x - ground.middle[0]) * ground.scale[0], (y - ground.middle[1]) * ground.scale[1]];

  const isOn = ({ lower, upper }, x, y) => x >= lower[0] && x <= upper[0] && y >= lower[1] && y <= upper[1];

  // The point of the ground at (x, y), in the world; what is cut off is as high as the cut.
  function place(ground, x, y) {
    const level = Math.min(ground.level(ground.loss.value(x, y)), ground.cut);
    return [...flat(ground, x, y), ground.rise * (Number.isFinite(level) ? level : ground.lowest)];
  }

  // How high the ground is at a place (X, Y) of the world.
  const heightAt = (ground, ...point) => place(ground, ...point.map((part, i) => ground.middle[i] + part / ground.scale[i]))[2];

  // The direction that is upright on the ground at a point of the world.
  function upright(ground, [across, up, height]) {
    if (height >= ground.rise * ground.cut) return [0, 0, 1];
    const [x, y] = [across, up].map((part, i) => (0.5 + part / (2 * ground.half[i])) * ground.cells);
    const slope = ["along", "across"].map((name) => -ground.rise * Relief.between(ground[name], ground.row, x, y));
    const length = Math.hypot(...slope, 1);
    return [slope[0] / length, slope[1] / length, 1 / length];
  }

  // The part of a straight step that is on the ground, as two shares of it, or null.
  // Source: Liang and Barsky, ACM Transactions on Graphics 3(1), 1984.
  function clipped({ lower, upper }, from, to) {
    let [enter, leave] = [0, 1];
    for (const i of [0, 1]) {
      const way = to[i] - from[i];
      if (way === 0 && (from[i] < lower[i] || from[i] > upper[i])) return null;
      if (way === 0) continue;
      const ends = [(lower[i] - from[i]) / way, (upper[i] - from[i]) / way].sort((a, b) => a - b);
      [enter, leave] = [Math.max(enter, ends[0]), Math.min(leave, ends[1])];
    }
    return enter < leave ? [enter, leave] : null;
  }

  // A whole walk laid on the ground: runs of points with their steps (2.5 is half-way from the
  // second to the third), and a bead for each computed point. `path`: x and y, one after the other.
  function drape(ground, path) {
    const count = path.length / 2;
    const at = (i) => [path[2 * i], path[2 * i + 1]];
    const on = (step, x, y) => {
      const point = place(ground, x, y);
      return { step, point, normal: upright(ground, point) };
    };
    const lengths = [];
    for (let i = 1; i < count; i++) {
      const [x, y] = [0, 1].map((k) => (path[2 * i + k] - path[2 * i - 2 + k]) * ground.scale[k]);
      lengths.push(Math.min(Math.hypot(x, y), 2));
    }
    const longest = Math.max(LONGEST, lengths.reduce((sum, length) => sum + length, 0) / MOST);
    const [runs, beads] = [[], []];
    for (let i = 0; i < count; i++) {
      if (isOn(ground, ...at(i))) beads.push(on(i, ...at(i)));
      if (i + 1 === count || lengths[i] < 1e-9) continue;
      const part = clipped(ground, at(i), at(i + 1));
      if (!part) continue;
      const pieces = Math.max(Math.ceil(((part[1] - part[0]) * lengths[i]) / longest), 1);
      const joins = part[0] === 0 && runs.at(-1)?.at(-1).step >= i - 1e-9;
      if (!joins) runs.push([]);
      for (let k = joins ? 1 : 0; k <= pieces; k++) {
        const share = part[0] + ((part[1] - part[0]) * k) / pieces;
        const [x, y] = [0, 1].map((axis) => at(i)[axis] + share * (at(i + 1)[axis] - at(i)[axis]));
        runs.at(-1).push(on(i + share, x, y));
      }
    }
    return { runs, beads };
  }

  // Where a walker is, (x, y), after `upTo` steps; 2.5 is half-way from the second to the third.
  function whereIs({ path, upTo = Infinity }) {
    const last = path.length / 2 - 1;
    const at = Math.min(upTo, last);
    const [i, j] = [Math.floor(at), Math.min(Math.floor(at) + 1, last)];
    return [0, 1].map((axis) => path[2 * i + axis] + (at - i) * (path[2 * j + axis] - path[2 * i + axis]));
  }

  const lifted = ({ point, normal }, by) => point.map((part, i) => part + by * normal[i]);

  // The walk as far as step `upTo`: {lying, standing} solids, and the ball that throws a shadow.
  function walk(ground, { path, upTo, colour, shape, draped }, radius) {
    const last = Math.min(upTo ?? Infinity, path.length / 2 - 1);
    const thin = TRAIL * radius;
    const lying = Solids.none();
    for (const run of draped.runs) {
      const points = run.filter(({ step }) => step <= last);
      const next = run[points.length];
      if (points.length && next && next.step > last) {
        const share = (last - points.at(-1).step) / (next.step - points.at(-1).step);
        points.push({ ...next, point: points.at(-1).point.map((part, i) => part + share * (next.point[i] - part)) });
      }
      if (points.length > 1) lying.lines.push(Solids.line(points.map((one) => lifted(one, 0.6 * thin)), thin, colour));
    }
    let before = null;
    for (const bead of draped.beads) {
      if (bead.step > last) break;
      const center = lifted(bead, 0.5 * thin);
      if (before && Math.hypot(...Camera.minus(center, before)) < 0.5 * thin) continue;
      lying.balls.push(Solids.ball((before = center), BEAD * thin, colour));
    }
    const [x, y] = whereIs({ path, upTo });
    if (!isOn(ground, x, y)) return { lying, standing: Solids.none(), caster: null };
    const foot = place(ground, x, y);
    const normal = upright(ground, foot);
    const standing = Solids.walker(shape, foot, normal, radius, colour);
    return { lying, standing, caster: [...foot.map((part, k) => part + radius * normal[k]), radius] };
  }

  // A ring on the ground about a minimum; dashed if there is a lower one.
  function ring(ground, { x: center, global: isGlobal = true }, radius, colours) {
    const thin = TRAIL * 0.75 * radius;
    const color = isGlobal ? colours.good : colours.careful;
    const middle = flat(ground, ...center);
    const solid = Solids.none();
    let run = [];
    const close = () => {
      if (run.length > 1) solid.lines.push(Solids.line(run, thin, color, 2));
      run = [];
    };
    for (let turn = 0; turn <= TURNS; turn++) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const [x, y] = [Math.cos(angle), Math.sin(angle)].map(
        (part, i) => ground.middle[i] + (middle[i] + RING * radius * part) / ground.scale[i],
      );
      if (isOn(ground, x, y)) {
        const point = place(ground, x, y);
        run.push(lifted({ point, normal: upright(ground, point) }, thin));
      } else close();
      if (!isGlobal && turn % (2 * DASH) === DASH) close();
      if (!isGlobal && turn % (2 * DASH) > DASH) run = [];
    }
    close();
    return solid;
  }

  const foot = (ground) => ground.rise * ground.lowest - BASE;

  // The cut sides of the block: the triangles of its walls, and lines along its edges.
  function block(ground, colours) {
    const base = foot(ground);
    const last = ground.cells;
    const corners = [[0, 0], [last, 0], [last, last], [0, last]];
    const [vertices, solid] = [[], Solids.none()];
    const edge = (...points) => solid.lines.push(Solids.line(points, 0.0022, colours.muted));
    const at = ([i, j], height) => [(2 * i / last - 1) * ground.half[0], (2 * j / last - 1) * ground.half[1], height];
    corners.forEach((corner, side) => {
      const other = corners[(side + 1) % 4];
      const runs = top(ground, corner, other);
      for (const run of runs) {
        for (let i = 1; i < run.length; i++) {
          const [a, b] = [run[i - 1], run[i]];
          const [c, d] = [a, b].map(([x, y]) => [x, y, base]);
          for (const point of [a, b, c, c, b, d]) vertices.push(...point);
        }
        if (run.length > 1) edge(...run);
        if (run.length > 1) edge(...[run[0], run.at(-1)].map(([x, y]) => [x, y, base]));
      }
      const k = corner[1] * ground.row + corner[0];
      if (ground.known[k]) edge(at(corner, base), at(corner, ground.rise * Math.min(ground.value[k], ground.cut)));
    });
    return { vertices: new Float32Array(vertices), solid };
  }

  // The upper edge of one side, from one corner (in cells) to another; in pieces where there are
  // gaps in the ground. Where it meets the cut there is a point.
  function top(ground, from, to) {
    const runs = [[]];
    let before = null;
    for (let step = 0; step <= ground.cells; step++) {
      const [i, j] = from.map((start, axis) => start + ((to[axis] - start) * step) / ground.cells);
      const k = j * ground.row + i;
      const level = ground.value[k];
      const place = [i, j].map((cell, axis) => ((2 * cell) / ground.cells - 1) * ground.half[axis]);
      if (!ground.known[k]) {
        runs.push([]);
        before = null;
        continue;
      }
      if (before && (before.level - ground.cut) * (level - ground.cut) < 0) {
        const share = (ground.cut - before.level) / (level - before.level);
        const [x, y] = place.map((end, axis) => before.place[axis] + share * (end - before.place[axis]));
        runs.at(-1).push([x, y, ground.rise * ground.cut]);
      }
      runs.at(-1).push([...place, ground.rise * Math.min(level, ground.cut)]);
      before = { level, place };
    }
    return runs;
  }

  return { place, heightAt, drape, walk, ring, block, foot, flat, isOn, clipped, whereIs };
})();
