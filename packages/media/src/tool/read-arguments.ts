import { RequestError } from "@openclaw/core";
import { readArray, readObject } from "@openclaw/core/internal";
import type { MediaReference } from "../media-file.js";
import type { MediaToolContext } from "./media-tool.js";

/** Arguments as a model wrote them: each reader takes the value when it has the type, refuses any other, and takes blank as absent. */
export interface ToolArguments {
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  texts(name: string): readonly string[];
  /** @throws RequestError, such as `quality must be one of low, medium, high, or auto` */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined;
}

/** @throws RequestError when the input is no object, or has a name that is not known. */
export function readToolArguments(input: unknown, known: readonly string[]): ToolArguments {
  const given = readObject(input ?? {});
  if (given === undefined) throw refusedArgument("The arguments must be a JSON object.");
  const strange = Object.keys(given).filter((name) => !known.includes(name));
  if (strange.length > 0) throw refusedArgument(`Unknown argument: ${strange.join(", ")}. There is: ${known.join(", ")}.`);
  const text = (name: string): string | undefined => {
    const value = given[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") throw refusedArgument(`${name} must be a string`);
    return value.trim() === "" ? undefined : value.trim();
  };
  return {
    text,
    number(name) {
      const value = given[name];
      if (value === undefined || value === null) return undefined;
      // Models write numbers as text now and then.
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      if (typeof number !== "number" || !Number.isFinite(number)) throw refusedArgument(`${name} must be a number`);
      return number;
    },
    flag(name) {
      const value = given[name];
      if (value === undefined || value === null) return undefined;
      if (typeof value !== "boolean") throw refusedArgument(`${name} must be true or false`);
      return value;
    },
    texts(name) {
      const value = given[name];
      if (value === undefined || value === null) return [];
      const list = readArray(value);
      if (list === undefined || !list.every((item): item is string => typeof item === "string")) {
        throw refusedArgument(`${name} must be a list of strings`);
      }
      return list;
    },
    choice(name, choices) {
      const value = text(name);
      const found = choices.find((choice) => choice.toLowerCase() === value?.toLowerCase());
      if (value !== undefined && found === undefined) throw refusedArgument(`${name} must be one of ${listChoices(choices)}`);
      return found;
    },
  };
}

/** `a, b, or c` */
function listChoices(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join("") : `${choices.slice(0, -1).join(", ")}, or ${choices.at(-1) ?? ""}`;
}

/** The references of `image` and `images`, each once, in order. @throws RequestError for empty ones and for too many */
export function listReferences(args: ToolArguments, maximum: number): readonly string[] {
  const one = args.text("image");
  const many = args.texts("images").map((reference) => reference.trim());
  if (many.includes("")) throw refusedArgument("image required (empty string in array)");
  const all = [...new Set([...(one === undefined ? [] : [one]), ...many])];
  if (all.length > maximum) throw refusedArgument(`Too many reference images: ${all.length} provided, maximum is ${maximum}.`);
  return all;
}

/** URLs as they are; everything else by the context. @throws RequestError when it cannot be taken */
export async function loadReference(reference: string, context: Pick<MediaToolContext, "loadReference">): Promise<MediaReference> {
  if (/^(?:data:|https?:)/i.test(reference)) return { url: reference };
  if (context.loadReference !== undefined) return context.loadReference(reference);
  throw refusedArgument(
    `Unsupported image reference: ${reference.slice(0, 100)}. Use a file path, a file:// URL, a data: URL, or an http(s) URL.`,
  );
}

export function refusedArgument(message: string): RequestError {
  return new RequestError(message, { code: "input_invalid" });
}
