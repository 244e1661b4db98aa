// The three pictures: landscape, map and loss curve, and what is shown in them.
"use strict";

const Views = (() => {
  const canvases = ["landscape", "map", "curve"].map((id) => document.getElementById(id));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const [landscape, map, curve] = open();
  const grounds = [landscape, map].filter(Boolean);

  const colors = () => FACTS.themes[dark.matches ? "dark" : "light"];

  function open() {
    const [ground, plan, plot] = canvases;
    let relief = null;
    try {
      relief = new Landscape(ground, colors());
    } catch (error) {
      ground.hidden = true;
      const note = document.getElementById("landscape-note");
      note.textContent = `The landscape cannot be drawn here: ${error.message} The map and the curve work without it.`;
      note.hidden = false;
    }
    return [relief, new ContourMap(plan, colors()), new LossCurve(plot, colors())];
  }

  function showGround({ loss, levels, rings }) {
    for (const view of grounds) {
      view.setLoss(loss, loss.domain, levels);
      view.setRings(rings);
    }
  }

  return { landscape, map, curve, grounds, colors, dark, showGround, canvases };
})();
