import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";

const document = parse(readFileSync(new URL("../../contract/openrouter.contract.yaml", import.meta.url), "utf8")) as Contract;
// The document closes the list of provider names; the provider and its own client treat it as open.
document.components.schemas["ProviderName"]?.enum?.push("Sandbox");
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
ajv.addSchema({ ...document, $id: "contract" });
const compiled = new Map<string, ValidateFunction>();

interface Contract {
  paths: Record<string, Record<string, { responses: Record<string, ResponseObject> }>>;
  components: { responses: Record<string, ResponseObject>; schemas: Record<string, { enum?: string[] }> };
}
interface ResponseObject {
  $ref?: string;
  content?: Record<string, { schema: unknown }>;
}

/** What is wrong with a JSON answer by the contract; empty when it fits, a note when the contract does not know the status. */
export function violations(method: string, path: string, status: number, body: unknown): string {
  const entry = findPath(path);
  const response = document.paths[entry]?.[method.toLowerCase()]?.responses[String(status)];
  if (response === undefined) return `no ${status} for ${method} ${path}`;
  const name = response.$ref?.split("/").at(-1);
  const pointer =
    name === undefined ? `/paths/${escape(entry)}/${method.toLowerCase()}/responses/${status}` : `/components/responses/${name}`;
  return check(`contract#${pointer}/content/application~1json/schema`, body);
}

/** What is wrong with a value by a named schema. */
export function schemaViolations(name: string, value: unknown): string {
  return check(`contract#/components/schemas/${name}`, value);
}

function check(ref: string, value: unknown): string {
  let validate = compiled.get(ref);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: ref });
    compiled.set(ref, validate);
  }
  return validate(value) ? "" : ajv.errorsText(validate.errors);
}

function findPath(path: string): string {
  const parts = path.split("/");
  const known = Object.keys(document.paths);
  return (
    known.find((entry) => entry === path) ??
    known.find((entry) => {
      const wanted = entry.split("/");
      return wanted.length === parts.length && wanted.every((part, index) => part.startsWith("{") || part === parts[index]);
    }) ??
    path
  );
}

function escape(path: string): string {
  return path.replaceAll("~", "~0").replaceAll("/", "~1");
}
