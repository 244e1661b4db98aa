// What fingers do on the map, and keys on the map and on the landscape.
// `act`: {start(), touch(point), nudge(arrow, isFine), enter(), turned()}, see page.js.
"use strict";

const Hands = (() => {
  const TURN = 6; // degrees a key
  const ZOOM = 1.15;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  // A click on the map is a place; dragged, the start goes along.
  function onMap(map, canvas, act) {
    const touch = ({ offsetX, offsetY }) => act.touch(map.pick(offsetX, offsetY));
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      canvas.setPointerCapture(event.pointerId);
      touch(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (canvas.hasPointerCapture(event.pointerId) && act.start()) touch(event);
    });
    onKeys(canvas, (key, isFine) => {
      if (key === "Enter") return act.enter();
      return Object.hasOwn(ARROWS, key) && act.nudge(ARROWS[key], isFine);
    });
  }

  function onLandscape(landscape, canvas, act) {
    Gestures.attach(landscape, { held: act.start, pick: act.touch, turned: act.turned });
    onKeys(canvas, (key) => {
      const { turn, tilt, zoom } = landscape.camera;
      if (key === "Enter") return act.enter();
      if (key === "+" || key === "=") landscape.camera = { zoom: zoom * ZOOM };
      else if (key === "-") landscape.camera = { zoom: zoom / ZOOM };
      else if (Object.hasOwn(ARROWS, key)) {
        const [across, up] = ARROWS[key];
        landscape.camera = { turn: turn + TURN * across, tilt: tilt + TURN * up };
      } else return false;
      act.turned();
      return true;
    });
  }

  // Call `act(key, isFine)`, which returns whether the key means something here.
  function onKeys(canvas, act) {
    canvas.addEventListener("keydown", (event) => {
      const isOther = event.ctrlKey || event.metaKey || event.altKey;
      if (!isOther && act(event.key, event.shiftKey)) event.preventDefault();
    });
  }

  return { onMap, onLandscape };
})();
