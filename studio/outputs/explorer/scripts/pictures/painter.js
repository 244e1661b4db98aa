// What the landscape asks of WebGL: programs, triangles, and canvases to draw on.
"use strict";

const { Painter, Canvases } = (() => {
  class Painter {
    // `programs`: {kind: {vertex, fragment}}, each made when it is first needed.
    constructor(gl, programs) {
      Object.assign(this, { gl, sources: programs, programs: {}, pieces: gl.createBuffer(), order: gl.createBuffer() });
    }

    program(kind) {
      if (this.programs[kind]) return this.programs[kind];
      const { gl } = this;
      const made = gl.createProgram();
      for (const [name, type] of [["vertex", gl.VERTEX_SHADER], ["fragment", gl.FRAGMENT_SHADER]]) {
        const shader = gl.createShader(type);
        gl.shaderSource(shader, this.sources[kind][name]);
        gl.compileShader(shader);
        gl.attachShader(made, shader);
      }
      gl.linkProgram(made);
      if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) {
        const [vertex, fragment] = gl.getAttachedShaders(made).map((shader) => gl.getShaderInfoLog(shader));
        throw new Error(`The program for ${kind} fails: ${vertex}${fragment}${gl.getProgramInfoLog(made)}`);
      }
      const uniforms = this.listed(made, gl.ACTIVE_UNIFORMS, "getActiveUniform", "getUniformLocation");
      const attributes = this.listed(made, gl.ACTIVE_ATTRIBUTES, "getActiveAttrib", "getAttribLocation");
      return (this.programs[kind] = { made, uniforms, attributes });
    }

    listed(program, count, active, place) {
      const { gl } = this;
      const found = {};
      for (let i = 0; i < gl.getProgramParameter(program, count); i++) {
        const { name, type } = gl[active](program, i);
        found[name] = { place: gl[place](program, name), type };
      }
      return found;
    }

    // Use a program, with those of the values that it knows.
    use(kind, values) {
      const { gl } = this;
      const { made, uniforms } = this.program(kind);
      gl.useProgram(made);
      const floats = { [gl.FLOAT_VEC2]: "uniform2fv", [gl.FLOAT_VEC3]: "uniform3fv", [gl.FLOAT_VEC4]: "uniform4fv" };
      for (const [name, { place, type }] of Object.entries(uniforms)) {
        const value = values[name];
        if (type === gl.FLOAT_MAT4) gl.uniformMatrix4fv(place, false, value);
        else if (type === gl.FLOAT) gl.uniform1f(place, value);
        else if (floats[type]) gl[floats[type]](place, value);
        else gl.uniform1i(place, Number(value));
      }
    }

    // Let a program read the columns of a buffer; those that `layout` lacks are the same all over.
    read(kind, buffer, layout, constant = {}) {
      const { gl } = this;
      const { attributes } = this.program(kind);
      const stride = layout.reduce((sum, [, size]) => sum + size, 0);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      let offset = 0;
      for (let place = 0; place < 8; place++) gl.disableVertexAttribArray(place);
      for (const [name, size] of layout) {
        if (attributes[name]) {
          gl.enableVertexAttribArray(attributes[name].place);
          gl.vertexAttribPointer(attributes[name].place, size, gl.FLOAT, false, 4 * stride, 4 * offset);
        }
        offset += size;
      }
      for (const [name, value] of Object.entries(constant)) {
        if (attributes[name]) gl.vertexAttrib4fv(attributes[name].place, value);
      }
    }

    // Draw triangles that are made anew for each picture.
    paint(kind, values, { vertices, triangles, layout }) {
      if (!triangles.length) return;
      const { gl } = this;
      this.use(kind, values);
      gl.bindBuffer(gl.ARRAY_BUFFER, this.pieces);
      gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.STREAM_DRAW);
      this.read(kind, this.pieces, layout);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.order);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, triangles, gl.STREAM_DRAW);
      gl.drawElements(gl.TRIANGLES, triangles.length, gl.UNSIGNED_INT, 0);
    }

    buffer(target, content) {
      const made = this.gl.createBuffer();
      this.gl.bindBuffer(target, made);
      this.gl.bufferData(target, content, this.gl.STATIC_DRAW);
      return made;
    }

    // A canvas off screen: with depth, or as a texture.
    canvas(width, height, hasDepth) {
      const { gl } = this;
      const canvas = { width, height, frame: gl.createFramebuffer(), parts: [] };
      gl.bindFramebuffer(gl.FRAMEBUFFER, canvas.frame);
      if (hasDepth) {
        for (const [format, place] of [[gl.RGBA8, gl.COLOR_ATTACHMENT0], [gl.DEPTH_COMPONENT24, gl.DEPTH_ATTACHMENT]]) {
          const part = gl.createRenderbuffer();
          gl.bindRenderbuffer(gl.RENDERBUFFER, part);
          gl.renderbufferStorage(gl.RENDERBUFFER, format, width, height);
          gl.framebufferRenderbuffer(gl.FRAMEBUFFER, place, gl.RENDERBUFFER, part);
          canvas.parts.push(part);
        }
      } else {
        canvas.texture = this.texture(gl.RGBA8, width, height, gl.RGBA, null, gl.NEAREST, gl.CLAMP_TO_EDGE);
        gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, canvas.texture, 0);
      }
      return canvas;
    }

    texture(format, width, height, kind, content, filter, wrap) {
      const { gl } = this;
      const made = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, made);
      gl.texImage2D(gl.TEXTURE_2D, 0, format, width, height, 0, kind, gl.UNSIGNED_BYTE, content);
      for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, filter);
      for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, wrap);
      return made;
    }

    release(canvas) {
      canvas.parts.forEach((part) => this.gl.deleteRenderbuffer(part));
      if (canvas.texture) this.gl.deleteTexture(canvas.texture);
      this.gl.deleteFramebuffer(canvas.frame);
    }

    // Copy one canvas to another; where several pixels go to one, they are averaged.
    copy(from, to, size) {
      const { gl } = this;
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from.frame);
      gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to.frame);
      const filter = size[0] === from.width ? gl.NEAREST : gl.LINEAR;
      gl.blitFramebuffer(0, 0, from.width, from.height, 0, 0, ...size, gl.COLOR_BUFFER_BIT, filter);
      gl.bindFramebuffer(gl.FRAMEBUFFER, to.frame);
    }
  }

  // The canvases of pictures of one size, each made when it is first needed; and the page's own.
  class Canvases {
    constructor(painter, width, height) {
      Object.assign(this, { painter, width, height, made: {}, screen: { frame: null, width, height } });
    }

    get(name) {
      return (this.made[name] ??= this.painter.canvas(this.width, this.height, name !== "backdrop"));
    }

    release() {
      Object.values(this.made).forEach((canvas) => this.painter.release(canvas));
    }
  }

  // Soft noise that tiles, 0 … 255, about the middle: the wisps of the mist.
  function noise(cells) {
    const field = new Float32Array(cells * cells);
    let seed = 3;
    const random = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32) * 2 - 1;
    const soft = (share) => share * share * (3 - 2 * share);
    for (let waves = 2; waves <= 64; waves *= 2) {
      const knots = Float32Array.from({ length: waves * waves }, random);
      const at = (i, j) => knots[(j % waves) * waves + (i % waves)];
      for (let j = 0, k = 0; j < cells; j++) {
        const [row, v] = [Math.floor((j * waves) / cells), soft(((j * waves) / cells) % 1)];
        for (let i = 0; i < cells; i++, k++) {
          const [column, u] = [Math.floor((i * waves) / cells), soft(((i * waves) / cells) % 1)];
          const low = (1 - u) * at(column, row) + u * at(column + 1, row);
          const high = (1 - u) * at(column, row + 1) + u * at(column + 1, row + 1);
          field[k] += ((1 - v) * low + v * high) / waves ** 0.9;
        }
      }
    }
    const size = Math.sqrt(field.reduce((sum, value) => sum + value * value, 0) / field.length);
    return Uint8Array.from(field, (value) => Camera.clamp(255 * (0.5 + (0.15 * value) / size), 0, 255));
  }

  return { Painter: Object.assign(Painter, { noise }), Canvases };
})();
