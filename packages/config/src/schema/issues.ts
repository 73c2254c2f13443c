import type { ConfigIssue } from "@openclaw/core";
import { nearest } from "@openclaw/core/internal";
import type * as z from "zod/mini";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { configSchema } from "./config-schema.js";
import { knownKeysAt } from "./known-keys.js";

/** A `ConfigIssue` that still has its path in parts, for looking up its place in the file. */
export interface PathIssue extends ConfigIssue {
  /** Where the value stands, the unknown key itself included: what `doctor --fix` would remove. */
  readonly at: ConfigPath;
  readonly unknownKey?: string;
}

/**
 * Turns the checker's issues into one message each: the path, what is allowed there, and the nearest known name (CFG-4).
 * No value of the file is quoted except key names: a value may be a secret in the wrong place.
 */
export function readIssues(issues: readonly z.core.$ZodIssue[], parent: ConfigPath = []): readonly PathIssue[] {
  return issues.flatMap((issue): readonly PathIssue[] => {
    const at: ConfigPath = [...parent, ...(issue.path as ConfigPath)];
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(at, key));
    if (issue.code === "invalid_union") return unionIssues(issue as NoMatch, at);
    if (issue.code === "invalid_key") return readIssues(issue.issues, at).map(ofName);
    return [toIssue(at, issue)];
  });
}

function unknownKey(at: ConfigPath, key: string): PathIssue {
  const [suggestion] = nearest(key, knownKeysAt(configSchema, at));
  const message = `Unrecognized key: ${JSON.stringify(key)}`;
  return {
    at: [...at, key],
    unknownKey: key,
    path: formatPath(at),
    message: suggestion === undefined ? message : `${message} (did you mean ${JSON.stringify(suggestion)}?)`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** What is wrong with the name itself, of which there may be any in a map. */
function ofName(issue: PathIssue): PathIssue {
  return { ...issue, message: issue.message.replace("input", "name") };
}

// Of the two kinds that zod has: no choice here refuses a value because several of its branches take it.
type NoMatch = Exclude<z.core.$ZodIssueInvalidUnion, { readonly inclusive: false }>;

/** Of a union's branches, the one that the value was meant for: the branch whose objection is not to the value as a whole. */
function unionIssues({ errors, options }: NoMatch, at: ConfigPath): readonly PathIssue[] {
  if (options !== undefined)
    return [{ at, path: formatPath(at), message: `Invalid input ${listAllowed(options)}`, allowedValues: options }];
  const meant = errors.find((branch) => branch.every(({ path }) => path.length > 0));
  if (meant !== undefined) return readIssues(meant, at);
  const expected = errors.flat().flatMap(expectedBy);
  return [{ at, path: formatPath(at), message: `Invalid input: expected ${expected.join(" or ")}` }];
}

function expectedBy(issue: z.core.$ZodIssue): readonly string[] {
  return issue.code === "invalid_value" ? issue.values.map(String) : issue.code === "invalid_type" ? [describeType(issue.expected)] : [];
}

function toIssue(at: ConfigPath, issue: z.core.$ZodIssue): PathIssue {
  const path = formatPath(at);
  switch (issue.code) {
    case "invalid_type":
      return { at, path, message: `Invalid input: expected ${describeType(issue.expected)}` };
    case "invalid_value": {
      const [suggestion] = typeof issue.input === "string" ? nearest(issue.input, issue.values.map(String)) : [];
      return {
        at,
        path,
        message: `Invalid input ${listAllowed(issue.values)}${suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`}`,
        allowedValues: issue.values,
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    }
    case "too_small":
      // Of a text, what is too small is its length.
      if (issue.origin === "string") return { at, path, message: "Invalid input: must not be blank" };
      return { at, path, message: `Invalid input: must be ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}` };
    case "too_big":
      return { at, path, message: `Invalid input: must be at most ${issue.maximum}` };
    case "invalid_format":
      return { at, path, message: `Invalid input: must match ${issue.pattern ?? issue.format}` };
    default:
      return { at, path, message: issue.message };
  }
}

function listAllowed(values: readonly unknown[]): string {
  return `(allowed: ${values.map((value) => JSON.stringify(value)).join(", ")})`;
}

function describeType(expected: string): string {
  return expected === "record" ? "object" : expected === "int" ? "integer" : expected;
}
