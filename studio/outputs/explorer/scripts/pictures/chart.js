// What map and loss curve share: a canvas as fine as the screen, drawn anew only after a change.
"use strict";

const { Chart, Marker } = (() => {
  class Chart {
    constructor(canvas, colours) {
      Object.assign(this, { canvas, colours, walks: [], frame: 0, pen: canvas.getContext("2d") });
      new ResizeObserver(() => this.refresh()).observe(canvas);
    }

    setWalks(walks) {
      this.walks = walks;
      this.refresh();
    }

    setColours(colours) {
      this.colours = colours;
      this.refresh();
    }

    get size() {
      return [this.canvas.clientWidth || 1, this.canvas.clientHeight || 1];
    }

    refresh() {
      if (!this.frame) this.frame = requestAnimationFrame(() => this.draw());
    }

    draw() {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      const density = devicePixelRatio || 1;
      const [width, height] = this.size;
      const [across, down] = this.size.map((side) => Math.round(side * density));
      if (this.canvas.width !== across || this.canvas.height !== down) {
        Object.assign(this.canvas, { width: across, height: down });
      }
      this.pen.setTransform(density, 0, 0, density, 0, 0);
      this.pen.fillStyle = this.colours.background;
      this.pen.fillRect(0, 0, width, height);
      this.paint(this.pen, width, height, density);
    }

    colour({ colour }) {
      return this.colours[colour] ?? colour;
    }

    // The font of a text: that of the page's formulas.
    font(size, style = "") {
      this.family ??= getComputedStyle(document.documentElement).getPropertyValue("--serif") || "serif";
      return `${style} ${size}px ${this.family}`;
    }

    write(text, x, y, { align = "center", size = 13, style = "", color = this.colours.muted } = {}) {
      const { pen } = this;
      pen.font = this.font(size, style);
      pen.textAlign = align;
      pen.textBaseline = "middle";
      pen.fillStyle = color;
      pen.fillText(text, x, y);
    }
  }

  // The outline of a walker's sign, `radius` large about (x, y), added to a path.
  const OUTLINES = {
    gem: [4, 1.25, 0],
    square: [4, 1.24, Math.PI / 4],
    triangle: [3, 1.3, -Math.PI / 2],
  };
  function outline(path, shape, x, y, radius) {
    if (!OUTLINES[shape]) {
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, 2 * Math.PI);
      return;
    }
    const [sides, size, turn] = OUTLINES[shape];
    for (let i = 0; i < sides; i++) {
      const angle = turn + (2 * Math.PI * i) / sides;
      const place = [x + size * radius * Math.cos(angle), y + size * radius * Math.sin(angle)];
      if (i) path.lineTo(...place);
      else path.moveTo(...place);
    }
    path.closePath();
  }

  // Draw a sign in a rim of the background's color, so that it stands off what is below.
  function sign(pen, shape, x, y, radius, color, background) {
    const path = new Path2D();
    outline(path, shape, x, y, radius);
    Object.assign(pen, { strokeStyle: background, lineWidth: 3.5, lineJoin: "round", fillStyle: color });
    pen.stroke(path);
    pen.fill(path);
  }

  // What leaves the picture because it diverged: an open disc with a cross.
  function diverged(pen, x, y, radius, color, background) {
    const path = new Path2D();
    path.arc(x, y, radius, 0, 2 * Math.PI);
    const arm = 0.55 * radius;
    for (const side of [-1, 1]) {
      path.moveTo(x - arm, y - side * arm);
      path.lineTo(x + arm, y + side * arm);
    }
    for (const [width, style] of [[5, background], [2, color]]) {
      Object.assign(pen, { lineWidth: width, strokeStyle: style, lineCap: "round" });
      pen.stroke(path);
    }
    pen.lineCap = "butt";
  }

  return { Chart, Marker: { outline, sign, diverged } };
})();
