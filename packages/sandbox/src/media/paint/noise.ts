/** A repeatable value in [0, 1) for a whole-number place. */
function lattice(place: number, seed: number): number {
  let mixed = Math.imul(place ^ Math.imul(seed, 374761393), 668265263);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1274126177);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
}

function smooth(at: number, seed: number): number {
  const left = Math.floor(at);
  const part = at - left;
  const eased = part * part * (3 - 2 * part);
  return lattice(left, seed) * (1 - eased) + lattice(left + 1, seed) * eased;
}

/** Rolling noise along a line, 0..1, with `octaves` levels of detail. */
export function ridgeNoise(at: number, seed: number, octaves: number): number {
  let total = 0;
  let weight = 1;
  let sum = 0;
  for (let octave = 0; octave < octaves; octave += 1) {
    total += smooth(at * 2 ** octave, seed + octave * 101) * weight;
    sum += weight;
    weight *= 0.5;
  }
  return total / sum;
}

/** The raw lattice value, for windows, stars and other things that are on or off. */
export function scatter(x: number, y: number, seed: number): number {
  return lattice(Math.imul(x, 7919) ^ Math.imul(y, 104729), seed);
}
