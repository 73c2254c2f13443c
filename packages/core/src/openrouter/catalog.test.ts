import { fakeFetch, type FakeReply, plantedSecrets, settle } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { resolveEndpoint } from "../endpoint.js";
import { createFetchTransport } from "../http/fetch-transport.js";
import { Secret } from "../secret.js";
import { BUNDLED_ROWS } from "./bundled-rows.js";
import { type CatalogOptions, createCatalog } from "./catalog.js";
import type { ModelRow } from "./model-row.js";
import { type CatalogStore, type StoredCatalog, storedCatalog } from "./stored-catalog.js";

const endpoint = resolveEndpoint();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const page = (...ids: readonly string[]): FakeReply => ({
  type: "json",
  body: { data: ids.map((id) => ({ id, name: id })), links: { next: null } },
});
const rowOf = (id: string): ModelRow => ({ id, name: id, inputModalities: [], outputModalities: [], pricing: {} });
const down: FakeReply = { type: "network-error" };

function memoryStore(content?: StoredCatalog): CatalogStore & { content: StoredCatalog | undefined; reads: number } {
  const store = {
    content,
    reads: 0,
    read: async () => {
      store.reads += 1;
      return store.content;
    },
    write: async (catalog: StoredCatalog) => {
      store.content = structuredClone(catalog);
    },
  };
  return store;
}

function setUp(reply: FakeReply | readonly FakeReply[], options: Partial<CatalogOptions> = {}) {
  const { clock, fake } = testClock();
  const network = fakeFetch({ "*": reply });
  const create = (more: Partial<CatalogOptions> = {}) =>
    createCatalog({ endpoint, transport: createFetchTransport(network.fetch), clock, ...options, ...more });
  return { catalog: create(), create, fake, network, nowMs: fake.now() };
}

// REF-2
describe("the first look", () => {
  it("fetches every kind of model, without a key, with OpenRouter's own headers", async () => {
    const { catalog, network, nowMs } = setUp(page("x/y"));
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/y" }], source: "network", fetchedAtMs: nowMs, warnings: [] });
    expect(network.last()).toMatchObject({ method: "GET", url: "https://openrouter.ai/api/v1/models?output_modalities=all" });
    expect(network.last().headers).toEqual({
      accept: "application/json",
      "accept-encoding": "gzip, br",
      "http-referer": "https://openclaw.ai",
      "x-openrouter-title": "OpenClaw",
      "x-openrouter-categories": "cli-agent",
    });
  });

  // NET-2
  it.each([
    ["as a secret", (key: string) => new Secret(key)],
    ["as text", (key: string) => key],
  ])("at a custom endpoint sends the key that it was given %s, and none of those headers", async (_how, given) => {
    const { apiKey } = plantedSecrets("catalog");
    const { catalog, network } = setUp(page("x/y"), { endpoint: resolveEndpoint("https://llm.example/v1"), apiKey: given(apiKey) });
    await catalog.all();
    expect(network.last().url).toBe("https://llm.example/v1/models?output_modalities=all");
    expect(network.last().headers).toEqual({
      accept: "application/json",
      "accept-encoding": "gzip, br",
      authorization: `Bearer ${apiKey}`,
    });
  });

  it("is shared by everybody who looks at the same time", async () => {
    const { catalog, network } = setUp([page("x/y")]);
    const looks = await Promise.all([
      catalog.all(),
      catalog.find("x/y"),
      catalog.find("openrouter/x/y"),
      catalog.all({ network: "always" }),
    ]);
    expect(network.calls).toHaveLength(1);
    expect(looks[1]).toEqual({ row: expect.objectContaining({ id: "x/y" }) });
  });

  it("keeps the rows for the next run, already read", async () => {
    const store = memoryStore();
    const { catalog, create, network, nowMs } = setUp([page("x/y")], { store });
    await catalog.all();
    expect(store.content).toEqual(storedCatalog(endpoint.baseUrl, nowMs, [rowOf("x/y")]));
    expect(await create().all()).toMatchObject({ rows: [{ id: "x/y" }], source: "cache", fetchedAtMs: nowMs, warnings: [] });
    expect(network.calls).toHaveLength(1);
  });
});

// REF-2: stale-while-revalidate
describe("stored rows", () => {
  const storeAged = (ageMs: number, ...ids: readonly string[]) =>
    memoryStore(storedCatalog(endpoint.baseUrl, Date.UTC(2026, 0, 1) - ageMs, ids.map(rowOf)));

  it("are used without the network while they are fresh", async () => {
    const { catalog, network } = setUp(page("x/new"), { store: storeAged(HOUR - 1, "x/old") });
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/old" }], source: "cache" });
    expect(await catalog.find("x/old")).toEqual({ row: rowOf("x/old") });
    expect(network.calls).toHaveLength(0);
  });

  it("are used at once when they are stale, while new ones are fetched for the next look", async () => {
    const { catalog, network } = setUp([page("x/new")], { store: storeAged(HOUR, "x/old") });
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/old" }], source: "cache", warnings: [] });
    await settle();
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/new" }], source: "network" });
    expect(network.calls).toHaveLength(1);
  });

  it("are not held back by a network that hangs", async () => {
    const { catalog } = setUp({ type: "hang" }, { store: storeAged(DAY, "x/old") });
    expect(await catalog.find("x/old")).toEqual({ row: rowOf("x/old") });
  });

  it("that are too old wait for new ones", async () => {
    const { catalog } = setUp(page("x/new"), { store: storeAged(7 * DAY, "x/old") });
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/new" }], source: "network" });
  });

  it("that are too old are still better than none", async () => {
    const { catalog } = setUp(down, { store: storeAged(30 * DAY, "x/old") });
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/old" }], source: "cache", warnings: [{ code: "catalog_unreachable" }] });
    expect(await catalog.find("x/old")).toMatchObject({ row: { id: "x/old" }, warning: { code: "catalog_unreachable" } });
  });

  it("from the future are not fresh for ever", async () => {
    const { catalog } = setUp(page("x/new"), { store: storeAged(-DAY, "x/old") });
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/new" }] });
  });

  it.each<[string, unknown]>([
    ["of another endpoint", { ...storedCatalog("https://other.example", Date.UTC(2026, 0, 1), [rowOf("x/old")]) }],
    ["of another version", { ...storedCatalog(endpoint.baseUrl, Date.UTC(2026, 0, 1), [rowOf("x/old")]), version: 99 }],
    ["without rows", storedCatalog(endpoint.baseUrl, Date.UTC(2026, 0, 1), [])],
    ["with broken rows", { version: 1, baseUrl: endpoint.baseUrl, fetchedAtMs: Date.UTC(2026, 0, 1), rows: [null, {}] }],
    ["without a time", { version: 1, baseUrl: endpoint.baseUrl, rows: [rowOf("x/old")] }],
    ["that are no object", "x"],
  ])("%s are as good as none", async (_what, content) => {
    const { catalog } = setUp(page("x/new"), { store: memoryStore(content as StoredCatalog) });
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/new" }] });
  });

  it("are read once", async () => {
    const store = storeAged(0, "x/old");
    const { catalog } = setUp(page("x/new"), { store });
    await Promise.all([catalog.all(), catalog.find("x/old"), catalog.all()]);
    expect(store.reads).toBe(1);
  });

  it("can be asked for without the network, and passed over for it", async () => {
    const { catalog, network } = setUp([page("x/new")], { store: storeAged(30 * DAY, "x/old") });
    expect(await catalog.all({ network: "never" })).toMatchObject({ rows: [{ id: "x/old" }] });
    expect(network.calls).toHaveLength(0);
    expect(await catalog.all({ network: "always" })).toMatchObject({ rows: [{ id: "x/new" }], source: "network" });
  });
});

// REF-2: unreachable = what is known + a warning, never a failure
describe("a catalogue that cannot be had", () => {
  it.each<[string, FakeReply]>([
    ["an unreachable host", down],
    ["an error", { type: "json", status: 503, body: { error: { code: 503, message: "busy" } } }],
    ["an HTML page", { type: "text", body: "<html></html>" }],
    ["an empty list", page()],
    ["a list of nothing readable", { type: "json", body: { data: [{}, null] } }],
    ["no list", { type: "json", body: { models: [] } }],
    ["a redirect", { type: "empty", status: 302 }],
  ])("for %s leaves the bundled rows and a warning", async (_why, reply) => {
    const store = memoryStore();
    const { catalog } = setUp(reply, { store });
    expect(await catalog.all()).toEqual({
      rows: BUNDLED_ROWS,
      fetchedAtMs: undefined,
      source: "bundled",
      warnings: [{ code: "catalog_unreachable", message: expect.stringContaining("Known rows are used instead.") }],
    });
    expect(store.content).toBeUndefined();
  });

  it("for being slow is given up after ten seconds", async () => {
    const { catalog, fake } = setUp({ type: "hang" });
    const looking = catalog.all();
    await fake.advance(10_000);
    expect(await looking).toMatchObject({ source: "bundled", warnings: [{ message: expect.stringContaining("10000 ms") }] });
  });

  it("is left alone for a minute, then tried again", async () => {
    const { catalog, fake, network } = setUp([down, page("x/y")]);
    await catalog.all();
    await catalog.find("x/y");
    await catalog.all();
    expect(network.calls).toHaveLength(1);
    await fake.advance(60_000);
    expect(await catalog.all()).toMatchObject({ source: "network", warnings: [] });
  });

  it("is tried at once for who insists, and says so", async () => {
    const { catalog, network } = setUp([page("x/y"), down]);
    await catalog.all();
    expect(await catalog.all({ network: "always" })).toMatchObject({ rows: [{ id: "x/y" }], warnings: [{ code: "catalog_unreachable" }] });
    expect(network.calls).toHaveLength(2);
  });

  it("keeps good rows when a later fetch brings nothing", async () => {
    const store = memoryStore();
    const { catalog, fake } = setUp([page("x/y"), page()], { store });
    await catalog.all();
    await fake.advance(8 * DAY);
    expect(await catalog.all()).toMatchObject({ rows: [{ id: "x/y" }], warnings: [{ code: "catalog_unreachable" }] });
    expect(store.content?.rows).toHaveLength(1);
  });

  it("is let go by the caller's signal", async () => {
    const abort = new AbortController();
    const { catalog } = setUp({ type: "hang" }, { signal: abort.signal });
    const looking = catalog.all();
    await settle();
    abort.abort();
    expect(await looking).toMatchObject({ source: "bundled", warnings: [{ code: "catalog_unreachable" }] });
  });

  it("and a store that cannot be used cost a warning at most", async () => {
    const broken: CatalogStore = {
      read: () => Promise.reject(new Error("EACCES")),
      write: () => Promise.reject(new Error("ENOSPC: disk full")),
    };
    const { catalog } = setUp(page("x/y"), { store: broken });
    expect(await catalog.all()).toMatchObject({
      rows: [{ id: "x/y" }],
      warnings: [{ code: "catalog_not_saved", message: expect.stringContaining("disk full") }],
    });
  });
});

// REF-2
describe("looking for one model", () => {
  it("needs no network for a bundled one", async () => {
    const { catalog, network } = setUp(down);
    expect(await catalog.find("openrouter/auto")).toEqual({ row: BUNDLED_ROWS[0] });
    expect((await catalog.find("moonshotai/kimi-k2.6:nitro")).row?.id).toBe("moonshotai/kimi-k2.6");
    expect(network.calls).toHaveLength(0);
  });

  it("prefers the catalogue's row over the bundled one", async () => {
    const { catalog } = setUp(page("moonshotai/kimi-k2.6"));
    await catalog.all();
    expect((await catalog.find("moonshotai/kimi-k2.6")).row).toEqual(rowOf("moonshotai/kimi-k2.6"));
  });

  it("fetches once for a model that stored rows do not have, then believes them for a minute", async () => {
    const store = memoryStore(storedCatalog(endpoint.baseUrl, Date.UTC(2026, 0, 1) - HOUR / 2, [rowOf("x/old")]));
    const { catalog, network, fake } = setUp([page("x/new"), page("x/new", "x/newest")], { store });
    expect((await catalog.find("x/new")).row?.id).toBe("x/new");
    expect(await catalog.find("x/newest")).toMatchObject({ warning: { code: "model_not_in_catalog" } });
    expect(network.calls).toHaveLength(1);
    await fake.advance(60_000);
    expect((await catalog.find("x/newest")).row?.id).toBe("x/newest");
  });

  it("that nobody has ends in a warning with the nearest ones", async () => {
    const { catalog } = setUp(page("openai/gpt-5.4", "x/y"));
    const { row, warning } = await catalog.find("openai/gpt-5.5");
    expect(row).toBeUndefined();
    expect(warning?.message).toContain('Did you mean "openai/gpt-5.4"?');
  });

  it("that nobody can tell about says why", async () => {
    const { catalog } = setUp(down);
    expect(await catalog.find("x/y")).toEqual({ warning: expect.objectContaining({ code: "catalog_unreachable" }) });
  });

  it("knows that a preset has no row", async () => {
    const { catalog, network } = setUp(down);
    expect(await catalog.find("openrouter/@preset/mine")).toEqual({});
    expect(network.calls).toHaveLength(0);
  });

  it("refuses what is no reference", async () => {
    await expect(setUp(down).catalog.find("kimi")).rejects.toMatchObject({ code: "model_ref_invalid" });
  });

  it("peeks without waiting: bundled first, then what was loaded", async () => {
    const { catalog } = setUp(page("x/y", "x/y:free"));
    expect(catalog.peek("openrouter/auto")?.id).toBe("openrouter/auto");
    expect(catalog.peek("x/y")).toBeUndefined();
    await catalog.all();
    expect(catalog.peek("x/y:nitro")?.id).toBe("x/y");
    expect(catalog.peek("x/y:free")?.id).toBe("x/y:free");
  });
});
