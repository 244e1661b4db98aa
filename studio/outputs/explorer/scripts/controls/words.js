// Numbers and outcomes in words.
"use strict";

const Words = (() => {
  const number = (value) => Levels.number(value, 3);
  const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

  function outcome({ walk, end }) {
    const height = `f = ${number(walk.loss.at(-1))}`;
    if (end.kind === "diverged") return `DIVERGED after ${counted(end.after, "step")}`;
    if (end.kind === "converged") return `converged after ${counted(end.after, "step")}, ${height}`;
    return `still moving, ${height}`;
  }

  function ground({ height, slope, down }) {
    return `height ${number(height)}, ${down ? `slope ${number(slope)}, down to the ${down}` : "level ground"}`;
  }

  // What is wrong, as it is said here: what `gd_math` calls a domain is the window.
  function trouble(error) {
    const sentence = error.message.replace(/: give a domain .*$/, "").replaceAll("domain", "window");
    return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
  }

  return { trouble, number, counted, outcome, ground };
})();
