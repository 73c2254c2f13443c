import { describe, expect, it } from "vitest";
import { describeOrigin, explainConfig } from "./explain.js";
import type { ValueOrigin } from "./origins.js";
import { parseConfig } from "./parse-config.js";

// CFG-7
it.each<[ValueOrigin, string]>([
  [{ kind: "flag", name: "--port" }, "--port"],
  [{ kind: "environment", name: "OPENROUTER_BASE_URL", from: "process" }, "environment OPENROUTER_BASE_URL"],
  [{ kind: "environment", name: "OPENROUTER_BASE_URL", from: "cwd .env" }, "environment OPENROUTER_BASE_URL (cwd .env)"],
  [{ kind: "file", file: "/home/me/openclaw.json", line: 12, column: 3, writtenAs: "a.b" }, "/home/me/openclaw.json:12"],
  [{ kind: "default" }, "default"],
])("%j is told as %j", (origin, words) => {
  expect(describeOrigin(origin)).toBe(words);
});

describe("what is explained", () => {
  const paths = (text: string, below?: string) => explainConfig(parseConfig(text), below).map(({ path }) => path);

  it("below a path is that alone, and nothing where nothing stands", () => {
    expect(paths("{ gateway: { port: 1 } }", "gateway.port")).toEqual(["gateway.port"]);
    expect(paths("{}", "gateway.nothing")).toEqual([]);
    expect(paths("{}", "gateway").every((path) => path.startsWith("gateway."))).toBe(true);
  });

  it("has the model of each kind that stands for itself, configured or not", () => {
    const models = explainConfig(parseConfig("{ agents: { defaults: { mediaModels: { image: 'openrouter/a/b' } } } }"))
      .filter(({ path }) => path.endsWith(".primary"))
      .map(({ path, value, origin }) => `${path} ${String(value)} ${origin.kind}`);
    expect(models.toSorted()).toEqual([
      "agents.defaults.embeddingModel.primary openrouter/openai/text-embedding-3-small default",
      "agents.defaults.mediaModels.image.primary openrouter/a/b file",
      "agents.defaults.mediaModels.music.primary openrouter/google/lyria-3-pro-preview default",
      "agents.defaults.mediaModels.video.primary openrouter/google/veo-3.1-fast default",
      "agents.defaults.model.primary openrouter/auto default",
    ]);
    expect(
      paths("{}").filter((path) => path.startsWith("tools.media.audio.models") || path.startsWith("agents.defaults.imageModel")),
    ).toEqual([]);
  });
});
