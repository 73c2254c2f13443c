// The code blocks of the documentation, with what their page says about running them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../architecture/workspace.js";

export interface Snippet {
  /** Such as `docs/recipes.md:42`. */
  readonly at: string;
  readonly language: string;
  readonly code: string;
  /** `<!-- given … -->`: run before the block, not shown. */
  readonly given: string;
  /** `<!-- path/of/a/file -->`: the block is that file. */
  readonly file: string | undefined;
  /** `<!-- not run: why -->`. */
  readonly notRun: string | undefined;
}

// Made from the sources by other tests, drawings, figures, or commands about one job of the reader's own.
const GENERATED = new Set([
  "docs/paid-work.md",
  "docs/cli.md",
  "docs/config.md",
  "docs/rules.md",
  "docs/benchmarks.md",
  "docs/reliability.md",
  "docs/architecture.md",
]);

/** Every page of the repository. */
export function allPages(): readonly string[] {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).map((file) => `docs/${file.replaceAll("\\", "/")}`);
  const readmes = ["packages", "apps"].flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}/README.md`));
  return ["README.md", "AGENTS.md", "SECURITY.md", "CONTRIBUTING.md", "examples/README.md", ...docs, ...readmes].filter((file) =>
    file.endsWith(".md"),
  );
}

/** Every page whose code a reader may copy. */
export function pages(): readonly string[] {
  return allPages().filter((file) => !GENERATED.has(file) && !file.startsWith("docs/decisions/") && file !== "AGENTS.md");
}

/** The blocks of a page, in order. */
export function readSnippets(page: string, text = readFileSync(join(ROOT, page), "utf8")): readonly Snippet[] {
  const blocks = text.matchAll(/((?:<!--(?:(?!-->)[^])*-->\s*)*)^(`{3,})(\w*)[^\n]*\n([^]*?)^\2$/gm);
  return [...blocks].map((block) => {
    const [whole, comments = "", fence = "", language = "", code = ""] = block;
    const line = text.slice(0, block.index + whole.indexOf(`${fence}${language}`)).split("\n").length;
    const notes = [...comments.matchAll(/<!--\s*([^]*?)\s*-->/g)].map(([, note = ""]) => note);
    const given = notes.filter((note) => note.startsWith("given")).map((note) => note.replace(/^given:?\s*/, ""));
    return {
      at: `${page}:${line}`,
      language,
      code,
      given: given.length === 0 ? "" : `${given.join("\n")}\n`,
      file: notes.find((note) => /^[\w-]+\/[\w./-]+$/.test(note)),
      notRun: notes
        .find((note) => note.startsWith("not run:"))
        ?.slice("not run:".length)
        .trim(),
    };
  });
}
