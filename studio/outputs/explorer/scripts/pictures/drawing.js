// How the picture of a landscape is drawn: what is behind the ground, the bare ground, what is on it.
"use strict";

const LandscapeDrawing = (() => {
  const SIZE = [0.019, 7.5, 15]; // radius of a walker: share of the height, pixels at least and most
  const RIM = 2.5 / 100 / 8; // width of a rim, as a share of the height …
  const THINNEST = 1.4; // … and in pixels, at least
  const PULL = 6; // what has a rim is drawn as if it were nearer by so many times its width
  const UNREST = [2.6, 0.5]; // of the mist's edge, as scenes/kit/landscape/drawing/shot.py has it
  const FAR = 1e3; // farther than anything is seen
  const WHOLE = { vertices: new Float32Array([-1, -1, 3, -1, -1, 3]), triangles: new Uint32Array([0, 1, 2]), layout: [["corner", 2]] };

  class LandscapeDrawing {
    constructor(gl, programs) {
      this.gl = gl;
      this.painter = new Painter(gl, programs);
      this.noise = this.painter.texture(gl.R8, 256, 256, gl.RED, Painter.noise(256), gl.LINEAR, gl.REPEAT);
      this.labels = new Labels(this.painter);
      this.canvases = new Map();
      this.terrain = null;
    }

    // Forget the ground: another one is seen, or in other colors.
    renew() {
      this.terrain?.release();
      this.terrain = null;
    }

    resize() {
      this.canvases.forEach((canvases) => canvases.release());
      this.canvases.clear();
    }

    // Draw what a landscape shows now, `scale` pixels for one of the canvas, along each side.
    draw(landscape, scale, density) {
      const { width, height } = landscape.canvas;
      const { ground, mist, colours, walks, rings, view } = landscape;
      Object.assign(this, { ground, mist, colours, walks, rings, view });
      this.terrain ??= new Terrain(this.painter, ground, colours);
      if (!this.canvases.has(scale)) this.canvases.set(scale, new Canvases(this.painter, width * scale, height * scale));
      const step = scale * density < 2 ? 2 : 1; // a picture for a moment has half as fine a mesh
      this.compose(landscape, this.canvases.get(scale), scale, density * scale, step);
    }

    // Draw everything, straight on the canvas or, finer, first on one that is larger.
    compose(landscape, canvases, scale, density, step) {
      const { width, height, screen } = canvases;
      const { gl, painter } = this;
      const air = this.air(width, height);
      const target = scale > 1 ? canvases.get("picture") : screen;
      gl.viewport(0, 0, width, height);
      this.showBackdrop(canvases, air);
      this.drawGround(target, canvases, air, step);
      this.drawMarks(air, height, density, step);
      this.labels.draw(landscape, air, this.view, density);
      if (target !== screen) painter.copy(target, screen, [width / scale, height / scale]);
    }

    // Let the backdrop hold what is behind the ground: mist, or nothing.
    showBackdrop(canvases, air) {
      const { gl, painter, colours } = this;
      const backdrop = canvases.get("backdrop");
      const shown = `${colours.background} ${air.clearness}`;
      if (canvases.shown !== shown) {
        const clear = Solids.srgb(colours.background);
        const [low, high] = ["mist_low", "mist_high"].map((name) =>
          Solids.srgb(colours[name]).map((part, i) => part + air.clearness * (clear[i] - part)),
        );
        gl.bindFramebuffer(gl.FRAMEBUFFER, backdrop.frame);
        gl.clearColor(...clear, 1);
        gl.disable(gl.DEPTH_TEST);
        gl.disable(gl.BLEND);
        this.useTextures(null);
        if (this.mist) painter.paint("backdrop", { ...air, high: low, low: high, is_sky: false, horizon: 0 }, WHOLE);
        else gl.clear(gl.COLOR_BUFFER_BIT);
        canvases.shown = shown;
      }
      this.useTextures(backdrop.texture);
    }

    useTextures(backdrop) {
      const { gl } = this;
      gl.activeTexture(gl.TEXTURE1);
      gl.bindTexture(gl.TEXTURE_2D, backdrop);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, this.noise);
    }

    // The ground before what is behind it, without what stands on it.
    drawGround(target, canvases, air, step) {
      const { gl, painter, colours, view } = this;
      const { height } = canvases;
      if (this.mist) painter.copy(canvases.get("backdrop"), target, air.size);
      gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
      gl.clearColor(...Solids.srgb(colours.background), 1);
      gl.clear(gl.DEPTH_BUFFER_BIT | (this.mist ? 0 : gl.COLOR_BUFFER_BIT));
      gl.disable(gl.BLEND);
      gl.enable(gl.DEPTH_TEST);
      gl.depthFunc(gl.LESS);
      gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE);
      const lines = {
        spacing: 1, lowest: 0, charted: 1e6, cut: Math.min(this.ground.cut, 1e6),
        grazing: 0.1 * view.distance, line_width: Math.max(height / 1500, 0.35),
        crowding: (0.1 * 1080) / Math.max(height, 720), contour: [...Solids.srgb(colours.contour), 0.55],
        face: Solids.srgb(colours.grid), edge: Solids.srgb(colours.muted),
      };
      this.terrain.draw(air, lines, this.mist !== null, step);
      gl.enable(gl.BLEND);
      const pixel = (2 * view.steep) / height;
      painter.paint("line", { ...air, is_rim: false }, Strokes.ribbons(this.terrain.block.solid.lines, view.eye, pixel));
    }

    // What lies on the ground, in the mist as well, and what stands there, which is always seen.
    drawMarks(air, height, density, step) {
      const { gl, ground, view } = this;
      const pixel = (2 * view.steep) / height; // at distance 1
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
      this.terrain.shade(air, walks.flatMap(({ caster }) => (caster ? [caster] : [])), step);
      gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE);
      const projection = view.matrix(PULL * width);
      const lying = Solids.join([...rings, ...walks.map((walk) => walk.lying)]);
      const standing = Solids.join(walks.map((walk) => walk.standing));
      this.drawSolid(lying, { ...air, projection }, view, pixel, width);
      this.drawSolid(standing, { ...air, projection, mist_radius: FAR }, view, pixel, width);
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
    air(width, height) {
      const { ground, mist, colours, view } = this;
      const { radius, clearness } = mist ? Mist.of(mist, ground) : { radius: FAR, clearness: 1 };
      return {
        clearness,
        mist_center: mist ? Marks.place(ground, ...mist.center) : [0, 0, 0],
        mist_radius: radius, sight: Mist.CLEAR, unrest: UNREST, extent: 1,
        middle: [0, 0], reach: ground.half, haze: [FAR, 2 * FAR], rim: [2, 1],
        eye: view.eye, projection: view.matrix(), height_scale: ground.rise, ceiling: 1e30,
        sun: Relief.SUN, sun_color: colours.sunlight, sky_light: colours.skylight, ground_light: colours.groundlight,
        size: [width, height], noise: 0, backdrop: 1,
      };
    }
  }

  return LandscapeDrawing;
})();
