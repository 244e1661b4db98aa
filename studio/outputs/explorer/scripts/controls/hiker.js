// The rules of hiker mode. In the mist one sees no farther than one's sight: there a probe tells
// height and slope. Steps are few. Then the mist lifts, and gradient descent has walked as well.
// A hike is a frozen record; each rule returns the next one.
"use strict";

const Hike = (() => {
  const SIGHT = 0.055; // of the window's diagonal: so far one sees, and so far a step goes at most
  const STEPS = FACTS.first.steps; // as many as the hiker of the clip takes

  function setOut(loss, start, [left, bottom, right, top]) {
    const sight = SIGHT * Math.hypot(right - left, top - bottom);
    return Object.freeze({ path: [start], sight, probe: null, probes: 0, lifted: null, feet: feel(loss, start) });
  }

  // Height and slope at a place, and in which direction of the compass it falls most.
  function feel(loss, [x, y]) {
    const [gx, gy] = loss.gradient(x, y);
    const down = gx || gy ? compass(-gx, -gy) : null;
    return { place: [x, y], height: loss.value(x, y), slope: Math.hypot(gx, gy), down };
  }

  const COMPASS = ["east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east"];
  const compass = (x, y) => COMPASS[(Math.round(Math.atan2(y, x) / (Math.PI / 4)) + 8) % 8];

  const stepsLeft = (hike) => STEPS - (hike.path.length - 1);

  // Probe the ground at `place`, or as far in that direction as one sees.
  function probe(hike, loss, place) {
    if (hike.lifted || !stepsLeft(hike)) return hike;
    const feet = hike.path.at(-1);
    const away = place.map((coordinate, i) => coordinate - feet[i]);
    const share = Math.min(1, hike.sight / Math.hypot(...away));
    const seen = feet.map((coordinate, i) => coordinate + share * away[i]);
    if (!Number.isFinite(loss.value(...seen))) return hike;
    return Object.freeze({ ...hike, probe: feel(loss, seen), probes: hike.probes + 1 });
  }

  // Step to where the ground was probed. With the last step the mist lifts.
  function step(hike, loss, rate) {
    if (hike.lifted || !hike.probe) return hike;
    const next = Object.freeze({ ...hike, path: [...hike.path, hike.probe.place], feet: hike.probe, probe: null });
    return stepsLeft(next) ? next : lift(next, loss, rate);
  }

  // Lift the mist: gradient descent, from the same start and with as many steps, has walked beside.
  function lift(hike, loss, rate) {
    if (hike.lifted) return hike;
    const optimizer = OPTIMIZERS.gradient_descent.make({ learning_rate: rate });
    const walk = descend(loss, optimizer, hike.path[0], STEPS);
    return Object.freeze({ ...hike, probe: null, lifted: { walk, rate, outcome: outcome(loss, walk) } });
  }

  // What both walks cost: who, steps, slopes felt, height at the end.
  function costs(hike) {
    const { walk, outcome: end } = hike.lifted;
    const stopped = end.kind === "converged" ? Math.max(1, end.after) : STEPS;
    const diverged = end.kind === "diverged";
    return [
      { who: "you", steps: hike.path.length - 1, felt: hike.probes + 1, height: hike.feet.height },
      { who: "gradient descent", steps: stopped, felt: stopped, height: walk.loss.at(-1), diverged },
    ];
  }

  return { setOut, stepsLeft, probe, step, lift, costs, STEPS };
})();
