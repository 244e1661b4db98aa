// The view as a picture: landscape, map and curve as they stand, and below them what is said.
"use strict";

const Picture = (() => {
  const MARGIN = 16;
  const LINE = 22;

  // Return a canvas with the pictures, each at its place in `frame`, and lines of text below.
  function compose(frame, lines) {
    const box = frame.getBoundingClientRect();
    const scale = Math.max(devicePixelRatio, 2);
    const canvas = document.createElement("canvas");
    canvas.width = scale * box.width;
    canvas.height = scale * (box.height + 2 * MARGIN + LINE * lines.length);
    const pen = canvas.getContext("2d");
    const { background, ink } = Views.colors();
    pen.fillStyle = background;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.scale(scale, scale);
    for (const source of Views.canvases.filter((one) => !one.hidden)) {
      const at = source.getBoundingClientRect();
      const picture = source.id === "landscape" ? Views.landscape.picture() : source;
      pen.drawImage(picture, at.left - box.left, at.top - box.top, at.width, at.height);
    }
    pen.fillStyle = ink;
    pen.font = `15px ${getComputedStyle(document.body).fontFamily}`;
    lines.forEach((line, i) => pen.fillText(line, MARGIN, box.height + MARGIN + LINE * (i + 0.75)));
    return canvas;
  }

  function save(frame, lines, name) {
    compose(frame, lines).toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  }

  return { compose, save };
})();
