import type { ModelRow } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { listVoices } from "./list-voices.js";
import { applyPersona, readPersonas } from "./persona.js";

const row = (id: string, voices?: readonly string[]): ModelRow => ({
  id,
  name: id,
  inputModalities: ["text"],
  outputModalities: ["speech"],
  pricing: {},
  ...(voices === undefined ? {} : { voices }),
});

describe("voices", () => {
  it("are listed from the catalogue's rows, with what their names say", () => {
    expect(listVoices([row("hexgrad/kokoro-82m", ["bm_george", "af_alloy"]), row("acme/mute"), row("acme/v", ["Ada"])])).toEqual([
      { id: "Ada", model: "openrouter/acme/v", modelName: "acme/v" },
      { id: "af_alloy", model: "openrouter/hexgrad/kokoro-82m", modelName: "hexgrad/kokoro-82m", language: "en-US", gender: "female" },
      { id: "bm_george", model: "openrouter/hexgrad/kokoro-82m", modelName: "hexgrad/kokoro-82m", language: "en-GB", gender: "male" },
    ]);
    expect(listVoices()).toEqual([]);
  });

  it("are chosen by a persona, where it has a part for OpenRouter", () => {
    const personas = readPersonas({
      calm: { label: "Calm", providers: { openrouter: { voice: "af_sky", model: "a/b", speed: 0.9, provider: { only: ["x"] } } } },
      other: { provider: "acme", providers: { acme: {} } },
      broken: 4,
    });
    expect(personas.map((persona) => persona.id)).toEqual(["calm", "other"]);
    expect(applyPersona(personas, "Calm")).toEqual({
      binding: "applied",
      model: "a/b",
      input: { voice: "af_sky", speed: 0.9, provider: { only: ["x"] } },
    });
    expect(applyPersona(personas, "other")).toEqual({ binding: "missing", input: {} });
    expect(applyPersona(personas, "nobody")).toEqual({ binding: "missing", input: {} });
    expect(applyPersona(personas, undefined)).toEqual({ binding: "none", input: {} });
  });
});
