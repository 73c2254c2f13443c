import { readArray, readObject } from "@openclaw/core/internal";

/** Documents and films of a prompt, whose price is not that of their letters. */
export interface Documents {
  /** What the provider may have to read by its pages. */
  readonly files: number;
  /** Documents and films behind an address or an id: how large they are is not known here. */
  readonly unmeasured: number;
}

const NONE: Documents = { files: 0, unmeasured: 0 };
const FILM: Documents = { files: 0, unmeasured: 1 };
// What is words already is not read by its pages.
const WORDS = /^data:(?:text\/|application\/(?:json|xml|x-ndjson))/i;

/** Finds them in the messages, or the input, of a body in any of the APIs' shapes; also in what a tool answered (SRV-4). */
export function readDocuments({ messages, input }: Readonly<Record<string, unknown>>): Documents {
  return sum([messages, input].flatMap((list) => readArray(list) ?? []).map(readItem));
}

function readItem(value: unknown): Documents {
  const item = readObject(value);
  if (item === undefined) return NONE;
  const inner = [item["content"], item["output"]].flatMap((list) => readArray(list) ?? []);
  return sum([readPart(item), ...inner.map(readItem)]);
}

function readPart(part: Readonly<Record<string, unknown>>): Documents {
  switch (part["type"]) {
    case "file":
      return readFile(readObject(part["file"]) ?? part);
    case "input_file":
      return readFile(part);
    case "document":
      return readSource(readObject(part["source"]) ?? {});
    case "video_url":
    case "input_video":
      return isAway(readObject(part["video_url"])?.["url"] ?? part["video_url"]) ? FILM : NONE;
    case "video":
      return isAway(part["url"]) ? FILM : NONE;
    default:
      return NONE;
  }
}

function readFile(file: Readonly<Record<string, unknown>>): Documents {
  // The last is a stored conversation's.
  const data = file["file_data"] ?? file["file_url"] ?? file["data"];
  if (typeof data === "string" && !isAway(data)) return WORDS.test(data) ? NONE : { files: 1, unmeasured: 0 };
  return { files: 1, unmeasured: 1 };
}

function readSource({ type, media_type: media }: Readonly<Record<string, unknown>>): Documents {
  if (type === "text" || type === "content") return NONE;
  if (type === "base64") return WORDS.test(`data:${String(media)}`) ? NONE : { files: 1, unmeasured: 0 };
  return { files: 1, unmeasured: 1 };
}

function isAway(value: unknown): boolean {
  return typeof value === "string" && /^https?:/i.test(value);
}

function sum(all: readonly Documents[]): Documents {
  return {
    files: all.reduce((total, { files }) => total + files, 0),
    unmeasured: all.reduce((total, { unmeasured }) => total + unmeasured, 0),
  };
}
