// The three pictures: landscape, map and loss curve. Without WebGL 2 there are two.
"use strict";

const Views = (() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colors = () => FACTS.themes[dark.matches ? "dark" : "light"];
  const note = document.getElementById("landscape-note");
  const canvases = ["landscape", "map", "curve"].map((id) => document.getElementById(id));

  const landscape = openLandscape(canvases[0]);
  const map = new ContourMap(canvases[1], colors());
  const curve = new LossCurve(canvases[2], colors());
  const grounds = [landscape, map].filter(Boolean);

  function openLandscape(canvas) {
    try {
      return new Landscape(canvas, colors());
    } catch (error) {
      canvas.hidden = true;
      say(`${error.message} The map and the curve work without it.`);
      return null;
    }
  }

  function say(sentence) {
    note.textContent = sentence;
    note.hidden = !sentence;
  }

  function showGround({ loss, levels, rings }) {
    for (const view of grounds) {
      view.setLoss(loss, loss.domain, levels);
      view.setRings(rings);
    }
    if (landscape) say(landscape.note);
  }

  // What stands on the ground, and the mist over it.
  function show({ walks, rings, mist }) {
    for (const view of grounds) {
      view.setWalks(walks);
      view.setRings(rings);
      view.setMist(mist);
    }
    curve.setWalks(walks.filter((walk) => walk.loss));
  }

  dark.addEventListener("change", () => [...grounds, curve].forEach((view) => view.setColours(colors())));

  return { landscape, map, curve, colors, canvases, showGround, show };
})();
