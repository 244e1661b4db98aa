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
  const SIZE = [0.019, 9, 15]; // radius of a walker: share of the height, pixels at least and most
  const RIM = 2.5 / 100 / 8; // width of a rim, as a share of the height …
  const THINNEST = 1.4; // … and in pixels, at least
  const PULL = 6; // what has a rim is drawn as if it were nearer by so many times its width
  const REST = 160; // milliseconds without a change, before a finer picture is drawn
  const FINE = 2; // pixels of the finer picture in one of the screen, along each side
  const SIGHT = 0.4; // the share of the mist's radius up to which all is clear
  const UNREST = [2.6, 0.5]; // of the mist's edge, as scenes/kit/landscape/drawing/shot.py has it
  const [LIFTED, CLEARING] = [2.6, [0.6, 1.6]]; // radius of lifted mist; where it gives way to clear air

  class Landscape {
    constructor(canvas, colours, programs = FACTS.programs) {
      const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false });
      if (!gl) throw new Error("This browser draws no landscape: it has no WebGL 2.");
      Object.assign(this, { canvas, gl, colours, sources: programs, eye: { ...USUAL } });
      Object.assign(this, { walks: [], rings: [], mist: null, loss: null, drawn: "", frame: 0, finest: 1 });
      this.begin();
      canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
      canvas.addEventListener("webglcontextrestored", () => this.begin());
      new ResizeObserver(() => this.refresh()).observe(canvas);
    }

    begin() {
      this.painter = new Painter(this.gl, this.sources);
      const { gl } = this;
      this.noise = this.painter.texture(gl.R8, 256, 256, gl.RED, Painter.noise(256), gl.LINEAR, gl.REPEAT);
      this.labels = new Labels(this.painter);
      this.canvases = {};
      this.terrain = null;
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
      this.terrain?.release();
      this.terrain = null;
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
      this.mist = mist && mist.share < 1 ? mist : null;
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

    // A sentence about what the picture leaves out, or nothing.
    get note() {
      const { cut } = this.ground.levels;
      return cut < Infinity ? `cut off at f = ${Levels.number(cut, 3)}` : "";
    }

    // Where it is seen

    get size() {
      return [this.canvas.clientWidth || 1, this.canvas.clientHeight || 1];
    }

    get view() {
      const [width, height] = this.size;
      const box = { half: this.ground.half, foot: Marks.foot(this.ground), top: this.top };
      return Camera.view(this.eye, box, width / height);
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
        Object.values(this.canvases).forEach((one) => Object.values(one).forEach((part) => part.frame && this.painter.release(part)));
        this.canvases = {};
      }
      this.terrain ??= new Terrain(this.painter, this.ground, this.colours);
      this.compose(width * scale, height * scale, density * scale);
      this.painter.copy(this.canvases[scale * width].picture, null, [width, height]);
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

    compose(width, height, density) {
      const { gl, painter, view } = this;
      const canvases = (this.canvases[width] ??= {
        picture: painter.canvas(width, height, true),
        bare: painter.canvas(width, height, true),
        backdrop: painter.canvas(width, height, false),
      });
      const pixel = (2 * view.steep) / height; // at distance 1
      const air = this.air(view, width, height);
      gl.activeTexture(gl.TEXTURE1);
      gl.bindTexture(gl.TEXTURE_2D, canvases.backdrop.texture);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, this.noise);
      gl.viewport(0, 0, width, height);
      const bare = JSON.stringify([this.eye, this.mist]);
      if (canvases.bareOf !== bare || canvases.terrain !== this.terrain) {
        this.drawBare(canvases, air, height, pixel);
        Object.assign(canvases, { bareOf: bare, terrain: this.terrain });
      }
      painter.copy(canvases.bare, canvases.picture, [width, height], gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
      this.drawMarks(air, view, pixel, height, density);
      this.labels.draw(this, view, width, height, density);
      gl.disable(gl.DEPTH_TEST);
    }

    // The ground before what is behind it, without what stands on it.
    drawBare({ bare, backdrop }, air, height, pixel) {
      const { gl, painter, colours, view } = this;
      gl.disable(gl.DEPTH_TEST);
      gl.disable(gl.BLEND);
      gl.bindFramebuffer(gl.FRAMEBUFFER, backdrop.frame);
      const clear = Solids.srgb(colours.background);
      const fading = (name) => Solids.srgb(colours[name]).map((part, i) => part + air.clearness * (clear[i] - part));
      const behind = this.mist ? [fading("mist_low"), fading("mist_high")] : [clear, clear];
      const corners = { vertices: new Float32Array([-1, -1, 3, -1, -1, 3]), triangles: new Uint32Array([0, 1, 2]), layout: [["corner", 2]] };
      painter.paint("backdrop", { ...air, high: behind[0], low: behind[1], is_sky: false, horizon: 0 }, corners);
      painter.copy(backdrop, bare, air.size);
      gl.clear(gl.DEPTH_BUFFER_BIT);
      gl.enable(gl.DEPTH_TEST);
      gl.depthFunc(gl.LESS);
      gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE);
      const lines = {
        spacing: 1, lowest: 0, charted: 1e6, cut: Math.min(this.ground.cut, 1e6),
        grazing: 0.1 * view.distance, line_width: Math.max(height / 1500, 0.35),
        crowding: (0.1 * 1080) / Math.max(height, 720), contour: [...Solids.srgb(colours.contour), 0.55],
        face: Solids.srgb(colours.grid), edge: Solids.srgb(colours.muted),
      };
      this.terrain.draw(air, lines, this.mist !== null);
      gl.enable(gl.BLEND);
      painter.paint("line", { ...air, is_rim: false }, Strokes.ribbons(this.terrain.block.solid.lines, view.eye, pixel));
    }

    // What lies on the ground, in the mist as well, and what stands there, which is always seen.
    drawMarks(air, view, pixel, height, density) {
      const { gl, painter, ground } = this;
      const radius = this.radius(view, height / density);
      const width = Math.max(RIM * height, THINNEST * density) * pixel;
      const walks = this.walks.map((walk) => {
        walk.draped ??= Object.assign(Marks.drape(ground, walk.path), { on: ground });
        const colour = this.colours[walk.colour] ?? walk.colour;
        return Marks.walk(ground, { ...walk, colour }, radius);
      });
      const rings = this.rings.map((one) => Marks.ring(ground, one, radius, this.colours));
      gl.enable(gl.BLEND);
      gl.enable(gl.DEPTH_TEST);
      this.terrain.shade(air, walks.flatMap(({ caster }) => (caster ? [caster] : [])));
      gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE);
      const projection = view.matrix(PULL * width);
      const lying = Solids.join([...rings, ...walks.map((walk) => walk.lying)]);
      const standing = Solids.join(walks.map((walk) => walk.standing));
      this.drawSolid(lying, { ...air, projection }, view, pixel, width);
      this.drawSolid(standing, { ...air, projection, mist_radius: 1e3 }, view, pixel, width);
    }

    radius(view, height) {
      return Camera.clamp(SIZE[0] * height, SIZE[1], SIZE[2]) * ((2 * view.steep * view.distance) / height);
    }

    drawSolid(solid, air, view, pixel, width) {
      const { gl, painter } = this;
      const round = ({ balls, lines }, isRim) => {
        const values = { ...air, is_rim: isRim };
        painter.paint("ball", values, Strokes.quads(balls, view.eye, view.axes.up, pixel));
        painter.paint("line", values, Strokes.ribbons(lines, view.eye, pixel));
      };
      gl.depthMask(false); // a rim hides nothing of what it is about
      round(Strokes.rims(solid, view, width, pixel, Solids.srgb(this.colours.background)), true);
      gl.depthMask(true);
      painter.paint("mesh", air, Strokes.faces(solid.bodies));
      round({ balls: solid.balls, lines: [...solid.lines, ...Strokes.edges(solid.bodies, view, pixel)] }, false);
    }

    // What all programs share.
    air(view, width, height) {
      const { ground, mist, colours } = this;
      const sight = mist ? mist.sight * Math.max(...ground.scale) / SIGHT : 0;
      const radius = mist ? sight + (LIFTED - sight) * Camera.clamp(mist.share, 0, 1) : 1e3;
      const lifting = Camera.clamp((radius - CLEARING[0]) / CLEARING[1], 0, 1);
      return {
        clearness: mist ? lifting * lifting * (3 - 2 * lifting) : 1,
        mist_center: mist ? Marks.place(ground, ...mist.center) : [0, 0, 0],
        mist_radius: radius, sight: SIGHT, unrest: UNREST, extent: 1,
        middle: [0, 0], reach: ground.half, haze: [1e3, 2e3], rim: [2, 1],
        eye: view.eye, projection: view.matrix(), height_scale: ground.rise, ceiling: 1e30,
        sun: Relief.SUN, sun_color: colours.sunlight, sky_light: colours.skylight, ground_light: colours.groundlight,
        size: [width, height], noise: 0, backdrop: 1,
      };
    }
  }

  return Landscape;
})();
