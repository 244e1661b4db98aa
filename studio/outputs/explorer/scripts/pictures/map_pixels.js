// The pixels of a map: bands of color by height, and contour lines as sharp as pixels are.
"use strict";

const MapPixels = (() => {
  // Return the picture of the ground, `width` × `height` pixels, `density` of them in one of the
  // page. `line`: half the width of contour lines in pixels of the page, their opacity, and how
  // many in a pixel make them fade.
  function of(ground, colours, width, height, density, line) {
    const image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const bands = bandsOf(ground, colours);
    const ink = Solids.srgb(colours.contour);
    const dim = bands.colors.map((color) => color.map((part, c) => part + line.opacity * (ink[c] - part)));
    const { bare, drawn } = { bare: bands.colors.map(packed), drawn: dim };
    const rows = [0, 1, 2].map(() => new Float32Array(width + 2));
    levelsOf(ground, rows[1], -1, width, height);
    levelsOf(ground, rows[2], 0, width, height);
    for (let j = 0; j < height; j++) {
      rows.push(rows.shift());
      levelsOf(ground, rows[2], j + 1, width, height);
      for (let i = 0; i < width; i++) {
        const level = rows[1][i + 1];
        if (!(level > -Infinity)) continue; // no ground, and so what is behind
        const band = Math.min(Math.max(Math.floor(level - bands.first) + 1, 0), bands.count);
        const [dx, dy] = [rows[1][i + 2] - rows[1][i], rows[2][i + 1] - rows[0][i + 1]];
        const spacing = 2 / Math.sqrt(dx * dx + dy * dy) / density; // from line to line
        const near = Math.round(level - bands.first); // the line that is nearest
        const off = Math.abs(level - bands.first - near) * spacing;
        const soft = 0.5 / density;
        const cover = Math.min(Math.max((line.width + soft - off) / (2 * soft), 0), 1);
        const share = near < 0 || near >= bands.count ? 0 : cover * Math.min(Math.max(spacing * line.crowding - 0.2, 0), 1);
        pixels[j * width + i] = share > 0 ? mixed(bands.colors[band], drawn[band], share) : bare[band];
      }
    }
    return image;
  }

  const packed = ([r, g, b]) => ((255 << 24) | (Math.round(255 * b) << 16) | (Math.round(255 * g) << 8) | Math.round(255 * r)) >>> 0;

  const mixed = (a, b, share) => packed([0, 1, 2].map((c) => a[c] + share * (b[c] - a[c])));

  // The colors between contour lines, from low to high; the level of the first line; how many.
  function bandsOf({ levels, level }, { terrain }) {
    const stops = terrain.map(Solids.srgb);
    const count = levels.levels.length;
    const colors = Array.from({ length: count + 1 }, (_, i) => {
      const place = count ? (i / count) * (stops.length - 1) : 0;
      const [k, share] = [Math.min(Math.floor(place), stops.length - 2), place - Math.min(Math.floor(place), stops.length - 2)];
      return stops[k].map((part, c) => part + share * (stops[k + 1][c] - part));
    });
    return { colors, count, first: count ? level(levels.levels[0]) : Infinity };
  }

  // The levels of the middles of the pixels in row `j`, and one on each side: between the points
  // of the mesh cubic, with the slopes that are known there.
  function levelsOf(ground, into, j, width, height) {
    const { value, along, across, known, row, cells, half } = ground;
    const cell = half.map((side) => (2 * side) / cells);
    const place = Camera.clamp(((height - j - 0.5) / height) * cells, 0, cells);
    const low = Math.min(Math.floor(place), cells - 1) * row;
    const t = place - low / row;
    const [keep, rise, reach, fall] = cubic(t, cell[1]);
    const at = (k) => keep * value[k] + rise * across[k] + reach * value[k + row] + fall * across[k + row];
    const slopeAt = (k) => (1 - t) * along[k] + t * along[k + row];
    for (let i = -1; i <= width; i++) {
      const along01 = Camera.clamp(((i + 0.5) / width) * cells, 0, cells);
      const k = low + Math.min(Math.floor(along01), cells - 1);
      if (!(known[k] && known[k + 1] && known[k + row] && known[k + row + 1])) {
        into[i + 1] = -Infinity;
        continue;
      }
      const [a, b, c, d] = cubic(along01 - (k - low), cell[0]);
      into[i + 1] = a * at(k) + b * slopeAt(k) + c * at(k + 1) + d * slopeAt(k + 1);
    }
  }

  // Hermite's weights of value and slope at both ends, `size` apart, for a place between.
  function cubic(t, size) {
    const u = 1 - t;
    return [(1 + 2 * t) * u * u, t * u * u * size, t * t * (3 - 2 * t), -t * t * u * size];
  }

  return { of };
})();
