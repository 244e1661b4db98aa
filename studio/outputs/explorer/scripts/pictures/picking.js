// Which place of the ground a ray from the eye meets.
"use strict";

const Picking = (() => {
  const STRIDES = 400; // along the ray, within the block
  const HALVINGS = 24;
  const SIGHTS = 120; // places between eye and ground at which ground may stand
  const LITTLE = 0.004; // ground that is so much higher does not hide what stands there

  // The place (x, y) where a ray from `eye` in the direction `way` (world) meets the ground first,
  // or null.
  function meet(ground, eye, way) {
    const span = within(ground, eye, way);
    if (!span) return null;
    const at = (along) => eye.map((part, i) => part + along * way[i]);
    const places = ([X, Y]) => [X, Y].map((part, i) => ground.middle[i] + part / ground.scale[i]);
    const isBelow = (along) => {
      const point = at(along);
      return point[2] < Marks.place(ground, ...places(point))[2];
    };
    let [above, below] = [span[0], null];
    if (isBelow(above)) return null; // it meets a wall
    for (let stride = 1; stride <= STRIDES && below === null; stride++) {
      const along = span[0] + ((span[1] - span[0]) * stride) / STRIDES;
      if (isBelow(along)) below = along;
      else above = along;
    }
    if (below === null) return null;
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = (above + below) / 2;
      if (isBelow(middle)) below = middle;
      else above = middle;
    }
    return places(at(below)).map((part, i) => Camera.clamp(part, ground.lower[i], ground.upper[i]));
  }

  // Whether no ground stands between an eye and the ground at (x, y).
  function isSeen(ground, eye, x, y) {
    const foot = Marks.place(ground, x, y);
    const way = Camera.minus(eye, foot);
    for (let share = 1 / SIGHTS; share < 1; share += 1 / SIGHTS) {
      const [across, up, height] = foot.map((part, i) => part + share * way[i]);
      const place = [across, up].map((part, i) => ground.middle[i] + part / ground.scale[i]);
      if (!Marks.isOn(ground, ...place)) return true;
      if (height < Marks.place(ground, ...place)[2] - LITTLE) return false;
    }
    return true;
  }

  // From where to where a ray is in the block, or null.
  function within(ground, eye, way) {
    const low = [-ground.half[0], -ground.half[1], Marks.foot(ground)];
    const high = [ground.half[0], ground.half[1], ground.rise * Math.min(ground.cut, ground.top) + 1e-6];
    let [enter, leave] = [0, Infinity];
    for (const i of [0, 1, 2]) {
      if (way[i] === 0 && (eye[i] < low[i] || eye[i] > high[i])) return null;
      if (way[i] === 0) continue;
      const ends = [(low[i] - eye[i]) / way[i], (high[i] - eye[i]) / way[i]].sort((a, b) => a - b);
      [enter, leave] = [Math.max(enter, ends[0]), Math.min(leave, ends[1])];
    }
    return enter < leave ? [enter, leave] : null;
  }

  return { meet, isSeen };
})();
