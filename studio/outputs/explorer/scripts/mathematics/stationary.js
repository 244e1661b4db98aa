// The isolated stationary points of a loss in a box, by Newton's method from many starts, and the
// curvatures there. As gd_math/stationary, with fewer starts: it shall take a blink.
"use strict";

const { stationaryPoints, curvatures } = (() => {
  const COARSE = 15; // points along an axis, from all of which Newton's method starts
  const FINE = 121; // points along an axis of the grid on which signs of slopes are compared
  const MOST = 1500; // cells of that grid from which it starts
  const STEPS = 60;
  const LONGEST = 0.1; // of the diagonal: a step from where the loss is almost straight is cut
  const SETTLED = 1e-9; // of the diagonal
  const ON_EDGE = 1e-6; // of the diagonal: as far outside a point still counts as on the edge
  const ROUNDING = 4e-15; // relative, of an eigenvalue and of a slope
  const STEADY = [0.4, 0.98]; // shrinking of successive steps that is taken for a geometric series
  const DOUBTFUL = 30; // points with a singular Hessian that are looked into
  const SAME = 5e-4; // of the diagonal: points closer together count as one
  const BESIDE = 1e-7; // of the diagonal: there a slope should have faded, compared to farther out
  const LOST = 1e-290; // slopes below that, as e^(-x²) has far out, have lost their digits
  const TREND = 1e-5; // of the diagonal: a curvature that changes as much within it is no curvature
  const RING = 2e-3; // radius, of the diagonal
  const DIRECTIONS = 24; // on it
  const WIDER = [1, 4, 16]; // times that, as long as rounding hides what f does there
  const NOTHING = 1e-8; // of the diagonal: within it f changes by its rounding only

  // { x, value, kind } of each, kind being "minimum", "maximum" or "saddle".
  function stationaryPoints(loss, box = loss.domain) {
    const diagonal = Math.hypot(box[1][0] - box[0][0], box[1][1] - box[0][1]);
    const settled = starts(loss, box)
      .map((start) => settle(loss, start, box, diagonal))
      .filter(Boolean);
    const points = distinct(loss, settled, SAME * diagonal).filter((x) => fades(loss, x, diagonal));
    const clear = points.map((x) => ({ x, kind: kindOf(loss, x, diagonal) }));
    const doubtful = clear.filter(({ kind }) => !kind);
    const stride = 1 + Math.floor(doubtful.length / DOUBTFUL);
    const around = doubtful.filter((_, place) => place % stride === 0);
    for (const point of around) {
      const alone = isIsolated(loss, point.x, box, diagonal);
      point.kind = alone ? kindAround(loss, point.x, box, diagonal) : null;
    }
    return clear
      .filter(({ kind }) => kind)
      .map(({ x, kind }) => ({ x: x.map((part) => part + 0), value: loss.value(...x), kind }));
  }

  // A grid, and the cells of a finer one at whose corners the slopes along x and y take both signs.
  function starts(loss, box) {
    const found = [];
    gridOf((x, y) => found.push([x, y]), box, COARSE);
    const slope = [0, 0];
    const slopes = [new Float64Array(FINE * FINE), new Float64Array(FINE * FINE)];
    let count = 0;
    const { at, spacing } = gridOf((x, y) => {
      loss.slopeInto(x, y, slope);
      [slopes[0][count], slopes[1][count]] = slope;
      count += 1;
      return 0;
    }, box, FINE);
    const turning = [];
    for (let j = 0; j < FINE - 1; j += 1) {
      for (let i = 0; i < FINE - 1; i += 1) {
        const first = j * FINE + i;
        if (turns(slopes, [first, first + 1, first + FINE, first + FINE + 1])) {
          turning.push(at(i, j).map((part, axis) => part + spacing[axis] / 2));
        }
      }
    }
    const stride = 1 + Math.floor(turning.length / MOST);
    return [...found, ...turning.filter((_, place) => place % stride === 0)];
  }

  function turns(slopes, corners) {
    let level = true;
    for (const along of slopes) {
      let [least, most] = [Infinity, -Infinity];
      for (const corner of corners) {
        least = Math.min(least, along[corner]);
        most = Math.max(most, along[corner]);
      }
      if (!(least <= 0 && most >= 0)) return false;
      level &&= least === most;
    }
    return !level;
  }

  // x ← x − H⁻¹∇f, clipped to the box, until its steps vanish; null if they do not. At a point
  // whose Hessian is singular the steps shrink by a fixed share q, so slowly that they are summed
  // up: a step s that continues the one before it is made s/(1 − q).
  function settle(loss, start, box, diagonal) {
    let x = start;
    let last = [0, 0]; // the last step, 0 if it was cut or stretched
    for (let count = 0; count < STEPS; count += 1) {
      const step = newtonStep(loss, x, diagonal);
      if (!step) return null;
      const length = Math.hypot(...step);
      const stretch = stretchOf(step, last);
      const cut = Math.min(1, (LONGEST * diagonal) / Math.max(length * stretch, 1e-300));
      const there = x.map((part, axis) => clamp(part + step[axis] * stretch * cut, box, axis));
      const moved = Math.hypot(there[0] - x[0], there[1] - x[1]);
      x = there;
      last = stretch === 1 && cut === 1 ? step : [0, 0];
      if (moved <= SETTLED * diagonal && length <= ON_EDGE * diagonal) return x;
      if (moved === 0) return null;
    }
    return null;
  }

  function clamp(number, [lower, upper], axis) {
    return Math.min(Math.max(number, lower[axis]), upper[axis]);
  }

  function newtonStep(loss, x, diagonal) {
    const slope = loss.gradient(...x);
    const hessian = loss.hessian(...x);
    if (![...slope, ...hessian].every(Number.isFinite)) return null;
    const parts = curvatures(hessian);
    const most = Math.max(...parts.map(({ value }) => Math.abs(value)));
    const reach = diagonal + Math.max(Math.abs(x[0]), Math.abs(x[1]));
    const step = [0, 0];
    for (const { value, direction } of parts) {
      const along = direction[0] * slope[0] + direction[1] * slope[1];
      // Along the floor of a level valley both are rounding, and so would the step be.
      const level = Math.abs(value) <= ROUNDING * most;
      if (level && Math.abs(along) <= ROUNDING * most * reach) continue;
      const tiny = 1e-12 * most + 1e-300;
      const share = along / (Math.abs(value) < tiny ? tiny : value);
      for (const axis of [0, 1]) step[axis] -= direction[axis] * share;
    }
    return step.every(Number.isFinite) ? step : null;
  }

  // 1/(1 − q) where step ≈ q·last, and 1 elsewhere.
  function stretchOf(step, last) {
    const square = Math.max(last[0] ** 2 + last[1] ** 2, 1e-300);
    const share = (step[0] * last[0] + step[1] * last[1]) / square;
    const off = Math.hypot(step[0] - share * last[0], step[1] - share * last[1]);
    const steady = share > STEADY[0] && share < STEADY[1] && off < 0.1 * Math.hypot(...step);
    return steady ? 1 / (1 - share) : 1;
  }

  // Of points closer together than `close` the one with the least slope.
  function distinct(loss, points, close) {
    const steepness = (x) => Math.max(...loss.gradient(...x).map(Math.abs));
    const rated = points.map((x) => ({ x, slope: steepness(x) }));
    rated.sort((one, other) => one.slope - other.slope);
    const cells = new Map();
    const cell = (x, i, j) => `${Math.floor(x[0] / close) + i} ${Math.floor(x[1] / close) + j}`;
    const near = (x, other) => other && Math.hypot(x[0] - other[0], x[1] - other[1]) < close;
    const kept = [];
    for (const { x } of rated) {
      const sides = [-1, 0, 1];
      if (sides.some((i) => sides.some((j) => near(x, cells.get(cell(x, i, j)))))) continue;
      cells.set(cell(x, 0, 0), x);
      kept.push(x);
    }
    return kept;
  }

  // Towards a stationary point the slope fades, towards a kink it does not.
  function fades(loss, x, diagonal) {
    const steepest = (radius) => {
      let most = 0;
      for (let k = 0; k < 16; k += 1) {
        const angle = 0.1 + (2 * Math.PI * k) / 16;
        const beside = [x[0] + radius * Math.cos(angle), x[1] + radius * Math.sin(angle)];
        const slope = loss.gradient(...beside);
        most = Math.max(most, Math.abs(slope[0]), Math.abs(slope[1]));
      }
      return most;
    };
    const far = steepest((RING / 2) * diagonal);
    return steepest(BESIDE * diagonal) <= far / 2 && far > LOST;
  }

  // The eigenvalues of the Hessian tell the kind; null where one of them may be zero.
  function kindOf(loss, x, diagonal) {
    const hessian = loss.hessian(...x);
    const change = [[1, 0], [0, 1]].map(([i, j]) => {
      const aside = loss.hessian(x[0] + TREND * diagonal * i, x[1] + TREND * diagonal * j);
      const most = Math.max(...aside.map((part, at) => Math.abs(part - hessian[at])));
      return Number.isFinite(most) ? most : 0;
    });
    const flat = Math.max(1e-10 * Math.max(...hessian.map(Math.abs)), ...change);
    const [small, large] = curvatures(hessian).map(({ value }) => value);
    const clear = Math.abs(small) > flat && Math.abs(large) > flat;
    return clear ? kindNamed(small < 0, large > 0) : null;
  }

  // Whether there are no others right beside it: from a ring around a point on a plateau, or along
  // the floor of a level valley, Newton's method settles on the ring. First along the Hessian's axes.
  function isIsolated(loss, x, box, diagonal) {
    const radius = RING * diagonal;
    const axes = curvatures(loss.hessian(...x)).map(({ direction }) => direction);
    const directions = axes.flatMap(([i, j]) => [[i, j], [-i, -j]]);
    for (let k = 0; k < DIRECTIONS; k += 1) {
      const angle = 0.1 + (2 * Math.PI * k) / DIRECTIONS;
      directions.push([Math.cos(angle), Math.sin(angle)]);
    }
    return directions.every((direction) => {
      const start = x.map((part, axis) => clamp(part + radius * direction[axis], box, axis));
      const end = settle(loss, start, box, diagonal);
      const away = end ? Math.hypot(end[0] - x[0], end[1] - x[1]) : 0;
      return away <= radius / 2 || away >= 2 * radius;
    });
  }

  // There the values on a ring around it tell. null where the ground is level in some direction:
  // there is no end to such points.
  function kindAround(loss, x, box, diagonal) {
    const value = loss.value(...x);
    const beside = [[1, 0], [0, 1], [-1, 0], [0, -1]].map(([i, j]) =>
      Math.abs(loss.value(x[0] + NOTHING * diagonal * i, x[1] + NOTHING * diagonal * j) - value),
    );
    const rounding = 4 * Math.max(...beside) + 1e-15 * Math.abs(value);
    for (const wider of WIDER) {
      const radius = wider * RING * diagonal;
      const least = loss.value(...lowestAround(loss.value, x, radius, box)) - value;
      const negative = (u, v) => -loss.value(u, v);
      const most = loss.value(...lowestAround(negative, x, radius, box)) - value;
      const clear = Math.abs(least) > rounding && Math.abs(most) > rounding;
      if (clear) return kindNamed(least < 0, most > 0);
    }
    return null;
  }

  function kindNamed(falls, rises) {
    if (falls && rises) return "saddle";
    return rises ? "minimum" : "maximum";
  }

  // The eigenvalues of a Hessian [xx, xy, yy] with their directions, the smaller one first. What is
  // infinite counts as 0.
  function curvatures(hessian) {
    const [xx, xy, yy] = hessian.map((entry) => (Number.isFinite(entry) ? entry : 0));
    const middle = xx / 2 + yy / 2;
    const half = xx / 2 - yy / 2;
    const apart = Math.hypot(half, xy);
    const angle = Math.atan2(xy, half) / 2; // of the larger one
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    // The one closer to zero as determinant by the other, or its last digits would be lost.
    const [small, large] = [middle - apart, middle + apart];
    const determinant = xx * yy - xy * xy;
    const exact = (value, other) => {
      const lost = Math.abs(value) < Math.abs(other) / 8 && Number.isFinite(determinant);
      return lost ? determinant / other : value;
    };
    return [
      { value: exact(small, large), direction: [-s, c] },
      { value: exact(large, small), direction: [c, s] },
    ];
  }

  return { stationaryPoints, curvatures };
})();
