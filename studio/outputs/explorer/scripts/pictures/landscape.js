// The landscape: a block of ground in WebGL 2, drawn by the kit's own programs, with walks on it.
//
//   const landscape = new Landscape(canvas, colours);      // throws where there is no WebGL 2
//   landscape.setLoss(loss, [lower, upper]);
//   landscape.setWalks([{ path, colour, shape, upTo }]);   // path: x and y of the points in turn
//   landscape.camera = { turn: -125, tilt: 38, zoom: 1 };
//
// Each change asks for one picture, which is drawn before the next frame: first as fast as it can
// be, and once nothing changes any more, finer.
"use strict";

const Landscape = (() => {
  const USUAL = { turn: -125, tilt: 34, zoom: 1, at: null }; // where the eye stands
  const TURNS = [0, 15, -15, 30, -30, 45, -45, 60, -60, 75, -75, 90, -90]; // degrees
  const TILTS = [34, 42, 50, 58];
  const PARTS = 6; // of a walk, at whose ends it is looked for
  const FULL = 0.94; // the share of the picture's height that the whole block takes
  const ROOM = 0.075; // the share of its width that is left for numbers, on each side …
  const LABELS = [30, 52]; // … in pixels, at least and most
  const REST = 220; // milliseconds without a change, before a finer picture is drawn
  const FINE = 2; // pixels of the finer picture in one of the screen, along each side


  class Landscape {
    constructor(canvas, colours, programs = FACTS.programs) {
      const gl = canvas.getContext("webgl2", { alpha: false, antialias: false });
      if (!gl) throw new Error("This browser draws no landscape: it has no WebGL 2.");
      Object.assign(this, { canvas, gl, colours, programs, eye: { ...USUAL } });
      Object.assign(this, { walks: [], rings: [], mist: null, loss: null, drawn: "", frame: 0 });
      this.begin();
      canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
      canvas.addEventListener("webglcontextrestored", () => this.begin());
      new ResizeObserver(() => this.refresh()).observe(canvas);
    }

    begin() {
      this.drawing = new LandscapeDrawing(this.gl, this.programs);
      this.refresh();
    }

    // What is seen

    setLoss(loss, window, levels = Levels.heights(loss, window)) {
      this.ground = Relief.of(loss, window, levels);
      this.eye.at = null;
      this.setGround();
    }

    setColours(colours) {
      this.colours = colours;
      this.setGround();
    }

    setGround() {
      this.drawing.renew();
      this.setWalks(this.walks);
    }

    setWalks(walks) {
      const isDraped = (walk) => this.walks.find(({ path, draped }) => path === walk.path && draped?.on === this.ground);
      this.walks = walks.map((walk) => ({ ...walk, draped: isDraped(walk)?.draped ?? null }));
      this.refresh();
    }

    setRings(minima) {
      this.rings = minima;
      this.refresh();
    }

    // `mist`: {center, sight, share}, sight in units of x and y; share 0 is thick, 1 is lifted.
    setMist(mist) {
      this.mist = Mist.thick(mist);
      this.refresh();
    }

    get camera() {
      return { ...this.eye };
    }

    set camera(camera) {
      Object.assign(this.eye, camera);
      this.eye.tilt = Camera.clamp(this.eye.tilt, ...Camera.TILT);
      this.eye.zoom = Camera.clamp(this.eye.zoom, ...Camera.ZOOM);
      this.refresh();
    }

    // Let the eye stand where no hill hides the walks.
    look(paths) {
      this.camera = this.placeFor(paths);
    }

    // Where the eye, turned and lifted as little as need be, sees the most of walks, above all of
    // their ends.
    placeFor(paths) {
      const ways = TILTS.flatMap((tilt) => TURNS.map((by) => ({ ...USUAL, turn: USUAL.turn + by, tilt, shown: 0 })));
      for (const way of ways) {
        const { eye } = this.viewFrom(way);
        for (const path of paths) {
          const last = path.length / 2 - 1;
          for (let part = 0; part <= PARTS; part++) {
            const i = Math.round((last * part) / PARTS);
            const place = [path[2 * i], path[2 * i + 1]];
            const isShown = !Marks.isOn(this.ground, ...place) || Picking.isSeen(this.ground, eye, ...place);
            if (isShown) way.shown += part === PARTS ? 2 : 1;
          }
        }
      }
      const most = Math.max(...ways.map(({ shown }) => shown));
      const { turn, tilt } = ways.find(({ shown }) => shown === most);
      return { ...USUAL, turn, tilt };
    }

    // A sentence about what the picture leaves out, or nothing.
    get note() {
      const { cut } = this.ground.levels;
      return cut < Infinity ? `The ground goes on higher: it is cut off at f = ${Levels.number(cut, 3)}.` : "";
    }

    // Where it is seen

    get size() {
      return [this.canvas.clientWidth || 1, this.canvas.clientHeight || 1];
    }

    get view() {
      const { turn, tilt, zoom, at } = this.eye;
      const where = [turn, tilt, zoom, at, ...this.size].join();
      if (this.seenFrom?.where !== where || this.seenFrom.ground !== this.ground) {
        this.seenFrom = { where, ground: this.ground, view: this.viewFrom(this.eye) };
      }
      return this.seenFrom.view;
    }

    viewFrom(camera) {
      const [width, height] = this.size;
      const { ground } = this;
      const level = camera.at ? Marks.heightAt(ground, ...camera.at) : 0;
      const box = { half: ground.half, foot: Marks.foot(ground), top: this.top, level };
      const full = [1 - (2 * Camera.clamp(ROOM * width, ...LABELS)) / width, FULL];
      return Camera.view(camera, box, width / height, full);
    }

    get top() {
      return this.ground.rise * Math.min(this.ground.cut, this.ground.top);
    }

    // The point of the picture, in its pixels, where the ground at (x, y) is seen.
    project(x, y) {
      return this.seen(Marks.place(this.ground, x, y));
    }

    seen(point) {
      const [across, up] = this.view.project(point);
      return [((1 + across) / 2) * this.size[0], ((1 - up) / 2) * this.size[1]];
    }

    // The place (x, y) of the ground that is seen at a point of the picture, or null.
    pick(px, py) {
      const [width, height] = this.size;
      const { ground, view } = this;
      return Picking.meet(ground, view.eye, view.ray((2 * px) / width - 1, 1 - (2 * py) / height));
    }

    // Pictures

    refresh() {
      this.drawn = "";
      if (!this.frame) this.frame = requestAnimationFrame(() => this.draw());
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.draw(true), REST);
    }

    // Draw now: a fine picture, or the quick one.
    draw(isFine = false) {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      const density = devicePixelRatio || 1;
      const scale = isFine && density < FINE ? FINE : 1;
      const [width, height] = this.size.map((side) => Math.round(side * density));
      const wanted = [width, height, scale].join();
      if (!this.ground || this.drawn === wanted || this.gl.isContextLost()) return;
      if (this.canvas.width !== width || this.canvas.height !== height) {
        Object.assign(this.canvas, { width, height });
        this.drawing.resize();
      }
      this.drawing.draw(this, scale, density);
      this.drawn = wanted;
    }

    // The picture of this moment on a canvas of its own, as fine as can be.
    picture() {
      this.drawn = "";
      this.draw(true);
      const copy = Object.assign(document.createElement("canvas"), { width: this.canvas.width, height: this.canvas.height });
      copy.getContext("2d").drawImage(this.canvas, 0, 0);
      return copy;
    }
  }

  return Landscape;
})();
