// The rows in which walkers are set: optimizer, learning rate on a logarithmic slider with a mark
// at 2/λmax, the other hyper-parameters, and how the walk ended.
"use strict";

const SIGNS = [
  { colour: "walker", shape: "disc", drawing: "M8 1a7 7 0 1 0 0 14a7 7 0 1 0 0-14z" },
  { colour: "second", shape: "gem", drawing: "M8 0l8 8-8 8-8-8z" },
  { colour: "third", shape: "square", drawing: "M2 2h12v12H2z" },
  { colour: "fourth", shape: "triangle", drawing: "M8 1l7.5 13.5H.5z" },
];
const walkerRows = (() => {
  const [LEAST, MOST] = [-5, 1]; // log₁₀ α at the ends of the slider
  const THUMB = "16px"; // about the width of a slider's thumb, which stays inside of it

  const onSlider = (rate) => Math.min(MOST, Math.max(LEAST, Math.log10(rate)));

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function signOf({ colour, drawing }) {
    const sign = element("span");
    sign.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${drawing}" fill="var(--${colour})"/></svg>`;
    return sign.firstChild;
  }

  // Return show(walkers, results, limit), which brings the rows in `list` up to date. `change(number, walker)`
  // is called with what a user makes of a walker, `remove(number)` when one shall go.
  function walkerRows(list, change, remove) {
    let rows = [];
    let built = "";

    function build(walkers) {
      rows = walkers.map((walker, number) => buildRow(walker, number, walkers.length));
      list.replaceChildren(...rows.map((row) => row.item));
    }

    function buildRow({ optimizer }, number, count) {
      const who = `Walker ${number + 1}`;
      const row = { latest: null, fields: {} };
      const options = Object.entries(OPTIMIZERS).map(
        ([key, { name }]) => new Option(name[0].toUpperCase() + name.slice(1), key, false, key === optimizer),
      );
      row.choice = element("select", { "aria-label": `${who}: optimizer` }, ...options);
      row.choice.addEventListener("change", () => {
        change(number, State.walkerOf(row.choice.value, row.latest.parameters.learning_rate));
      });
      row.slider = element("input", {
        type: "range", min: LEAST, max: MOST, step: 0.01,
        "aria-label": `${who}: learning rate α, logarithmic`, "aria-describedby": "limit-hint",
      });
      row.slider.addEventListener("input", () => {
        set(row, number, "learning_rate", Number((10 ** row.slider.value).toPrecision(3)));
      });
      row.mark = element("span", { class: "limit" });
      row.outcome = element("span", { class: "outcome" });
      row.trouble = element("p", { class: "trouble", role: "alert", id: `trouble-${number}` });
      const [rate, ...others] = OPTIMIZERS[optimizer].parameters.map((parameter) => field(row, number, who, parameter));
      const labels = others.map((input, i) => element("label", {}, OPTIMIZERS[optimizer].parameters[i + 1].symbol, input));
      const close = element("button", { type: "button", class: "remove", "aria-label": `Remove walker ${number + 1}` }, "×");
      close.hidden = count === 1;
      close.addEventListener("click", () => remove(number));
      const rail = element("span", { class: "rail" }, "α", element("span", { class: "track" }, row.slider, row.mark));
      const rest = element("div", { class: "rest" }, row.outcome, ...labels, row.trouble);
      row.item = element("li", { class: "walker" }, signOf(SIGNS[number]), row.choice, rail, rate, close, rest);
      return row;
    }

    function field(row, number, who, parameter) {
      const { key, name, symbol } = parameter;
      const input = element("input", {
        type: "text", inputmode: "decimal", autocomplete: "off",
        "aria-label": `${who}: ${name} ${symbol}`, "aria-describedby": `trouble-${number}`,
      });
      input.addEventListener("change", () => {
        try {
          set(row, number, key, State.readParameter(input.value, parameter));
        } catch (error) {
          row.trouble.textContent = error.message;
          input.setAttribute("aria-invalid", "true");
        }
      });
      row.fields[key] = input;
      return input;
    }

    function set(row, number, key, value) {
      change(number, { ...row.latest, parameters: { ...row.latest.parameters, [key]: value } });
    }

    function update(row, walker, result, limit) {
      row.latest = walker;
      row.trouble.textContent = "";
      for (const [key, input] of Object.entries(row.fields)) {
        input.value = walker.parameters[key];
        input.removeAttribute("aria-invalid");
      }
      const rate = walker.parameters.learning_rate;
      if (10 ** row.slider.value !== rate) row.slider.value = onSlider(rate);
      row.slider.setAttribute("aria-valuetext", `α = ${rate}`);
      row.outcome.textContent = Words.outcome(result);
      row.outcome.className = `outcome ${result.end.kind}`;
      row.mark.hidden = !(onSlider(limit) > LEAST && onSlider(limit) < MOST);
      row.mark.title = `2/λmax = ${Words.number(limit)}`;
      row.mark.style.left = `calc((100% - ${THUMB}) * ${(onSlider(limit) - LEAST) / (MOST - LEAST)} + ${THUMB} / 2)`;
    }

    return (walkers, results, limit) => {
      const kinds = walkers.map((walker) => walker.optimizer).join();
      if (kinds !== built) {
        const focused = document.activeElement?.getAttribute("aria-label");
        build(walkers);
        built = kinds;
        const named = [...list.querySelectorAll("[aria-label]")];
        if (focused) named.find((one) => one.getAttribute("aria-label") === focused)?.focus();
      }
      rows.forEach((row, i) => update(row, walkers[i], results[i], limit));
    };
  }

  return walkerRows;
})();
