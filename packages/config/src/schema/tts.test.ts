import { expect, it } from "vitest";
import { validateDocument } from "./validate.js";

const lines = (document: object) => validateDocument(document).map(({ path, message }) => `${path}: ${message}`);

// CFG-4
it("takes one of two formats of speech, in any letter case", () => {
  const format = (responseFormat: string) => lines({ tts: { providers: { openrouter: { responseFormat } } } });
  for (const name of ["mp3", "pcm", "MP3"]) expect(format(name)).toEqual([]);
  for (const name of ["mp34", "xpcm", "wav", ""]) {
    expect(format(name)).toEqual(["tts.providers.openrouter.responseFormat: Invalid input: must match /^(?:mp3|pcm)$/i"]);
  }
});
