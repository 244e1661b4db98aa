// Mist: what is seen round a hiker's feet, and how it lifts, as in scenes/kit/landscape.
"use strict";

const Mist = (() => {
  const HALF = 0.7; // of its radius: where the ground is half gone, which is as far as one sees
  const CLEAR = 0.4; // of its radius: up to where all is clear
  const LIFTED = 2.6; // its radius when it has lifted, in lengths of the block
  const [FROM, OVER] = [0.6, 1.6]; // radii at which mist begins to give way to clear air; over how much

  // `mist`: {center, sight, share}; sight in units of x and y, share 0 thick and 1 gone. Returns
  // how far it lets one see, in lengths of the block, and how much of it is gone, 0 … 1.
  function of(mist, ground) {
    const sight = (mist.sight * Math.max(...ground.scale)) / HALF;
    const radius = sight + (LIFTED - sight) * Camera.clamp(mist.share, 0, 1);
    const share = Camera.clamp((radius - FROM) / OVER, 0, 1);
    return { radius, clearness: share * share * (3 - 2 * share) };
  }

  // The mist as long as any of it is left, and null when it has lifted.
  const thick = (mist) => (mist && mist.share < 1 ? mist : null);

  return { of, thick, CLEAR };
})();
