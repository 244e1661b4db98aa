// What fingers, mouse and keys do on the landscape and on the map.
"use strict";

const Gestures = (() => {
  const STILL = 4; // pixels: a finger that moves less has tapped
  const NEAR = 26; // pixels from the start: there a drag takes it along
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  // Call `on.grab(at)`, which returns what is done with every move {at, by} of this drag or null;
  // `on.tap(at)`; and `on.zoom(factor)` for wheel and pinch. Places are in pixels of the canvas.
  function follow(canvas, on) {
    const fingers = new Map();
    let drag = null;
    const place = (event) => [event.offsetX, event.offsetY];
    const span = () => {
      const [one, other] = [...fingers.values()];
      return Math.hypot(one[0] - other[0], one[1] - other[1]);
    };

    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, place(event));
      drag = fingers.size === 1 ? { from: place(event), moved: false, move: on.grab(place(event)) } : null;
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const at = place(event);
      const apart = fingers.size === 2 ? span() : 0;
      fingers.set(event.pointerId, at);
      if (apart) on.zoom?.(span() / apart);
      if (!drag) return;
      drag.moved ||= Math.hypot(at[0] - drag.from[0], at[1] - drag.from[1]) > STILL;
      if (drag.moved) drag.move?.({ at, by: [at[0] - before[0], at[1] - before[1]] });
    });
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, (event) => {
        if (name === "pointerup" && drag && !drag.moved && fingers.has(event.pointerId)) on.tap(place(event));
        fingers.delete(event.pointerId);
        drag = null;
      });
    }
    canvas.addEventListener("wheel", (event) => {
      if (!on.zoom) return;
      event.preventDefault();
      on.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.03 : 0.0015)));
    }, { passive: false });
  }

  // Call `act(key, [across, up])` for the keys that it takes; [0, 0] for one that is no arrow.
  function keys(canvas, act) {
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (act(event.key, ARROWS[event.key] ?? [0, 0])) event.preventDefault();
    });
  }

  return { follow, keys, NEAR };
})();
