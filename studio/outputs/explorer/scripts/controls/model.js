// What is computed of a state of the page: the ground, and the walks on it.
"use strict";

const Model = (() => {
  const ADAPTIVE = 0.01; // α of optimizers whose steps do not shrink with the slope, in diagonals
  const ALONG = ["gradient_descent", "momentum", "nesterov"]; // those whose steps do
  const USUAL = 0.1; // α where no minimum sets a limit
  const HALVINGS = 40;

  // The loss of a state, its minima, and the heights that are told apart; `before` if it is the same.
  function groundOf({ loss: key, formula, window }, before) {
    const words = JSON.stringify([key, formula, window]);
    if (before?.words === words) return before;
    const [left, bottom, right, top] = window;
    const domain = [[left, bottom], [right, top]];
    const loss = makeLoss({ name: key ? State.LIBRARY[key].name : formula, formula, domain });
    const isWhole = key && String(window) === String(State.groundOf(key).window);
    const rings = isWhole ? State.LIBRARY[key].minima : minima(loss, domain);
    return { words, loss, rings, levels: Levels.heights(loss, domain) };
  }

  function walkOf({ loss }, { optimizer, parameters }, { start, steps }) {
    const walk = descend(loss, OPTIMIZERS[optimizer].make(parameters), start, steps);
    return { walk, end: outcome(loss, walk) };
  }

  // The ground, how each walker fares there, and the learning rate 2/λmax that is the limit of
  // gradient descent at the minimum below the start, or NaN if there is none.
  // Throws an Error with one sentence where nothing can be computed.
  function compute(state, before) {
    const ground = groundOf(state, before);
    const results = state.walkers.map((walker) => walkOf(ground, walker, state));
    return { ground, results, limit: limitOf(ground, state) };
  }

  const limitOf = ({ loss, rings }, { start }) => speedLimit(loss, start, rings)?.rate ?? NaN;

  // The state with learning rates that suit another ground: half the limit, or less where the walk
  // would diverge.
  function tame(state) {
    const ground = groundOf(state);
    const { diagonal } = ground.loss;
    const along = limitOf(ground, state) / 2 || USUAL;
    return { ...state, walkers: state.walkers.map(tamed) };

    function tamed({ optimizer, parameters }) {
      // With momentum β a lasting slope is walked 1/(1 − β) times as far.
      let rate = ALONG.includes(optimizer) ? along * (1 - (parameters.beta ?? 0)) : ADAPTIVE * diagonal;
      const walker = () => ({ optimizer, parameters: { ...parameters, learning_rate: Number(rate.toPrecision(2)) } });
      const diverges = () => walkOf(ground, walker(), state).end.kind === "diverged";
      for (let i = 0; i < HALVINGS && diverges(); i += 1) rate /= 2;
      return walker();
    }
  }

  return { compute, tame };
})();
