import { createRandom, hashText } from "../../wire/seeded-random.js";

/** What tunes are played at. */
export const TUNE_RATE = 24_000;

const MAJOR = [0, 2, 4, 5, 7, 9, 11];
const MINOR = [0, 2, 3, 5, 7, 8, 10];
const CHORDS = [0, 3, 4, 0, 5, 3, 1, 4];

/** A short tune from the words of a prompt: a broken chord, a melody and a soft decay. No model, only rules. */
export function playTune(prompt: string, seed: number, seconds: number): Float32Array {
  const random = createRandom(hashText(prompt) ^ seed);
  const scale = /\b(sad|dark|minor|night|rain|slow|melanchol\w*)/i.test(prompt) ? MINOR : MAJOR;
  const beat = /\b(fast|dance|happy|upbeat|energetic)/i.test(prompt) ? 0.22 : 0.34;
  const root = 196 + Math.floor(random() * 80);
  const samples = new Float32Array(Math.round(seconds * TUNE_RATE));
  for (let step = 0; step * beat < seconds; step += 1) {
    const chord = CHORDS[Math.floor(step / 4) % CHORDS.length] ?? 0;
    addNote(samples, { start: step * beat, seconds: beat * 3, pitch: pitchOf(root / 2, scale, chord + (step % 3) * 2), volume: 0.16 });
    if (random() > 0.35) {
      addNote(samples, {
        start: step * beat,
        seconds: beat * 2,
        pitch: pitchOf(root, scale, chord + Math.floor(random() * 7)),
        volume: 0.2,
      });
    }
  }
  return samples;
}

function pitchOf(root: number, scale: readonly number[], degree: number): number {
  const octave = Math.floor(degree / scale.length);
  return root * 2 ** (octave + (scale[degree % scale.length] ?? 0) / 12);
}

function addNote(samples: Float32Array, note: { start: number; seconds: number; pitch: number; volume: number }): void {
  const first = Math.round(note.start * TUNE_RATE);
  const length = Math.round(note.seconds * TUNE_RATE);
  const last = Math.min(samples.length, first + length);
  for (let at = first; at < last; at += 1) {
    const time = (at - first) / TUNE_RATE;
    const envelope = Math.min(1, time * 60) * Math.exp(-3.2 * time) * Math.min(1, (first + length - at) / 400);
    const phase = 2 * Math.PI * note.pitch * time;
    samples[at] = (samples[at] ?? 0) + note.volume * envelope * (Math.sin(phase) + 0.35 * Math.sin(2 * phase) + 0.12 * Math.sin(3 * phase));
  }
}
