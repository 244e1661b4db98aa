// Where in a box a formula is not defined: on a grid, and at poles between its points. As
// gd_math/formula/definedness.py.
"use strict";

const { undefinedAt, requireDefined, named, general } = (() => {
  const BISECTIONS = 60;
  const NOTHING = 1e-9; // of the values one step of the grid away: a zero but for rounding
  // Intervals that suit most formulas that are not defined from −3 to 3, the best ones first.
  const SUGGESTED = [
    ...[[-2, 2], [0.1, 3], [-0.9, 0.9], [1.1, 3], [0.1, 0.9]],
    ...[[-3, -0.1], [-0.4, 0.4], [3, 9]],
  ];

  // A point { x, part } of a box at which the formula is not a real number below 1e100, with the
  // part of it that is to blame; null if there is none.
  function undefinedAt({ tree, value }, box) {
    for (const { part, quantity, condition } of guardsOf(tree)) {
      const x = violation(quantity, condition, box);
      if (x) return { x, part };
    }
    const { n, values, at } = gridOf(value, box);
    const wrong = values.findLastIndex((height) => !(Math.abs(height) <= Tree.LARGEST));
    return wrong < 0 ? null : { x: at(wrong % n, Math.floor(wrong / n)), part: tree.text };
  }

  // Throws an Error with a sentence, and with a better domain if one is at hand.
  function requireDefined(loss, box) {
    const bad = undefinedAt(loss, box);
    if (!bad) return;
    const domain = suggestion(loss);
    const advice = domain ? `, such as domain=(${cornersOf(domain).join(", ")})` : "";
    const error = new Error(
      `formula must be a real number below 1e+100 all over its domain, ` +
        `${Tree.shortened(bad.part)} is not at ${named(bad.x)}: ` +
        `give a domain without that point${advice}`,
    );
    throw Object.assign(error, { domain });
  }

  function cornersOf(domain) {
    if (domain.every(([x, y]) => x === y)) return domain.map(([x]) => general(x, 6));
    return domain.map(([x, y]) => `(${general(x, 6)}, ${general(y, 6)})`);
  }

  function named(x) {
    return x.map((number, axis) => `${Tree.VARIABLES[axis]} = ${general(number, 4)}`).join(", ");
  }

  // A number with so many digits that count, without zeros at the end.
  function general(number, digits) {
    const [mantissa, exponent] = number.toExponential(digits - 1).split("e");
    const bare = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
    if (exponent >= -4 && exponent < digits) return bare(number.toFixed(digits - 1 - exponent));
    return `${bare(mantissa)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }

  function suggestion(loss) {
    const pairs = SUGGESTED.flatMap((one) => SUGGESTED.map((other) => [one, other]));
    const alike = pairs.filter(([one, other]) => one === other);
    for (const [one, other] of [...alike, ...pairs.filter((pair) => !alike.includes(pair))]) {
      const box = [[one[0], other[0]], [one[1], other[1]]];
      const few = gridOf(loss.value, box, 13).values; // these settle it for most
      const fine = few.every((value) => Math.abs(value) <= Tree.LARGEST);
      if (fine && !undefinedAt(loss, box)) return box;
    }
    return null;
  }

  // The conditions without which a part of a formula is not defined, those of inner parts first.
  function guardsOf(tree) {
    const guard = (node, about, condition) => {
      return { part: node.text, quantity: jetOf(about).value, condition };
    };
    return Tree.nodes(tree).flatMap((node) => {
      if (node.number !== null) return [];
      const [u, v] = node.args;
      switch (node.op) {
        case "/":
          return [guard(node, v, "not 0")];
        case "tan":
          return [guard(node, { ...node, op: "cos" }, "not 0")];
        case "ln":
          return [guard(node, u, "above 0")];
        case "sqrt":
          return [guard(node, u, "at least 0")];
        case "asin":
        case "acos": {
          const square = { ...node, op: "*", args: [u, u] };
          const rest = { ...node, op: "-", args: [Tree.literal("1"), square] };
          return [guard(node, rest, "at least 0")];
        }
        case "^":
          return guardsOfPower(node, u, v, guard);
        default:
          return [];
      }
    });
  }

  function guardsOfPower(node, base, { number }, guard) {
    // 0 to a power above 0 is 0; the greater of the two is above 0 wherever that is so.
    if (number === null) {
      return [guard(node, base, "at least 0"), guard(node, { ...node, op: "max" }, "above 0")];
    }
    if (number % 1) return [guard(node, base, number > 0 ? "at least 0" : "above 0")];
    return number < 0 ? [guard(node, base, "not 0")] : [];
  }

  // A point of the box where a condition does not hold, the clearest example: the pole nearest to
  // the origin, or the lowest value under a root.
  function violation(quantity, condition, box) {
    const grid = gridOf(quantity, box);
    const { n, values, at } = grid;
    const wrong = [];
    values.forEach((value, place) => {
      if (fails(condition, value, 0)) wrong.push(at(place % n, Math.floor(place / n)));
    });
    if (!wrong.length && condition === "not 0") wrong.push(...crossings(quantity, grid));
    if (!wrong.length) wrong.push(...touches(quantity, condition, box, grid));
    const order = (x) => (condition === "not 0" ? Math.max(...x.map(Math.abs)) : quantity(...x));
    let best = null;
    let least = Infinity;
    for (const x of wrong) {
      const size = order(x);
      if (size < least || !best) [best, least] = [x, size];
    }
    return best;
  }

  function fails(condition, value, nothing) {
    if (condition === "not 0") return Math.abs(value) <= nothing;
    return condition === "above 0" ? value <= nothing : value < -nothing;
  }

  // Places between the points of the grid to which a quantity comes down, and no farther.
  function touches(quantity, condition, box, { n, spacing, at, values }) {
    const size = condition === "not 0" ? (x, y) => Math.abs(quantity(x, y)) : quantity;
    const sizes = condition === "not 0" ? values.map(Math.abs) : values;
    const inside = (part, axis) => Math.min(Math.max(part, box[0][axis]), box[1][axis]);
    return lowestPlaces(size, box, { n, spacing, at, values: sizes }).filter((x) => {
      const around = [[1, 0], [0, 1], [-1, 0], [0, -1]].map(([i, j]) => {
        const beside = [x[0] + i * spacing[0], x[1] + j * spacing[1]];
        return Math.abs(quantity(...beside.map(inside)));
      });
      return fails(condition, quantity(...x), NOTHING * Math.max(...around));
    });
  }

  // Zeros of a quantity, at most one between neighbors of a grid.
  function crossings(quantity, { n, values, at }) {
    const found = [];
    const between = (here, there) => Math.sign(values[here]) * Math.sign(values[there]) < 0;
    const place = (index) => at(index % n, Math.floor(index / n));
    for (let here = 0; here < values.length; here += 1) {
      if (here % n < n - 1 && between(here, here + 1)) found.push([here, here + 1]);
      if (here + n < values.length && between(here, here + n)) found.push([here, here + n]);
    }
    const nearest = ([here]) => Math.max(...place(here).map(Math.abs));
    found.sort((one, other) => nearest(one) - nearest(other));
    return found.slice(0, 40).map(([here, there]) => {
      let [a, b] = [place(here), place(there)];
      const sign = Math.sign(values[here]);
      for (let step = 0; step < BISECTIONS; step += 1) {
        const middle = a.map((part, axis) => (part + b[axis]) / 2);
        if (Math.sign(quantity(...middle)) === sign) a = middle;
        else b = middle;
      }
      return b;
    });
  }

  return { undefinedAt, requireDefined, named, general };
})();
