// The lowest places of a function on a box, with no use of its derivatives: for kinks, where there
// are none. As gd_math/formula/search.py, on a grid half as fine. Boxes are [[x0, y0], [x1, y1]].
"use strict";

const { gridOf, lowestPlaces, alongCreases, lowestAround } = (() => {
  const FINE = 121; // points of a grid along an axis, odd so that the middle of the box is one
  const MOST = 40; // places that are looked into
  const HALVINGS = 60;
  const AROUND = 48; // points of a circle, of which those below their neighbors are looked into
  const DIPS = 4; // on a circle, at most
  const PER_DIP = 13; // points in a dip, each time it is looked at more closely
  const ZOOMS = 16; // to where a dip is known to 1e-13
  const FARTHEST = 3; // spacings of the grid: so far goes one step along a crease
  const STEPS = 200;
  const OFFSETS = [[-1, -1], [-1, 0], [-1, 1], [0, -1], [0, 1], [1, -1], [1, 0], [1, 1]];

  // A grid over a box: { n, spacing, at(i, j), values }; at j·n + i is the value of the i-th x and
  // the j-th y.
  function gridOf(f, [lower, upper], n = FINE) {
    const spacing = [0, 1].map((axis) => (upper[axis] - lower[axis]) / (n - 1));
    const at = (i, j) => [lower[0] + i * spacing[0], lower[1] + j * spacing[1]];
    const values = new Float64Array(n * n);
    for (let j = 0; j < n; j += 1) {
      const y = lower[1] + j * spacing[1];
      for (let i = 0; i < n; i += 1) values[j * n + i] = f(lower[0] + i * spacing[0], y);
    }
    return { n, spacing, at, values };
  }

  // Where f is lowest in its surroundings, to the last digits: from points of a grid that are not
  // above their neighbors, by trying the points around and halving the distance when none is lower.
  function lowestPlaces(f, box, grid = gridOf(f, box)) {
    const { n, values, spacing, at } = grid;
    const found = [];
    for (let j = 0; j < n; j += 1) {
      for (let i = 0; i < n; i += 1) {
        const value = values[j * n + i];
        if (!Number.isFinite(value) || !isLow(values, n, i, j, value)) continue;
        found.push({ x: at(i, j), value });
      }
    }
    found.sort((one, other) => one.value - other.value);
    return found.slice(0, MOST).map(({ x }) => refined(f, x, spacing, box));
  }

  function isLow(values, n, i, j, value) {
    let besideHigher = false;
    for (const [di, dj] of OFFSETS) {
      const inside = i + di >= 0 && i + di < n && j + dj >= 0 && j + dj < n;
      const beside = inside ? values[(j + dj) * n + i + di] : Infinity;
      if (beside < value) return false;
      besideHigher ||= value < beside;
    }
    return besideHigher;
  }

  function refined(f, start, spacing, box) {
    let [x, value, step] = [start, f(...start), spacing];
    for (let count = 0; count < 2 * HALVINGS; count += 1) {
      const aside = ([i, j]) => clipped([x[0] + i * step[0], x[1] + j * step[1]], box);
      const around = OFFSETS.map(aside);
      const values = around.map((point) => f(...point));
      const least = Math.min(...values);
      if (least < value) [x, value] = [around[values.indexOf(least)], least];
      else step = step.map((size) => size / 2);
    }
    return x;
  }

  function clipped(x, [lower, upper]) {
    return x.map((coordinate, axis) => Math.min(Math.max(coordinate, lower[axis]), upper[axis]));
  }

  // Follow f downhill from each point, along creases too, which steps in given directions cannot:
  // each step goes to the lowest point of a circle, whose radius doubles after a step and is halved
  // when no point of it is lower. Walks that come closer together than `close` are one; what is
  // lower by no more than `nothing` is not lower. The ends, the lowest first.
  function alongCreases(f, points, box, close, nothing) {
    const diagonal = Math.hypot(box[1][0] - box[0][0], box[1][1] - box[0][1]);
    const farthest = (FARTHEST * diagonal) / FINE;
    let walks = points.map((x) => ({ x, value: f(...x), radius: farthest }));
    for (let step = 0; step < STEPS; step += 1) {
      walks = apart(walks, close);
      const going = walks.filter(({ radius }) => radius > 1e-12 * diagonal);
      if (!going.length) break;
      for (const walk of going) {
        const there = lowestAround(f, walk.x, walk.radius, box);
        const height = f(...there);
        const goes = height < walk.value - nothing;
        if (goes) Object.assign(walk, { x: there, value: height });
        walk.radius = Math.min(walk.radius * (goes ? 2 : 0.5), farthest);
      }
    }
    return walks.map(({ x }) => x);
  }

  function apart(walks, close) {
    const kept = [];
    for (const walk of [...walks].sort((one, other) => one.value - other.value)) {
      const room = Math.max(close - walk.radius, 0);
      const near = ({ x }) => Math.hypot(x[0] - walk.x[0], x[1] - walk.x[1]) < room;
      if (!kept.some(near)) kept.push(walk);
    }
    return kept;
  }

  // The lowest point of a circle, cut off by the box. Dips of f along it are looked at ever more
  // closely, for the floor of a valley may be narrow.
  function lowestAround(f, x, radius, box) {
    const on = (angle) => {
      return clipped([x[0] + radius * Math.cos(angle), x[1] + radius * Math.sin(angle)], box);
    };
    const values = Array.from({ length: AROUND }, (_, at) => f(...on((2 * Math.PI * at) / AROUND)));
    const dips = values
      .map((value, at) => ({ value, at }))
      .filter(({ value, at }) => value <= values.at(at - 1) && value <= values[(at + 1) % AROUND])
      .sort((one, other) => one.value - other.value);
    const ends = dips.slice(0, DIPS).map(({ at }) => {
      let middle = (2 * Math.PI * at) / AROUND;
      let width = (2 * Math.PI) / AROUND;
      let value = f(...on(middle));
      for (let zoom = 0; zoom < ZOOMS; zoom += 1) {
        const center = middle;
        for (let k = 0; k < PER_DIP; k += 1) {
          const angle = center + width * ((2 * k) / (PER_DIP - 1) - 1);
          const height = f(...on(angle));
          if (height < value) [middle, value] = [angle, height];
        }
        width /= Math.floor(PER_DIP / 2);
      }
      return { x: on(middle), value };
    });
    ends.sort((one, other) => one.value - other.value);
    return ends.length ? ends[0].x : x;
  }

  return { gridOf, lowestPlaces, alongCreases, lowestAround };
})();
