// The state of the page: all that a link must say, as readable text behind the # of its address.
//
//   #loss=ravine&start=2,2.5&walk=gradient_descent,0.38&steps=60
//   #formula=x^2 + y^4&window=-2,-2,2,2&start=1,1&walk=momentum,0.1,0.9&mode=hiker&eye=-30,40,1
"use strict";

const State = (() => {
  const MOST_STEPS = 1000;
  const MOST_WALKERS = 4;
  const LIBRARY = Object.fromEntries(FACTS.losses.map((loss) => [loss.key, loss]));

  // Where the page begins: the walk of the first clip.
  function first() {
    const { loss, start, rate, steps } = FACTS.first;
    const walkers = [walkerOf("gradient_descent", rate)];
    return { ...groundOf(loss), start: [...start], walkers, steps, eye: null, hiker: false };
  }

  // A ground of the library: `loss` is its key, or "" for a formula that was typed.
  function groundOf(key) {
    const { formula, domain } = LIBRARY[key];
    return { loss: key, formula, window: domain.flat() };
  }

  function walkerOf(optimizer, rate) {
    const parameters = Object.fromEntries(OPTIMIZERS[optimizer].parameters.map((one) => [one.key, one.default]));
    if (rate !== undefined) parameters.learning_rate = rate;
    return { optimizer, parameters };
  }

  // A place inside of a window, on the left and high up, where a walk may begin.
  function startIn([left, bottom, right, top]) {
    return [rounded(left + 0.2 * (right - left), right - left), rounded(bottom + 0.75 * (top - bottom), top - bottom)];
  }

  // The window for a formula, {domain, because}: where it is not a number all around, a part in which
  // it is, and a sentence about that.
  function windowFor(formula) {
    try {
      return { domain: makeLoss({ formula }).domain, because: "" };
    } catch (error) {
      if (!error.domain) throw error;
      return { domain: error.domain, because: `${Words.trouble(error)} So here is a part of it.` };
    }
  }

  // The number to about a thousandth of `width`, so that it is read, linked and rendered as it is shown.
  function rounded(number, width) {
    const digits = Math.max(0, 3 - Math.floor(Math.log10(width)));
    return digits > 15 ? number : Number(number.toFixed(digits)) + 0;
  }

  function readNumber(text, name) {
    const typed = text.trim().replace("−", "-").replace(/^(-?\d*),(\d+)$/, "$1.$2");
    const number = typed === "" ? NaN : Number(typed);
    if (!Number.isFinite(number)) throw Error(`${name} is “${text}”, and must be a number such as 0.5.`);
    return number;
  }

  function readNumbers(text, name, count) {
    const parts = text.split(",");
    if (parts.length !== count) {
      throw Error(`${name} is “${text}”, and must be ${count} numbers with commas between them.`);
    }
    return parts.map((part) => readNumber(part, name));
  }

  // The value of a parameter of an optimizer, in the range that gd_math takes.
  function readParameter(text, { key, symbol, max }) {
    const value = readNumber(text, symbol);
    const above = key === "learning_rate" || key === "epsilon";
    if (value < 0 || value >= max || (above && value === 0)) {
      const range = above ? "above 0" : Number.isFinite(max) ? `at least 0 and below ${max}` : "at least 0";
      throw Error(`${symbol} is ${value}, and must be ${range}.`);
    }
    return value;
  }

  function checkWindow(window) {
    const [left, bottom, right, top] = window;
    if (!(left < right && bottom < top)) {
      throw Error("The window must go from a low to a high x, and from a low to a high y.");
    }
    return window;
  }

  function requireOne(what, name, known) {
    if (Object.hasOwn(known, name)) return;
    throw Error(`There is no ${what} “${name}”: there are ${Object.keys(known).join(", ")}.`);
  }

  const READ = {
    loss(state, text) {
      requireOne("landscape", text, LIBRARY);
      Object.assign(state, groundOf(text), { start: null });
    },
    formula(state, text) {
      Object.assign(state, { loss: "", formula: text, window: null, start: null });
    },
    window(state, text) {
      state.window = checkWindow(readNumbers(text, "window", 4));
      state.start = null;
    },
    start(state, text) {
      state.start = readNumbers(text, "start", 2);
    },
    walk(state, text) {
      const [key, ...values] = text.split(",");
      requireOne("optimizer", key, OPTIMIZERS);
      const walker = walkerOf(key);
      const { parameters } = OPTIMIZERS[key];
      if (values.length > parameters.length) {
        throw Error(`${key} has ${parameters.length} numbers, and the address gives ${values.length}.`);
      }
      values.forEach((value, i) => {
        walker.parameters[parameters[i].key] = readParameter(value, parameters[i]);
      });
      state.walkers.push(walker);
      if (state.walkers.length > MOST_WALKERS) throw Error(`There is room for ${MOST_WALKERS} walkers.`);
    },
    steps(state, text) {
      state.steps = readNumber(text, "steps");
      if (!Number.isInteger(state.steps) || state.steps < 0 || state.steps > MOST_STEPS) {
        throw Error(`steps is ${text}, and must be a whole number from 0 to ${MOST_STEPS}.`);
      }
    },
    eye(state, text) {
      state.eye = readNumbers(text, "eye", text.split(",").length > 3 ? 5 : 3);
    },
    mode(state, text) {
      if (text !== "hiker") throw Error(`There is no mode “${text}”: there is hiker.`);
      state.hiker = true;
    },
  };
  // First the ground, then what stands on it, in whatever order the address has them.
  const ORDER = Object.keys(READ);

  // Read the text behind the #; throw an Error with a sentence if that is not possible.
  function read(hash) {
    const words = hash.replace(/^#/, "").split("&").filter(Boolean).map((word) => {
      const [key, ...rest] = word.split("=");
      if (!Object.hasOwn(READ, key)) throw Error(`The address says “${key}”, which this page does not know.`);
      try {
        return [key, decodeURIComponent(rest.join("="))];
      } catch {
        throw Error(`The address has a ${key} that is cut off or damaged.`);
      }
    });
    const state = first();
    const walkers = state.walkers;
    state.walkers = [];
    words.sort((one, other) => ORDER.indexOf(one[0]) - ORDER.indexOf(other[0]));
    for (const [key, text] of words) READ[key](state, text);
    if (!state.walkers.length) state.walkers = walkers;
    state.window ??= windowFor(state.formula).domain.flat();
    state.start ??= startIn(state.window);
    return state;
  }

  // Write what `read` reads, leaving out what goes without saying.
  function write(state) {
    const words = state.loss ? [`loss=${state.loss}`] : [`formula=${readable(state.formula)}`];
    const usual = state.loss ? groundOf(state.loss).window : null;
    if (String(state.window) !== String(usual)) words.push(`window=${state.window}`);
    words.push(`start=${state.start}`);
    for (const { optimizer, parameters } of state.walkers) {
      const values = OPTIMIZERS[optimizer].parameters.map(({ key }) => parameters[key]);
      const defaults = OPTIMIZERS[optimizer].parameters.map((one) => one.default);
      while (values.length > 1 && values.at(-1) === defaults[values.length - 1]) values.pop();
      words.push(`walk=${[optimizer, ...values]}`);
    }
    words.push(`steps=${state.steps}`);
    if (state.eye) words.push(`eye=${state.eye}`);
    if (state.hiker) words.push("mode=hiker");
    return words.join("&");
  }

  // Text for an address in which the signs of a formula stay as they are.
  const readable = (text) => encodeURIComponent(text).replace(/%(5E|2B|2F|2C|3D)/g, decodeURIComponent);

  return {
    first, groundOf, walkerOf, windowFor, startIn, rounded, readNumber, readParameter, checkWindow, read, write,
    LIBRARY, MOST_STEPS, MOST_WALKERS,
  };
})();
