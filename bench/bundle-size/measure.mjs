import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));

// The same program with each: ask, print the text as it comes, print the cost.
const CHAT_PROGRAMS = {
  "bare fetch + split": `
    const reply = await fetch("https://openrouter.ai/api/v1/chat/completions", { method: "POST", headers: { authorization: "Bearer " + key, "content-type": "application/json" }, body: JSON.stringify({ model: "openai/gpt-4o-mini", stream: true, messages: [{ role: "user", content: "hi" }] }) });
    const decoder = new TextDecoder();
    let rest = "";
    for await (const piece of reply.body) {
      const parts = (rest + decoder.decode(piece, { stream: true })).split("\\n\\n");
      rest = parts.pop();
      for (const part of parts) if (part.startsWith("data: {")) print(JSON.parse(part.slice(6)).choices[0]?.delta?.content ?? "");
    }`,
  "@openclaw/chat/stream": `
    import { createTarget, streamChat } from "@openclaw/chat/stream";
    for await (const event of streamChat({ target: createTarget({ model: "openai/gpt-4o-mini", apiKey: key }), messages: [{ role: "user", content: "hi" }] })) {
      if (event.type === "text") print(event.text);
      if (event.type === "finish") print(event.usage?.costUsd);
    }`,
  "@openclaw/chat, by its root": `
    import { createTarget } from "@openclaw/core";
    import { streamChat } from "@openclaw/chat";
    for await (const event of streamChat({ target: createTarget({ model: "openai/gpt-4o-mini", apiKey: key }), messages: [{ role: "user", content: "hi" }] })) {
      if (event.type === "text") print(event.text);
      if (event.type === "finish") print(event.usage?.costUsd);
    }`,
  "eventsource-parser": `
    import { createParser } from "eventsource-parser";
    const reply = await fetch("https://openrouter.ai/api/v1/chat/completions", { method: "POST", headers: { authorization: "Bearer " + key, "content-type": "application/json" }, body: JSON.stringify({ model: "openai/gpt-4o-mini", stream: true, messages: [{ role: "user", content: "hi" }] }) });
    const decoder = new TextDecoder();
    const parser = createParser({ onEvent: ({ data }) => { if (data !== "[DONE]") print(JSON.parse(data).choices[0]?.delta?.content ?? ""); } });
    for await (const piece of reply.body) parser.feed(decoder.decode(piece, { stream: true }));`,
  "@xsai/stream-text": `
    import { streamText } from "@xsai/stream-text";
    const { textStream } = streamText({ apiKey: key, baseURL: "https://openrouter.ai/api/v1/", model: "openai/gpt-4o-mini", messages: [{ role: "user", content: "hi" }] });
    for await (const text of textStream) print(text);`,
  openai: `
    import OpenAI from "openai";
    const client = new OpenAI({ apiKey: key, baseURL: "https://openrouter.ai/api/v1", dangerouslyAllowBrowser: true });
    const stream = client.chat.completions.stream({ model: "openai/gpt-4o-mini", messages: [{ role: "user", content: "hi" }] });
    for await (const chunk of stream) print(chunk.choices[0]?.delta.content ?? "");`,
  "@openrouter/sdk": `
    import { OpenRouter } from "@openrouter/sdk";
    const stream = await new OpenRouter({ apiKey: key }).chat.send({ chatRequest: { model: "openai/gpt-4o-mini", stream: true, messages: [{ role: "user", content: "hi" }] } });
    for await (const chunk of stream) print(chunk.choices[0]?.delta.content ?? "");`,
  "ai + @openrouter/ai-sdk-provider": `
    import { streamText } from "ai";
    import { createOpenRouter } from "@openrouter/ai-sdk-provider";
    const { textStream } = streamText({ model: createOpenRouter({ apiKey: key }).chat("openai/gpt-4o-mini"), prompt: "hi" });
    for await (const text of textStream) print(text);`,
};

const OURS = "@openclaw/chat/stream";

const PACKAGES = ["@openclaw/core", "@openclaw/chat", "@openclaw/media", "@openclaw/tts", "@openclaw/config"];

/** What a page pays: each program bundled for the browser, minified, whole and split at its dynamic imports. */
export async function measure({ say }) {
  say("bundle sizes");
  const programs = {};
  for (const [name, source] of Object.entries(CHAT_PROGRAMS))
    programs[name] = await sizes(`const key = globalThis.key, print = globalThis.print;${source}`);
  const packages = {};
  for (const name of PACKAGES) packages[name] = await sizes(`import * as all from "${name}"; globalThis.print(all);`);
  const parts = await partsOf(CHAT_PROGRAMS[OURS]);
  const { first, whole } = programs[OURS];
  return {
    title: "Bundle sizes",
    text: [
      "esbuild, ES modules, minified, for the browser (which also proves that no Node built-in is behind a root). *First load* is what has to arrive before the program runs when the bundle is split at dynamic imports; *all* is the one file with everything in it. Tools, thinking, cache markers, content beyond text, and everything that follows a failure are one further file, fetched when a request, an answer or a failure first needs it ([decision 010](decisions/010-first-load.md)).",
    ],
    tables: [
      { caption: "A minimal program that streams a chat answer", columns: COLUMNS, rows: Object.entries(programs).map(row) },
      {
        caption: "A whole package: every public name of its root, with what it depends on",
        columns: COLUMNS,
        rows: Object.entries(packages).map(row),
      },
      {
        caption: "What the minimal chat program is made of",
        columns: ["part", "first load, minified KB", "loaded when needed, minified KB"],
        rows: parts.map(([name, first, later]) => [name, kilobytes(first), kilobytes(later)]),
      },
    ],
    goals: [
      {
        what: "minimal chat-stream program, first load, gzip",
        goal: "≤ 12 KB",
        figure: `${kilobytes(first.gzip)} KB (with everything: ${kilobytes(whole.gzip)} KB)`,
        met: first.gzip <= 12_000,
      },
    ],
    raw: { programs, packages, parts },
  };
}

const COLUMNS = ["program", "all, KB", "all, gzip KB", "all, brotli KB", "first load, gzip KB", "first load, brotli KB"];

const row = ([name, { whole, first }]) => [name, ...[whole.raw, whole.gzip, whole.brotli, first.gzip, first.brotli].map(kilobytes)];

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

const optionsFor = (program) => ({
  stdin: { contents: program, resolveDir: HERE, loader: "js" },
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: "esm",
  platform: "browser",
  target: "es2023",
  logLevel: "silent",
  outdir: HERE,
});

async function sizes(program) {
  const options = optionsFor(program);
  const whole = await build(options);
  const split = await build({ ...options, splitting: true });
  return { whole: weigh(whole.outputFiles), first: weigh(firstLoad(split)) };
}

function weigh(files) {
  const compressed = (compress) => files.reduce((sum, { contents }) => sum + compress(contents).length, 0);
  return {
    raw: files.reduce((sum, { contents }) => sum + contents.length, 0),
    gzip: compressed((bytes) => gzipSync(bytes, { level: 9 })),
    brotli: compressed((bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })),
  };
}

/** The entry and what it imports statically. */
function firstLoad({ outputFiles, metafile }) {
  const needed = namesOfFirstLoad(metafile);
  return outputFiles.filter(({ path }) => [...needed].some((output) => path.endsWith(output.split("/").at(-1))));
}

function namesOfFirstLoad({ outputs }) {
  const needed = new Set();
  const visit = (path) => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind === "import-statement" && next in outputs) visit(next);
  };
  // What is imported dynamically is an entry too, named for its file.
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoint === "<stdin>") visit(path);
  return needed;
}

/** Bytes of a program by the folder they come from, those of the first load first. Bundled from the sources: a built package is few files. */
async function partsOf(program) {
  const { metafile } = await build({ ...optionsFor(program), splitting: true, conditions: ["openclaw-source"] });
  const needed = namesOfFirstLoad(metafile);
  const sums = new Map();
  for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const sum = sums.get(partOf(path)) ?? [0, 0];
      sum[needed.has(output) ? 0 : 1] += bytesInOutput;
      sums.set(partOf(path), sum);
    }
  }
  const rows = [...sums].map(([name, [first, later]]) => [name, first, later]).filter(([, first, later]) => first + later > 0);
  return rows.toSorted((a, b) => b[1] - a[1] || b[2] - a[2]);
}

/** `core/errors`, `chat/stream`; files beside the folders go under the package. */
function partOf(path) {
  const own = /packages\/(\w+)\/src\/(?:([\w-]+)\/)?/.exec(path);
  if (own !== null) return `@openclaw/${own[1]}${own[2] === undefined ? "" : `: ${own[2]}`}`;
  const installed = path.split("node_modules/").at(-1);
  return installed === path
    ? "the program"
    : installed
        .split("/")
        .slice(0, installed.startsWith("@") ? 2 : 1)
        .join("/");
}
