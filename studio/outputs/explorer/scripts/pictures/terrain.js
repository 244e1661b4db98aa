// The ground as WebGL has it: its mesh in its light, the block's walls, the face where it is cut.
"use strict";

const Terrain = (() => {
  const LAYOUT = [["place", 2], ["value", 1], ["gradient", 2], ["openness", 2], ["color", 3]];
  const WALLS = [["position", 3]];
  const SHADOW = 5; // how far the shadow of a ball is seen, in its radii

  class Terrain {
    constructor(painter, ground, colours) {
      const { gl } = painter;
      Object.assign(this, { painter, ground });
      this.block = Marks.block(ground, colours);
      this.vertices = painter.buffer(gl.ARRAY_BUFFER, table(ground, colours));
      this.walls = painter.buffer(gl.ARRAY_BUFFER, this.block.vertices);
      this.orders = {};
    }

    release() {
      const orders = Object.values(this.orders).map(({ buffer }) => buffer);
      for (const buffer of [this.vertices, this.walls, ...orders]) this.painter.gl.deleteBuffer(buffer);
    }

    // The triangles of squares that are `step` cells wide, the nearer to an eye on one side of the block first: few pixels are then
    // colored that something hides. First those that are whole, then those that the cut divides,
    // then those above it.
    order(eye, step) {
      const sides = eye.slice(0, 2).map((part) => part > 0);
      return (this.orders[[...sides, step]] ??= this.sorted(sides, step));
    }

    sorted(sides, step) {
      const { gl } = this.painter;
      const kinds = triangles(this.ground, sides, step);
      const all = Uint32Array.from(kinds.flat());
      const [whole, divided] = kinds.map((kind) => kind.length);
      return { buffer: this.painter.buffer(gl.ELEMENT_ARRAY_BUFFER, all), whole, divided, all: all.length };
    }

    part(kind, values, from, to, order) {
      if (from === to) return;
      const { gl } = this.painter;
      this.painter.use(kind, values);
      this.painter.read(kind, this.vertices, LAYOUT);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order.buffer);
      gl.drawElements(gl.TRIANGLES, to - from, gl.UNSIGNED_INT, 4 * from);
    }

    // Draw ground, walls and lid. In mist, where pixels mix with what is behind all ground, depth
    // comes first, so that only the nearest ground mixes.
    draw(air, values, isMisty, step) {
      const { gl } = this.painter;
      const order = this.order(air.eye, step);
      const { whole, divided, all } = order;
      const ground = { ...air, ...values };
      const sort = isMisty ? "" : "clear_";
      const show = () => {
        this.part(`${sort}ground`, ground, 0, whole, order);
        this.part(`${sort}cut_ground`, ground, whole, whole + divided, order);
      };
      if (isMisty) {
        gl.colorMask(false, false, false, false);
        show();
        gl.colorMask(true, true, true, true);
        gl.enable(gl.BLEND);
        gl.depthFunc(gl.LEQUAL);
      }
      show();
      gl.disable(gl.BLEND);
      gl.depthFunc(gl.LESS);
      this.part("lid", ground, whole, all, order);
      this.painter.use(`${sort}wall`, ground);
      this.painter.read(`${sort}wall`, this.walls, WALLS);
      gl.drawArrays(gl.TRIANGLES, 0, this.block.vertices.length / 3);
    }

    // Darken the ground round each ball that throws a shadow: [X, Y, Z, radius].
    shade(air, casters, step) {
      const { gl, order } = this.painter;
      gl.depthFunc(gl.LEQUAL); // on the very triangles of the ground
      gl.blendFuncSeparate(gl.DST_COLOR, gl.ZERO, gl.ZERO, gl.ONE);
      for (const caster of casters) {
        const near = around(this.ground, caster, step);
        this.painter.use("shadow", air);
        this.painter.read("shadow", this.vertices, LAYOUT, { caster });
        gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order);
        gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, near, gl.STREAM_DRAW);
        gl.drawElements(gl.TRIANGLES, near.length, gl.UNSIGNED_INT, 0);
      }
      gl.depthFunc(gl.LESS);
    }
  }

  // A row for each point of the mesh.
  function table(ground, colours) {
    const { row, half, value, along, across, sunny, airy } = ground;
    const paint = Relief.lit(ground, colours);
    const rows = new Float32Array(10 * value.length);
    for (let k = 0; k < value.length; k++) {
      const at = 10 * k;
      rows[at] = ((2 * (k % row)) / ground.cells - 1) * half[0];
      rows[at + 1] = ((2 * Math.floor(k / row)) / ground.cells - 1) * half[1];
      rows[at + 2] = value[k];
      rows[at + 3] = along[k];
      rows[at + 4] = across[k];
      rows[at + 5] = sunny[k];
      rows[at + 6] = airy[k];
      for (let c = 0; c < 3; c++) rows[at + 7 + c] = paint[3 * k + c];
    }
    return rows;
  }

  // The two triangles of a square `step` cells wide; they meet along the diagonal on which the ground is more level.
  function halves({ row, value }, i, j, step) {
    const k = step * (j * row + i);
    const [a, b, c, d] = [k, k + step, k + step * (row + 1), k + step * row];
    return Math.abs(value[a] - value[c]) < Math.abs(value[b] - value[d]) ? [a, b, c, a, c, d] : [a, b, d, b, c, d];
  }

  function triangles(ground, sides, step) {
    const { known, value, cut } = ground;
    const squares = ground.cells / step;
    const kinds = [[], [], []];
    for (let n = 0; n < squares * squares; n++) {
      const [i, j] = [n % squares, Math.floor(n / squares)].map((place, axis) => (sides[axis] ? squares - 1 - place : place));
      const corners = halves(ground, i, j, step);
      for (let k = 0; k < 6; k += 3) {
        const [a, b, c] = [corners[k], corners[k + 1], corners[k + 2]];
        if (!(known[a] && known[b] && known[c])) continue;
        const above = (value[a] > cut) + (value[b] > cut) + (value[c] > cut);
        kinds[above === 0 ? 0 : above < 3 ? 1 : 2].push(a, b, c);
      }
    }
    return kinds;
  }

  // The whole triangles on which a ball may throw a shadow.
  function around(ground, [x, y, , radius], step) {
    const { half, known, value, cut } = ground;
    const squares = ground.cells / step;
    const [left, right, low, high] = [[x, 0], [y, 1]].flatMap(([middle, axis]) =>
      [-1, 1].map((side) => {
        const square = (0.5 + (middle + side * SHADOW * radius) / (2 * half[axis])) * squares;
        return Camera.clamp(Math.floor(square), 0, squares - 1);
      }),
    );
    const found = [];
    for (let j = low; j <= high; j++) {
      for (let i = left; i <= right; i++) {
        const corners = halves(ground, i, j, step);
        if (corners.every((k) => known[k] && value[k] <= cut)) found.push(...corners);
      }
    }
    return Uint32Array.from(found);
  }

  return Terrain;
})();
