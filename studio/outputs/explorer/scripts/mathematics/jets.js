// A formula with its derivatives, by the chain rule: each operation is worked out together with
// its slopes along x and y, and if asked with its three curvatures (a "jet").
//
//     g(u)     g′ = g′(u) u′,   g″ = g″(u) u′ u′ + g′(u) u″
//
// All numbers of a formula lie in arrays that are made once, so no step of a walk makes anything
// new. Where an output is not defined it is infinite, and never NaN. At a kink, as that of |x| at
// 0, the chain rule divides 0 by 0 or holds on one side only: there see kinks.js.
"use strict";

const { jetOf } = (() => {
  const TINY = 1e-290; // a root of that, or its power of −3/2, has lost its digits
  const UNDERFLOW = 1e-100; // a coordinate that is less counts as 0 at a kink

  // Of each function of u: g(u), and from u and g its first derivative, from these its second.
  const RULES = {
    neg: [() => -1, () => 0],
    sin: [(u) => Math.cos(u), (u, g) => -g],
    cos: [(u) => -Math.sin(u), (u, g) => -g],
    tan: [(u, g) => 1 + g * g, (u, g, slope) => 2 * g * slope],
    asin: [(u) => 1 / Math.sqrt(1 - u * u), (u, g, slope) => u * slope * slope * slope],
    acos: [(u) => -1 / Math.sqrt(1 - u * u), (u, g, slope) => u * slope * slope * slope],
    atan: [(u) => 1 / (1 + u * u), (u, g, slope) => -2 * u * slope * slope],
    sinh: [(u) => Math.cosh(u), (u, g) => g],
    cosh: [(u) => Math.sinh(u), (u, g) => g],
    tanh: [(u, g) => 1 - g * g, (u, g, slope) => -2 * g * slope],
    exp: [(u, g) => g, (u, g) => g],
    ln: [(u) => 1 / u, (u, g, slope) => -slope * slope],
    abs: [Math.sign, () => 0],
    sigmoid: [(u, g) => g * (1 - g), (u, g, slope) => slope * (1 - 2 * g)],
  };

  function ruleOf({ op, number }) {
    if (op !== "power") return [Tree.OPERATIONS[op], ...RULES[op]];
    return [
      powerOf(number),
      timesPower(number, number - 1),
      timesPower(number * (number - 1), number - 2),
    ];
  }

  function timesPower(factor, exponent) {
    if (factor === 0) return () => 0;
    const power = powerOf(exponent);
    return (u) => factor * power(u);
  }

  // { value(x, y), slopeInto(x, y, out), gradient(x, y), hessian(x, y), hasKinks } of a tree.
  function jetOf(tree) {
    const rows = rowsOf(tree);
    const store = storeFor(rows);
    const { v, dx, dy, dxx, dxy, dyy } = store;
    const values = rows.map((row, at) => valueStep(row, at, store)).filter(Boolean);
    const slopes = rows.map((row, at) => slopeStep(row, at, store)).filter(Boolean);
    const curvatures = rows.map((row, at) => curvatureStep(row, at, store)).filter(Boolean);
    const kinks = kinksOf(rows, v);
    const last = rows.length - 1;

    function run(steps, x, y) {
      for (const place of store.xs) v[place] = x;
      for (const place of store.ys) v[place] = y;
      for (let at = 0; at < steps.length; at += 1) steps[at]();
    }

    function value(x, y) {
      run(values, x, y);
      return defined(v[last]);
    }

    // The slopes at (x, y) into the first two places of `out`; f itself is returned.
    function slopeInto(x, y, out) {
      run(slopes, x, y);
      if (isAtKink()) return atKink(x, y, out, 1);
      out[0] = defined(dx[last]);
      out[1] = defined(dy[last]);
      return defined(v[last]);
    }

    function gradient(x, y) {
      const out = [0, 0];
      slopeInto(x, y, out);
      return out;
    }

    // The curvatures along x, mixed, and along y.
    function hessian(x, y) {
      const out = [0, 0, 0];
      run(slopes, x, y);
      if (isAtKink()) {
        atKink(x, y, out, 2);
        return out;
      }
      for (let at = 0; at < curvatures.length; at += 1) curvatures[at]();
      return [defined(dxx[last]), defined(dxy[last]), defined(dyy[last])];
    }

    function isAtKink() {
      for (let at = 0; at < kinks.length; at += 1) {
        const distance = Math.abs(kinks[at]());
        if (distance <= TINY) return true;
      }
      return false;
    }

    function atKink(x, y, out, order) {
      const [u, w] = [x, y].map((part) => (Math.abs(part) < UNDERFLOW ? 0 : part));
      const parts = (order === 1 ? slopesAtKink : curvaturesAtKink)(rows, u, w);
      parts.forEach((part, at) => (out[at] = part));
      return defined(v[last]);
    }

    return { value, slopeInto, gradient, hessian, hasKinks: kinks.length > 0 };
  }

  function defined(number) {
    return number !== number ? Infinity : number;
  }

  // The arrays of all rows, and whether each row hangs on x and on y.
  function storeFor(rows) {
    const store = { onX: [], onY: [], xs: [], ys: [] };
    for (const name of ["v", "dx", "dy", "dxx", "dxy", "dyy"]) {
      store[name] = new Float64Array(rows.length);
    }
    rows.forEach(({ op, operands, number }, at) => {
      const [isX, isY] = [0, 1].map((axis) => op === "coordinate" && number === axis);
      if (op === "number") store.v[at] = number;
      if (isX) store.xs.push(at);
      if (isY) store.ys.push(at);
      store.dx[at] = Number(isX);
      store.dy[at] = Number(isY);
      store.onX.push(isX || operands.some((place) => store.onX[place]));
      store.onY.push(isY || operands.some((place) => store.onY[place]));
    });
    return store;
  }

  // Quantities that are 0 where the chain rule does not hold.
  function kinksOf(rows, v) {
    const found = [];
    for (const { op, operands, number } of rows) {
      const [a, b] = operands;
      if (op === "max" || op === "min") found.push(() => v[a] - v[b]);
      else if (op === "asin" || op === "acos") found.push(() => 1 - v[a] * v[a]);
      else if (op === "abs" || op === "^" || (op === "power" && number % 1)) found.push(() => v[a]);
    }
    return found;
  }

  function valueStep(row, at, { v }) {
    const [a, b] = row.operands;
    switch (row.op) {
      case "number":
      case "coordinate":
        return null;
      case "+":
        return () => (v[at] = v[a] + v[b]);
      case "-":
        return () => (v[at] = v[a] - v[b]);
      case "*":
        return () => (v[at] = v[a] * v[b]);
      case "/":
        return () => (v[at] = v[a] / v[b]);
      default: {
        const of = row.op === "power" ? powerOf(row.number) : Tree.OPERATIONS[row.op];
        return b === undefined ? () => (v[at] = of(v[a])) : () => (v[at] = of(v[a], v[b]));
      }
    }
  }

  // 0 times what hangs on nothing is 0, even if the other factor is infinite: hence onX and onY.
  function slopeStep(row, at, store) {
    const value = valueStep(row, at, store);
    if (!value) return null;
    const { v, dx, dy, onX, onY } = store;
    const [a, b] = row.operands;
    const [alongX, alongY] = [onX[at], onY[at]];
    if (b === undefined) {
      const [of, slope] = ruleOf(row);
      return () => {
        const u = v[a];
        const g = of(u);
        v[at] = g;
        const rise = slope(u, g);
        if (alongX) dx[at] = rise * dx[a];
        if (alongY) dy[at] = rise * dy[a];
      };
    }
    const along = slopeOfTwo(row, at, v);
    return () => {
      value();
      if (alongX) dx[at] = along(dx[a], dx[b], onX[a], onX[b]);
      if (alongY) dy[at] = along(dy[a], dy[b], onY[a], onY[b]);
    };
  }

  // The slope of an operation on u and w from theirs, and whether these are more than always 0.
  function slopeOfTwo({ op, operands: [a, b] }, at, v) {
    switch (op) {
      case "+":
        return (du, dw) => du + dw;
      case "-":
        return (du, dw) => du - dw;
      case "*":
        return (du, dw, onU, onW) => (onU ? du * v[b] : 0) + (onW ? v[a] * dw : 0);
      case "/":
        return (du, dw, onU, onW) => (onW ? du - v[at] * dw : du) / v[b];
      case "^": // uʷ⁻¹ (w du + u ln u dw)
        return (du, dw, onU, onW) => {
          const ofBase = onU ? v[b] * Tree.power(v[a], v[b] - 1) * du : 0;
          return ofBase + (onW ? v[at] * Math.log(v[a]) * dw : 0);
        };
      case "max":
        return (du, dw) => ((du + dw) + Math.sign(v[a] - v[b]) * (du - dw)) / 2;
      default:
        return (du, dw) => ((du + dw) - Math.sign(v[a] - v[b]) * (du - dw)) / 2;
    }
  }

  // Run after the slopes, of which it makes use.
  function curvatureStep(row, at, store) {
    const { v, dx, dy, dxx, dxy, dyy } = store;
    const [a, b] = row.operands;
    if (a === undefined) return null;
    const pairs = [[dxx, dx, dx], [dxy, dx, dy], [dyy, dy, dy]];
    if (b === undefined) {
      const [, slope, bend] = ruleOf(row);
      return () => {
        const u = v[a];
        const first = slope(u, v[at]);
        const second = bend(u, v[at], first);
        for (const [dd, one, other] of pairs) {
          dd[at] = times(times(second, one[a]), other[a]) + times(first, dd[a]);
        }
      };
    }
    const along = curvatureOfTwo(row, at, v);
    return () => {
      for (const [dd, one, other] of pairs) {
        dd[at] = along(one[a], one[b], other[a], other[b], dd[a], dd[b], one[at], other[at]);
      }
    };
  }

  // The curvature of an operation on u and w from the slopes along i and k, the curvatures of u and
  // w, and its own slopes gi and gk.
  function curvatureOfTwo({ op, operands: [a, b] }, at, v) {
    switch (op) {
      case "+":
        return (ui, wi, uk, wk, uu, ww) => uu + ww;
      case "-":
        return (ui, wi, uk, wk, uu, ww) => uu - ww;
      case "*":
        return (ui, wi, uk, wk, uu, ww) =>
          times(uu, v[b]) + times(ui, wk) + times(uk, wi) + times(v[a], ww);
      case "/":
        return (ui, wi, uk, wk, uu, ww, gi, gk) =>
          (uu - times(gi, wk) - times(gk, wi) - times(v[at], ww)) / v[b];
      case "^":
        return (ui, wi, uk, wk, uu, ww) => {
          const [u, w, g] = [v[a], v[b], v[at]];
          const lower = Tree.power(u, w - 1);
          const logarithm = Math.log(u);
          const mixed = lower * (1 + w * logarithm);
          return (
            times(times(w * (w - 1) * Tree.power(u, w - 2), ui), uk) +
            times(mixed, times(ui, wk) + times(uk, wi)) +
            times(times(g * logarithm * logarithm, wi), wk) +
            times(w * lower, uu) +
            times(g * logarithm, ww)
          );
        };
      default: {
        const side = op === "max" ? 1 : -1;
        return (ui, wi, uk, wk, uu, ww) =>
          (uu + ww + side * Math.sign(v[a] - v[b]) * (uu - ww)) / 2;
      }
    }
  }

  function times(u, w) {
    return u === 0 || w === 0 ? 0 : u * w;
  }

  return { jetOf };
})();
