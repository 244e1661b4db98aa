// From what is typed to a tree: the grammar of gd_math/formula/parse.py, sentence by sentence.
// Nothing typed is ever run.
"use strict";

const { parse } = (() => {
  const { VARIABLES, CONSTANTS, FUNCTIONS, ALIASES, TWO_ARGUMENTS } = Tree;
  const LONGEST = 500; // characters
  const EXAMPLE = "'x**4 - 3*x**2 + y**2'";
  const DEEPEST = 40; // brackets, functions, signs and powers within each other
  const DIGITS = /^\d+$/;

  // Powers are **, ^ or raised digits, |x| is abs(x), √x is sqrt(x), and 2x, xy, 2 sin(x) and
  // x(y + 1) are products. Throws an Error whose sentence says what is wrong and where.
  function parse(text) {
    if (typeof text !== "string") {
      throw new Error(`formula must be a text such as ${EXAMPLE}, got ${typeof text}`);
    }
    if (!/[^\t-\r\x1c-\x1f\x85\p{Z}]/u.test(text)) {
      throw new Error(`formula must be a text such as ${EXAMPLE}, got an empty one`);
    }
    const characters = Array.from(text);
    if (characters.length > LONGEST) {
      throw new Error(`formula must have at most ${LONGEST} characters, got ${characters.length}`);
    }
    return new Parser(characters).formula();
  }

  // One method for each level of precedence, lowest first.
  class Parser {
    constructor(characters) {
      this.characters = characters;
      this.tokens = tokens(characters);
      this.at = 0;
      this.depth = 0;
      this.bars = 0; // of |…| that are open
      this.listing = false; // whether a comma parts two operands
    }

    formula() {
      const node = this.sum();
      if (this.next.kind !== "end") throw this.wrong("an operation such as + or *");
      return node;
    }

    get next() {
      return this.tokens[this.at];
    }

    // Step over the next token and return it, if it is one of these signs.
    take(...signs) {
      if (this.next.kind !== "sign" || !signs.includes(this.next.says)) return null;
      this.at += 1;
      return this.tokens[this.at - 1];
    }

    expect(sign, why) {
      if (!this.take(sign)) throw this.wrong(`'${sign}', ${why},`);
    }

    wrong(needed) {
      const { kind, says, start } = this.next;
      const around = Tree.shortened(this.characters, start);
      const got = kind === "end" ? says : Tree.quoted(says);
      return new Error(
        `formula must have ${needed} at character ${start + 1} of ${around}, got ${got}`,
      );
    }

    make(op, args, start) {
      const typed = this.characters.slice(start, this.tokens[this.at - 1].end).join("");
      return Tree.combine(op, args, typed.trim());
    }

    descend() {
      this.depth += 1;
      if (this.depth > DEEPEST) {
        throw new Error(
          `formula must have at most ${DEEPEST} brackets, functions, signs and powers ` +
            `within each other, got more at character ${this.next.start + 1}`,
        );
      }
    }

    sum() {
      this.descend();
      const { start } = this.next;
      let sign = this.take("+", "-");
      let node = this.product();
      if (sign?.says === "-") node = this.make("neg", [node], start);
      while ((sign = this.take("+", "-"))) {
        node = this.make(sign.says, [node, this.product()], start);
      }
      this.depth -= 1;
      return node;
    }

    product() {
      const { start } = this.next;
      let node = this.factor();
      let divided = false;
      for (;;) {
        const sign = this.take("*", "/");
        if (sign) {
          divided = sign.says === "/";
          node = this.make(sign.says, [node, this.factor()], start);
        } else if (this.startsFactor()) {
          // 1/2x: some mean (1/2)x, others 1/(2x)
          if (divided) throw this.wrong("a bracket or a * that tells what is divided by what");
          node = this.make("*", [node, this.factor()], start);
        } else {
          return node;
        }
      }
    }

    // A power with the signs before it: −x² is −(x²).
    factor() {
      const { start } = this.next;
      const sign = this.take("+", "-");
      if (sign) {
        this.descend();
        const node = this.factor();
        this.depth -= 1;
        return sign.says === "-" ? this.make("neg", [node], start) : node;
      }
      const base = this.raised(this.atom(), start);
      if (!this.take("^")) return base;
      this.descend();
      const exponent = this.factor();
      this.depth -= 1;
      return this.make("^", [base, exponent], start);
    }

    // Whether the next token may follow a factor without a *.
    startsFactor() {
      const { kind, says } = this.next;
      if (kind === "sign") return says === "(" || says === "√" || (says === "|" && !this.bars);
      return kind === "name" || kind === "fraction";
    }

    // Raised digits after a base: they are one number.
    raised(base, start) {
      let node = base;
      while (this.next.kind === "raised") node = this.make("^", [node, this.exponent()], start);
      return node;
    }

    exponent() {
      const { says } = this.next;
      this.at += 1;
      const number = Tree.literal(says.replace(/^[+-]+/, ""));
      return says.startsWith("-") ? Tree.combine("neg", [number], says) : number;
    }

    atom() {
      const token = this.next;
      this.at += 1;
      if (token.kind === "number") return Tree.literal(this.decimal(token));
      if (token.kind === "fraction") {
        return Tree.combine("/", token.says.split("/").map(Tree.literal), token.says);
      }
      if (token.kind === "name") return this.named(token);
      if (token.kind === "sign") {
        if (token.says === "√") return this.root(token);
        if (token.says === "(") return this.within(")", "which closes a bracket", 0);
        if (token.says === "|") {
          const node = this.within("|", "which closes |…|", this.bars + 1);
          return this.make("abs", [node], token.start);
        }
      }
      this.at -= 1;
      throw this.wrong("a number, a name or a bracket");
    }

    // What stands in brackets, or between bars, up to the closing one.
    within(closing, why, bars) {
      const { bars: before, listing } = this;
      Object.assign(this, { bars, listing: false });
      const node = this.sum();
      this.expect(closing, why);
      Object.assign(this, { bars: before, listing });
      return node;
    }

    // A number as typed, with a point for a decimal comma.
    decimal(token) {
      const comma = this.next;
      const digits = this.tokens[Math.min(this.at + 1, this.tokens.length - 1)];
      const joined = comma.says === "," && comma.start === token.end && digits.start === comma.end;
      const whole = digits.kind === "number" && !digits.says.includes(".");
      if (this.listing || !joined || !whole || !DIGITS.test(token.says)) {
        return token.says;
      }
      if (digits.says.length === 3 && token.says !== "0") {
        throw this.wrong(
          `a decimal point, as in ${token.says}.${digits.says}, or no comma, as in ` +
            `${token.says}${digits.says},`,
        );
      }
      this.at += 2;
      return `${token.says}.${digits.says}`;
    }

    root(token) {
      const bare = this.next.says !== "(";
      const node = this.atom();
      if (bare && (this.next.says === "^" || this.next.kind === "raised")) {
        throw this.wrong("brackets that tell what is under the root, as in √(x^2) or (√x)^2,");
      }
      if (bare && this.next.kind === "name" && this.next.start === this.tokens[this.at - 1].end) {
        throw this.wrong("brackets that tell what is under the root, as in √(2x) or (√2)x,");
      }
      return this.make("sqrt", [node], token.start);
    }

    named(token) {
      const word = Object.hasOwn(FUNCTIONS, token.says) ? token.says : token.says.toLowerCase();
      if (VARIABLES.includes(word) || Object.hasOwn(CONSTANTS, word)) return Tree.name(word);
      if (/^[xy]+$/.test(word)) {
        const [first, ...rest] = Array.from(word, Tree.name); // xy
        return rest.reduce((node, letter) => this.make("*", [node, letter], token.start), first);
      }
      for (const table of [FUNCTIONS, ALIASES]) {
        if (Object.hasOwn(table, word)) return this.called(table[word], word, token);
      }
      throw unknownName(token);
    }

    // What follows the name of a function: sin(x), sin²(x), sin x.
    called(op, word, token) {
      const two = TWO_ARGUMENTS.includes(op);
      let power = null;
      if (this.next.kind === "raised" || (this.next.says === "^" && !two)) {
        this.take("^");
        const { kind, says } = this.next;
        if ((kind !== "raised" && kind !== "number") || says.startsWith("-")) {
          throw this.wrong(`the power after the brackets, as in 1/${word}(x) or ${word}(x)^2,`);
        }
        power = this.exponent();
      }
      if (this.next.kind === "name" && power === null && this.isBareArgument()) {
        this.at += 1;
        const arg = this.named(this.tokens[this.at - 1]);
        return this.make(op, [arg], token.start);
      }
      this.expect("(", `as in ${word}(${two ? "x, y" : "x"})`);
      const node = this.operands(op, word, token);
      return power === null ? node : this.make("^", [node, power], token.start);
    }

    // Whether the next name is all that a function is of: sin x + 1, but not sin x y.
    isBareArgument() {
      const { kind, says } = this.tokens[this.at + 1];
      const stops = kind === "end" || ["+", "-", ")"].includes(says);
      const ends = stops || Object.hasOwn(FUNCTIONS, says);
      const word = this.next.says.toLowerCase();
      return ends && (VARIABLES.includes(word) || Object.hasOwn(CONSTANTS, word));
    }

    // The operands of a function up to the closing bracket.
    operands(op, word, token) {
      const two = TWO_ARGUMENTS.includes(op);
      const before = [this.bars, this.listing];
      [this.bars, this.listing] = [0, two];
      let node = this.sum();
      if (two) {
        this.expect(",", `as ${word} is of two`);
        node = this.make(op, [node, this.sum()], token.start);
        while (op !== "^" && this.take(",")) {
          node = this.make(op, [node, this.sum()], token.start); // max(x, y, 0)
        }
      }
      this.expect(")", `which closes ${word}(`);
      [this.bars, this.listing] = before;
      return two ? node : this.make(op, [node], token.start);
    }
  }

  return { parse };
})();
