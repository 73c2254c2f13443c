const UP = 3;
const DOWN = 2;
const HALF_TAPS = 12;

/** Low-pass taps of one phase: a windowed sinc that cuts where 16 kHz ends. */
const PHASES: readonly Float32Array[] = Array.from({ length: UP }, (_, phase) => {
  const taps = new Float32Array(HALF_TAPS * 2);
  let sum = 0;
  for (let index = 0; index < taps.length; index += 1) {
    const at = index - HALF_TAPS + 1 - phase / UP;
    const sinc = at === 0 ? 1 : Math.sin(Math.PI * at) / (Math.PI * at);
    const value = sinc * (0.5 + 0.5 * Math.cos((Math.PI * at) / HALF_TAPS));
    taps[index] = value;
    sum += value;
  }
  return taps.map((value) => value / sum);
});

/** 16 kHz to 24 kHz: three phases up, every second one kept. */
export function resampleTo24k(source: Float32Array): Float32Array {
  const target = new Float32Array(Math.floor((source.length * UP) / DOWN));
  for (let out = 0; out < target.length; out += 1) {
    const fine = out * DOWN;
    const base = Math.floor(fine / UP);
    const taps = PHASES[fine % UP];
    let sum = 0;
    for (let tap = 0; tap < HALF_TAPS * 2; tap += 1) sum += (taps?.[tap] ?? 0) * (source[base + tap - HALF_TAPS + 1] ?? 0);
    target[out] = sum;
  }
  return target;
}
