import { describe, expect, it } from "vitest";
import { olderSpellings } from "./older-spellings.js";

/** `from -> to`, with what the value becomes or which keys its entries get. */
const told = (document: unknown): readonly string[] =>
  olderSpellings(document).map(({ from, to, becomes, keys }) =>
    [`${from.join(".")} -> ${to.join(".")}`, becomes, keys?.join("+")].filter((part) => part !== undefined).join(" = "),
  );

// CFG-3
describe("what is spelled in the older way", () => {
  it("is nothing in an empty document, in one of the newer spelling, and in what is no document", () => {
    const newer = {
      env: { vars: { A: "1" }, shellEnv: { enabled: true }, $include: "env.json5" },
      tts: { auto: "off", providers: { openrouter: { speakerVoice: "x", model: "m" } } },
      agents: { defaults: { mediaModels: { image: "a" } }, entries: { main: { tts: { auto: "off" } } } },
    };
    for (const document of [{}, newer, undefined, null, [], "text", { env: [], messages: 5, agents: null, tts: "on" }])
      expect(told(document)).toEqual([]);
  });

  it("are variables beside env.vars, and speech below messages", () => {
    expect(told({ env: { A: "1", vars: { B: "2" }, shellEnv: {}, C: "3" }, messages: { tts: {} } })).toEqual([
      "env.A -> env.vars.A",
      "env.C -> env.vars.C",
      "messages.tts -> tts",
    ]);
  });

  it("are the three media models, whatever their form", () => {
    const defaults = { imageGenerationModel: "a", videoGenerationModel: { primary: "b" }, musicGenerationModel: null };
    expect(told({ agents: { defaults } })).toEqual(
      ["image", "video", "music"].map((kind) => `agents.defaults.${kind}GenerationModel -> agents.defaults.mediaModels.${kind}`),
    );
  });

  it.each([
    ["messages.tts", (tts: unknown) => ({ messages: { tts } }), ["messages.tts -> tts"]],
    ["tts", (tts: unknown) => ({ tts }), []],
    ["agents.entries.main.tts", (tts: unknown) => ({ agents: { entries: { main: { tts } } } }), []],
    [
      "agents.list.1.tts",
      (tts: unknown) => ({ agents: { list: [{ id: "a" }, { id: "b", tts }] } }),
      ["agents.list -> agents.entries = a+b"],
    ],
  ])("are a switch, voices and a model id of speech at %s", (root, at, above) => {
    const openrouter = { voice: "x", voiceId: "y", modelId: "z", speakerVoice: "new", model: "new" };
    const voice = `${root}.providers.openrouter`;
    expect(told(at({ enabled: true, providers: { openrouter } }))).toEqual([
      ...above,
      `${root}.enabled -> ${root}.auto = always`,
      `${voice}.voice -> ${voice}.speakerVoice`,
      `${voice}.voiceId -> ${voice}.speakerVoice`,
      `${voice}.modelId -> ${voice}.model`,
    ]);
    expect(told(at({ enabled: false }))).toEqual([...above, `${root}.enabled -> ${root}.auto = off`]);
    expect(told(at({ enabled: "yes" }))).toEqual([...above]);
  });

  it("is a list of agents whose entries all have a name of their own", () => {
    expect(told({ agents: { list: [{ id: "a" }, { id: "b" }] } })).toEqual(["agents.list -> agents.entries = a+b"]);
    expect(told({ agents: { list: [] } })).toEqual(["agents.list -> agents.entries = "]);
    for (const list of [[{ id: "a" }, {}], [{ id: "a" }, { id: "a" }], [{ id: "" }], [null, { id: "a" }], [{ id: 5 }], { id: "a" }])
      expect(told({ agents: { list } })).toEqual([]);
  });
});
