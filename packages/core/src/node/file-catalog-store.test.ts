import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { type StoredCatalog, storedCatalog } from "../openrouter/stored-catalog.js";
import { createFileCatalogStore } from "./file-catalog-store.js";

const baseUrl = "https://openrouter.ai/api/v1";
const catalogOf = (id: string, from = baseUrl): StoredCatalog =>
  storedCatalog(from, 5, [{ id, name: id, inputModalities: ["text"], outputModalities: ["text"], pricing: { prompt: "1" } }]);

// REF-2
describe("the catalogue on disk", () => {
  it("comes back as it was written", async () => {
    const store = createFileCatalogStore(join(tempDir(), "deep", "cache"));
    await store.write(catalogOf("x/y"));
    expect(await store.read(baseUrl)).toEqual(catalogOf("x/y"));
  });

  it("is nothing before it is written, after damage, and for another endpoint", async () => {
    const folder = tempDir();
    const store = createFileCatalogStore(folder);
    expect(await store.read(baseUrl)).toBeUndefined();
    await store.write(catalogOf("x/y"));
    expect(await store.read("https://openrouter.ai/api-v1")).toBeUndefined();
    const [file = ""] = readdirSync(folder);
    writeFileSync(join(folder, file), '{"version":1,"rows":[{"id"');
    expect(await store.read(baseUrl)).toBeUndefined();
  });

  it("keeps each endpoint apart", async () => {
    const store = createFileCatalogStore(tempDir());
    await store.write(catalogOf("x/y"));
    await store.write(catalogOf("a/b", "http://127.0.0.1:4000/v1"));
    expect((await store.read(baseUrl))?.rows[0]?.id).toBe("x/y");
    expect((await store.read("http://127.0.0.1:4000/v1"))?.rows[0]?.id).toBe("a/b");
  });

  it("is whole whoever writes at the same time, and no draft stays behind", async () => {
    const folder = tempDir();
    await Promise.all(Array.from({ length: 20 }, (_, index) => createFileCatalogStore(folder).write(catalogOf(`x/${index}`))));
    expect((await createFileCatalogStore(folder).read(baseUrl))?.rows).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["models-openrouter.ai-api-v1.json"]);
  });

  it("is for its owner alone", async () => {
    const folder = join(tempDir(), "cache");
    await createFileCatalogStore(folder).write(catalogOf("x/y"));
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, "models-openrouter.ai-api-v1.json")).mode & 0o077).toBe(0);
  });

  it("says that it could not be written, and leaves no draft", async () => {
    const folder = tempDir();
    mkdirSync(join(folder, "models-openrouter.ai-api-v1.json", "in-the-way"), { recursive: true });
    await expect(createFileCatalogStore(folder).write(catalogOf("x/y"))).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder)).toEqual(["models-openrouter.ai-api-v1.json"]);
  });
});
