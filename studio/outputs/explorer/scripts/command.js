// "Make this clip": the command that renders what is seen, as one types it into a shell.
"use strict";

const Clip = (() => {
  // A text as one word of a shell.
  const shellWord = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  // A text as a literal of Python (JSON's are, but for signs beyond the first 65536).
  const pythonText = (text) => JSON.stringify(text);
  const pythonPoint = (numbers) => `(${numbers.map(String).join(", ")})`;

  function settings(state, loss) {
    const { formula, window, start } = state;
    const [left, bottom, right, top] = window;
    if (state.hiker) {
      // The second hiker of that clip stands beside the first, across the slope.
      const [gx, gy] = loss.gradient(...start);
      const share = (0.014 * Math.hypot(right - left, top - bottom)) / (Math.hypot(gx, gy) || 1);
      const other = [State.rounded(start[0] - share * gy, right - left), State.rounded(start[1] + share * gx, top - bottom)];
      return [
        "misty_hill",
        {
          LOSS: pythonText(state.loss ? state.loss.toUpperCase() : formula),
          START: pythonPoint(start),
          OTHER_START: pythonPoint(other),
          LEARNING_RATE: String(rate(state)),
          STEPS: String(Math.min(5000, Math.max(10, Hike.STEPS))),
        },
      ];
    }
    const { optimizer, parameters } = state.walkers[0];
    return [
      "your_function",
      {
        FORMULA: pythonText(formula),
        WINDOW: `(${pythonPoint([left, bottom])}, ${pythonPoint([right, top])})`,
        START: pythonPoint(start),
        OPTIMIZER: pythonText(optimizer),
        LEARNING_RATE: String(parameters.learning_rate),
        STEPS: String(Math.min(1000, Math.max(50, state.steps))),
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
    const others = OPTIMIZERS[optimizer].parameters.filter((one) => one.key !== "learning_rate" && parameters[one.key] !== one.default);
    const notes = [];
    if (others.length) notes.push(`${OPTIMIZERS[optimizer].name} has its usual ${others.map((one) => one.symbol).join(", ")} there`);
    if (state.walkers.length > 1) notes.push("only the first of your walkers walks there, and then many of its kind");
    return notes.length ? `In the clip not all is the same: ${notes.join(", and ")}.` : "";
  }

  // α of gradient descent beside the hiker: that of the first such walker, or the clip's own.
  function rate(state) {
    const plain = state.walkers.find((walker) => walker.optimizer === "gradient_descent");
    return plain ? plain.parameters.learning_rate : FACTS.first.rate;
  }

  return { command, note, rate };
})();
