// A formula as a tree: what may stand in one, and what its constant parts amount to.
// The same words, numbers and sentences as in gd_math/formula/tree.py.
"use strict";

const Tree = (() => {
  const VARIABLES = ["x", "y"];
  const CONSTANTS = { e: Math.E, pi: Math.PI };
  const LARGEST = 1e100; // of a constant, and of a loss on its domain

  // Unlike Math.pow it calls 1 to any power 1, and so −1 to an infinite one, as NumPy does.
  function power(u, v) {
    if (u === 1 || (u === -1 && Math.abs(v) === Infinity)) return 1;
    return u ** v;
  }

  const OPERATIONS = {
    "+": (u, v) => u + v,
    "-": (u, v) => u - v,
    "*": (u, v) => u * v,
    "/": (u, v) => u / v,
    "^": power,
    neg: (u) => -u,
    sin: Math.sin,
    cos: Math.cos,
    tan: Math.tan,
    asin: Math.asin,
    acos: Math.acos,
    atan: Math.atan,
    sinh: Math.sinh,
    cosh: Math.cosh,
    tanh: Math.tanh,
    exp: Math.exp,
    ln: Math.log,
    sqrt: Math.sqrt,
    abs: Math.abs,
    sigmoid: (u) => (1 + Math.tanh(u / 2)) / 2, // unlike 1/(1 + e⁻ᵘ) it never overflows
    min: Math.min,
    max: Math.max,
  };

  // What may be typed, with the operation that it means.
  const FUNCTIONS = {
    ...Object.fromEntries(
      Object.keys(OPERATIONS)
        .filter((op) => /^[a-z]+$/.test(op) && op !== "neg")
        .map((op) => [op, op]),
    ),
    log: "ln",
    arcsin: "asin",
    arccos: "acos",
    arctan: "atan",
  };
  // Other names for them, as programs have them.
  const ALIASES = {
    pow: "^",
    power: "^",
    maximum: "max",
    minimum: "min",
    fabs: "abs",
    absolute: "abs",
  };
  const TWO_ARGUMENTS = ["min", "max", "^"];

  // A node: op, a name of OPERATIONS or "number", "constant", "variable"; args, its operands; text,
  // as it was typed; number, what it amounts to, null if that hangs on x or y.
  function literal(text) {
    return { op: "number", args: [], text, number: checked(Number(text), text) };
  }

  function name(text) {
    if (VARIABLES.includes(text)) return { op: "variable", args: [], text, number: null };
    return { op: "constant", args: [], text, number: CONSTANTS[text] };
  }

  function combine(op, args, text) {
    const known = args.every((arg) => arg.number !== null);
    const number = known ? checked(OPERATIONS[op](...args.map((arg) => arg.number)), text) : null;
    return { op, args, text, number };
  }

  function checked(number, text) {
    if (!(Math.abs(number) <= LARGEST)) {
      const shown = shortened(text);
      throw new Error(`formula must have real constants up to 1e+100, ${shown} is not one`);
    }
    return number;
  }

  // All nodes, operands before what is made of them.
  function nodes(node) {
    return [...node.args.flatMap(nodes), node];
  }

  // Characters are counted as a reader counts them: a 𝑥 is one, though it takes two units.
  function shortened(text, around = 0) {
    const characters = Array.isArray(text) ? text : Array.from(text);
    const start = Math.max(0, around - 30);
    const end = around + 30;
    const shown = characters.slice(start, end).join("");
    return quoted(`${start > 0 ? "…" : ""}${shown}${end < characters.length ? "…" : ""}`);
  }

  // A text in quotes, in which all that cannot be seen is spelled out, as Python shows it.
  function quoted(text) {
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
    const spelled = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", [quote]: `\\${quote}` };
    const inside = Array.from(text, (character) => {
      if (Object.hasOwn(spelled, character)) return spelled[character];
      return character === " " || !/[\p{C}\p{Z}]/u.test(character) ? character : code(character);
    });
    return quote + inside.join("") + quote;
  }

  function code(character) {
    const hex = character.codePointAt(0).toString(16);
    if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
    return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  }

  return {
    VARIABLES, CONSTANTS, LARGEST, OPERATIONS, FUNCTIONS, ALIASES, TWO_ARGUMENTS,
    power, literal, name, combine, nodes, shortened, quoted,
  };
})();
