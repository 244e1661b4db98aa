// What is computed of a state of the page: the ground, and the walks on it.
"use strict";

const Model = (() => {
  const ADAPTIVE = 0.01; // α of optimizers whose steps do not shrink with the slope, in diagonals
  const HALVINGS = 40;

  // The loss of a state, its minima, and the heights that are told apart; `before` where it is the same.
  function groundOf({ loss: key, formula, window }, before) {
    const words = JSON.stringify([key, formula, window]);
    if (before?.words === words) return before;
    const [left, bottom, right, top] = window;
    const domain = [[left, bottom], [right, top]];
    const loss = makeLoss({ name: key ? State.LIBRARY[key].name : formula, formula, domain });
    return { words, loss, rings: minima(loss, domain), levels: Levels.heights(loss, domain) };
  }

  // Walk as a walker does: the walk, its end, and 2/λmax at the minimum that it is about.
  function walkOf({ loss, rings }, { optimizer, parameters }, start, steps) {
    const walk = descend(loss, OPTIMIZERS[optimizer].make(parameters), start, steps);
    return { walk, end: outcome(loss, walk), limit: speedLimit(loss, walk, rings) };
  }

  // Throws an Error with one sentence where nothing can be computed.
  function compute(state, before) {
    const ground = groundOf(state, before);
    return { ground, results: state.walkers.map((walker) => walkOf(ground, walker, state.start, state.steps)) };
  }

  // The same walkers with learning rates that suit another ground: half the limit, or less where
  // the walk would diverge.
  function tame(state) {
    const ground = groundOf(state);
    const [lower, upper] = ground.loss.domain;
    const usual = ADAPTIVE * Math.hypot(upper[0] - lower[0], upper[1] - lower[1]);
    const rest = walkOf(ground, State.walkerOf("gradient_descent", 1e-9), state.start, 1);
    const careful = Number.isFinite(rest.limit) ? rest.limit / 2 : 0.1;
    const along = ["gradient_descent", "momentum", "nesterov"];
    const walkers = state.walkers.map(({ optimizer, parameters }) => {
      let rate = along.includes(optimizer) ? careful : usual;
      for (let tries = 0; tries < HALVINGS; tries += 1) {
        const walker = { optimizer, parameters: { ...parameters, learning_rate: Number(rate.toPrecision(2)) } };
        if (walkOf(ground, walker, state.start, state.steps).end.kind !== "diverged") return walker;
        rate /= 2;
      }
      return State.walkerOf(optimizer, Number(careful.toPrecision(2)));
    });
    return { ...state, walkers };
  }

  return { compute, tame };
})();
