// Hiker mode on the page: what the hiker feels, the buttons, and both costs when the mist is gone.
"use strict";

const hikePanel = (() => {
  const LIFT = 1800; // milliseconds in which the mist lifts
  const byId = (id) => document.getElementById(id);
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // `changed()` is called whenever something else is to be seen; the page shows it.
  return (changed) => {
    let hike = null;
    let loss, rate, window;
    let mist = 1; // the share that is there

    function begin(state, ground) {
      [loss, rate, window] = [ground, Clip.rate(state), state.window];
      hike = state.hiker ? Hike.setOut(loss, state.start, window) : null;
      mist = 1;
    }

    function go(next) {
      const lifts = next.lifted && !hike.lifted;
      hike = next;
      if (lifts) liftSlowly();
      changed();
    }

    function liftSlowly() {
      const began = performance.now();
      const of = hike.lifted;
      const frame = (now) => {
        if (hike?.lifted !== of) return; // another hike has begun
        mist = Math.max(0, 1 - (now - began) / LIFT);
        changed();
        if (mist > 0) requestAnimationFrame(frame);
      };
      if (still.matches) mist = 0;
      else requestAnimationFrame(frame);
    }

    const probe = (point) => go(Hike.probe(hike, loss, point));
    const step = () => go(Hike.step(hike, loss, rate));
    const lift = () => go(Hike.lift(hike, loss, rate));

    // ---- What is seen and said -------------------------------------------------------------------

    function show() {
      if (!hike) return;
      const left = Hike.stepsLeft(hike);
      byId("hike-state").textContent = `Under your feet: ${Words.ground(hike.feet)}. ${hike.lifted ? "The mist is gone." : `${Words.counted(left, "step")} left.`}`;
      byId("hike-probe").textContent = hike.probe ? `The probe: ${Words.ground(hike.probe)}.` : "";
      byId("hike-step").disabled = !hike.probe;
      byId("hike-lift").disabled = Boolean(hike.lifted);
      byId("hike-costs").hidden = !hike.lifted;
      if (hike.lifted) byId("hike-costs").tBodies[0].replaceChildren(...Hike.costs(hike).map(line));
    }

    function line({ who, steps, felt, height, diverged }) {
      const row = document.createElement("tr");
      row.append(document.createElement("th"));
      row.firstChild.scope = "row";
      row.firstChild.textContent = who;
      for (const text of [steps, felt, diverged ? "DIVERGED" : Words.number(height)]) row.insertCell().textContent = text;
      return row;
    }

    function sentence() {
      if (hike.lifted) return verdict();
      return `You see no farther than the mist lets you. Click near your feet to probe the ground; ${Hike.STEPS} steps must do.`;
    }

    function verdict() {
      const [you, descent] = Hike.costs(hike);
      const difference = you.height - descent.height;
      const level = 0.01 * Math.abs(Hike.costs(hike)[0].height - loss.value(...hike.path[0])) + 1e-9;
      const end = descent.diverged ? "gradient descent diverged" : Math.abs(difference) <= level ? "you and gradient descent came as low" : difference < 0 ? "you came lower than gradient descent" : "gradient descent came lower than you";
      return `The mist is gone: ${end}. You felt ${Words.counted(you.felt, "slope")}, gradient descent with α = ${hike.lifted.rate} felt ${descent.felt}.`;
    }

    function said() {
      if (hike.lifted) return [verdict()];
      const words = [`You stand at ${Words.ground(hike.feet)}. ${Words.counted(Hike.stepsLeft(hike), "step")} left.`];
      return hike.probe ? [`The probe: ${Words.ground(hike.probe)}.`, ...words] : words;
    }

    // The walks for the pictures: yours, the probe, and when the mist is gone gradient descent's.
    function walks(colors) {
      const own = { path: hike.path.flat(), loss: hike.path.map((place) => loss.value(...place)), colour: colors.walker, shape: "disc", upTo: hike.path.length - 1, name: "you" };
      if (hike.lifted) {
        const { walk, outcome: end } = hike.lifted;
        return [{ path: walk.x, loss: walk.loss, colour: colors.second, shape: "gem", upTo: walk.length - 1, name: "gradient descent", diverged: end.kind === "diverged" }, own];
      }
      if (!hike.probe) return [own];
      const feeler = { path: [...hike.path.at(-1), ...hike.probe.place], colour: colors.gradient, shape: "disc", upTo: 1, probe: true };
      return [own, feeler];
    }

    byId("hike-step").addEventListener("click", step);
    byId("hike-lift").addEventListener("click", lift);
    byId("hike-again").addEventListener("click", () => {
      hike = Hike.setOut(loss, hike.path[0], window);
      mist = 1;
      changed();
    });

    return {
      begin, probe, step, show, sentence, said, walks,
      hike: () => hike,
      lifted: () => Boolean(hike?.lifted),
      // Where arrow keys go on from: the probe, or the feet.
      place: () => (hike.probe ?? hike.feet).place,
      mist: () => (mist > 0 ? { center: hike.path.at(-1), sight: hike.sight, share: mist } : null),
    };
  };
})();
