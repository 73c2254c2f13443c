/** Of every command whose answer can be spoken. */
export const VOICE_FLAGS = {
  voice: { kind: "text", value: "NAME", summary: "Such as af_alloy; see infer tts voices" },
  speed: { kind: "number", value: "N", min: 0.25, max: 4, summary: "How fast is spoken; 1 is normal" },
  format: {
    kind: "choice",
    choices: ["mp3", "wav", "pcm"],
    summary: "The sound; else by the name of the file; pcm is written as WAV",
  },
  play: { kind: "switch", summary: "Play the sound while it comes, with a player that is here" },
} as const;

export const SPEAK_FLAGS = {
  speak: { kind: "switch", summary: "Speak the answer while it is being written" },
  ...VOICE_FLAGS,
  output: { kind: "text", short: "o", value: "FILE", summary: "Write the sound to this file; without it, to a new name in ./openclaw-out" },
} as const;
