// Present mode: each key press plays one beat, and stops exactly on its last frame; the next one
// leads on to the next clip. Nothing plays on past a question, and what it comes to is said when it
// has been seen.
"use strict";

(() => {
  const dialog = document.getElementById("present-dialog");
  const stage = dialog.querySelector(".stage");
  const screen = dialog.querySelector(".screen");
  const video = dialog.querySelector("video");
  const ticks = dialog.querySelector(".ticks");
  const sentence = dialog.querySelector(".sentence");
  const trouble = dialog.querySelector(".trouble");
  const button = (act) => dialog.querySelector(`[data-act="${act}"]`);

  let name = null; // the clip on stage
  let clip = null;
  let at = 0; // the beat at whose end we stand; 0: before the first
  let goal = null; // the beat that is being played, or null
  let now = 0; // the time of the frame that is seen
  let told = null; // the beat whose caption is shown
  let loop = false;
  let words = true;

  const frames = (count) => count / clip.frameRate;
  const beginning = (beat) => clip.beats[beat - 1].start + frames(0.5);
  const ending = (beat) => (beat === 0 ? 0 : clip.beats[beat - 1].end - frames(0.5));

  // ---- Playing -------------------------------------------------------------------------------

  function goTo(beat) {
    video.pause();
    at = beat;
    goal = null;
    now = ending(beat);
    video.currentTime = now;
    Gallery.writeAddress(name, at);
    tell();
  }

  function play(beat) {
    goal = beat;
    resume();
  }

  function resume() {
    video.play().catch(() => {}); // what keeps it from playing is told on the screen
    tell();
  }

  function playFromItsBeginning(beat) {
    now = beginning(beat);
    video.currentTime = now;
    play(beat);
  }

  // Called with the time of the frame that is seen.
  function look(time) {
    if (goal === null || video.paused || video.seeking) return;
    now = time + frames(0.5);
    if (time >= clip.beats[goal - 1].end - frames(1.5)) arrive();
    else if (captioned(goal) !== told) tell();
  }

  // The beat that was played is over. A question waits, whether or not the beat is to be looped.
  function arrive() {
    if (loop && clip.beats[goal - 1].kind !== "question") playFromItsBeginning(goal);
    else goTo(goal);
  }

  function watch() {
    if ("requestVideoFrameCallback" in video) {
      const onFrame = (_, frame) => {
        look(frame.mediaTime);
        video.requestVideoFrameCallback(onFrame);
      };
      video.requestVideoFrameCallback(onFrame);
    }
    // Behind other windows no frame is drawn, and older browsers tell of none.
    video.addEventListener("timeupdate", () => look(video.currentTime - frames(0.5)));
    video.addEventListener("ended", () => {
      if (goal !== null) arrive();
    });
  }

  // ---- What the keys and buttons do ----------------------------------------------------------

  const acts = {
    next() {
      if (goal !== null && !video.paused) goTo(goal);
      else if (goal !== null) resume();
      else if (at < clip.beats.length) play(at + 1);
      else if (Lecture.after(name, 1)) open(Lecture.after(name, 1), 0);
    },
    // The same, but for what plays: it can be held.
    go() {
      if (goal === null || video.paused) return acts.next();
      video.pause();
      tell();
    },
    back() {
      const before = Lecture.after(name, -1);
      if (goal === null && at === 0 && before) open(before, Gallery.clips[before].beats.length);
      else goTo(Math.max((goal ?? at) - 1, 0));
    },
    first: () => goTo(0),
    last: () => goTo(clip.beats.length),
    replay: () => playFromItsBeginning(goal ?? Math.max(at, 1)),
    loop() {
      loop = !loop;
      if (loop && goal === null) acts.replay();
      else if (loop && video.paused) resume();
      else tell();
    },
    words() {
      words = !words;
      tell();
    },
    full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else stage.requestFullscreen?.().catch(() => {});
    },
    // What plays is held: nothing goes on that nobody sees.
    black() {
      Lecture.black.hidden = !Lecture.black.hidden;
      video.pause();
      tell();
    },
    contents: () => Lecture.showContents(name),
    timer: () => Lecture.toggleTimer(),
    restart: () => Lecture.restart(),
    help: () => Gallery.help.showModal(),
    close: () => dialog.close(),
  };

  const keys = {
    ArrowRight: "next", PageDown: "next", " ": "go", ArrowLeft: "back", PageUp: "back",
    Home: "first", End: "last", r: "replay", l: "loop", c: "words", f: "full", "?": "help",
    b: "black", ".": "black", o: "contents", t: "timer",
  };

  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && event.target.closest("button")) return; // presses that button
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) acts[Lecture.black.hidden ? act : "black"]();
  });

  dialog.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-act]");
    if (!pressed) return;
    acts[pressed.dataset.act === "next" ? "go" : pressed.dataset.act]();
    // After a click the space bar must not press that button again, but lead on.
    if (event.detail > 0 && dialog.open) button("next").focus();
  });

  Lecture.black.addEventListener("click", () => acts.black());

  let touched = null;
  screen.addEventListener("pointerdown", (event) => {
    touched = event.isPrimary && event.button === 0 ? event : null;
  });
  screen.addEventListener("pointercancel", () => (touched = null));
  screen.addEventListener("pointerup", (event) => {
    if (!touched || !event.isPrimary) return;
    const across = event.clientX - touched.clientX;
    const down = event.clientY - touched.clientY;
    touched = null;
    if (Math.abs(across) > 40 && Math.abs(across) > Math.abs(down)) acts[across < 0 ? "next" : "back"]();
    else if (Math.hypot(across, down) < 12) acts.go();
  });

  // ---- What is seen --------------------------------------------------------------------------

  // The beat whose caption goes with the frame that is seen in `beat`: until the answer has been
  // seen it is the question.
  function captioned(beat) {
    const { kind, captionStart } = clip.beats[beat - 1];
    return kind === "answer" && now < captionStart ? clip.beats[beat - 2] : clip.beats[beat - 1];
  }

  function tell() {
    const last = clip.beats.length;
    const beat = goal ?? at;
    const playing = goal !== null && !video.paused;
    dialog.dataset.at = at;
    dialog.dataset.playing = playing;
    dialog.querySelector(".place").textContent = `${beat} / ${last}`;
    told = beat === 0 ? null : captioned(beat);
    const kind = { question: "Question: ", answer: "Answer: " }[told?.kind] ?? "";
    const where = beat === 0 ? `${clip.chapter ? `Chapter: ${clip.chapter}. ` : ""}Beginning. ` : `Beat ${beat} of ${last}. ${kind}`;
    const text = told ? told.caption : clip.title;
    if (sentence.dataset.text !== where + text) {
      sentence.dataset.text = where + text;
      const prefix = document.createElement("span");
      prefix.className = "unseen";
      prefix.textContent = where;
      sentence.replaceChildren(prefix, text);
      sentence.classList.toggle("question", told?.kind === "question");
    }
    sentence.classList.toggle("unseen", !words);
    [...ticks.children].forEach((tick, number) => {
      tick.classList.toggle("now", number + 1 === goal);
      tick.classList.toggle("done", number < at && number + 1 !== goal);
    });
    const next = button("next");
    const over = goal === null && at === last;
    next.setAttribute("aria-label", playing ? "Pause" : over ? "Next clip" : "Next beat");
    next.querySelector("use").setAttribute("href", playing ? "#icon-pause" : "#icon-next");
    next.setAttribute("aria-disabled", over && !Lecture.after(name, 1));
    button("back").setAttribute("aria-disabled", beat === 0 && !Lecture.after(name, -1));
    button("loop").setAttribute("aria-pressed", loop);
    button("words").setAttribute("aria-pressed", words);
  }

  // Under full screen what is not needed fades away until the pointer moves.
  let resting = 0;
  function wake() {
    stage.classList.remove("resting");
    clearTimeout(resting);
    resting = setTimeout(() => stage.classList.add("resting"), 2500);
  }
  for (const kind of ["pointermove", "pointerdown", "focusin"]) stage.addEventListener(kind, wake);

  // ---- Coming and going ----------------------------------------------------------------------

  async function load(wanted) {
    const source = await Gallery.source(wanted);
    if (!dialog.open || wanted !== name) return; // left in the meantime
    video.src = source;
    video.currentTime = goal === null ? ending(at) : beginning(goal);
    if (goal !== null) resume();
  }

  function open(wanted, beat) {
    if (dialog.open && wanted === name) {
      if (beat !== at) goTo(beat);
      return;
    }
    name = wanted;
    clip = Gallery.clips[name];
    loop = false;
    Lecture.begin();
    Lecture.tellPlace(name);
    trouble.hidden = true;
    video.classList.remove("broken");
    stage.className = `stage look-${clip.theme}`;
    document.getElementById("present-title").textContent = clip.title;
    ticks.replaceChildren(...clip.beats.map(({ start, end, kind }) => {
      const tick = document.createElement("i");
      tick.className = kind;
      tick.style.flexGrow = end - start;
      return tick;
    }));
    video.removeAttribute("src");
    goTo(beat);
    load(name);
    document.querySelectorAll("article video").forEach((other) => other.pause());
    if (!dialog.open) dialog.showModal();
    button("next").focus();
  }

  dialog.addEventListener("close", () => {
    goal = null;
    Lecture.black.hidden = true;
    video.removeAttribute("src");
    video.load();
    if (document.fullscreenElement) document.exitFullscreen();
    if (location.hash.includes("/")) {
      Gallery.writeAddress(name, null);
      Gallery.show(name, true); // to which the lecture may have come from another
    }
  });

  video.addEventListener("error", () => {
    if (video.hasAttribute("src")) Gallery.explainTrouble(video, trouble, name);
  });
  button("full").hidden = !document.fullscreenEnabled;
  watch();
  Gallery.start({ open, close: () => dialog.open && dialog.close() });
})();
