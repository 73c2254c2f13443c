import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { RequestError } from "@openclaw/core";
import { nearest } from "@openclaw/core/internal";
import { fileNameProblem } from "@openclaw/core/node";
import { UsageError } from "../args/usage-error.js";

/** A prompt that is kept under a name: a text, with a few settings before it. */
export interface Template {
  readonly model?: string;
  readonly thinking?: string;
  readonly system?: string;
  /** With `{input}` where the question goes. Empty: the question stands alone. */
  readonly prompt: string;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,79}$/u;
const ENDING = ".md";

export function templatesFolder({ stateDir }: { readonly stateDir: string }): string {
  return join(stateDir, "templates");
}

async function templateNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return files
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .toSorted();
}

/** @throws UsageError for a name that is none; RequestError `input_invalid` when there is no template of that name */
export async function readTemplate(folder: string, name: string): Promise<Template> {
  if (!NAME.test(name) || fileNameProblem(name) !== undefined)
    throw new UsageError(`A template cannot be named "${name}".`, "Use letters, digits, dots, dashes and underscores.");
  try {
    return parseTemplate(await readFile(join(folder, `${name}${ENDING}`), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const [close] = nearest(name, await templateNames(folder));
    const hint =
      close === undefined
        ? `Write it into ${join(folder, `${name}${ENDING}`)}: a prompt with {input} where the question goes.`
        : `Did you mean "${close}"?`;
    throw new RequestError(`There is no template "${name}".`, { code: "input_invalid", hint });
  }
}

/** Between two lines of `---` stand `model:`, `thinking:` and `system:`. A text without them and without `{input}` is a system prompt. */
function parseTemplate(text: string): Template {
  const head = /^---\r?\n(.*?)\r?\n---\r?\n?(.*)$/s.exec(text);
  if (head === null) return text.includes("{input}") ? { prompt: text.trim() } : { system: text.trim(), prompt: "" };
  const settings = new Map(
    (head[1] ?? "").split(/\r?\n/).map((line) => [line.split(":", 1)[0]?.trim() ?? "", line.replace(/^[^:]*:\s*/, "").trim()]),
  );
  const unknown = [...settings.keys()].find((key) => key !== "" && !["model", "thinking", "system"].includes(key));
  if (unknown !== undefined) throw new UsageError(`A template has no setting "${unknown}".`, "It has model, thinking and system.");
  const setting = (key: "model" | "thinking" | "system"): { readonly [name: string]: string } => {
    const value = settings.get(key) ?? "";
    return value === "" ? {} : { [key]: value };
  };
  return { ...setting("model"), ...setting("thinking"), ...setting("system"), prompt: (head[2] ?? "").trim() };
}

/** Whether the prompt has a place for what is asked. */
export function holdsInput({ prompt }: Template): boolean {
  return prompt.includes("{input}");
}

/** The question in its place. */
export function fillTemplate({ prompt }: Template, input: string): string {
  if (prompt === "") return input;
  return prompt.includes("{input}")
    ? prompt.replaceAll("{input}", () => input)
    : [prompt, input].filter((part) => part !== "").join("\n\n");
}
