// Hands on the landscape: a drag turns the eye, wheel and pinch zoom, a click picks a place; and a
// drag that begins on what can be held moves it.
"use strict";

const Gestures = (() => {
  const TURN = 0.35; // degrees a pixel
  const STILL = 5; // pixels that a click may move
  const HOLD = 22; // pixels round what is held
  const WHEEL = 0.0015; // of a doubling … a pixel that a wheel turns
  const LINE = 30; // pixels in a line, for wheels that count lines

  // `held()`: the place (x, y) that can be dragged, or null. `pick([x, y], isDone)`: a place was
  // chosen, by a click or by dragging what was held. `turned()`: the eye has moved.
  function attach(landscape, { held = () => null, pick = () => {}, turned = () => {} }) {
    const { canvas } = landscape;
    const pointers = new Map();
    let gesture = null;

    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const apart = () => {
      const [a, b] = [...pointers.values()];
      return Math.hypot(a[0] - b[0], a[1] - b[1]);
    };

    canvas.style.touchAction = "none";
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, at(event));
      if (pointers.size === 2) gesture = { kind: "pinch", apart: apart() };
      else if (pointers.size === 1) {
        const handle = held();
        const [x, y] = handle ? landscape.project(...handle) : [NaN, NaN];
        const isHeld = Math.hypot(at(event)[0] - x, at(event)[1] - y) < HOLD;
        gesture = { kind: isHeld ? "move" : "click", from: at(event), last: at(event) };
      }
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!gesture || !pointers.has(event.pointerId)) return;
      const place = at(event);
      pointers.set(event.pointerId, place);
      if (gesture.kind === "pinch") {
        if (pointers.size < 2) return;
        const middle = [0, 1].map((axis) => [...pointers.values()].reduce((sum, one) => sum + one[axis], 0) / pointers.size);
        zoom(landscape, apart() / gesture.apart, middle);
        gesture.apart = apart();
        turned();
      } else if (gesture.kind === "move") {
        const ground = landscape.pick(...place);
        if (ground) pick((gesture.picked = ground), false);
      } else {
        const far = Math.hypot(place[0] - gesture.from[0], place[1] - gesture.from[1]);
        if (gesture.kind === "click" && far < STILL) return;
        gesture.kind = "turn";
        const { turn, tilt } = landscape.camera;
        landscape.camera = { turn: turn - TURN * (place[0] - gesture.last[0]), tilt: tilt + TURN * (place[1] - gesture.last[1]) };
        gesture.last = place;
        turned();
      }
    });
    const end = (event) => {
      if (!pointers.delete(event.pointerId) || !gesture) return;
      if (gesture.kind === "click" && event.type === "pointerup") {
        const ground = landscape.pick(...at(event));
        if (ground) pick(ground, true);
      }
      if (gesture.kind === "move" && gesture.picked) pick(gesture.picked, true);
      if (!pointers.size || gesture.kind !== "pinch") gesture = null;
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const way = event.deltaY * (event.deltaMode === 1 ? LINE : 1);
      zoom(landscape, 2 ** (-WHEEL * way), at(event));
      turned();
    }, { passive: false });
  }

  // Come nearer by a factor, toward what is seen at a point of the picture.
  function zoom(landscape, factor, [px, py]) {
    const { zoom: before, at } = landscape.camera;
    const after = Camera.clamp(before * factor, ...Camera.ZOOM);
    const target = at ?? [0, 0];
    const place = landscape.pick(px, py);
    if (after <= 1) landscape.camera = { zoom: after, at: null };
    else if (place) {
      const point = Marks.flat(landscape.ground, ...place);
      landscape.camera = { zoom: after, at: target.map((part, i) => point[i] + (part - point[i]) * (before / after)) };
    } else landscape.camera = { zoom: after };
  }

  return { attach, zoom };
})();
