import * as z from "zod/mini";
import { described, optional, strict, text } from "./parts.js";

// OpenClaw's grammar of references. A segment "." or ".." is refused so that an id cannot walk out of its folder.
const provider = optional(z.string().check(z.regex(/^[a-z][a-z0-9_-]{0,63}$/)));
const EXEC_ID = /^(?!(?:.*\/)?\.{1,2}(?:\/|$))[A-Za-z0-9][A-Za-z0-9._:/#-]{0,255}$/;

export const secretRefSchema = described(
  z.discriminatedUnion("source", [
    strict({ source: z.literal("env"), provider, id: z.string().check(z.regex(/^[A-Z][A-Z0-9_]{0,127}$/)) }),
    strict({ source: z.literal("file"), provider, id: z.string().check(z.regex(/^(?:value|(?:\/(?:[^~/]|~[01])*)+)$/)) }),
    strict({ source: z.literal("exec"), provider, id: z.string().check(z.regex(EXEC_ID)) }),
  ]),
  "Where a secret is kept: an environment variable, a file, or the output of a command.",
);

/** A secret as written: the value itself, `"${NAME}"`, or a reference object. */
export const secretInputSchema = described(z.union([text, secretRefSchema]), 'The secret itself, "${NAME}", or {source, provider, id}.');
