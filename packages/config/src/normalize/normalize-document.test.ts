import { describe, expect, it } from "vitest";
import { normalizeDocument } from "./normalize-document.js";

const normal = (document: unknown) => normalizeDocument(document).document;
const moves = (document: unknown) => normalizeDocument(document).moves.map(({ from, to }) => `${from.join(".")} -> ${to.join(".")}`);

// CFG-3
describe("a document in the one internal shape", () => {
  it("is the same where it has that shape, and empty where there is none", () => {
    const document = {
      env: { vars: { A: "1" }, shellEnv: { enabled: true } },
      tts: { auto: "off", providers: { openrouter: { model: "m", responseFormat: "mp3" } } },
      agents: {
        defaults: { model: { primary: "a" }, mediaModels: { image: { primary: "b" } } },
        entries: { main: { model: { primary: "c" } } },
      },
    };
    expect(normalizeDocument(document)).toEqual({ document, moves: [] });
    for (const none of [undefined, null]) expect(normalizeDocument(none)).toEqual({ document: {}, moves: [] });
  });

  it("has its variables below env.vars, but not what is none", () => {
    const document = { env: { A: "1", vars: { B: "2" }, shellEnv: { timeoutMs: 5 } } };
    expect(normal(document)).toEqual({ env: { vars: { A: "1", B: "2" }, shellEnv: { timeoutMs: 5 } } });
    expect(moves(document)).toEqual(["env.A -> env.vars.A"]);
  });

  it("has speech at its root, with its newer names; what stands there already counts", () => {
    const older = { enabled: true, providers: { openrouter: { voiceId: "x", modelId: "m", responseFormat: "MP3" } } };
    const newer = { auto: "always", providers: { openrouter: { voice: "x", model: "m", responseFormat: "mp3" } } };
    expect(normal({ messages: { tts: older } })).toEqual({ messages: {}, tts: newer });
    expect(normal({ tts: { ...older, enabled: false } })).toEqual({ tts: { ...newer, auto: "off" } });
    expect(normal({ agents: { entries: { main: { tts: older } } } })).toEqual({ agents: { entries: { main: { tts: newer } } } });
    for (const name of ["voice", "voiceId", "speakerVoice"]) {
      expect(normal({ tts: { providers: { openrouter: { [name]: "x" } } } })).toEqual({
        tts: { providers: { openrouter: { voice: "x" } } },
      });
    }
    expect(normal({ tts: { enabled: true, auto: "off" } })).toEqual({ tts: { auto: "off" } });
    expect(normal({ tts: { enabled: "yes" } })).toEqual({ tts: { enabled: "yes" } });
    expect(normal({ messages: { tts: { mode: "all" } }, tts: { auto: "off" } })).toEqual({
      messages: {},
      tts: { mode: "all", auto: "off" },
    });
  });

  it.each(["model", "imageModel", "pdfModel", "utilityModel", "decisionModel", "embeddingModel"])("has a choice for a bare %s", (name) => {
    expect(normal({ agents: { defaults: { [name]: "openrouter/a/b" } } })).toEqual({
      agents: { defaults: { [name]: { primary: "openrouter/a/b" } } },
    });
  });

  it.each(["image", "video", "music"])("has a choice for %s, in whichever spelling it was given", (kind) => {
    const [older, newer] = [`${kind}GenerationModel`, "mediaModels"];
    const choice = { agents: { defaults: { mediaModels: { [kind]: { primary: "a" } } } } };
    expect(normal({ agents: { defaults: { [older]: "a" } } })).toEqual(choice);
    expect(normal({ agents: { defaults: { [newer]: { [kind]: "a" } } } })).toEqual(choice);
    expect(normal({ agents: { defaults: { [older]: { primary: "b", timeoutMs: 5 }, [newer]: { [kind]: "a" } } } })).toEqual({
      agents: { defaults: { mediaModels: { [kind]: { primary: "a", timeoutMs: 5 } } } },
    });
    expect(moves({ agents: { defaults: { [older]: { primary: "a" } } } })).toEqual([
      `agents.defaults.${older} -> agents.defaults.mediaModels.${kind}`,
    ]);
  });

  it("has agents by their names; an entry counts over the same name in the list", () => {
    const document = { agents: { list: [{ id: "a", model: "x", workspace: "w" }, { id: "b" }], entries: { a: { model: "y" } } } };
    expect(normal(document)).toEqual({ agents: { entries: { a: { id: "a", model: { primary: "y" }, workspace: "w" }, b: { id: "b" } } } });
    expect(moves(document).filter((move) => move.startsWith("agents.list"))).toEqual([
      "agents.list.0 -> agents.entries.a",
      "agents.list.1 -> agents.entries.b",
    ]);
    expect(normal({ agents: { list: [null, 5, { name: "x" }] } })).toEqual({ agents: {} });
  });
});
