// Which heights of a loss are told apart, where its contour lines stand, and how numbers are set:
// as the clips have them in scenes/kit/height_levels.py and scenes/kit/words/numbers.py.
"use strict";

const Levels = (() => {
  const TALLEST = 4; // times as far above the lowest as the median
  const LINES = 12; // contour lines, at most
  const SAMPLES = 65; // along each side
  const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

  // The lowest of some values, the highest that is distinguished, and the highest of all. Steep
  // walls round a valley would else leave all that lies between them flat, and of one color.
  function spread(values) {
    const known = Float64Array.from(values).filter(Number.isFinite).sort();
    if (!known.length) return { lowest: 0, highest: 1, top: 1 };
    const [lowest, top] = [known[0], known.at(-1)];
    const middle = (known.length - 1) / 2;
    const median = (known[Math.floor(middle)] + known[Math.ceil(middle)]) / 2;
    const highest = median > lowest ? Math.min(top, lowest + TALLEST * (median - lowest)) : top;
    return { lowest, highest, top };
  }

  // A step of 1, 2, 3 or 5 times a power of ten, or of what else `nice` names.
  function roundStep(span, most, nice = [1, 2, 5, 10]) {
    const decade = 10 ** Math.floor(Math.log10(span / most));
    return decade * (nice.find((step) => span / (step * decade) <= most) ?? 20);
  }

  // Round heights of at most so many contour lines, none near an end. They stand half a step off
  // 0, where saddles are often.
  function roundLevels(lowest, highest, most = LINES) {
    const decade = 10 ** Math.floor(Math.log10((highest - lowest) / most));
    for (const nice of [1, 2, 3, 5, 10, 20]) {
      const step = nice * decade;
      const first = Math.floor(lowest / step) - 1;
      const inside = [];
      for (let count = first; count <= Math.ceil(highest / step) + 1; count++) {
        const level = (count + 0.5) * step;
        if (level > lowest + step / 4 && level < highest - step / 4) inside.push(level);
      }
      if (inside.length <= most || nice === 20) return { step, levels: inside };
    }
    return { step: highest - lowest, levels: [] };
  }

  // All that the pictures must know of the heights of a loss in a window [lower, upper]. Ground
  // that is higher than `cut` is cut off there; `cut` is infinite where nothing is.
  function heights(loss, [lower, upper]) {
    const values = new Float64Array(SAMPLES * SAMPLES);
    for (let j = 0, k = 0; j < SAMPLES; j++) {
      const y = lower[1] + (j / (SAMPLES - 1)) * (upper[1] - lower[1]);
      for (let i = 0; i < SAMPLES; i++, k++) {
        values[k] = loss.value(lower[0] + (i / (SAMPLES - 1)) * (upper[0] - lower[0]), y);
      }
    }
    return told(spread(values));
  }

  function told({ lowest, highest, top }) {
    const size = Math.max(Math.abs(lowest), Math.abs(highest), Number.MIN_VALUE);
    if (!(highest - lowest > 1e-12 * size)) highest = lowest + Math.max(1e-6 * size, 1e-300);
    const { step, levels } = roundLevels(lowest, highest);
    const base = step * Math.floor(lowest / step); // levels are counted from here, in steps
    return { lowest, highest, cut: top > highest ? highest : Infinity, step, levels, base };
  }

  // Round numbers between two, at most so many.
  function ticks(low, high, most) {
    const step = roundStep(high - low, most);
    const found = [];
    for (let count = Math.ceil(low / step - 1e-9); count * step <= high + 1e-9 * step; count++) {
      found.push(count === 0 ? 0 : Number((count * step).toPrecision(12)));
    }
    return found;
  }

  // The same with their texts, which have as many digits as tell neighbors apart.
  function numbered(low, high, most) {
    const values = ticks(low, high, most);
    const largest = Math.max(...values.map(Math.abs));
    const digits = values.length > 1 ? Math.floor(Math.log10(largest / (values[1] - values[0])) + 1e-9) + 2 : 6;
    return values.map((value) => ({ value, text: number(value, Math.min(digits, 12)) }));
  }

  const raised = (power) => `10${[...String(power)].map((digit) => RAISED[digit]).join("")}`;

  // A number to so many significant digits: below 10⁻⁴ and from 10⁵ on with a power of ten.
  function number(value, digits = 6) {
    if (Number.isNaN(value)) return "undefined";
    if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    const power = Number(exponent);
    const minus = (text) => text.replace("-", "−");
    if (value === 0 || (power >= -4 && power < 5)) {
      return minus(String(Number(value.toFixed(Math.min(Math.max(digits - 1 - power, 0), 100)))));
    }
    const short = minus(String(Number(mantissa)));
    return short === "1" ? raised(power) : `${short} · ${raised(power)}`;
  }

  return { spread, roundStep, roundLevels, heights, ticks, numbered, number, raised };
})();
