// The page: controls change the state; what is computed of it is drawn, written and said.
"use strict";

const Page = (() => {
  const byId = (id) => document.getElementById(id);
  const REST = 700; // milliseconds after which an outcome is said, and the address is written
  const FIELDS = ["left", "bottom", "right", "top", "start-x", "start-y"];

  const presets = FACTS.presets.map((preset) => ({ ...preset, address: State.write(State.read(preset.address)) }));
  let state;
  let seen; // what was computed of it: {ground, results}
  let trouble = ""; // with the address
  let shown = null; // steps that are shown while the walk is played, or null for all
  let resting;

  const hiking = hikePanel({ changed: () => show(), redraw: () => draw() });

  // ---- From one state to the next ----------------------------------------------------------------

  // Take `next` for the state. Throws an Error with one sentence, and changes nothing, where it is
  // none that can be computed.
  function commit(next, isNew = false) {
    const computed = Model.compute(next, seen?.ground);
    const other = computed.ground !== seen?.ground;
    const restart = isNew || (next.hiker && (other || !state?.hiker || String(next.start) !== String(state.start)));
    [state, seen] = [next, computed];
    shown = null;
    if (other) Views.showGround(seen.ground);
    if (restart || !state.hiker) hiking.begin(state, seen.ground.loss);
    show();
  }

  // Change a part of the state; say beside the field what is wrong with it, if something is.
  function change(part, field = null) {
    for (const id of ["formula", ...FIELDS]) byId(id).removeAttribute("aria-invalid");
    byId("ground-trouble").textContent = "";
    try {
      commit({ ...state, ...(typeof part === "function" ? part() : part) });
      trouble = "";
    } catch (error) {
      byId("ground-trouble").textContent = Words.trouble(error);
      field?.setAttribute("aria-invalid", "true");
    }
  }

  function open(address) {
    // A field that somebody types in would keep what is typed.
    if (document.activeElement.matches("input[type=text]")) document.activeElement.blur();
    try {
      const next = State.read(address);
      trouble = "";
      commit(next, true);
    } catch (error) {
      trouble = `${Words.trouble(error)} Here is the view with which the page begins.`;
      commit(State.first(), true);
    }
    byId("ground-trouble").textContent = "";
    const { landscape } = Views;
    if (landscape && state.eye) {
      const [turn, tilt, zoom, ...at] = state.eye;
      landscape.camera = { turn, tilt, zoom, at: at.length ? at : null };
    }
    if (landscape && !state.eye && !state.hiker) landscape.look(seen.results.map(({ walk }) => walk.x));
    for (const id of ["formula", ...FIELDS]) byId(id).removeAttribute("aria-invalid");
  }

  // ---- What is seen and said ---------------------------------------------------------------------

  const rows = walkerRows(
    byId("walkers"),
    (number, walker) => change({ walkers: state.walkers.with(number, walker) }),
    (number) => change({ walkers: state.walkers.toSpliced(number, 1) }),
  );

  function show() {
    rows(state.walkers, seen.results, seen.limit);
    byId("limit-hint").hidden = Number.isNaN(seen.limit);
    byId("limit").textContent = Words.number(seen.limit);
    byId("add").disabled = state.walkers.length === State.MOST_WALKERS;
    byId("steps").max = Math.max(200, state.steps);
    byId("steps").value = state.steps;
    byId("steps-shown").textContent = shown ?? state.steps;
    byId("loss").value = state.loss;
    fill("formula", state.formula);
    FIELDS.forEach((id, i) => fill(id, String(Number(numbers()[i].toPrecision(6)))));
    byId("hiker").setAttribute("aria-pressed", String(state.hiker));
    byId("walking").hidden = state.hiker;
    byId("hike").hidden = !state.hiker;
    hiking.show();
    draw();
    settle();
    const here = State.write({ ...state, eye: null });
    const preset = presets.find(({ address }) => address === here);
    for (const link of document.querySelectorAll(".presets a")) {
      if (preset && link.textContent === preset.name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const sentence = state.hiker ? hiking.sentence() : preset?.sentence;
    byId("sentence").textContent = trouble || sentence || "Drag α, or click where the walk shall begin.";
  }

  const numbers = () => [...state.window, ...state.start];

  // Once nothing changes any more, the outcome is said and the address written.
  function settle() {
    clearTimeout(resting);
    resting = setTimeout(rest, REST);
  }

  // A field that somebody types in keeps what is typed.
  function fill(id, text) {
    if (document.activeElement !== byId(id)) byId(id).value = text;
  }

  function rest() {
    history.replaceState(null, "", `#${State.write(state)}`);
    byId("said").textContent = [trouble, ...said()].filter(Boolean).join(" ");
    const where = `x = ${state.start[0]}, y = ${state.start[1]}`;
    const on = seen.ground.loss.name;
    const act = state.hiker
      ? "Arrow keys probe the ground within sight, Enter steps there"
      : `Arrow keys move the start, now at ${where}`;
    byId("map").setAttribute("aria-label", `Map of ${on}. ${act}.`);
    const eye = `Arrow keys turn the eye, plus and minus zoom${state.hiker ? ", Enter steps to the probe" : ""}`;
    byId("landscape").setAttribute("aria-label", `Landscape of ${on}. ${eye}.`);
    byId("curve").setAttribute("aria-label", `Loss against steps. ${said().join(" ")}`);
  }

  // How each walk ended, in sentences.
  function said() {
    if (state.hiker) return hiking.said();
    return seen.results.map((result, i) => {
      const { learning_rate: rate } = state.walkers[i].parameters;
      return `${nameOf(state.walkers[i])}, α = ${rate}: ${Words.outcome(result)}.`;
    });
  }

  const nameOf = ({ optimizer }) => OPTIMIZERS[optimizer].name;

  function draw() {
    const walks = seen.results.map(({ walk, end }, i) => ({
      ...SIGNS[i],
      path: walk.x,
      loss: walk.loss,
      upTo: shown ?? state.steps,
      name: nameOf(state.walkers[i]),
      diverged: end.kind === "diverged",
    }));
    Views.show(state.hiker ? hiking.view(seen.ground.rings) : { walks, rings: seen.ground.rings, mist: null });
  }

  // ---- Controls ----------------------------------------------------------------------------------

  byId("loss").addEventListener("change", ({ target }) => {
    if (!target.value) {
      change({ loss: "" });
      byId("formula").select();
      return;
    }
    const ground = State.groundOf(target.value);
    const begin = State.first();
    const start = begin.loss === ground.loss ? begin.start : State.startIn(ground.window);
    change(() => Model.tame({ ...state, ...ground, start }));
  });

  let typing;
  byId("formula").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(takeFormula, 300);
  });
  byId("formula").addEventListener("change", takeFormula);
  function takeFormula() {
    clearTimeout(typing);
    const field = byId("formula");
    if (field.value === state.formula && !field.hasAttribute("aria-invalid")) return;
    let note = "";
    change(() => {
      const { domain, because } = State.windowFor(field.value);
      note = because;
      const window = domain.flat();
      return Model.tame({ ...state, loss: "", formula: field.value, window, start: State.startIn(window) });
    }, field);
    if (note) byId("ground-trouble").textContent = note;
  }

  for (const id of FIELDS) {
    byId(id).addEventListener("change", ({ target }) => change(() => {
      const next = numbers(); // of which a field shows no more than six digits
      next[FIELDS.indexOf(id)] = State.readNumber(target.value, target.getAttribute("aria-label"));
      return { window: State.checkWindow(next.slice(0, 4)), start: next.slice(4) };
    }, target));
  }

  byId("steps").addEventListener("input", ({ target }) => change({ steps: Number(target.value) }));
  byId("add").addEventListener("click", () => {
    const unused = Object.keys(OPTIMIZERS).find((key) => state.walkers.every((walker) => walker.optimizer !== key));
    const fresh = Model.tame({ ...state, walkers: [State.walkerOf(unused)] }).walkers;
    change({ walkers: [...state.walkers, ...fresh] });
  });
  byId("play").addEventListener("click", () => {
    const began = performance.now();
    const length = Math.min(4000, 100 * state.steps);
    const frame = (now) => {
      if (shown === null) return; // something else was asked for
      shown = Math.min(state.steps, Math.floor((Math.max(0, now - began) / length) * state.steps));
      byId("steps-shown").textContent = shown;
      draw();
      if (shown < state.steps) requestAnimationFrame(frame);
      else shown = null;
    };
    shown = 0;
    requestAnimationFrame(frame);
  });
  byId("hiker").addEventListener("click", () => change({ hiker: !state.hiker }));

  // ---- Hands on the pictures ---------------------------------------------------------------------

  const hands = {
    start: () => (state.hiker ? null : state.start),
    touch(point) {
      if (!point) return;
      if (state.hiker) hiking.probe(point);
      else change({ start: point.map((part, i) => State.rounded(part, side(i))) });
    },
    nudge(arrow, isFine) {
      if (state.hiker) hiking.nudge(arrow);
      else hands.touch(state.start.map((part, i) => part + (isFine ? 0.002 : 0.02) * arrow[i] * side(i)));
      return true;
    },
    enter() {
      if (state.hiker) hiking.step();
      return state.hiker;
    },
    turned() {
      const { turn, tilt, zoom, at } = Views.landscape.camera;
      state = { ...state, eye: [turn % 360, tilt, zoom, ...(at ?? [])].map((part) => Number(part.toPrecision(3))) };
      settle();
    },
  };
  const side = (i) => state.window[i + 2] - state.window[i];
  const [landscapeCanvas, mapCanvas] = Views.canvases;
  Hands.onMap(Views.map, mapCanvas, hands);
  if (Views.landscape) Hands.onLandscape(Views.landscape, landscapeCanvas, hands);

  // ---- What is taken away ------------------------------------------------------------------------

  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      byId("said").textContent = done;
      return true;
    } catch {
      return false; // the text stands there to be copied by hand
    }
  }
  function flash(button, text) {
    const before = button.textContent;
    button.textContent = text;
    setTimeout(() => { button.textContent = before; }, 2500);
  }
  byId("clip").addEventListener("click", () => {
    byId("clip-command").textContent = Clip.command(state, seen.ground.loss);
    byId("clip-note").textContent = Clip.note(state);
    byId("clip-dialog").showModal();
  });
  byId("clip-copy").addEventListener("click", async ({ target }) => {
    const done = await copy(byId("clip-command").textContent, "The command is copied.");
    flash(target, done ? "Copied" : "Select it and copy it");
  });
  byId("link").addEventListener("click", async ({ target }) => {
    history.replaceState(null, "", `#${State.write(state)}`);
    const done = await copy(location.href, "The link is copied.");
    flash(target, done ? "Copied" : "Copy it from the address bar");
  });
  byId("png").addEventListener("click", () => {
    Picture.save(byId("views"), [`f(x, y) = ${state.formula}`, ...said()], "misty-hill.png");
  });

  addEventListener("hashchange", () => open(location.hash));
  return { open, state: () => state, seen: () => seen, hike: () => hiking.hike() };
})();

window.explorer = {
  parse, makeLoss, OPTIMIZERS, descend, outcome, minima, lambdaMax, State, Hike, Clip, Words, Picture, Views,
  open: Page.open, state: Page.state, seen: Page.seen, hike: Page.hike,
};
Page.open(location.hash);
