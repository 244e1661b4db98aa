// What is written on the landscape: its axes with their numbers.
"use strict";

const Labels = (() => {
  const [NAME, NUMBER] = [17, 13]; // sizes of text, in pixels of the screen
  const SHEET = [1024, 256]; // the picture of all texts, in pixels of the screen
  const [TICK, GAP] = [6, 11]; // length of a tick; from its end to the middle of its number
  const MOST = 5; // numbers along an axis
  const HIGH = 62; // degrees: for an eye that is higher there is no vertical axis
  const FAR = 1e3; // as far as no mist is
  const SPARE = 5; // pixels round a text on the sheet: italics lean out of their width
  const ROOM = 26; // pixels between two numbers, at least

  class Labels {
    constructor(painter) {
      Object.assign(this, { painter, sheet: null, texts: "" });
    }

    // Draw all labels on the picture that is in hand; ground that is nearer hides them.
    draw(landscape, air, view, density) {
      const { painter } = this;
      const { gl } = painter;
      const [width, height] = air.size;
      if (air.clearness === 0) return;
      const labels = spaced([...axes(landscape, view), ...vertical(landscape, view)], landscape);
      const color = [...Solids.srgb(landscape.colours.muted), air.clearness];
      const lines = labels.map(({ tick }) => ({ points: tick, radius: 0, paint: color, front: 0 }));
      gl.enable(gl.BLEND);
      gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE);
      painter.paint("line", { ...air, mist_radius: FAR, is_rim: true }, Strokes.ribbons(lines, view.eye, (2 * view.steep) / height));
      const pieces = this.pieces(labels, landscape, height, density);
      gl.bindTexture(gl.TEXTURE_2D, this.sheet);
      gl.blendFuncSeparate(gl.ONE, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE);
      painter.paint("text", { ...air, sheet: SHEET.map((side) => side * density), texts: 0 }, pieces);
    }

    // A quad for each label: the corner of it that `side` says, −1 … 1, lies on its place.
    pieces(labels, landscape, height, density) {
      const places = this.texture(labels.map(({ text }) => text), landscape, density);
      const vertices = new Float32Array(28 * labels.length);
      const triangles = new Uint32Array(6 * labels.length);
      labels.forEach(({ text, point, side = 0, off = [0, 0] }, n) => {
        const { left, top, wide, high } = places[text];
        const at = landscape.seen(point);
        const x = Math.round((at[0] + off[0]) * density + ((side - 1) * wide) / 2);
        const y = Math.round(height - (at[1] + off[1]) * density - high / 2);
        [[0, 0], [1, 0], [1, 1], [0, 1]].forEach(([u, v], corner) => {
          const place = [x + u * wide, y + v * high, left + u * wide, top + (1 - v) * high];
          vertices.set([...place, ...point], 28 * n + 7 * corner);
        });
        triangles.set([0, 1, 2, 0, 2, 3].map((corner) => 4 * n + corner), 6 * n);
      });
      return { vertices, triangles, layout: [["corner", 2], ["place", 2], ["anchor", 3]] };
    }

    // Put all texts on one sheet, if they are not there already; return where each is.
    texture(texts, { colours }, density) {
      const wanted = JSON.stringify([texts, colours.ink, density]);
      if (this.texts === wanted) return this.places;
      const { gl } = this.painter;
      const sheet = Object.assign(document.createElement("canvas"), { width: SHEET[0] * density, height: SHEET[1] * density });
      const pen = sheet.getContext("2d");
      const family = getComputedStyle(document.documentElement).getPropertyValue("--serif") || "serif";
      this.places = {};
      pen.textBaseline = "alphabetic";
      let [left, top] = [0, 0];
      for (const text of new Set(texts)) {
        const isLetter = isName({ text });
        const high = Math.ceil(1.5 * NAME * density);
        pen.font = `${isLetter ? "italic " : ""}${(isLetter ? NAME : NUMBER) * density}px ${family}`;
        const wide = Math.ceil(pen.measureText(text).width + 2 * SPARE * density);
        if (left + wide > sheet.width) [left, top] = [0, top + high];
        pen.fillStyle = isLetter ? colours.ink : colours.muted;
        pen.fillText(text, left + SPARE * density, top + 1.02 * NAME * density);
        this.places[text] = { left, top, wide, high };
        left += wide;
      }
      this.sheet ??= this.painter.texture(gl.RGBA8, 1, 1, gl.RGBA, null, gl.LINEAR, gl.CLAMP_TO_EDGE);
      gl.bindTexture(gl.TEXTURE_2D, this.sheet);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, sheet);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
      this.texts = wanted;
      return this.places;
    }
  }

  // The numbers along the two lower edges of the block that the eye is nearer to; seen from high
  // above, along its upper edges.
  function axes(landscape, view) {
    const { ground, eye } = landscape;
    const unit = pixelOf(landscape, view);
    const height = eye.tilt > HIGH ? landscape.top : Marks.foot(ground);
    return [0, 1].flatMap((axis) => {
      const other = 1 - axis;
      const side = view.eye[other] - view.target[other] > 0.02 ? 1 : -1;
      const at = (value, off, beyond = 0) => {
        const point = [0, 0, height];
        point[axis] = (value - ground.middle[axis]) * ground.scale[axis] + beyond * unit;
        point[other] = side * (ground.half[other] + off * unit);
        return point;
      };
      const [low, high] = [ground.lower[axis], ground.upper[axis]];
      const far = Math.hypot(...Camera.minus(at(low, 0), at(high, 0))) / unit;
      const numbers = Levels.numbered(low, high, Math.min(MOST, far / 45)).map(({ value, text }) => ({
        text,
        point: at(value, TICK + GAP),
        tick: [at(value, 0), at(value, TICK)],
        side: outward(landscape, at(value, 0), at(value, TICK)),
      }));
      const name = { text: "xy"[axis], point: at(high, TICK + GAP, 1.5 * GAP), tick: [at(low, 0), at(high, 0)] };
      return [name, ...numbers];
    });
  }

  // The side of a text on which it lies beside a tick, −1 … 1: long ones must not reach the block.
  function outward(landscape, from, to) {
    const [a, b] = [landscape.seen(from), landscape.seen(to)];
    return Camera.clamp((1.4 * (b[0] - a[0])) / Math.hypot(b[0] - a[0], b[1] - a[1]), -1, 1);
  }

  const pixelOf = ({ size }, view) => (2 * view.steep * view.distance) / size[1]; // in the world

  // Heights beside the corner of the block that is farthest to the left.
  function vertical(landscape, view) {
    const { ground } = landscape;
    if (landscape.eye.tilt > HIGH) return [];
    const unit = pixelOf(landscape, view);
    const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([u, v]) => [u * ground.half[0], v * ground.half[1]]);
    const seen = corners.map((corner) => landscape.seen([...corner, 0])[0]);
    const corner = corners[seen.indexOf(Math.min(...seen))];
    const { lowest, highest } = ground.levels;
    const at = (value, off) => [...corner.map((part, i) => part - off * unit * view.axes.right[i]), ground.rise * ground.level(value)];
    const far = landscape.seen(at(lowest, 0))[1] - landscape.seen(at(highest, 0))[1];
    const numbers = Levels.numbered(lowest, highest, Math.min(MOST, far / 20)).map(({ value, text }) => ({
      text,
      point: at(value, TICK),
      tick: [at(value, 0), at(value, TICK)],
      side: -1,
    }));
    const name = { text: "f", point: at(highest, 0), off: [0, -1.4 * GAP], tick: [at(lowest, 0), at(highest, 0)] };
    return [name, ...numbers];
  }

  const isName = ({ text }) => /^[a-z]$/.test(text);

  // Of labels, those that come near no other; names are written first.
  function spaced(labels, landscape) {
    const kept = [];
    for (const label of [...labels.filter(isName), ...labels.filter((one) => !isName(one))]) {
      const [x, y] = landscape.seen(label.point);
      const isFree = ({ at }) => Math.abs(at[0] - x) > ROOM || Math.abs(at[1] - y) > 0.6 * ROOM;
      if (kept.every(isFree)) kept.push({ ...label, at: [x, y] });
    }
    return kept;
  }

  return Labels;
})();
