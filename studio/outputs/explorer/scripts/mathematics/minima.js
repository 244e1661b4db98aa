// The minima of a loss, at smooth places and at kinks, and how fast one may go there: the speed
// limit 2/λmax. As gd_math/formula/minima.py.
"use strict";

const { featuresOf, minima, lambdaMax, speedLimit } = (() => {
  const RING = 1e-3; // radius, of the diagonal: points closer together are one
  const ROUNDING = 1e-13; // of the relief of the loss: a rise that is less is none
  const DIGITS = 32; // times the last digit of a coordinate
  const EQUAL = 1e-11; // of the relief of the loss: minima that differ by less are equally deep
  const ARRIVED = 0.01; // of the diagonal: as close to a minimum a walk has reached it
  const STRIDE = 0.02; // of the diagonal: no step of a careful walk is longer
  const CAREFUL = 2000; // steps

  // Stationary points { x, value, kind } in a box, and minima at kinks [x, y].
  function featuresOf(loss, box = loss.domain) {
    const smooth = stationaryPoints(loss, box);
    return { smooth, sharp: kinksIn(loss, box, smooth) };
  }

  // Every isolated minimum that is seen in a box, lowest first: { x, value, global }.
  function minima(loss, box = loss.domain) {
    const known = box === loss.domain ? loss.features : null;
    const features = known ?? featuresOf(loss, box);
    const low = features.smooth.filter(({ kind }) => kind === "minimum").map(({ x }) => x);
    const diagonal = diagonalOf(box);
    const places = [...low, ...features.sharp].map((x) =>
      x.map((part) => (Math.abs(part) < 1e-12 * diagonal ? 0 : part)),
    );
    const found = places.map((x) => ({ x, value: loss.value(...x) + 0 }));
    const { values } = gridOf(loss.value, box);
    const lowest = found.reduce((least, { value }) => Math.min(least, value), leastOf(values));
    const equal = EQUAL * reliefOf(values);
    found.sort((one, other) => {
      const deeper = Math.round(one.value / equal) - Math.round(other.value / equal);
      return deeper || one.x[0] - other.x[0] || one.x[1] - other.x[1];
    });
    return found.map((one) => ({ ...one, global: one.value <= lowest + equal }));
  }

  // Minima inside a box at which the loss has no slope, as |x| at 0.
  function kinksIn(loss, box, smooth) {
    if (!loss.hasKinks) return [];
    const diagonal = diagonalOf(box);
    const radius = RING * diagonal;
    const grid = gridOf(loss.value, box);
    const nothing = ROUNDING * reliefOf(grid.values);
    const inside = (x) =>
      [0, 1].every((i) => x[i] > box[0][i] + radius && x[i] < box[1][i] - radius);
    const taken = smooth.map(({ x }) => x);
    const free = (x) => taken.every((other) => distance(x, other) >= 2 * radius);
    const places = lowestPlaces(loss.value, box, grid).filter((x) => inside(x) && free(x));
    const found = [];
    for (const x of alongCreases(loss.value, places, box, 2 * radius, nothing / 1000)) {
      if (!inside(x) || !free(x)) continue;
      taken.push(x);
      if (riseAround(loss, x, radius, box) > nothing) found.push(x);
    }
    return found;
  }

  // By how much the loss rises around a point at least: 0 if it is level one way, but for what it
  // changes when coordinates change in their last digits: at a cusp far more than elsewhere.
  function riseAround(loss, x, radius, box) {
    const value = loss.value(...x);
    const rise = loss.value(...lowestAround(loss.value, x, radius, box)) - value;
    const digits = DIGITS * Number.EPSILON * (Math.max(Math.abs(x[0]), Math.abs(x[1])) + radius);
    const aside = [[1, 0], [0, 1], [-1, 0], [0, -1]].map(([i, j]) =>
      Math.abs(loss.value(x[0] + digits * i, x[1] + digits * j) - value),
    );
    return rise > 4 * Math.max(...aside) ? rise : 0;
  }

  function diagonalOf([lower, upper]) {
    return distance(lower, upper);
  }

  function distance(one, other) {
    return Math.hypot(one[0] - other[0], one[1] - other[1]);
  }

  function leastOf(values) {
    return values.reduce((least, value) => Math.min(least, value), Infinity);
  }

  // How much the lower quarter of a box rises, for the rim may be far too steep.
  function reliefOf(values) {
    const sorted = Float64Array.from(values).sort();
    const least = sorted[0];
    const rise = sorted[Math.floor(sorted.length / 4)] - least || sorted.at(-1) - least;
    return Math.max(rise, 1e-4 * Math.abs(least));
  }

  // The largest curvature at a point.
  function lambdaMax(loss, point) {
    return curvatures(loss.hessian(...point))[1].value;
  }

  // { lambda, rate: 2/λmax, at } of the minimum to which a careful walk leads from a start, null if
  // it leads to none: with a larger learning rate gradient descent cannot come to rest there.
  function speedLimit(loss, start, known) {
    const end = carefulWalk(loss, start);
    const near = known.find(({ x }) => distance(x, end) <= ARRIVED * loss.diagonal);
    const lambda = near ? lambdaMax(loss, near.x) : 0;
    return lambda > 0 && Number.isFinite(lambda) ? { lambda, rate: 2 / lambda, at: near.x } : null;
  }

  // Downhill in steps that no curvature on the way makes jump: α = 1/|λ| of the steepest one.
  function carefulWalk(loss, start) {
    let x = start;
    for (let step = 0; step < CAREFUL; step += 1) {
      const slope = loss.gradient(...x);
      const size = Math.hypot(...slope);
      if (!Number.isFinite(size) || size === 0) break;
      const bend = Math.max(...curvatures(loss.hessian(...x)).map(({ value }) => Math.abs(value)));
      const length = Math.min(size / (bend || Infinity) || Infinity, STRIDE * loss.diagonal);
      x = x.map((part, axis) => part - (slope[axis] / size) * length);
      if (length < 1e-9 * loss.diagonal) break;
    }
    return x;
  }

  return { featuresOf, minima, lambdaMax, speedLimit };
})();
