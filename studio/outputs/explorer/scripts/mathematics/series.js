// Power series of a formula along a ray, for points at which the chain rule divides 0 by 0.
//
//     f(p + t·d) = c₀ + c₁ t^(1/q) + c₂ t^(2/q) + …,  t > 0
//
// Of a root, of |u| and of max(u, v) such a series exists where a derivative does not: √(t² + t⁴)
// is t + t³/2 + …, and its cosine is 1 − t²/2 + … again. So what is smooth after all shows up as
// smooth.
// As gd_math/formula/series.py.
"use strict";

const { seriesAlong, finestOf, oneSided } = (() => {
  const ORDER = 8; // powers of t that are kept; each root costs some, and two are needed
  const FINEST = 12; // the largest q
  const ROOTS = { asin: 2, acos: 2, "^": 4 }; // at 1 an arc sine is like a root; uᵛ may be any
  const NEAR = 1e-4; // a coefficient whose share in the series at this distance …
  const NOTHING = 1e-4; // … is less than that is rounding: 1 − cos x is exactly 0 up to x = 1e-8

  const known = {}; // operations on series, by q

  // q, so that the series of all rows go in powers of t^(1/q), at most 12.
  function finestOf(rows) {
    const finest = [];
    for (const { op, operands, number } of rows) {
      let own = operands.reduce((least, place) => lcm(least, finest[place]), 1);
      own *= ROOTS[op] ?? (op === "power" ? denominator(number) : 1);
      finest.push(Math.min(own, FINEST));
    }
    return Math.min(finest.reduce(lcm, 1), FINEST);
  }

  function lcm(one, other) {
    let [a, b] = [one, other];
    while (b) [a, b] = [b, a % b];
    return (one * other) / a;
  }

  // Of the fraction nearest to a number, of those with a denominator of at most 12.
  function denominator(number) {
    const off = (below) => Math.abs(Math.round(number * below) / below - number);
    let best = 1;
    for (let below = 2; below <= 12; below += 1) if (off(below) < off(best)) best = below;
    return best;
  }

  // The coefficients (8q + 1) of the last row at a point along a direction; NaN where it has none.
  function seriesAlong(rows, point, direction, q) {
    const of = (known[q] ??= operations(q));
    const results = [];
    for (const { op, operands, number } of rows) {
      if (op === "number") {
        results.push(of.constant(number));
      } else if (op === "coordinate") {
        const series = of.constant(point[number]);
        series[q] = direction[number];
        results.push(series);
      } else {
        results.push(of.apply(op, operands.map((place) => results[place]), number));
      }
    }
    return results.at(-1);
  }

  // [df/dt, d²f/dt²] at t = 0 from the series of f: ±∞ where there is t^(1/2), or t^(3/2).
  function oneSided(c, q) {
    const rounding = roundingOf(c, q, 1);
    const steep = (from, to, sign) => {
      const at = firstAbove(rounding, c, q, from);
      return at < 0 || at >= to ? 0 : sign * Math.sign(c[at]) * Infinity;
    };
    const slope = steep(1, q, 1);
    return [slope || c[q], -slope || steep(q + 1, 2 * q, 1) || 2 * c[2 * q]];
  }

  // What no more than rounding may amount to in a series, from a place on.
  function roundingOf(c, q, from) {
    let most = 0;
    for (let at = from; at < c.length; at += 1) most = Math.max(most, share(c, q, at));
    return NOTHING * most;
  }

  // The place of the first coefficient, from a place on, that is more than rounding; −1 if none is.
  function firstAbove(rounding, c, q, from) {
    for (let at = from; at < c.length; at += 1) {
      if (share(c, q, at) > rounding && c[at] !== 0) return at;
    }
    return -1;
  }

  function share(c, q, at) {
    return c[at] === 0 ? 0 : Math.abs(c[at]) * NEAR ** (at / q);
  }

  function operations(q) {
    const size = ORDER * q + 1;

    function each(make) {
      const result = new Array(size).fill(0);
      for (let at = 0; at < size; at += 1) result[at] = make(at);
      return result;
    }

    function constant(value) {
      const result = new Array(size).fill(0);
      result[0] = value;
      return result;
    }

    function apply(op, [u, v], number) {
      switch (op) {
        case "+":
          return each((at) => u[at] + v[at]);
        case "-":
          return minus(u, v);
        case "neg":
          return each((at) => -u[at]);
        case "*":
          return times(u, v);
        case "/":
          return over(u, v);
        case "power":
          return power(u, number);
        case "^":
          return raised(u, v);
        case "abs":
          return leading(u).first < 0 ? each((at) => -u[at]) : u;
        case "max":
          return leading(minus(u, v)).first < 0 ? v : u;
        case "min":
          return leading(minus(u, v)).first < 0 ? u : v;
        case "exp":
          return exp(u);
        case "ln":
          return integral(Math.log(u[0]), over(slope(u), u));
        case "sin":
          return waves(u, -1)[0];
        case "cos":
          return waves(u, -1)[1];
        case "tan":
          return over(...waves(u, -1));
        case "sinh":
          return waves(u, 1)[0];
        case "cosh":
          return waves(u, 1)[1];
        case "tanh":
          return tanh(u);
        case "sigmoid": {
          const half = tanh(each((at) => u[at] / 2));
          return each((at) => (half[at] + (at ? 0 : 1)) / 2);
        }
        case "atan":
          return atan(u);
        default: {
          // twice the atan of u/(1 + √(1 − u²)), which has no pole at 1, unlike asin′
          const root = power(minus(constant(1), times(u, u)), 0.5);
          const half = atan(over(u, each((at) => root[at] + (at ? 0 : 1))));
          const asin = each((at) => 2 * half[at]);
          return op === "asin" ? asin : minus(constant(Math.PI / 2), asin);
        }
      }
    }

    // The place of the first coefficient, and the coefficient; 0 if all are zero.
    function leading(u) {
      const order = firstAbove(roundingOf(u, q, 0), u, q, 0);
      return order < 0 ? { order: 0, first: 0 } : { order, first: u[order] };
    }

    function minus(u, v) {
      return each((at) => u[at] - v[at]);
    }

    function times(u, v) {
      const result = new Array(size).fill(0);
      const finite = v.every(Number.isFinite);
      for (let k = 0; k < size; k += 1) {
        if (u[k] === 0 && finite) continue; // most are
        for (let at = k; at < size; at += 1) result[at] += u[k] * v[at - k];
      }
      return result;
    }

    function over(u, v) {
      const result = new Array(size).fill(0);
      for (let at = 0; at < size; at += 1) {
        result[at] = (u[at] - sum(1, at, (k) => v[k] * result[at - k])) / v[0];
      }
      return result;
    }

    // s·du/ds in s = t^(1/q), so that its coefficients are k·uₖ.
    function slope(u) {
      return each((at) => at * u[at]);
    }

    // The series with that slope, and that value at 0.
    function integral(start, rise) {
      return each((at) => (at ? rise[at] / at : start));
    }

    function exp(u) {
      const result = constant(Math.exp(u[0]));
      const rise = slope(u);
      for (let at = 1; at < size; at += 1) {
        result[at] = sum(1, at, (k) => rise[k] * result[at - k]) / at;
      }
      return result;
    }

    // sin u and cos u, or sinh u and cosh u if the sign is 1.
    function waves(u, sign) {
      const sine = constant(sign > 0 ? Math.sinh(u[0]) : Math.sin(u[0]));
      const cosine = constant(sign > 0 ? Math.cosh(u[0]) : Math.cos(u[0]));
      const rise = slope(u);
      for (let at = 1; at < size; at += 1) {
        sine[at] = sum(1, at, (k) => rise[k] * cosine[at - k]) / at;
        cosine[at] = (sign * sum(1, at, (k) => rise[k] * sine[at - k])) / at;
      }
      return [sine, cosine];
    }

    // tanh(u₀ + w) = (tanh u₀ + tanh w)/(1 + tanh u₀ tanh w), which cannot overflow.
    function tanh(u) {
      const first = Math.tanh(u[0]);
      const grown = over(...waves(each((at) => (at ? u[at] : 0)), 1));
      const above = each((at) => grown[at] + (at ? 0 : first));
      return over(above, each((at) => first * grown[at] + (at ? 0 : 1)));
    }

    function atan(u) {
      const square = times(u, u);
      return integral(Math.atan(u[0]), over(slope(u), each((at) => square[at] + (at ? 0 : 1))));
    }

    // u^exponent: of u = s^m (w₀ + w₁ s + …) it is s^(m·exponent) w^exponent.
    function power(u, exponent) {
      const { order, first } = leading(u);
      if (first === 0) return exponent < 0 ? each(() => NaN) : constant(0 ** exponent);
      if (order * exponent < 0) return each(() => NaN);
      const w = moved(u, -order);
      const result = constant(w[0] ** exponent);
      for (let at = 1; at < size; at += 1) {
        const part = (k) => (exponent * k - (at - k)) * w[k] * result[at - k];
        result[at] = sum(1, at, part) / (at * w[0]);
      }
      return moved(result, Math.ceil(Number((order * exponent).toFixed(9))));
    }

    // uᵛ, and of it only the first term where u is 0 at the point: the next ones have a factor
    // t ln t more, which no series has.
    function raised(u, v) {
      if (v.every((part, at) => at === 0 || part === 0)) return power(u, v[0]);
      if (leading(u).order > 0) {
        const simple = power(u, v[0]);
        const first = simple.findIndex((part) => part !== 0);
        return each((at) => (at > first ? 0 : simple[at]));
      }
      return exp(times(v, integral(Math.log(u[0]), over(slope(u), u))));
    }

    // u·s^by, with zeros for what moves in at either end.
    function moved(u, by) {
      return each((at) => u[at - by] ?? 0);
    }

    return { apply, constant };
  }

  function sum(from, to, part) {
    let total = 0;
    for (let k = from; k <= to; k += 1) total += part(k);
    return total;
  }

  return { seriesAlong, finestOf, oneSided };
})();
