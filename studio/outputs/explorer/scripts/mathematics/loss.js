// A loss of two variables from its formula: what gd_math's record `Loss` has, a point at a time.
"use strict";

const { makeLoss } = (() => {
  const USUAL = [[-3, -3], [3, 3]];
  const FLAT = 1e-12; // of the largest value: a range below that is rounding
  const BESIDE = [0.382, 0.618]; // of the spacing of a grid
  const FAINT = 1e-100; // a range below that is lost when it is squared

  // { name, formula, domain, diagonal, dimension, value, slopeInto, gradient, hessian, grid, … }
  //
  // domain: [[x0, y0], [x1, y1]]; without one it is found, as gd_math finds it.
  // Throws an Error with one sentence if the text is no formula, hangs not on both x and y, or is
  // no real number somewhere in its domain; then with `domain`, one that would do, if there is one.
  function makeLoss({ name, formula, domain = null }) {
    const tree = parse(formula);
    requireTwoVariables(tree);
    const typed = tree.text.split(/\s+/).join(" ");
    const shape = { name: name ?? typed, formula, dimension: 2, tree, ...jetOf(tree) };
    const loss = checked(shape, domain ?? USUAL);
    if (domain) return loss;
    const found = windowOf(loss);
    return { ...checked(shape, found.domain), features: found.features };
  }

  function checked(shape, domain) {
    requireDefined(shape, domain);
    requireRelief(shape, domain);
    requireSlopes(shape, domain);
    const [lower, upper] = domain;
    const diagonal = Math.hypot(upper[0] - lower[0], upper[1] - lower[1]);
    const grid = (n, window = domain) => gridOf(shape.value, window, n).values;
    return { ...shape, domain, diagonal, grid };
  }

  function requireRelief({ name, value }, domain) {
    let [least, most] = [Infinity, -Infinity];
    for (const height of gridOf(value, domain).values) {
      least = Math.min(least, height);
      most = Math.max(most, height);
    }
    const relief = most - least;
    if (relief > Math.max(FLAT * Math.max(Math.abs(least), Math.abs(most)), FAINT)) return;
    throw new Error(
      `formula must rise and fall on its domain, ${Tree.shortened(name)} is the same everywhere ` +
        `but for ${general(relief, 6)}: give another formula, or a larger domain`,
    );
  }

  // Looked at beside the points of a grid: on a kink a slope may be infinite.
  function requireSlopes({ name, gradient, hessian }, domain) {
    const { spacing, at, n } = gridOf(() => 0, domain, 31);
    for (let place = 0; place < (n - 1) * (n - 1); place += 1) {
      const corner = at(place % (n - 1), Math.floor(place / (n - 1)));
      const x = corner.map((part, axis) => part + BESIDE[axis] * spacing[axis]);
      for (const [what, parts] of [["slope", gradient(...x)], ["curvature", hessian(...x)]]) {
        if (parts.every((part) => Math.abs(part) <= Tree.LARGEST)) continue;
        throw new Error(
          `formula must have a ${what} below 1e+100 all over its domain, ${Tree.shortened(name)} ` +
            `has not at ${named(x)}: give a domain without that point`,
        );
      }
    }
  }

  function requireTwoVariables(tree) {
    const variables = Tree.nodes(tree).filter(({ op }) => op === "variable");
    const [only, both] = new Set(variables.map(({ text }) => text));
    if (both) return;
    const other = only === "x" ? "y" : "x";
    const ending = only ? `has only ${only}: add 0*${other} to make a trough of it` : "has neither";
    throw new Error(`formula must depend on x and y; ${Tree.shortened(tree.text)} ${ending}`);
  }

  return { makeLoss };
})();
