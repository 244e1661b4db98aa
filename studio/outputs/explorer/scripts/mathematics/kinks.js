// Slopes and curvatures at a kink, such as that of |x| at 0: the means of those on both sides. As
// gd_math/formula/derivatives.py.
//
//     ∂f/∂xᵢ = (f′(p; eᵢ) − f′(p; −eᵢ))/2,  dᵀHd = (f″(p; d) + f″(p; −d))/2
//
// for d along an axis or between two. Where only one side is defined, that side counts: the slope
// of √x at 0 is infinite. Of two infinite slopes, one leading up and one down, the mean is 0.
"use strict";

const { slopesAtKink, curvaturesAtKink } = (() => {
  // [∂f/∂x, ∂f/∂y] of the formula with these rows.
  function slopesAtKink(rows, x, y) {
    const q = finestOf(rows);
    return [[1, 0], [0, 1]].map((direction) => means(rows, q, [x, y], direction).slope);
  }

  // [∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²]
  function curvaturesAtKink(rows, x, y) {
    const directions = [[1, 0], [0, 1], [1, 1], [1, -1]];
    const q = finestOf(rows);
    const along = directions.map((direction) => means(rows, q, [x, y], direction).curvature);
    const [xx, yy, up, down] = along;
    const bothInfinite = Math.abs(up) === Infinity && Math.abs(down) === Infinity;
    const mixed = (up - down) / 4;
    return [xx, Number.isNaN(mixed) && bothInfinite ? 0 : mixed, yy];
  }

  // The mean slope and curvature of the two sides of a point, as far as f is defined there.
  function means(rows, q, point, direction) {
    const sides = [];
    for (const sign of [1, -1]) {
      const series = seriesAlong(rows, point, direction.map((part) => sign * part), q);
      const [slope, curvature] = oneSided(series, q);
      if (!series.some(Number.isNaN)) sides.push([sign * slope, curvature]);
    }
    if (!sides.length) return { slope: Infinity, curvature: Infinity };
    const mean = (k) => sides.reduce((total, side) => total + side[k], 0) / sides.length;
    const cusp = Number.isNaN(mean(0));
    return {
      slope: cusp ? 0 : mean(0),
      curvature: cusp || Number.isNaN(mean(1)) ? 0 : mean(1),
    };
  }

  return { slopesAtKink, curvaturesAtKink };
})();
