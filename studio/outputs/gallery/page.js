// What the whole page does: which clip is shown (the address says it), help, and small things.
"use strict";

const Gallery = (() => {
  const clips = JSON.parse(document.getElementById("page-facts").textContent);
  const articles = [...document.querySelectorAll("article.clip")];
  const overview = ["page-head", "all-clips"].map((id) => document.getElementById(id));
  const help = document.getElementById("help-dialog");
  const status = document.getElementById("page-status");
  const title = document.title;
  let shown; // the name of a clip, or null for all of them
  let present = null; // set by present.js

  // "#name" shows a clip, "#name/3" presents it, standing at the end of its third beat.
  function readAddress() {
    const [, text, place] = /^#([^/]*)(?:\/(\d+))?$/.exec(location.hash) || [];
    let name = null;
    try {
      name = decodeURIComponent(text || "");
    } catch {
      // an address that nobody could have copied from here
    }
    if (!Object.hasOwn(clips, name)) return { name: null, place: null };
    const last = clips[name].beats.length;
    return { name, place: place === undefined ? null : Math.min(Number(place), last) };
  }

  function writeAddress(name, place) {
    const hash = `#${encodeURIComponent(name)}${place === null ? "" : `/${place}`}`;
    history.replaceState(null, "", hash);
  }

  function show(name, mayFocus) {
    if (name === shown) return;
    const before = shown;
    shown = name;
    for (const part of overview) part.hidden = name !== null;
    for (const article of articles) {
      const open = article.dataset.clip === name;
      article.hidden = !open;
      if (open) prepare(article.querySelector("video"), name);
      else article.querySelector("video").pause();
    }
    document.title = name === null ? title : `${clips[name].title} · ${title}`;
    if (!mayFocus) return;
    if (name !== null) {
      scrollTo(0, 0);
      document.getElementById(`${name}-title`).focus({ preventScroll: true });
    } else if (before) {
      const hash = `#${encodeURIComponent(before)}`;
      [...document.querySelectorAll("a.cover")].find((link) => link.hash === hash)?.focus();
    }
  }

  function follow(mayFocus) {
    const { name, place } = readAddress();
    if (place === null) present.close();
    show(name, mayFocus && place === null);
    if (place !== null) present.open(name, place);
  }

  // Some web servers send only whole files (`python -m http.server` is one): nobody can go to a
  // place in a video from there. Then it is fetched whole, once.
  const sources = {};
  function source(name) {
    return (sources[name] ??= findSource(clips[name].video));
  }
  async function findSource(video) {
    if (!location.protocol.startsWith("http")) return video;
    try {
      const head = await fetch(video, { method: "HEAD" });
      if (!head.ok || head.headers.get("Accept-Ranges") === "bytes") return video;
      return URL.createObjectURL(await (await fetch(video, { cache: "no-store" })).blob());
    } catch {
      return video; // the player says what is wrong with it
    }
  }

  async function prepare(video, name) {
    const found = await source(name);
    if (found !== clips[name].video && video.src !== found && video.paused) video.src = found;
    video.preload = "metadata";
  }

  function explainTrouble(video, place, name) {
    place.textContent =
      `${clips[name].video} cannot be played: it is no longer beside this page, or it is damaged. ` +
      "Make it again with “make gallery”.";
    place.hidden = false;
    video.classList.add("broken");
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) help.showModal();
  });
  help.addEventListener("click", (event) => {
    if (event.target === help) help.close(); // beside the dialog, on its backdrop
  });

  function start(presenter) {
    present = presenter;
    addEventListener("hashchange", () => follow(true));
    follow(false);
  }

  return { clips, articles, help, status, start, show, source, writeAddress, explainTrouble };
})();
