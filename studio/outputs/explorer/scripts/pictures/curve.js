// The loss curve: the loss of each walker against the step, each line ending in its name.
"use strict";

const LossCurve = (() => {
  const [LEFT, TOP, FOOT] = [42, 34, 30]; // pixels round the plot, at least
  const MARGIN = 16; // to the right of the names
  const NAMES = 0.4; // of the width at most
  const [TEXT, LINE] = [13, 17]; // size of text; from one name to the next, at least
  const DECADES = 2; // between losses above 0: from here on the axis is logarithmic
  const DEEPEST = 16; // decades below the highest start, at most
  const BEYOND = { even: 0.6, decades: 2 }; // room above the starts for what diverges
  const DOTS = 40; // steps up to which each has a mark of its own
  const [WALKER, STEP, WIDTH] = [6.5, 2.3, 1.8];
  const SAID = "DIVERGED"; // as in the clips
  const DASHES = { gem: [9, 3], square: [2, 3], triangle: [9, 3, 2, 3] };

  class LossCurve extends Chart {
    // `walks`: {loss, colour, shape, name, upTo, diverged}; loss after each step, the start included.
    paint(pen, width, height) {
      const walks = this.walks.filter(({ loss }) => loss?.length);
      if (!walks.length) return;
      const scale = scaleOf(walks);
      const steps = Math.max(...walks.map(({ loss }) => loss.length - 1), 1);
      pen.font = this.font(TEXT);
      const names = Math.max(...walks.map(({ name = "" }) => pen.measureText(name).width)) + 2 * WALKER + 8;
      const right = width - MARGIN - Math.min(names, NAMES * width);
      const ticks = scale.ticks(Math.max((height - TOP - FOOT) / 34, 2));
      const left = Math.max(LEFT, ...ticks.map(({ text }) => pen.measureText(text).width + 22));
      const box = { left, right, top: TOP, foot: height - FOOT };
      if (!(right - left > 20 && box.foot - TOP > 20)) return;
      const x = (step) => left + ((right - left) * step) / steps;
      const y = (loss) => box.foot - (box.foot - TOP) * scale.share(loss);
      this.paintAxes(scale, ticks, steps, box, x, y);
      const ends = walks.map((walk) => this.paintLine(walk, scale, box, x, y));
      ends.forEach((end, i) => this.paintEnd(walks[i], end, box.foot));
      this.writeNames(walks, ends, width - MARGIN, box);
    }

    paintAxes(scale, ticks, steps, { left, right, top, foot }, x, y) {
      const { pen, colours } = this;
      pen.strokeStyle = colours.muted;
      pen.lineWidth = 1;
      const stroke = (...places) => {
        pen.beginPath();
        places.forEach((place, i) => pen[i ? "lineTo" : "moveTo"](...place));
        pen.stroke();
      };
      stroke([left + 0.5, top - 6], [left + 0.5, foot + 0.5], [right, foot + 0.5]);
      for (const { value, text } of ticks) {
        stroke([left - 5, y(value)], [left, y(value)]);
        this.write(text, left - 9, y(value), { align: "right" });
      }
      const unit = Math.max(Math.ceil((45 * steps) / (right - left)), 1);
      for (const step of Levels.ticks(0, steps, Math.max(steps / unit, 1)).filter(Number.isInteger)) {
        if (x(step) > right - 42 && step < steps) continue; // there stands the axis' name
        stroke([x(step), foot], [x(step), foot + 5]);
        if (x(step) <= right - 42) this.write(String(step), x(step), foot + 16);
      }
      this.write("step", right, foot + 16, { align: "right", color: colours.ink });
      this.write("f", left - 9, top - 19, { align: "right", size: 16, style: "italic", color: colours.ink });
      if (scale.isLogarithmic) this.write("logarithmic", left - 2, top - 19, { align: "left" });
    }

    // Draw the line of a walk and return where it ends; one that leaves the plot ends at its edge,
    // and one that overflows with the last loss that was a number.
    paintLine(walk, scale, { left, right, top, foot }, x, y) {
      const { pen } = this;
      const last = Math.min(walk.upTo ?? Infinity, walk.loss.length - 1);
      const [line, marks] = [new Path2D(), new Path2D()];
      let end = null;
      const stop = walk.diverged ? lastMove(walk.loss) : Infinity;
      for (let i = 0; i <= Math.min(Math.floor(last), stop); i++) {
        const place = [x(i), y(walk.loss[i])];
        const edge = place[1] < top ? top : walk.diverged && place[1] > foot ? foot : null;
        if (edge !== null) {
          const from = end ?? place;
          const share = from[1] === place[1] ? 0 : (from[1] - edge) / (from[1] - place[1]);
          end = Object.assign([from[0] + share * (place[0] - from[0]), edge], { isLost: true });
          line.lineTo(...end);
          break;
        }
        end = [place[0], Math.min(place[1], foot)];
        line[i ? "lineTo" : "moveTo"](...end);
        if (walk.loss.length - 1 <= DOTS) Marker.outline(marks, "disc", ...end, STEP);
      }
      if (walk.diverged && last >= Math.min(stop, walk.loss.length - 1)) end.isLost = true;
      pen.save();
      pen.beginPath();
      pen.rect(left - WALKER, top - WALKER, right - left + 2 * WALKER, foot - top + 2 * WALKER);
      pen.clip();
      Object.assign(pen, { lineJoin: "round", lineWidth: WIDTH, strokeStyle: this.colour(walk), fillStyle: this.colour(walk) });
      pen.setLineDash(DASHES[walk.shape] ?? []);
      pen.stroke(line);
      pen.setLineDash([]);
      pen.fill(marks);
      pen.restore();
      return end;
    }

    paintEnd(walk, end, foot) {
      const { pen, colours } = this;
      if (end.isLost) {
        Marker.diverged(pen, ...end, WALKER, colours.wrong, colours.background);
        this.write(SAID, end[0] + WALKER + 5, Math.min(end[1], foot - 0.8 * TEXT), { align: "left", color: colours.wrong });
      } else Marker.sign(pen, walk.shape, ...end, WALKER, this.colour(walk), colours.background);
    }

    // The names of the walkers at the right, each as high as its line ends but apart from the others.
    writeNames(walks, ends, right, { top, foot, right: edge }) {
      const { pen, colours } = this;
      const labels = walks
        .map((walk, i) => ({ walk, end: ends[i], y: ends[i][1] }))
        .sort((a, b) => a.y - b.y);
      spread(labels, top, foot);
      const left = edge + 2 * WALKER + 4;
      for (const { walk, end, y } of labels) {
        const color = this.colour(walk);
        pen.strokeStyle = colours.grid;
        pen.lineWidth = 1;
        pen.beginPath();
        pen.font = this.font(TEXT);
        const from = end[0] + WALKER + 3 + (end.isLost ? pen.measureText(SAID).width + 7 : 0);
        pen.moveTo(Math.min(from, left - 4), end[1]);
        pen.lineTo(left - 4, y);
        pen.stroke();
        this.write(shortened(pen, walk.name ?? "", right - left), left, y, { align: "left", size: TEXT, color });
      }
    }
  }

  // The last step after which a loss is another than before.
  function lastMove(loss) {
    let step = loss.length - 1;
    while (step > 0 && loss[step] === loss[step - 1]) step--;
    return step;
  }

  // Move labels, which are sorted by their height, apart, and between two heights.
  function spread(labels, top, foot) {
    labels.forEach((label, i) => { label.y = Math.max(label.y, i ? labels[i - 1].y + LINE : top); });
    for (let i = labels.length - 1; i >= 0; i--) {
      labels[i].y = Math.min(labels[i].y, (i + 1 < labels.length ? labels[i + 1].y : foot + LINE) - LINE);
    }
  }

  function shortened(pen, text, width) {
    if (pen.measureText(text).width <= width) return text;
    let end = text.length - 1;
    while (end > 1 && pen.measureText(`${text.slice(0, end)}…`).width > width) end--;
    return `${text.slice(0, end).trimEnd()}…`;
  }

  // The axis of the losses: logarithmic where they are above 0 and span decades. What diverges does
  // not squeeze the others: its line leaves at the top.
  function scaleOf(walks) {
    const every = walks.flatMap(({ loss }) => [...loss]).filter(Number.isFinite);
    const tame = walks.flatMap(({ loss, diverged }) => (diverged ? [loss[0]] : [...loss]));
    const [lowest, bottom, highest] = [Math.min(...tame), Math.min(...every), Math.max(...tame)];
    const hasDiverged = walks.some(({ diverged }) => diverged);
    const above = every.filter((loss) => loss > 0);
    const least = Math.max(Math.min(...above), 10 ** -DEEPEST * highest);
    const isWide = Math.log10(highest / least) >= DECADES || (hasDiverged && bottom > 0);
    if (bottom >= 0 && above.length && isWide) {
      return logarithmic(Math.log10(least), Math.log10(highest) + (hasDiverged ? BEYOND.decades : 0));
    }
    const size = highest - lowest || 0.5 * Math.abs(highest) || 1;
    if (highest === lowest && !hasDiverged) return even(lowest - size / 2, highest + size / 2);
    const beyond = hasDiverged ? BEYOND.even * size : 0;
    return even(Math.max(bottom, lowest - beyond), highest + beyond);
  }

  function even(low, high) {
    const share = (loss) => (loss - low) / (high - low);
    const ticks = (most) => Levels.numbered(low, high, Math.min(most, 5));
    return { isLogarithmic: false, share, ticks };
  }

  function logarithmic(low, high) {
    const ticks = (most) =>
      Levels.ticks(Math.ceil(low - 1e-9), Math.floor(high + 1e-9), Math.min(most, 5))
        .filter(Number.isInteger)
        .map((power) => ({ value: 10 ** power, text: power ? Levels.raised(power) : "1" }));
    const share = (loss) => (Math.log10(loss) - low) / (high - low);
    return { isLogarithmic: true, share: (loss) => Math.max(share(loss), -0.02), ticks };
  }

  return LossCurve;
})();
