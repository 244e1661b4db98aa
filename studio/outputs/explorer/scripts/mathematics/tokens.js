// A formula as the pieces that it is made of: as it was typed, or pasted from a text, a page or a
// program. As gd_math/formula/tokens.py.
"use strict";

const { tokens, unknownName } = (() => {
  const TOKEN = new RegExp(
    "^(?:(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)" +
      "|(?:(?:np|numpy|math|torch|jnp)\\.)?(?<name>[A-Za-z_]\\w*)" +
      "|(?<sign>\\*\\*|[-+*/^(),|√]))",
  );
  const RAISED = /^[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/;
  const SPACE = /^[\t-\r\x1c-\x1f\x85\p{Z}]$/u;

  // Signs that come along when a formula is pasted.
  const PASTED = {
    ...each("−‐‑‒–—－", ["sign", "-"]),
    ...each("·⋅×∙•∗✕", ["sign", "*"]),
    ...each("÷∕⁄", ["sign", "/"]),
    ...each("½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", ["fraction", ""]),
    π: ["name", "pi"],
    𝑥: ["name", "x"],
    𝑦: ["name", "y"],
    𝑒: ["name", "e"],
    "𝜋": ["name", "pi"],
  };
  const ROUND = "use round brackets";
  const INDEX = "write x and y for x₁ and x₂";
  const HINTS = {
    "=": "leave out what stands left of it, and the sign itself",
    ...each("[]{}", ROUND),
    ...each("₀₁₂₃", INDEX),
    ";": "write a single formula",
    "\\": "write a formula as for a calculator, such as sqrt(x) or x/2",
    "∛": "write x^(1/3)",
    ˣ: "write ^x",
    ʸ: "write ^y",
    "%": "write numbers such as 0.05",
    ".": "write numbers such as 0.5, and * for a product",
    ...each("αβγδεθλμστφω", "the variables are x and y, and constants are numbers"),
  };
  const USUAL_HINT = "write numbers, names, + - * / ^ and round brackets only";

  function each(characters, value) {
    return Object.fromEntries(Array.from(characters, (character) => [character, value]));
  }

  // The pieces of a formula, and the end as the last one: { kind, says, start, end }, of the kinds
  // "number", "fraction", "raised", "name", "sign" and "end". Throws for a character that has no
  // place in a formula.
  function tokens(characters) {
    const found = [];
    let at = 0;
    while (at < characters.length) {
      const token = SPACE.test(characters[at]) ? null : tokenAt(characters, at);
      if (token) found.push(token);
      at = token ? token.end : at + 1;
    }
    return [...found, { kind: "end", says: "the end", start: at, end: at }];
  }

  function tokenAt(characters, at) {
    const rest = characters.slice(at).join("");
    const match = TOKEN.exec(rest);
    if (match) {
      const [kind, says] = Object.entries(match.groups).find(([, piece]) => piece !== undefined);
      return { kind, says: says.replaceAll("**", "^"), start: at, end: at + match[0].length };
    }
    const raised = RAISED.exec(rest);
    if (raised) {
      const says = raised[0].normalize("NFKC").replace("−", "-");
      return { kind: "raised", says, start: at, end: at + raised[0].length };
    }
    const character = characters[at];
    if (Object.hasOwn(PASTED, character)) {
      const [kind, says] = PASTED[character];
      const fraction = character.normalize("NFKC").replace("⁄", "/");
      return { kind, says: kind === "fraction" ? fraction : says, start: at, end: at + 1 };
    }
    const hint = Object.hasOwn(HINTS, character) ? HINTS[character] : USUAL_HINT;
    throw new Error(
      `formula must not have ${Tree.quoted(character)} in it, as at character ${at + 1} of ` +
        `${Tree.shortened(characters, at)}: ${hint}`,
    );
  }

  // What is said of a word that is no name.
  function unknownName({ says, start }) {
    return new Error(
      `formula must be made of the variables ${Tree.VARIABLES.join(" and ")}, the constants ` +
        `${Object.keys(Tree.CONSTANTS).join(" and ")} and the functions ` +
        `${Object.keys(Tree.FUNCTIONS).sort().join(", ")}; ${Tree.shortened(says)} at character ` +
        `${start + 1} is none of them${advice(says)}`,
    );
  }

  // What to type instead of a word that is no name.
  function advice(word) {
    if (word === "log10" || word === "log2") return `: write log(x)/log(${word.slice(3)})`;
    if (Tree.VARIABLES.includes(word[0]) && /^\d+$/.test(word.slice(1).replace(/^_+|_+$/g, ""))) {
      return `: ${INDEX}, x^2 for a square`;
    }
    const functions = Object.keys(Tree.FUNCTIONS);
    const known = [...functions, ...Object.keys(Tree.CONSTANTS), ...Tree.VARIABLES];
    const small = word.toLowerCase();
    for (const head of [...known].sort((one, other) => other.length - one.length)) {
      const rest = small.startsWith(head) ? small.slice(head.length) : small;
      if (rest !== small && known.includes(rest)) {
        return `: write ${head}${functions.includes(head) ? `(${rest})` : `*${rest}`}`;
      }
    }
    return "";
  }

  return { tokens, unknownName };
})();
