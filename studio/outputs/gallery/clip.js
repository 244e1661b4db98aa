// One clip: captions in its player, the transcript that leads through it, code to copy.
"use strict";

(() => {
  // Browsers take a <track> only from a web server. These captions work from a folder, too.
  function addCaptions(video, beats) {
    const track = video.addTextTrack("captions", "English", "en");
    for (const { captionStart, end, caption } of beats) {
      const text = caption.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      track.addCue(new VTTCue(captionStart, end, text));
    }
    track.mode = "showing";
  }

  function leadThrough(video, beats, buttons) {
    buttons.forEach((button, number) => {
      button.addEventListener("click", () => {
        video.currentTime = beats[number].start;
        video.play().catch(() => {}); // what keeps it from playing is told beside the player
      });
    });
    video.addEventListener("timeupdate", () => {
      const now = beats.findLastIndex((beat) => video.currentTime >= beat.start);
      buttons.forEach((button, number) => {
        if (number === now) button.setAttribute("aria-current", "step");
        else button.removeAttribute("aria-current");
      });
    });
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea"); // for pages without the right to do so
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
    return true;
  }

  for (const article of Gallery.articles) {
    const name = article.dataset.clip;
    const video = article.querySelector("video");
    const { beats } = Gallery.clips[name];
    addCaptions(video, beats);
    leadThrough(video, beats, [...article.querySelectorAll(".transcript button")]);
    video.addEventListener("error", () => {
      Gallery.explainTrouble(video, article.querySelector(".trouble"), name);
    });
    for (const button of article.querySelectorAll(".copy")) {
      button.addEventListener("click", async () => {
        const done = await copy(button.closest("details").querySelector("pre code").textContent);
        button.textContent = done ? "Copied" : "Not copied";
        Gallery.status.textContent = done
          ? "The code is copied."
          : "The code could not be copied: select it and copy it yourself.";
        setTimeout(() => {
          button.textContent = "Copy";
          Gallery.status.textContent = "";
        }, 3000);
      });
    }
  }

  for (const picture of document.querySelectorAll(".card img")) {
    picture.addEventListener("error", () => picture.remove());
  }
})();
