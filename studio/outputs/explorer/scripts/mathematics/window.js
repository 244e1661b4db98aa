// The window in which a formula is looked at, when none was asked for: gd_math/formula/extent.py.
"use strict";

const { windowOf } = (() => {
  const USUAL = 3; // half the width, if nothing speaks for another
  const SEARCHED = [3, 10, 30];
  const FAR = [100, 1000]; // searched if there is nothing nearer
  const MARGIN = 1.25; // times as far as the outermost point goes the window
  const PRETTY = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8]; // times a power of ten
  const MANY = 30; // so many points are taken for a formula that goes on and on
  const GROWTH = 1.5; // and so is one with that many times more of them in each larger box, but for
  const FEW = 10; // so few
  const ENOUGH = 4; // minima of such a formula that are shown at least
  const CROWDED = 25; // and more than that are not shown if fewer will do

  // { domain, features }: from −w to w along both axes, so that it shows what matters of the loss,
  // and what was found in it, null if it was not searched. The stationary points and kinks of the
  // loss are searched for in ever larger boxes; if they are few, w is a round number a quarter
  // beyond the outermost, if there is no end to them the least that shows some minima, and with
  // none, or one in the middle, 3.
  function windowOf(loss) {
    const known = [];
    const counts = [];
    const searched = new Map();
    const found = (half) => ({ domain: boxOf(half), features: searched.get(half) ?? null });
    let limit = USUAL;
    for (const half of [...SEARCHED, ...FAR]) {
      if (FAR.includes(half) && known.length) break;
      if (half > USUAL && undefinedAt(loss, boxOf(half))) break;
      limit = half;
      const { smooth, sharp } = featuresOf(loss, boxOf(half));
      searched.set(half, { smooth, sharp });
      const points = [...smooth.map(({ x }) => x), ...sharp];
      counts.push(points.length);
      if (goesOn(counts)) {
        const low = smooth.filter(({ kind }) => kind === "minimum").map(({ x }) => x);
        const shown = [...low, ...sharp];
        return found(ofMany(shown.length ? shown : points, half));
      }
      known.push(...points);
      if (counts.length > 1 && counts.at(-1) === counts.at(-2) && counts.at(-1) > 0) break;
    }
    const reach = MARGIN * known.reduce((most, x) => Math.max(most, ...x.map(Math.abs)), 0);
    const spread = (axis) => {
      const along = known.map((x) => x[axis]);
      return Math.max(...along) - Math.min(...along);
    };
    const alone = !known.length || Math.max(spread(0), spread(1)) < 1e-3 * USUAL;
    const width = pretty(alone ? Math.max(reach, USUAL) : reach);
    return found(width > limit && undefinedAt(loss, boxOf(width)) ? limit : width);
  }

  function boxOf(half) {
    return [[-half, -half], [half, half]];
  }

  function goesOn(counts) {
    const growing = counts.every((count, at) => at === 0 || count > GROWTH * counts[at - 1]);
    const last = counts.at(-1);
    return last >= MANY || (counts.length === SEARCHED.length && growing && last >= FEW);
  }

  function ofMany(shown, half) {
    const reach = shown.map((x) => MARGIN * Math.max(...x.map(Math.abs)));
    reach.sort((one, other) => one - other);
    const enough = reach[Math.min(ENOUGH, reach.length) - 1];
    const usual = reach.filter((size) => size < USUAL).length;
    return Math.min(pretty(usual <= CROWDED ? Math.max(USUAL, enough) : enough), half);
  }

  // The least of the round numbers that is not below a width.
  function pretty(width) {
    const power = 10 ** Math.floor(Math.log10(width));
    const numbers = [power, 10 * power].flatMap((scale) => PRETTY.map((factor) => factor * scale));
    return Number(numbers.find((number) => number >= width * (1 - 1e-9)).toPrecision(12));
  }

  return { windowOf };
})();
