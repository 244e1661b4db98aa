// The optimizers of gd_math that step by themselves, with their parameters. Conventions are those
// of PyTorch; the rules stand beside each.
//
// make(values) returns { init(), update(gradient, state, point) }: `update` changes the state and
// returns the step [Δx, Δy], which lies in the state too, so that no step makes a new array.
"use strict";

const OPTIMIZERS = (() => {
  // A number from `min` on and below `max`; the learning rate and ε must be above 0.
  function parameter(key, name, symbol, usual, max = Infinity) {
    return { key, name, symbol, default: usual, min: 0, max, open: true };
  }

  const RATE = parameter("learning_rate", "learning rate", "α", 0.1);
  const share = (key, name, symbol, usual) => parameter(key, name, symbol, usual, 1);
  const epsilon = (usual) => parameter("epsilon", "least divisor", "ε", usual);
  const BETA = share("beta", "momentum", "β", 0.9);
  const MOMENTS = [
    share("beta1", "memory of slopes", "β₁", 0.9),
    share("beta2", "memory of their squares", "β₂", 0.999),
    epsilon(1e-8),
  ];

  // A rule gives, for one coordinate, what is stepped along, −α times which is the step. It gets
  // the slope g, the memory of that coordinate from its place `at` on, the coordinate itself, and
  // the number of the step from 1.
  function optimizer(name, parameters, places, rule) {
    function make(values = {}) {
      const settings = Object.fromEntries(
        parameters.map(({ key, default: usual }) => [key, values[key] ?? usual]),
      );
      const along = rule(settings);
      const rate = settings.learning_rate;
      return {
        name,
        init: () => ({ taken: 0, memory: new Float64Array(2 * places), step: new Float64Array(2) }),
        update(gradient, state, point) {
          const { memory, step } = state;
          state.taken += 1;
          step[0] = -rate * along(gradient[0], memory, 0, point[0], state.taken);
          step[1] = -rate * along(gradient[1], memory, places, point[1], state.taken);
          return step;
        },
      };
    }
    return { name, parameters, make };
  }

  // m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²;
  // along m̂/(√v̂ + ε),  m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ)
  function moments({ beta1, beta2, epsilon: least }) {
    return (g, memory, at, x, t) => {
      const first = beta1 * memory[at] + (1 - beta1) * g;
      const second = beta2 * memory[at + 1] + (1 - beta2) * (g * g);
      memory[at] = first;
      memory[at + 1] = second;
      const typical = Math.sqrt(second / (1 - beta2 ** t)) + least;
      return first / (1 - beta1 ** t) / typical;
    };
  }

  return {
    // along g
    gradient_descent: optimizer("gradient descent", [RATE], 0, () => (g) => g),

    // v ← β v + g;  along v
    momentum: optimizer("momentum", [RATE, BETA], 1, ({ beta }) => (g, memory, at) => {
      memory[at] = beta * memory[at] + g;
      return memory[at];
    }),

    // v ← β v + g;  along g + β v
    nesterov: optimizer("Nesterov momentum", [RATE, BETA], 1, ({ beta }) => (g, memory, at) => {
      memory[at] = beta * memory[at] + g;
      return g + beta * memory[at];
    }),

    // s ← s + g²;  along g/(√s + ε)
    adagrad: optimizer("AdaGrad", [RATE, epsilon(1e-10)], 1, (settings) => (g, memory, at) => {
      memory[at] += g * g;
      return g / (Math.sqrt(memory[at]) + settings.epsilon);
    }),

    // s ← ρ s + (1 − ρ) g²;  along g/(√s + ε)
    rmsprop: optimizer(
      "RMSProp",
      [RATE, share("decay", "memory of squares", "ρ", 0.99), epsilon(1e-8)],
      1,
      (settings) => (g, memory, at) => {
        memory[at] = settings.decay * memory[at] + (1 - settings.decay) * (g * g);
        return g / (Math.sqrt(memory[at]) + settings.epsilon);
      },
    ),

    adam: optimizer("Adam", [RATE, ...MOMENTS], 2, moments),

    // along that of Adam + λ x
    adamw: optimizer(
      "AdamW",
      [RATE, parameter("decay", "weight decay", "λ", 0.01), ...MOMENTS],
      2,
      (settings) => {
        const adam = moments(settings);
        return (g, memory, at, x, t) => adam(g, memory, at, x, t) + settings.decay * x;
      },
    ),
  };
})();
