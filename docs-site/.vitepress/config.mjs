import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const pages = fileURLToPath(new URL("../dist/pages", import.meta.url));

const NAMES = { openclaw: "OpenClaw", portkey: "Portkey", litellm: "LiteLLM", "openai-sdk": "the OpenAI SDK" };

const link = (text, path) => ({ text, link: path });
/** Every page of a folder, under its own first heading's order: for references and decisions, which list themselves. */
const folder = (name, label = (file) => file) =>
  readdirSync(`${pages}/${name}`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .toSorted()
    .map((file) => link(label(file.replace(/\.md$/, "")), `/${name}/${file.replace(/\.md$/, "")}`));

/** The site of docs/; build.mjs gathers the pages into dist/pages before this is read. */
export default {
  title: "OpenClaw for OpenRouter",
  description: "One key, many models: chat, images, video jobs, music, speech and transcription, from a terminal or from TypeScript.",
  lang: "en",
  srcDir: "dist/pages",
  outDir: "dist/site",
  cacheDir: "dist/cache",
  base: process.env.DOCS_BASE ?? "/",
  cleanUrls: true,
  // A link that leads nowhere fails the build.
  ignoreDeadLinks: false,
  markdown: { theme: { light: "github-light", dark: "github-dark" } },
  head: [["meta", { name: "color-scheme", content: "light dark" }]],
  themeConfig: {
    search: {
      provider: "local",
      // What was written for readers comes before what was made from the sources.
      options: { miniSearch: { searchOptions: { boostDocument: (id) => (id.includes("/api/") ? 0.2 : 1) } } },
    },
    outline: [2, 3],
    nav: [
      link("Quick start", "/quick-start"),
      link("Recipes", "/recipes"),
      link("CLI", "/cli"),
      link("Configuration", "/config"),
      link("API", "/api/"),
    ],
    sidebar: [
      {
        text: "Start",
        items: [
          link("What it is", "/"),
          link("Quick start", "/quick-start"),
          link("Recipes", "/recipes"),
          link("Programs", "/programs"),
          link("Examples", "/examples"),
        ],
      },
      {
        text: "Concepts",
        items: [
          link("Models and references", "/concepts/models"),
          link("Failover and recovery", "/concepts/failover"),
          link("Prompt caching", "/concepts/caching"),
          link("Thinking", "/concepts/thinking"),
          link("Jobs and paid work", "/concepts/jobs"),
          link("Speech", "/concepts/speech"),
          link("Costs", "/concepts/costs"),
        ],
      },
      {
        text: "Server",
        items: [
          link("Using it", "/packages/server"),
          link("Its page", "/server/page"),
          link("Operating it", "/server/operations"),
          link("Paid work of the server", "/server-paid-work"),
          link("Sizing", "/server/sizing"),
        ],
      },
      {
        text: "Reference",
        items: [
          link("CLI", "/cli"),
          link("Configuration", "/config"),
          link("Environment variables", "/environment"),
          link("Rules", "/rules"),
          { text: "Packages", collapsed: true, items: folder("packages") },
          { text: "API", collapsed: true, items: [link("all", "/api/"), ...folder("api", (name) => `@openclaw/${name}`)] },
        ],
      },
      { text: "Moving here", items: folder("migration", (name) => `from ${NAMES[name] ?? name}`) },
      {
        text: "Trust",
        items: [
          link("Security model", "/security"),
          link("Reporting a weakness", "/contributing/reporting"),
          link("Paid work", "/paid-work"),
          link("Parity with OpenClaw", "/openclaw-parity"),
          link("Traps of the wire", "/wire-traps"),
          link("Benchmarks", "/benchmarks"),
          link("Reliability", "/reliability"),
          link("Roadmap", "/roadmap"),
        ],
      },
      {
        text: "Inside",
        items: [
          link("Architecture", "/architecture"),
          { text: "Decisions", collapsed: true, items: [link("all", "/decisions/"), ...folder("decisions")] },
          link("Contributing", "/contributing/"),
          link("Working here", "/contributing/agents"),
        ],
      },
    ],
  },
};
