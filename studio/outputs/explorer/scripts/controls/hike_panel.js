// Hiker mode on the page: what the hiker feels, the buttons, and both costs when the mist is gone.
"use strict";

const hikePanel = (() => {
  const LIFT = 1800; // milliseconds in which the mist lifts
  const NEAR = 4.5; // so many times nearer the eye stands in the mist
  const [HIGH, USUAL] = [55, 34]; // and so many degrees above the ground, then and otherwise
  const LITTLE = 0.01; // of the way down: ends that differ by less are as low
  const byId = (id) => document.getElementById(id);
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // `changed()` is called when something else is to be said and seen, `redraw()` while the mist lifts.
  return ({ changed, redraw }) => {
    let hike = null;
    let lifted = 0; // the share of the mist that is gone
    let loss, rate, window;

    function begin(state, ground) {
      if (hike && !state.hiker) look(1, USUAL);
      [loss, rate, window] = [ground, Clip.rate(state), state.window];
      hike = state.hiker ? Hike.setOut(loss, state.start, window) : null;
      lifted = 0;
      if (hike) look(0, HIGH);
    }

    // Let the eye see the hiker from nearby, or when the mist is gone (share 1) the whole ground.
    function look(share, tilt, turn) {
      const { landscape } = Views;
      if (!landscape) return;
      const feet = Marks.flat(landscape.ground, ...hike.path.at(-1));
      const at = share < 1 ? feet.map((part) => (1 - share) * part) : null;
      landscape.camera = { zoom: NEAR ** (1 - share), at, tilt: tilt ?? landscape.camera.tilt, turn: turn ?? landscape.camera.turn };
    }

    function go(next) {
      const lifts = next.lifted && !hike.lifted;
      const walks = next.feet !== hike.feet;
      hike = next;
      if (walks) look(0);
      if (lifts) liftSlowly();
      changed();
    }

    function liftSlowly() {
      const began = performance.now();
      const { lifted: end } = hike;
      const [from, to] = [Views.landscape?.camera, Views.landscape?.placeFor([hike.path.flat(), end.walk.x])];
      const turn = from && ((((to.turn - from.turn) % 360) + 540) % 360) - 180; // the shorter way round
      const frame = (now) => {
        if (hike?.lifted !== end) return; // another hike has begun
        lifted = still.matches ? 1 : Math.min(1, Math.max(0, now - began) / LIFT);
        if (from) look(lifted, from.tilt + lifted * (to.tilt - from.tilt), from.turn + lifted * turn);
        redraw();
        if (lifted < 1) requestAnimationFrame(frame);
      };
      frame(began);
    }

    const probe = (point) => go(Hike.probe(hike, loss, point));
    const step = () => go(Hike.step(hike, loss, rate));
    const lift = () => go(Hike.lift(hike, loss, rate));

    byId("hike-step").addEventListener("click", step);
    byId("hike-lift").addEventListener("click", lift);
    byId("hike-again").addEventListener("click", () => {
      hike = Hike.setOut(loss, hike.path[0], window);
      lifted = 0;
      look(0, HIGH);
      changed();
    });

    // ---- What is seen and said -------------------------------------------------------------------

    const left = () => (hike.lifted ? "" : ` ${Words.counted(Hike.stepsLeft(hike), "step")} left.`);
    const probed = () => (hike.probe ? `The probe: ${Words.ground(hike.probe)}.` : "");

    function show() {
      if (!hike) return;
      byId("hike-state").textContent = `Under your feet: ${Words.ground(hike.feet)}.${left()}`;
      byId("hike-probe").textContent = probed();
      byId("hike-step").disabled = !hike.probe;
      byId("hike-lift").disabled = Boolean(hike.lifted);
      byId("hike-costs").hidden = !hike.lifted;
      byId("hike-costs").tBodies[0].replaceChildren(...(hike.lifted ? Hike.costs(hike).map(line) : []));
    }

    function line({ who, steps, felt, height, diverged }) {
      const row = document.createElement("tr");
      const head = Object.assign(document.createElement("th"), { scope: "row", textContent: who });
      row.append(head);
      const end = diverged ? "DIVERGED" : Words.number(height);
      for (const text of [steps, felt, end]) row.insertCell().textContent = text;
      return row;
    }

    function sentence() {
      if (hike.lifted) return verdict();
      const how = "Click near your feet to probe the ground, then step there.";
      return `In the mist: where is down? ${how} You have ${Hike.STEPS} steps.`;
    }

    function verdict() {
      const [you, descent] = Hike.costs(hike);
      const way = Math.abs(loss.value(...hike.path[0]) - Math.min(you.height, descent.height));
      const higher = you.height - descent.height;
      let end = higher < 0 ? "you came lower than gradient descent" : "gradient descent came lower than you";
      if (Math.abs(higher) <= LITTLE * way) end = "you came as low as gradient descent";
      if (descent.diverged) end = "gradient descent diverged";
      return `The mist is gone: ${end}, with α = ${hike.lifted.rate} and from the same start.`;
    }

    function said() {
      if (hike.lifted) {
        const costs = Hike.costs(hike).map(({ who, steps, felt, height }) =>
          `${who}: ${Words.counted(steps, "step")}, ${Words.counted(felt, "slope")} felt, height ${Words.number(height)}.`);
        return [verdict(), ...costs];
      }
      return [probed(), `You stand at ${Words.ground(hike.feet)}.${left()}`].filter(Boolean);
    }

    // What the pictures show: your walk and the probe, and when the mist is gone all else.
    function view(rings) {
      const heights = hike.path.map((place) => loss.value(...place));
      const walks = [{ ...SIGNS[0], path: hike.path.flat(), loss: heights, upTo: heights.length - 1, name: "you" }];
      if (hike.lifted) {
        const { walk, outcome: end } = hike.lifted;
        walks.push({
          ...SIGNS[1], path: walk.x, loss: walk.loss, upTo: walk.length - 1,
          name: "gradient descent", diverged: end.kind === "diverged",
        });
      } else if (hike.probe) {
        walks.push({ path: [hike.path.at(-1), hike.probe.place].flat(), upTo: 1, colour: "gradient", shape: "disc" });
      }
      const mist = lifted < 1 ? { center: hike.path.at(-1), sight: hike.sight, share: lifted } : null;
      return { walks, rings: hike.lifted ? rings : [], mist };
    }

    return {
      begin, probe, step, show, sentence, said, view,
      hike: () => hike,
      // An arrow key moves the probe by half of what is seen.
      nudge: (arrow) => probe((hike.probe ?? hike.feet).place.map((part, i) => part + (hike.sight / 2) * arrow[i])),
    };
  };
})();
