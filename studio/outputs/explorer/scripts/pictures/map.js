// The map of a loss: bands of color by height with contour lines between, axes, walks and rings.
"use strict";

const ContourMap = (() => {
  const [LEFT, RIGHT, TOP, FOOT] = [58, 18, 16, 30]; // pixels round the map, for its axes
  const MOST = 5; // numbers along an axis
  const APART = 26; // pixels between the middles of two texts, at least
  const LINE = { width: 0.55, opacity: 0.55, crowding: 0.2 }; // half a contour line, in pixels
  const [WALKER, PATH, STEP] = [7.5, 2.4, 3.1]; // radius of a walker, width of a path, radius of a step
  const RING = 11; // radius of a ring, in pixels
  const RIM = 1.5;

  class ContourMap extends Chart {
    constructor(canvas, colours) {
      super(canvas, colours);
      Object.assign(this, { rings: [], mist: null, ground: null, still: document.createElement("canvas") });
    }

    setLoss(loss, window, levels = Levels.heights(loss, window)) {
      this.ground = Relief.of(loss, window, levels);
      this.refresh();
    }

    setRings(minima) {
      this.rings = minima;
      this.refresh();
    }

    setMist(mist) {
      this.mist = Mist.thick(mist);
      this.refresh();
    }

    // Where the ground lies on the canvas: its left and upper edge, width and height, in pixels.
    get box() {
      const [width, height] = this.size;
      const { half } = this.ground;
      const scale = Math.min((width - LEFT - RIGHT) / half[0], (height - TOP - FOOT) / half[1]);
      const [wide, high] = half.map((side) => Math.max(Math.round(side * scale), 2));
      return [Math.round(LEFT + (width - LEFT - RIGHT - wide) / 2), Math.round(TOP + (height - TOP - FOOT - high) / 2), wide, high];
    }

    project(x, y) {
      const { lower, upper } = this.ground;
      const [left, top, wide, high] = this.box;
      return [
        left + (wide * (x - lower[0])) / (upper[0] - lower[0]),
        top + high - (high * (y - lower[1])) / (upper[1] - lower[1]),
      ];
    }

    // The place (x, y) at a point of the canvas, or null.
    pick(px, py) {
      const { lower, upper } = this.ground;
      const [left, top, wide, high] = this.box;
      const [u, v] = [(px - left) / wide, (top + high - py) / high];
      if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return null;
      return [lower[0] + u * (upper[0] - lower[0]), lower[1] + v * (upper[1] - lower[1])];
    }

    paint(pen, width, height, density) {
      if (!this.ground) return;
      this.refreshStill(width, height, density);
      pen.drawImage(this.still, 0, 0, width, height);
      pen.save();
      pen.beginPath();
      pen.rect(...this.box);
      pen.clip();
      for (const ring of this.rings) this.paintRing(pen, ring);
      if (this.mist) this.paintMist(pen);
      const ends = this.walks.map((walk) => this.paintPath(pen, walk));
      pen.restore();
      this.walks.forEach((walk, i) => this.paintWalker(pen, walk, ends[i]));
    }

    // All that stays as it is while walks change.
    refreshStill(width, height, density) {
      const wanted = [width, height, density].join();
      if (this.drawn === wanted && this.drawnOf === this.ground && this.drawnIn === this.colours) return;
      Object.assign(this, { drawn: wanted, drawnOf: this.ground, drawnIn: this.colours });
      Object.assign(this.still, { width: Math.round(width * density), height: Math.round(height * density) });
      const { pen } = this;
      this.pen = this.still.getContext("2d");
      const box = this.box.map((part) => Math.round(part * density));
      this.pen.putImageData(MapPixels.of(this.ground, this.colours, box[2], box[3], density, LINE), box[0], box[1]);
      this.pen.setTransform(density, 0, 0, density, 0, 0);
      this.paintAxes();
      this.pen = pen;
    }

    paintAxes() {
      const { pen, colours, ground } = this;
      const [left, top, wide, high] = this.box;
      pen.strokeStyle = colours.muted;
      pen.lineWidth = 1;
      pen.strokeRect(left - 0.5, top - 0.5, wide + 1, high + 1);
      for (const axis of [0, 1]) {
        const [low, far] = [ground.lower[axis], ground.upper[axis]];
        const end = axis ? [left - 14, top + 5] : [left + wide - 5, top + high + 17];
        this.write("xy"[axis], ...end, { size: 16, style: "italic", color: colours.ink, align: axis ? "right" : "center" });
        for (const { value, text } of Levels.numbered(low, far, Math.min(MOST, [wide, high][axis] / 40))) {
          const [x, y] = axis ? this.project(ground.lower[0], value) : this.project(value, ground.lower[1]);
          if (Math.abs(axis ? y - end[1] : x - end[0]) < APART) continue;
          pen.beginPath();
          pen.moveTo(x, y);
          pen.lineTo(x - (axis ? 5 : 0), y + (axis ? 0 : 5));
          pen.stroke();
          this.write(text, x - (axis ? 9 : 0), y + (axis ? 0 : 15), { align: axis ? "right" : "center" });
        }
      }
    }

    paintMist(pen) {
      const { radius, clearness } = Mist.of(this.mist, this.ground);
      const [left, top, wide, high] = this.box;
      const reach = (radius * wide) / (2 * this.ground.half[0]);
      const [x, y] = this.project(...this.mist.center);
      const veil = pen.createRadialGradient(x, y, Mist.CLEAR * reach, x, y, reach);
      veil.addColorStop(0, `${this.colours.mist_high}00`);
      veil.addColorStop(1, this.colours.mist_high);
      pen.globalAlpha = 1 - clearness;
      pen.fillStyle = veil;
      pen.fillRect(left, top, wide, high);
      pen.globalAlpha = 1;
    }

    paintRing(pen, { x: center, global: isGlobal = true }) {
      const [x, y] = this.project(...center);
      const path = new Path2D();
      path.arc(x, y, RING, 0, 2 * Math.PI);
      pen.setLineDash(isGlobal ? [] : [(Math.PI * RING) / 8]);
      for (const [width, style] of [[5, this.colours.background], [2.4, isGlobal ? this.colours.good : this.colours.careful]]) {
        Object.assign(pen, { lineWidth: width, strokeStyle: style });
        pen.stroke(path);
      }
      pen.setLineDash([]);
    }

    // Draw the steps so far, straight, and a mark where each begins; marks that would cover each
    // other are left out. Returns where the line ends, in pixels.
    paintPath(pen, walk) {
      const { path, upTo = Infinity } = walk;
      const last = Math.min(upTo, path.length / 2 - 1);
      const [line, marks] = [new Path2D(), new Path2D()];
      let [lastX, lastY] = [NaN, NaN];
      let end = null;
      for (let i = 0; i <= last; i++) {
        const from = [path[2 * i], path[2 * i + 1]];
        const [x, y] = this.project(...from);
        if (!(Math.abs(x - lastX) < 1 && Math.abs(y - lastY) < 1) && Marks.isOn(this.ground, ...from)) {
          Marker.outline(marks, "disc", x, y, STEP);
          [lastX, lastY] = [x, y];
        }
        if (i + 1 >= path.length / 2 || i === last) continue;
        const to = [path[2 * i + 2], path[2 * i + 3]];
        const share = Math.min(last - i, 1);
        const part = Marks.clipped(this.ground, from, to);
        if (!part || part[0] >= share) continue;
        const at = (along) => this.project(...from.map((start, k) => start + along * (to[k] - start)));
        if (part[0] > 0 || i === 0 || !Marks.isOn(this.ground, ...from)) line.moveTo(...at(part[0]));
        line.lineTo(...(end = at(Math.min(part[1], share))));
      }
      const color = this.colour(walk);
      Object.assign(pen, { lineJoin: "round", lineCap: "round", strokeStyle: this.colours.background });
      pen.lineWidth = PATH + 2 * RIM;
      pen.stroke(line);
      pen.lineWidth = 2 * RIM;
      pen.stroke(marks);
      Object.assign(pen, { strokeStyle: color, fillStyle: color, lineWidth: PATH });
      pen.stroke(line);
      pen.fill(marks);
      pen.lineCap = "butt";
      return end;
    }

    // The walker; or, if it diverged, a mark where it was last seen.
    paintWalker(pen, walk, end) {
      const [x, y] = Marks.whereIs(walk);
      const place = Marks.isOn(this.ground, x, y) ? this.project(x, y) : null;
      const { background, wrong } = this.colours;
      const isLost = walk.diverged && (walk.upTo ?? Infinity) >= walk.path.length / 2 - 1;
      if (isLost && (place ?? end)) Marker.diverged(pen, ...(place ?? end), WALKER, wrong, background);
      else if (place) Marker.sign(pen, walk.shape, ...place, WALKER, this.colour(walk), background);
    }
  }

  return ContourMap;
})();
