import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../load/load-config.js";
import { findOlderSpellings, mendConfig } from "./mend-config.js";

/** A home whose state folder holds these files; names are below it. */
function place(files: Readonly<Record<string, string>>) {
  const homeDir = tempDir();
  const folder = join(homeDir, ".openclaw");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  }
  const options = { env: { HOME: homeDir }, cwd: homeDir, homeDir };
  return {
    homeDir,
    folder,
    options,
    read: (name: string) => readFileSync(join(folder, name), "utf8"),
    names: () => readdirSync(folder, { recursive: true }).map(String).toSorted(),
    loaded: async () => (await loadConfig(options)).document,
  };
}

const AGENTS = `// who answers
{
  defaults: {
    // pictures
    imageGenerationModel: "openrouter/google/gemini-3.1-flash-image-preview", // the quick one
  },
  list: [{ id: "main", tts: { $include: "../voice.json5" } }],
}
`;
const VOICE = '{ enabled: true /* always */, providers: { openrouter: { voice: "af_alloy" } } }\n';

// CFG-2, CFG-3, CFG-6
describe("older spellings in included files", () => {
  const files = {
    "openclaw.json": '{ agents: { $include: "./parts/agents.json5" } }\n',
    "parts/agents.json5": AGENTS,
    "voice.json5": VOICE,
  };

  it("are found, each in its file and by its whole path", async () => {
    const { options, folder } = place(files);
    expect(await findOlderSpellings(options)).toEqual([
      { path: join(folder, "openclaw.json"), moved: [], left: [] },
      {
        path: join(folder, "parts/agents.json5"),
        moved: [
          { from: "agents.defaults.imageGenerationModel", to: "agents.defaults.mediaModels.image" },
          { from: "agents.list", to: "agents.entries" },
        ],
        left: [],
      },
      {
        path: join(folder, "voice.json5"),
        moved: [
          { from: "agents.list[0].tts.enabled", to: "agents.list[0].tts.auto" },
          {
            from: "agents.list[0].tts.providers.openrouter.voice",
            to: "agents.list[0].tts.providers.openrouter.speakerVoice",
          },
        ],
        left: [],
      },
    ]);
  });

  it("are mended there, with every comment, a backup of each file, and the same meaning", async () => {
    const { options, read, names, loaded, folder } = place(files);
    const before = await loaded();
    const mended = await mendConfig({ ...options, migrate: true });
    expect(mended.map(({ written }) => written)).toEqual([false, true, true]);
    expect(read("openclaw.json")).toBe(files["openclaw.json"]);
    expect(read("parts/agents.json5")).toBe(`// who answers
{
  defaults: {
    mediaModels: {
      // pictures
      image: "openrouter/google/gemini-3.1-flash-image-preview" // the quick one
    }
  },
  entries: {main: { id: "main", tts: { $include: "../voice.json5" } }},
}
`);
    expect(read("voice.json5")).toBe('{ auto: "always" /* always */, providers: { openrouter: { speakerVoice: "af_alloy" } } }\n');
    expect(read("parts/agents.json5.bak")).toBe(AGENTS);
    expect(read("voice.json5.bak")).toBe(VOICE);
    expect(names()).toEqual(["openclaw.json", "parts", "parts/agents.json5", "parts/agents.json5.bak", "voice.json5", "voice.json5.bak"]);
    expect(process.platform === "win32" ? 0 : statSync(join(folder, "voice.json5")).mode & 0o077).toBe(0);
    expect(await loaded()).toEqual(before);
    expect((await mendConfig({ ...options, migrate: true })).map(({ written }) => written)).toEqual([false, false, false]);
  });

  it("go in the same write as an unknown key of that file, so that its one backup has it all", async () => {
    const broken = '{ imageGenerationModel: "openrouter/a/b", bogus: 1 }\n';
    const { options, read } = place({ "openclaw.json": '{ agents: { defaults: { $include: "./d.json5" } } }\n', "d.json5": broken });
    await mendConfig({ ...options, migrate: true, remove: [["agents", "defaults", "bogus"]] });
    expect(read("d.json5")).toBe('{\n  mediaModels: {\n    image: "openrouter/a/b"\n  }\n}\n');
    expect(read("d.json5.bak")).toBe(broken);
  });

  it("stay where the newer place is in another file, and that is said", async () => {
    const text = '{ tts: { mode: "final" } }\n';
    const { options, read, folder } = place({ "openclaw.json": '{ messages: { $include: "./m.json5" } }\n', "m.json5": text });
    const left = [{ from: "messages.tts", to: "tts", reason: "other-file" }];
    expect((await findOlderSpellings(options)).at(-1)).toEqual({ path: join(folder, "m.json5"), moved: [], left });
    await mendConfig({ ...options, migrate: true });
    expect(read("m.json5")).toBe(text);
  });

  it("stay where a renamed key would change what the configuration means, because another file has the key too", async () => {
    const older = '{ messages: { tts: { mode: "final" } } }\n';
    const { options, read, loaded } = place({
      "openclaw.json": '{ $include: ["./b.json5", "./a.json5"] }\n',
      "a.json5": older,
      "b.json5": '{ tts: { mode: "all" } }\n',
    });
    const before = await loaded();
    const [, , last] = await mendConfig({ ...options, migrate: true });
    expect(last?.migrated.left).toEqual([{ from: "messages.tts", to: "tts", reason: "includes" }]);
    expect(read("a.json5")).toBe(older);
    expect(await loaded()).toEqual(before);
  });

  it("are mended behind a link inside the allowed folders, where the file lies", async () => {
    const { options, read, folder } = place({ "openclaw.json": '{ tts: { $include: "./link.json5" } }\n', "real/voice.json5": VOICE });
    symlinkSync(join(folder, "real/voice.json5"), join(folder, "link.json5"));
    await mendConfig({ ...options, migrate: true });
    expect(read("real/voice.json5")).toContain("speakerVoice");
    expect(read("real/voice.json5.bak")).toBe(VOICE);
  });

  it("are never written outside the allowed folders, by a path or by a link", async () => {
    const outside = join(tempDir(), "voice.json5");
    writeFileSync(outside, VOICE);
    for (const how of [outside, "./link.json5"]) {
      const { options, folder, names } = place({ "openclaw.json": `{ tts: { $include: ${JSON.stringify(how)} } }\n` });
      symlinkSync(outside, join(folder, "link.json5"));
      await expect(mendConfig({ ...options, migrate: true })).rejects.toMatchObject({ code: "config_invalid" });
      expect(await findOlderSpellings(options)).toEqual([]);
      expect(names()).toEqual(["link.json5", "openclaw.json"]);
    }
    expect(readFileSync(outside, "utf8")).toBe(VOICE);
    expect(readdirSync(dirname(outside))).toEqual(["voice.json5"]);
  });
});

// CFG-6
describe("what mendConfig answers", () => {
  const older = "{ tts: { enabled: true }, bogus: 1 }\n";

  it("is what changed, in words, and where the former text is kept", async () => {
    const { options, folder } = place({ "openclaw.json": older });
    const path = join(folder, "openclaw.json");
    expect(await mendConfig({ ...options, migrate: true, remove: [["bogus"]] })).toStrictEqual([
      {
        path,
        changes: [
          { path: "bogus", before: 1 },
          { path: "tts.enabled", after: "moved to tts.auto" },
        ],
        written: true,
        migrated: { moved: [{ from: "tts.enabled", to: "tts.auto" }], left: [] },
        backupPath: `${path}.bak`,
      },
    ]);
    expect(await mendConfig({ ...options, migrate: true })).toStrictEqual([
      { path, changes: [], written: false, migrated: { moved: [], left: [] } },
    ]);
  });

  it("is about unknown keys alone unless it is told to migrate", async () => {
    const { options, read } = place({ "openclaw.json": older });
    const [mended] = await mendConfig({ ...options, remove: [["bogus"]] });
    expect(mended).toMatchObject({ written: true, migrated: { moved: [], left: [] } });
    expect(read("openclaw.json")).toBe("{ tts: { enabled: true } }\n");
  });

  it("is nothing where there is no file, and none is made", async () => {
    const { options, names } = place({ "other.txt": "" });
    expect(await mendConfig({ ...options, migrate: true })).toEqual([]);
    expect(await findOlderSpellings(options)).toEqual([]);
    expect(names()).toEqual(["other.txt"]);
  });

  it("finds no older spellings in a file with a mistake, and hands the system's own error on where it cannot be read", async () => {
    expect(await findOlderSpellings(place({ "openclaw.json": "{ tts: { $include: 'none.json' } }" }).options)).toEqual([]);
    const unreadable = place({ "openclaw.json/folder.txt": "" });
    await expect(findOlderSpellings(unreadable.options)).rejects.toMatchObject({ code: "config_io" });
  });

  it("finds older spellings in a file that does not load for another reason, too", async () => {
    const { options, folder } = place({ "openclaw.json": '{ tts: { enabled: true }, gateway: { port: "x" } }\n' });
    expect(await findOlderSpellings(options)).toEqual([
      { path: join(folder, "openclaw.json"), moved: [{ from: "tts.enabled", to: "tts.auto" }], left: [] },
    ]);
  });

  it("begins with the file that holds the unknown key, which keeps the whole from loading", async () => {
    const { options, folder } = place({
      "openclaw.json": '{ tts: { $include: "./t.json5" } }\n',
      "t.json5": '{ auto: "off", bogus: 1 }\n',
    });
    const mended = await mendConfig({ ...options, migrate: true, remove: [["tts", "bogus"]] });
    expect(mended.map(({ path, written }) => [path, written])).toEqual([
      [join(folder, "t.json5"), true],
      [join(folder, "openclaw.json"), false],
    ]);
    expect(mended[0]?.changes).toEqual([{ path: "tts.bogus", before: 1 }]);
  });
});
