import { type ConfigIssue, nearest } from "@openclaw/core";
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
    const at: ConfigPath = [...parent, ...issue.path.map((segment) => (typeof segment === "number" ? segment : String(segment)))];
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(at, key));
    if (issue.code === "invalid_union") return unionIssues(issue, at);
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

/** Of a union's branches, the one that the value was meant for: the branch whose objection is not to the type as a whole. */
function unionIssues(issue: z.core.$ZodIssueInvalidUnion, at: ConfigPath): readonly PathIssue[] {
  const meant = issue.errors.find((branch) => branch.length > 0 && !branch.some(isWholesale));
  if (meant !== undefined) return readIssues(meant, at);
  const expected = issue.errors.flat().flatMap((inner) => (inner.code === "invalid_type" ? [describeType(inner.expected)] : []));
  if (expected.length > 0) return [{ at, path: formatPath(at), message: `Invalid input: expected ${[...new Set(expected)].join(" or ")}` }];
  const allowedValues = issue.errors.flat().flatMap((inner) => (inner.code === "invalid_value" ? inner.values : []));
  if (issue.discriminator !== undefined) {
    const options = "options" in issue && Array.isArray(issue.options) ? (issue.options as unknown[]) : [];
    return [{ at, path: formatPath(at), message: `Invalid input${listAllowed(options)}`, allowedValues: options }];
  }
  return [
    {
      at,
      path: formatPath(at),
      message: `Invalid input${listAllowed(allowedValues)}`,
      ...(allowedValues.length > 0 ? { allowedValues } : {}),
    },
  ];
}

function isWholesale(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function toIssue(at: ConfigPath, issue: z.core.$ZodIssue): PathIssue {
  const path = formatPath(at);
  switch (issue.code) {
    case "invalid_type":
      return { at, path, message: `Invalid input: expected ${describeType(issue.expected)}` };
    case "invalid_value": {
      const known = issue.values.filter((value): value is string => typeof value === "string");
      const [suggestion] = typeof issue.input === "string" ? nearest(issue.input, known) : [];
      return {
        at,
        path,
        message: `Invalid input${listAllowed(issue.values)}${suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`}`,
        allowedValues: issue.values,
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    }
    case "too_small":
      // Of a text, what is too small is its length.
      if (issue.origin === "string") return { at, path, message: "Invalid input: must not be blank" };
      return { at, path, message: `Invalid input: must be ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}` };
    case "too_big":
      return { at, path, message: `Invalid input: must be ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}` };
    case "invalid_format":
      return { at, path, message: `Invalid input: must match ${issue.pattern ?? issue.format}` };
    default:
      return { at, path, message: issue.message };
  }
}

function listAllowed(values: readonly unknown[]): string {
  return values.length === 0 ? "" : ` (allowed: ${values.map((value) => JSON.stringify(value)).join(", ")})`;
}

function describeType(expected: string): string {
  return expected === "record" ? "object" : expected === "int" ? "integer" : expected;
}
