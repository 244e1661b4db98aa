// "Make this clip": the command that renders what is seen, as one types it into a shell.
"use strict";

const Clip = (() => {
  const ASIDE = 0.014; // of the window's diagonal
  const [FEWEST, MOST] = [50, 1000]; // steps that `your_function` takes

  // A text as one word of a shell.
  const shellWord = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  // A text as a literal of Python (JSON's are, but for signs beyond the first 65536).
  const pythonText = (text) => JSON.stringify(text);
  const pythonPoint = (numbers) => `(${numbers.map(String).join(", ")})`;

  // Where the second hiker of the clip stands: beside the first, across the slope.
  function beside(start, [left, bottom, right, top], loss) {
    const [gx, gy] = loss.gradient(...start);
    const share = (ASIDE * Math.hypot(right - left, top - bottom)) / (Math.hypot(gx, gy) || 1);
    const place = [start[0] - share * gy, start[1] + share * gx];
    return place.map((part, i) => State.rounded(part, [right - left, top - bottom][i]));
  }

  // The scene that shows a state, and its knobs as they are written.
  function settings(state, loss) {
    const { formula, window, start } = state;
    if (state.hiker) {
      const place = state.loss ? state.loss.toUpperCase() : formula;
      const knobs = {
        LOSS: pythonText(place),
        START: pythonPoint(start),
        LEARNING_RATE: String(rate(state)),
        STEPS: String(Hike.STEPS),
      };
      const isOwn = state.loss === FACTS.first.loss && String(start) === String(FACTS.first.start);
      return ["misty_hill", isOwn ? knobs : { ...knobs, OTHER_START: pythonPoint(beside(start, window, loss)) }];
    }
    const { optimizer, parameters } = state.walkers[0];
    return [
      "your_function",
      {
        FORMULA: pythonText(formula),
        WINDOW: `(${pythonPoint(window.slice(0, 2))}, ${pythonPoint(window.slice(2))})`,
        START: pythonPoint(start),
        OPTIMIZER: pythonText(optimizer),
        LEARNING_RATE: String(parameters.learning_rate),
        STEPS: String(Math.min(MOST, Math.max(FEWEST, state.steps))),
      },
    ];
  }

  function command(state, loss) {
    const [scene, knobs] = settings(state, loss);
    const words = Object.entries(knobs).map(([knob, value]) => `${knob}=${value}`);
    return `make ${scene} SET=${shellWord(words.join(" "))} AS=from_the_explorer`;
  }

  // What the clip does not show of the view, in a sentence; "" if it shows all.
  function note(state) {
    if (state.hiker) return "";
    const { optimizer, parameters } = state.walkers[0];
    const { name, parameters: [, ...others] } = OPTIMIZERS[optimizer];
    const unusual = others.filter((one) => parameters[one.key] !== one.default).map((one) => one.symbol);
    const notes = [];
    if (unusual.length) notes.push(`${name} has its usual ${unusual.join(", ")} there`);
    if (state.walkers.length > 1) notes.push("only the first of your walkers is there, and then many of its kind");
    return notes.length ? `In the clip not all is the same: ${notes.join(", and ")}.` : "";
  }

  // α of gradient descent beside the hiker: that of the first such walker, or the clip's own.
  function rate(state) {
    const plain = state.walkers.find((walker) => walker.optimizer === "gradient_descent");
    return plain ? plain.parameters.learning_rate : FACTS.first.rate;
  }

  return { command, note, rate };
})();
