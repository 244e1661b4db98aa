// What a whole lecture wants in present mode: the order of the clips, a list of them, the time that
// has gone by, and a black screen.
"use strict";

const Lecture = (() => {
  const stage = document.querySelector("#present-dialog .stage");
  const black = stage.querySelector(".black");
  const timer = stage.querySelector(".timer");
  const place = stage.querySelector(".part");
  const contents = document.getElementById("contents-dialog");
  const order = Gallery.articles.map((article) => article.dataset.clip);
  let since = null; // when the lecture began

  // The clip that is taught so many after `name`; undefined where there is none.
  const after = (name, count) => order[order.indexOf(name) + count];

  function tellPlace(name) {
    const { chapter } = Gallery.clips[name];
    const part = order.filter((other) => Gallery.clips[other].chapter === chapter);
    place.hidden = order.length === 1;
    place.textContent = `${chapter ? `${chapter} ·` : "Clip"} ${part.indexOf(name) + 1} of ${part.length}`;
  }

  function tellTime() {
    const seconds = Math.floor((performance.now() - since) / 1000);
    timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  function begin() {
    if (since === null) setInterval(tellTime, 500);
    since ??= performance.now();
  }

  function restart() {
    since = performance.now();
    tellTime();
  }

  function showContents(name) {
    for (const link of contents.querySelectorAll("a")) {
      if (link.hash === `#${encodeURIComponent(name)}/0`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    contents.showModal();
  }

  contents.addEventListener("click", (event) => {
    if (event.target === contents || event.target.closest("a")) contents.close();
  });

  return {
    after, begin, black, restart, showContents, tellPlace,
    toggleTimer: () => (timer.hidden = !timer.hidden),
  };
})();
