import { fakeFetch } from "@openclaw/testing";
import { expect, it } from "vitest";
import { speechTarget, transportOf } from "../__fixtures__/speech-target.js";
import type { SpeakOptions } from "./speak-options.js";
import { speakStream } from "./speak-stream.js";

// Without types, anything may be given.
it.each([
  [{ format: "wav" }, "Write responseFormat."],
  [{ look_ahead: 1 }, "Write lookAhead."],
  [{ abortSignal: AbortSignal.abort() }, "Write signal."],
])("speaks nothing while an option is misspelt: %j", async (misspelt, hint) => {
  const fake = fakeFetch({});
  const options: SpeakOptions = { target: speechTarget(), transport: transportOf(fake), ...misspelt };
  await expect(speakStream("One.", options).next()).rejects.toMatchObject({ code: "input_invalid", hint });
  expect(fake.calls).toEqual([]);
});
