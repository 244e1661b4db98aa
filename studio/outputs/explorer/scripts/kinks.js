// Slopes and curvatures at a kink, such as that of |x| at 0: the means of those on both sides. As
// gd_math/formula/derivatives.py.
//
//     ∂f/∂xᵢ = (f′(p; eᵢ) − f′(p; −eᵢ))/2,  dᵀHd = (f″(p; d) + f″(p; −d))/2
//
// for d along an axis or between two. Where only one side is defined, that side counts: the slope of
// √x at 0 is infinite. Of two infinite slopes of which one leads up and one down the mean is 0.
"use strict";

const { slopesAtKink, curvaturesAtKink } = (() => {
  // [∂f/∂x, ∂f/∂y] of the formula with these rows.
  function slopesAtKink(rows, x, y) {
    return [[1, 0], [0, 1]].map((direction) => means(rows, [x, y], direction).slope);
  }

  // [∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²]
  function curvaturesAtKink(rows, x, y) {
    const directions = [[1, 0], [0, 1], [1, 1], [1, -1]];
    const [xx, yy, up, down] = directions.map((direction) => means(rows, [x, y], direction).curvature);
    const bothInfinite = Math.abs(up) === Infinity && Math.abs(down) === Infinity;
    const mixed = (up - down) / 4;
    return [xx, Number.isNaN(mixed) && bothInfinite ? 0 : mixed, yy];
  }

  function means(rows, point, direction) {
    const q = finestOf(rows);
    const sides = [1, -1]
      .map((sign) => ({ sign, series: seriesAlong(rows, point, direction.map((d) => sign * d), q) }))
      .filter(({ series }) => !series.some(Number.isNaN))
      .map(({ sign, series }) => {
        const [slope, curvature] = oneSided(series, q);
        return [sign * slope, curvature];
      });
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
