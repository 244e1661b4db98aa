"use strict";
const find = (selector) => document.querySelector(selector);
const videos = [...document.querySelectorAll("#stage video")];
const still = find("#stage img");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
let content = null; // what the server sent last
let at = null; // the beat that is shown
let looping = true; // or on to the next beat
let paused = calm;

const shown = () => videos.find((video) => video.classList.contains("shown"));

function go(beat) {
  if (!content || beat < 1 || beat > content.beats.length || beat === at) return;
  at = beat;
  fetch(`/at/${at}`, { method: "POST", keepalive: true }).catch(() => {});
  show();
}

function show() {
  const beat = content.beats[at - 1];
  const early = content.still && content.still.beat === at ? content.still.name : null;
  const picture = early || (beat && !beat.fresh ? beat.still : null);
  const old = Boolean(beat && !early && !beat.fresh && !beat.still && beat.video);
  find("#stage").classList.toggle("old", old);
  document.body.dataset.beat = at;
  if (picture) showStill(picture);
  else if (beat && beat.video) play(beat.video, old ? "old" : "video");
  find("#caption").textContent = beat ? beat.caption : "";
  find("#caption").dataset.kind = beat ? beat.kind : "";
  for (const [number, item] of [...find("#beats").children].entries()) {
    const button = item.firstChild;
    if (number === at - 1) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

// It comes when it can be painted: until then what was there before shows through.
function showStill(name) {
  const address = `/${name}`;
  for (const video of videos) delete video.dataset.next;
  still.dataset.next = address;
  still.alt = `The last frame of beat ${at}`;
  if (still.getAttribute("src") !== address) still.src = address;
  const come = () => {
    if (still.dataset.next !== address) return;
    still.hidden = false;
    document.body.dataset.shows = "still";
  };
  still.decode().then(come, () => {});
}

// The next video loads behind the one that is shown, so that nothing flashes.
function play(name, what) {
  const address = `/${name}`;
  delete still.dataset.next;
  const now = shown();
  if (now && now.getAttribute("src") === address) {
    still.hidden = true;
    document.body.dataset.shows = what;
    for (const video of videos) if (video !== now) delete video.dataset.next;
    return;
  }
  const next = videos.find((video) => video !== now);
  if (next.dataset.next === address) return;
  document.body.dataset.shows = "loading";
  next.dataset.next = address;
  next.loop = looping;
  next.onloadeddata = () => {
    if (next.dataset.next !== address) return;
    delete next.dataset.next;
    next.classList.add("shown");
    still.hidden = true;
    document.body.dataset.shows = what;
    if (now) {
      now.classList.remove("shown");
      now.pause();
    }
    if (!paused) next.play().catch(() => {});
  };
  next.src = address;
}

for (const video of videos) {
  video.addEventListener("ended", () => {
    if (!looping && video === shown()) go(at < content.beats.length ? at + 1 : 1);
  });
}

function listBeats() {
  const list = find("#beats");
  const items = content.beats.map((beat, number) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const caption = document.createElement("span");
    const seconds = document.createElement("small");
    button.type = "button";
    if (beat.kind !== "statement") {
      const kind = document.createElement("em");
      kind.textContent = `${beat.kind} `;
      caption.append(kind);
    }
    caption.append(beat.caption);
    button.append(caption, seconds);
    seconds.textContent = `${beat.seconds.toFixed(1)} s`;
    button.addEventListener("click", () => go(number + 1));
    item.classList.toggle("waiting", !beat.fresh);
    item.append(button);
    return item;
  });
  const focused = [...list.children].findIndex((item) => item.contains(document.activeElement));
  list.replaceChildren(...items);
  if (focused >= 0 && items[focused]) items[focused].firstChild.focus();
}

function listRemarks() {
  const items = content.remarks.map((remark) => {
    const item = document.createElement("li");
    item.textContent = `${remark[0].toUpperCase()}${remark.slice(1)}`;
    return item;
  });
  find("#remarks ul").replaceChildren(...items);
}

function setLooping(value) {
  looping = value;
  for (const video of videos) video.loop = looping;
  find("#mode").textContent = looping ? "Play on through all beats" : "Loop this beat";
  const video = shown();
  if (video && video.ended && !looping) go(at + 1);
}

function setState(state, words) {
  document.body.dataset.state = state;
  find("#status").textContent = words;
}

const events = new EventSource("/events");
events.onmessage = (event) => {
  const [beats, remarks] = [content?.beats, content?.remarks].map((part) => JSON.stringify(part));
  content = JSON.parse(event.data);
  document.title = `${content.error ? "✗ " : ""}${content.title}`;
  find("#title").textContent = content.title;
  find("#scene").textContent = content.scene;
  find("#error").hidden = !content.error;
  if (find("#error pre").textContent !== (content.error || "")) {
    find("#error pre").textContent = content.error || "";
  }
  find("#remarks").hidden = Boolean(content.error) || !content.remarks.length;
  if (JSON.stringify(content.remarks) !== remarks) listRemarks();
  if (content.error) setState("broken", "broken");
  else if (content.busy) setState("busy", "rendering …");
  else setState("done", "up to date");
  if (JSON.stringify(content.beats) !== beats) listBeats();
  at = Math.min(at ?? content.at, content.beats.length || 1);
  show();
};
events.onerror = () => setState("gone", "`make watch` has ended, or does not answer");

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const video = shown();
  if (event.key === "ArrowRight") go(at + 1);
  else if (event.key === "ArrowLeft") go(at - 1);
  else if (event.key === "l" || event.key === "L") setLooping(!looping);
  else if (event.key === " " && event.target.tagName !== "BUTTON") {
    paused = !paused;
    if (video && paused) video.pause();
    else if (video) video.play().catch(() => {});
  } else return;
  event.preventDefault();
});
find("#mode").addEventListener("click", () => setLooping(!looping));
setLooping(true);
