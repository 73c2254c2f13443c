import { readFileSync } from "node:fs";

const version = (name) => JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
const named = (name) => `${name} ${version(name)}`;

/** Who plays: the file in `subjects/`, the heading of its column, and what exactly it is. */
export const SUBJECTS = [
  { file: "openclaw", title: "**openclaw**", what: `${named("@openclaw/media")} (\`generateVideoFile\`, \`resumeJob\`)` },
  { file: "ai-sdk", title: "AI SDK", what: `${named("ai")} + ${named("@openrouter/ai-sdk-provider")}` },
  { file: "openrouter-sdk", title: "OpenRouter SDK", what: named("@openrouter/sdk") },
  { file: "tanstack", title: "TanStack AI", what: `${named("@tanstack/ai")} + ${named("@tanstack/ai-openrouter")}` },
  { file: "fetch", title: "fetch", what: "bare `fetch`, as most scripts have it" },
  { file: "fetch-with-id", title: "fetch, id kept", what: "the same, but the job id is written to a file and a known job is gone on with" },
];

/** Shown beside the table, not in it: what the AI SDK does without the `download` option. */
export const PLAIN_AI_SDK = {
  file: "ai-sdk-plain",
  host: "openrouter.test",
  node: ["--import", new URL("subjects/name-for-loopback.mjs", import.meta.url).href],
};
