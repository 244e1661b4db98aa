// A loss of two variables from its formula: what gd_math's record `Loss` has, for one point at a time.
"use strict";

const { makeLoss } = (() => {
  // { name, formula, domain, diagonal, dimension, value, slopeInto, gradient, hessian, grid }
  //
  // domain: [[x0, y0], [x1, y1]]; without one it is found, as gd_math finds it.
  // Throws an Error with one sentence if the text is no formula, hangs not on both x and y, or is not
  // a real number all over its domain.
  function makeLoss({ name, formula, domain = null }) {
    const tree = parse(formula);
    requireTwoVariables(tree);
    const shape = { name: name ?? formula.split(/\s+/).join(" ").trim(), formula, dimension: 2, tree, ...jetOf(tree) };
    return withDomain(shape, domain ?? [[-3, -3], [3, 3]]);
  }

  function withDomain(shape, domain) {
    const [lower, upper] = domain;
    const diagonal = Math.hypot(upper[0] - lower[0], upper[1] - lower[1]);
    return { ...shape, domain, diagonal, grid: (n, window = domain) => heights(shape.value, n, window) };
  }

  function requireTwoVariables(tree) {
    const used = new Set(Tree.nodes(tree).filter(({ op }) => op === "variable").map(({ text }) => text));
    if (used.size === 2) return;
    const [only] = used;
    const other = only === "x" ? "y" : "x";
    const ending = only ? `has only ${only}: add 0*${other} to make a trough of it` : "has neither";
    throw new Error(`formula must depend on x and y; ${Tree.shortened(tree.text)} ${ending}`);
  }

  // f on n × n points of a window, corners included: at [j·n + i] that of the i-th x and the j-th y.
  function heights(value, n, [lower, upper]) {
    const found = new Float64Array(n * n);
    const across = (i, axis) => lower[axis] + ((upper[axis] - lower[axis]) * i) / (n - 1);
    for (let j = 0; j < n; j += 1) {
      const y = across(j, 1);
      for (let i = 0; i < n; i += 1) found[j * n + i] = value(across(i, 0), y);
    }
    return found;
  }

  return { makeLoss };
})();
