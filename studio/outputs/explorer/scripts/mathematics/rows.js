// A formula as a list of operations, each on the results of operations above; equal ones are kept
// once. So a formula that repeats itself is worked out once, as in gd_math/formula/compile.py.
"use strict";

const { rowsOf, powerOf } = (() => {
  const LARGEST_PRODUCT = 32; // x^32 is multiplied out, by repeated squaring

  // Rows { op, operands, number }: of a "power" the number is the exponent, which is constant, of a
  // "coordinate" its index. The last row is the formula itself.
  function rowsOf(tree) {
    const rows = [];
    const places = new Map();

    function emit(op, operands, number = 0) {
      const key = `${op} ${operands.join(" ")} ${Object.is(number, -0) ? "-0" : number}`;
      if (!places.has(key)) places.set(key, rows.push({ op, operands, number }) - 1);
      return places.get(key);
    }

    function add(node) {
      if (node.number !== null) return emit("number", [], node.number);
      if (node.op === "variable") return emit("coordinate", [], Tree.VARIABLES.indexOf(node.text));
      if (node.op === "sqrt") return emit("power", [add(node.args[0])], 0.5);
      if (node.op === "^" && node.args[1].number !== null) {
        return emit("power", [add(node.args[0])], node.args[1].number);
      }
      return emit(node.op, node.args.map(add));
    }

    const last = add(tree);
    return rows.slice(0, last + 1);
  }

  // The function u → u^exponent, made of products, roots and quotients where it can be.
  function powerOf(exponent) {
    if (exponent < 0) {
      const inverse = powerOf(-exponent);
      return (u) => 1 / inverse(u);
    }
    if (Math.abs(exponent % 1) === 0.5 && exponent < LARGEST_PRODUCT) {
      const ofRoot = powerOf(2 * exponent);
      return (u) => ofRoot(Math.sqrt(u));
    }
    if (exponent % 1 || exponent > 2 * LARGEST_PRODUCT) return (u) => Tree.power(u, exponent);
    return product(exponent);
  }

  function product(factors) {
    if (factors === 0) return () => 1;
    if (factors === 1) return (u) => u;
    if (factors === 2) return (u) => u * u;
    if (factors === 3) return (u) => u * u * u;
    if (factors === 4) return (u) => u * u * (u * u);
    const half = product(Math.floor(factors / 2));
    if (factors % 2) {
      return (u) => {
        const part = half(u);
        return part * part * u;
      };
    }
    return (u) => {
      const part = half(u);
      return part * part;
    };
  }

  return { rowsOf, powerOf };
})();
