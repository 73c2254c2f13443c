// docs/config.md as a text, from the schema that checks a file and the defaults that fill it.
import { configJsonSchema, explainConfig, parseConfig } from "@openclaw/config";

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** How descriptions begin whose keys are named and not opened: what is inside does nothing, or is explained elsewhere. */
const CLOSED = ["Older spelling", "Checked, and not used", "OpenRouter's own"];

interface Row {
  readonly key: string;
  readonly type: string;
  readonly description: string;
}

const HEAD = `# Configuration reference

Every key of \`openclaw.json\` that the toolkit reads, and in the end those that it knows and does not use; made from the schema that checks the file; do not edit by hand. After a change: \`npm run config-reference\`.

The file is JSON5 (comments, trailing commas, unquoted keys) at \`~/.openclaw/openclaw.json\`, or where \`OPENCLAW_CONFIG_PATH\` or \`--config\` says. What
a key means together with others is told in [Models and references](concepts/models.md), [Failover](concepts/failover.md) and [Speech](concepts/speech.md).
Variables that count beside it: [Environment variables](environment.md).
\`openclaw config explain\` shows every value that is in force with who set it; \`openclaw config schema\` prints the JSON Schema for editors.

- Keys of other parts of OpenClaw are passed over, so that a whole OpenClaw file loads. Any other unknown key is an error with its line and the nearest known one.
- A **secret** is a text, \`{ source: "env", id: "NAME" }\`, \`{ source: "file", id: "/path/in/file" }\` or \`{ source: "exec", id: "…" }\`; \`\${NAME}\` in any text is a variable.
- \`$include\` in an object is replaced by the content of that file.
- A time of 0 switches that clock off.
`;

const UNUSED_HEAD = `## Known, and not used here

Keys of OpenClaw that are checked, so that a file with a mistake in them is not taken for a good one, and that change nothing in this toolkit. \`openclaw config
validate\` and \`openclaw doctor\` name those that a file has. Instead of \`gateway.tls\`, put a proxy before the server ([Operating the server](server/operations.md#behind-nginx)).
`;

/** The whole page. */
export function configPage(): string {
  const root = configJsonSchema() as unknown as Schema;
  const defaults = readDefaults();
  const sections = Object.entries(root.properties ?? {}).flatMap(([name, schema]) => {
    const rows = rowsOf(schema, name).filter((row) => !isUnused(row));
    if (name.startsWith("$") || rows.length === 0) return [];
    const about = schema.description === undefined ? "" : `${schema.description}\n\n`;
    return [`## ${name}\n\n${about}${table(rows, defaults)}`];
  });
  const unused = rowsOf(root, "")
    .filter(isUnused)
    .map(({ key }) => `- \`${key.slice(1)}\``);
  return `${HEAD}\n${sections.join("\n\n")}\n\n${UNUSED_HEAD}\n${unused.join("\n")}\n`;
}

function readDefaults(): ReadonlyMap<string, string> {
  const values = explainConfig(parseConfig("{}")).map(({ path, value }) => [path, JSON.stringify(value)] as const);
  return new Map(values);
}

function table(rows: readonly Row[], defaults: ReadonlyMap<string, string>): string {
  const cells = rows.map(({ key, type, description }) => {
    const value = defaults.get(key);
    return [`\`${key}\``, type, value === undefined || value === "{}" ? "" : `\`${value}\``, cell(description)];
  });
  const head = ["key", "type", "default", "does"];
  const widths = head.map((title, column) => Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0), title.length));
  const line = (parts: readonly string[]): string => `| ${parts.map((part, column) => part.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

function isUnused({ description }: Row): boolean {
  return description === "Checked, and not used here.";
}

/** The key itself, then what is below it. Some are named and not opened. */
function rowsOf(schema: Schema, key: string): readonly Row[] {
  const closed = CLOSED.some((start) => schema.description?.startsWith(start) === true);
  const own = isPassedOver(schema) ? [] : [{ key, type: typeOf(schema), description: schema.description ?? "" }];
  const bare = own.filter(({ type, description }) => type !== "object" || description !== "");
  return closed ? own : [...bare, ...childrenOf(schema, key)];
}

function childrenOf(schema: Schema, key: string): readonly Row[] {
  if (isSecret(schema)) return [];
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
    name === "$include" ? [] : rowsOf(child, `${key}.${name}`),
  );
  const open = typeof schema.additionalProperties === "object" ? rowsOf(schema.additionalProperties, `${key}.<name>`) : [];
  const items = schema.items === undefined ? [] : childrenOf(schema.items, `${key}[]`);
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((variant) => childrenOf(variant, key));
  const seen = new Set<string>();
  return [...named, ...open, ...items, ...variants].filter((row) => !seen.has(row.key) && seen.add(row.key));
}

/** A key of another part of OpenClaw: `{}` in the schema. */
function isPassedOver(schema: Schema): boolean {
  return Object.keys(schema).every((name) => name === "description") && schema.description === undefined;
}

function isSecret(schema: Schema): boolean {
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return variants.some((variant) => variant.properties?.["source"]?.const !== undefined || isSecret(variant));
}

function typeOf(schema: Schema): string {
  if (isSecret(schema)) return "secret";
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(" \\| ");
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (variants.length > 0) return [...new Set(variants.map(typeOf))].join(" or ");
  if (schema.type === "array") return `list of ${schema.items === undefined ? "anything" : plural(typeOf(schema.items))}`;
  if (schema.type === "string") return "text";
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "integer" || schema.type === "number")
    return `${schema.type === "integer" ? "whole number" : "number"}${boundsOf(schema)}`;
  return schema.type ?? "anything";
}

function plural(type: string): string {
  return type === "text" || type === "object" ? `${type}s` : type;
}

/** What the wire's own limits are (32 bits) says nothing to a reader. */
function boundsOf({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const upper = maximum !== undefined && maximum < 1_000_000 ? maximum : undefined;
  if (upper !== undefined) return `, ${minimum ?? 0} to ${upper}`;
  if (exclusiveMinimum !== undefined) return `, more than ${exclusiveMinimum}`;
  return minimum !== undefined && minimum > 0 ? `, at least ${minimum}` : "";
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "\\<").replaceAll("*", "\\*").replaceAll("\n", " ");
}
