// The loop in which every optimizer descends every loss, and how the path ended: the rules of
// gd_math/descent/loop.py and outcomes.py.
"use strict";

const { descend, outcome } = (() => {
  const NEAR = 0.002; // of the domain's diagonal: about the thickness of a line in a drawing of it
  const FAR = 0.5; // of the domain's width, beyond its edge
  const GROWTH = 1.5; // of the steepest slope, from the earlier to the later half of a path
  const ARRIVED = 0.01; // of the domain's diagonal: a walk as close to its end has arrived

  // `steps` steps from `start`: { x, loss, gradient, length, overflown }, arrays of a number or a
  // pair a point, the start included. A path that would meet an infinity or a NaN stays at its last
  // finite point for all steps that are left, and has overflown. Throws for a start that is no
  // place.
  function descend(loss, optimizer, start, steps) {
    const length = steps + 1;
    const walk = {
      x: new Float64Array(2 * length),
      loss: new Float64Array(length),
      gradient: new Float64Array(2 * length),
      length,
      overflown: false,
    };
    const here = Float64Array.from(start);
    const slope = new Float64Array(2);
    let height = loss.slopeInto(here[0], here[1], slope);
    if (![...here, ...slope, height].every(Number.isFinite)) {
      throw new Error(`start must be where ${loss.name} and its gradient are finite`);
    }
    note(walk, 0, here, height, slope);
    const state = optimizer.init();
    const there = new Float64Array(2);
    const next = new Float64Array(2);
    for (let at = 1; at < length; at += 1) {
      if (!walk.overflown) {
        const step = optimizer.update(slope, state, here);
        there[0] = here[0] + step[0];
        there[1] = here[1] + step[1];
        const fits = areFinite(there) && areFinite(state.memory);
        const found = fits ? loss.slopeInto(there[0], there[1], next) : Infinity;
        if (fits && Number.isFinite(found) && areFinite(next)) {
          here.set(there);
          slope.set(next);
          height = found;
        } else {
          walk.overflown = true;
        }
      }
      note(walk, at, here, height, slope);
    }
    return walk;
  }

  function note(walk, at, here, height, slope) {
    walk.x[2 * at] = here[0];
    walk.x[2 * at + 1] = here[1];
    walk.loss[at] = height;
    walk.gradient[2 * at] = slope[0];
    walk.gradient[2 * at + 1] = slope[1];
  }

  function areFinite(numbers) {
    for (let at = 0; at < numbers.length; at += 1) {
      if (!Number.isFinite(numbers[at])) return false;
    }
    return true;
  }

  // { kind, after }: how a walk ended, and after which step it was so.
  //
  // diverged   It met a number too large for a float; or it has left the domain by more than half
  //            its width, and the later half of the path is steeper by half than the earlier.
  //            `after` is the step with which it left the domain for good, or stopped.
  // converged  Otherwise, if Newton's step at the last point is at most 0.2 % of the domain's
  //            diagonal, and the path was at least as steep before. `after` is the step from which
  //            on it is within 1 % of the diagonal of its end.
  // moving     Otherwise, after all its steps.
  function outcome(loss, walk) {
    const { length } = walk;
    const end = [walk.x[2 * length - 2], walk.x[2 * length - 1]];
    const slope = [walk.gradient[2 * length - 2], walk.gradient[2 * length - 1]];
    const size = (place) => Math.abs(walk.gradient[place]);
    const steepness = (at) => Math.max(size(2 * at), size(2 * at + 1));
    if (walk.overflown || (isBeyond(loss, end, FAR) && grows(length, steepness))) {
      return { kind: "diverged", after: whenGone(loss, walk, end) };
    }
    let steepest = 0;
    for (let at = 0; at < length - 1; at += 1) steepest = Math.max(steepest, steepness(at));
    if (steepness(length - 1) <= steepest && isNearRest(loss, end, slope)) {
      const apart = (at) => Math.hypot(walk.x[2 * at] - end[0], walk.x[2 * at + 1] - end[1]);
      const isThere = (at) => apart(at) <= ARRIVED * loss.diagonal;
      return { kind: "converged", after: sinceWhen(length, isThere) };
    }
    return { kind: "moving", after: length - 1 };
  }

  function isBeyond(loss, point, share) {
    const [lower, upper] = loss.domain;
    return point.some((coordinate, i) => {
      const margin = share * (upper[i] - lower[i]);
      return coordinate < lower[i] - margin || coordinate > upper[i] + margin;
    });
  }

  function grows(length, steepness) {
    const half = Math.floor((length + 1) / 2);
    let [earlier, later] = [0, 0];
    for (let at = 0; at < half; at += 1) earlier = Math.max(earlier, steepness(at));
    for (let at = half; at < length; at += 1) later = Math.max(later, steepness(at));
    return later > 0 && later / GROWTH >= earlier;
  }

  function whenGone(loss, walk, end) {
    const outside = (at) => isBeyond(loss, [walk.x[2 * at], walk.x[2 * at + 1]], 0);
    const same = (at) => walk.x[2 * at] === end[0] && walk.x[2 * at + 1] === end[1];
    return sinceWhen(walk.length, isBeyond(loss, end, 0) ? outside : same);
  }

  // The first step from which on something holds until the end.
  function sinceWhen(length, holds) {
    let at = length - 1;
    while (at > 0 && holds(at - 1)) at -= 1;
    return at;
  }

  // In each eigendirection of the Hessian, Newton's step is short.
  function isNearRest(loss, point, slope) {
    const near = NEAR * loss.diagonal;
    return curvatures(loss.hessian(...point)).every(({ value, direction: [i, j] }) => {
      const along = Math.abs(i * slope[0] + j * slope[1]);
      return along <= near * Math.abs(value); // so that a flat direction is no special case
    });
  }

  return { descend, outcome };
})();
