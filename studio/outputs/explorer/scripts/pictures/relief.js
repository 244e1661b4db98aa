// The ground: the loss sampled on a mesh, and the light that falls on each point of it, as in
// scenes/kit/landscape/drawing/relief.py and light.py.
"use strict";

const Relief = (() => {
  const CELLS = 160; // of the mesh, on each side
  const COARSE = 4; // the light of the sky, which is soft, is worked out on each so many-th point
  const PACES = [0.5, 1, 1.5, 2, 3, 4, 5, 6.5, 8, 10]; // to a horizon, in strides of 1/40
  const PENUMBRA = 0.35; // half the width of a cast shadow's soft edge, as a tangent
  const RISE = 0.27; // the height of what is told apart, in lengths of the longer side
  const THIN = 0.4; // the shorter side at least, in lengths of the longer: else it is stretched
  const STEEPEST = 1e4; // slope, in contour lines a side; and the highest level
  const SUN = unit([-0.4, 0.48, 0.78]); // toward it

  let latest = {}; // landscape and map ask for the same

  function unit(vector) {
    const length = Math.hypot(...vector);
    return vector.map((part) => part / length);
  }

  // Everything the pictures know of the ground. `levels`: as Levels.heights tells. Arrays hold a
  // number for each point of the mesh, row after row; a level counts contour lines above the base.
  function of(loss, window, levels) {
    if (latest.loss !== loss || latest.levels !== levels || `${latest.window}` !== `${window}`) {
      latest = { loss, window, levels, ground: made(loss, window, levels) };
    }
    return latest.ground;
  }

  function made(loss, [lower, upper], levels) {
    const size = [upper[0] - lower[0], upper[1] - lower[1]];
    const longest = Math.max(...size);
    const half = size.map((side) => Math.max(side / longest, THIN) / 2);
    const scale = half.map((side, i) => (2 * side) / size[i]);
    const middle = lower.map((low, i) => low + size[i] / 2);
    const rise = (RISE * levels.step) / (levels.highest - levels.lowest); // of one level
    const level = (value) => (value - levels.base) / levels.step;
    const ground = {
      loss, lower, upper, levels, half, scale, middle, rise, level,
      lowest: level(levels.lowest), highest: level(levels.highest), cut: level(levels.cut),
      cells: CELLS, row: CELLS + 1,
    };
    sample(ground);
    ground.top = ground.value.reduce((top, level) => Math.max(top, level), -Infinity);
    shine(ground);
    return ground;
  }

  function sample(ground) {
    const { loss, lower, upper, scale, row, levels } = ground;
    const count = row * row;
    for (const name of ["value", "along", "across", "sunny", "airy"]) {
      ground[name] = new Float32Array(count);
    }
    ground.known = new Uint8Array(count); // whether there is ground
    const limit = (slope) => Math.min(Math.max(slope || 0, -STEEPEST), STEEPEST);
    const slope = new Float64Array(2);
    for (let j = 0, k = 0; j < row; j++) {
      const y = lower[1] + (j / CELLS) * (upper[1] - lower[1]);
      for (let i = 0; i < row; i++, k++) {
        const x = lower[0] + (i / CELLS) * (upper[0] - lower[0]);
        const value = loss.slopeInto(x, y, slope);
        ground.known[k] = Number(value < Infinity && value > -Infinity);
        ground.value[k] = ground.known[k] ? Math.min(ground.level(value), STEEPEST) : ground.lowest;
        if (!ground.known[k]) continue;
        ground.along[k] = limit(slope[0] / scale[0] / levels.step);
        ground.across[k] = limit(slope[1] / scale[1] / levels.step);
      }
    }
  }

  // How high the horizon is above each point, as a tangent, looking along the ground in `way`
  // (cells for one stride); for each `every`-th point. Strides are of one length in the world.
  function horizon(ground, heights, way, every) {
    const { row } = ground;
    const side = Math.ceil(row / every);
    const highest = new Float32Array(side * side).fill(-Infinity);
    for (const paces of PACES) {
      const [east, north] = way.map((part) => paces * part);
      const [i0, j0] = [Math.floor(east), Math.floor(north)];
      const [u, v] = [east - i0, north - j0];
      for (let j = 0, k = 0; j < row; j += every) {
        const low = Camera.clamp(j + j0, 0, CELLS) * row;
        const high = Camera.clamp(j + j0 + 1, 0, CELLS) * row;
        for (let i = 0; i < row; i += every, k++) {
          const left = Camera.clamp(i + i0, 0, CELLS);
          const right = Camera.clamp(i + i0 + 1, 0, CELLS);
          const there =
            (1 - v) * ((1 - u) * heights[low + left] + u * heights[low + right]) +
            v * ((1 - u) * heights[high + left] + u * heights[high + right]);
          const tangent = ((there - heights[j * row + i]) * 40) / paces;
          if (tangent > highest[k]) highest[k] = tangent;
        }
      }
    }
    return highest;
  }

  // How much of the sun and of the sky each point sees, 0 … 1.
  function shine(ground) {
    const { row, half, rise } = ground;
    const top = Math.min(ground.cut, STEEPEST);
    const heights = ground.value.map((level) => rise * Math.min(level, top));
    const stride = half.map((side) => CELLS / (2 * side) / 40); // in cells along x and along y
    const flat = Math.hypot(SUN[0], SUN[1]);
    const toSun = [(SUN[0] / flat) * stride[0], (SUN[1] / flat) * stride[1]];
    const above = horizon(ground, heights, toSun, 1);
    for (let k = 0; k < above.length; k++) {
      const share = Camera.clamp(0.5 + (SUN[2] / flat - above[k]) / (2 * PENUMBRA), 0, 1);
      ground.sunny[k] = share * share * (3 - 2 * share);
    }
    const side = Math.ceil(row / COARSE);
    const seen = new Float32Array(side * side);
    for (let turn = 0; turn < 8; turn++) {
      const angle = (turn * Math.PI) / 4 + 0.3;
      const way = [Math.cos(angle) * stride[0], Math.sin(angle) * stride[1]];
      horizon(ground, heights, way, COARSE).forEach((tangent, k) => {
        const steep = Math.max(tangent, 0);
        seen[k] += (1 - steep / Math.sqrt(1 + steep * steep)) / 8;
      });
    }
    for (let j = 0, k = 0; j < row; j++) {
      for (let i = 0; i < row; i++, k++) {
        ground.airy[k] = between(seen, side, i / COARSE, j / COARSE);
      }
    }
  }

  // The value at a place (in cells) between the points of a mesh that is `row` points wide.
  function between(values, row, x, y) {
    const i = Camera.clamp(Math.floor(x), 0, row - 2);
    const j = Camera.clamp(Math.floor(y), 0, row - 2);
    const [u, v, k] = [x - i, y - j, j * row + i];
    return (
      (1 - v) * ((1 - u) * values[k] + u * values[k + 1]) +
      v * ((1 - u) * values[k + row] + u * values[k + row + 1])
    );
  }

  // The color (sRGB) of each point of the ground in its light, three numbers a point.
  function lit(ground, colours) {
    const { value, along, across, sunny, airy, rise, lowest, highest } = ground;
    const paint = new Float32Array(3 * value.length);
    const last = colours.ramp.length - 1;
    for (let k = 0; k < value.length; k++) {
      const share = Camera.clamp((value[k] - lowest) / (highest - lowest), 0, 1) * last;
      const [from, part] = [Math.min(Math.floor(share), last - 1), share % 1];
      const [east, north] = [-rise * along[k], -rise * across[k]];
      const length = Math.sqrt(east * east + north * north + 1);
      const facing = Math.max(east * SUN[0] + north * SUN[1] + SUN[2], 0) / length;
      const above = 0.5 + 0.5 / length;
      for (let c = 0; c < 3; c++) {
        const sky = colours.groundlight[c] * (1 - above) + colours.skylight[c] * above;
        const light = sky * airy[k] + colours.sunlight[c] * facing * sunny[k];
        const [low, high] = [colours.ramp[from][c], colours.ramp[from + 1][c]];
        paint[3 * k + c] = display((share < last ? low + (high - low) * part : high) * light);
      }
    }
    return paint;
  }

  // From linear light to sRGB, as the kit's programs do it.
  function display(light) {
    const held = (light * (1 + light * 0.18)) / (1 + light * 0.34);
    const root = Math.sqrt(Math.max(held, 0));
    return 0.947 * root + 0.099 * Math.sqrt(root) - 0.046 * held;
  }

  return { of, lit, between, SUN, CELLS };
})();
