import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseJson5 } from "../json5/parse-json5.js";
import { toValue } from "../json5/to-value.js";
import { validateDocument } from "./validate.js";
import { configJsonSchema } from "./json-schema.js";

type Schema = {
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
  description?: string;
  anyOf?: Schema[];
};

// CFG-8
describe("configJsonSchema", () => {
  const schema = configJsonSchema() as unknown as Schema & { $schema: string };

  it("describes the file that the checker takes: same names, strict, nothing required", () => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toBeUndefined();
    expect(Object.keys(schema.properties ?? {})).toEqual(
      expect.arrayContaining(["$schema", "env", "agents", "models", "gateway", "channels"]),
    );
    const defaults = schema.properties?.["agents"]?.properties?.["defaults"];
    expect(defaults?.additionalProperties).toBe(false);
    expect(defaults?.properties?.["thinkingDefault"]).toMatchObject({ enum: expect.arrayContaining(["off", "max"]) });
    expect(defaults?.properties?.["failover"]?.properties?.["firstTokenMs"]?.description).toMatch(/first token/);
  });

  it("says what it is, and where editors find it", () => {
    expect(schema).toMatchObject({
      $id: "https://openclaw.ai/schemas/openclaw.json",
      title: "openclaw.json",
      description: "Configuration of OpenClaw. JSON5 with digit separators, ${VAR} references and $include.",
    });
  });

  it("knows that any object with names of its own may be included, by one file or several", () => {
    expect(schema.properties?.["gateway"]?.properties?.["$include"]).toEqual({
      description: "Replaced by the content of this file, or of these files merged in order; keys beside it win.",
      anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
    });
    const model = schema.properties?.["agents"]?.properties?.["defaults"]?.properties?.["model"];
    expect(model?.anyOf?.map(({ properties }) => Object.keys(properties ?? {}))).toEqual([[], ["primary", "fallbacks", "$include"]]);
  });

  it("is plain JSON, fit to be written to a file", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it("lets a file point to it", () => {
    expect(validateDocument({ $schema: "./openclaw.schema.json" })).toEqual([]);
    expect(validateDocument({ $schema: 5 })).toHaveLength(1);
  });

  it("requires what an entry cannot be without", () => {
    expect(validateDocument({ agents: { list: [{}] } }).map(({ path }) => path)).toEqual(["agents.list[0].id"]);
    expect(validateDocument({ auth: { profiles: { a: {} } } }).map(({ path }) => path)).toEqual(["auth.profiles.a.provider"]);
  });

  it("every fixture passes the checker it is generated from", () => {
    const folder = new URL("../__fixtures__/", import.meta.url);
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".json5"))) {
      expect(validateDocument(toValue(parseJson5(readFileSync(new URL(name, folder), "utf8")))), name).toEqual([]);
    }
  });
});
