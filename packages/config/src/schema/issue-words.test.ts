import { expect, it } from "vitest";
import { validateDocument } from "./validate.js";

const openrouter = (settings: object) => ({ models: { providers: { openrouter: settings } } });
const defaults = (settings: object) => ({ agents: { defaults: settings } });
const routing = (openRouterRouting: object) => openrouter({ models: [{ id: "a/b", compat: { openRouterRouting } }] });
const ROUTING = "models.providers.openrouter.models[0].compat.openRouterRouting";
const BINDS = ["loopback", "lan", "tailnet", "auto", "custom"];
const ALLOWED = `(allowed: ${BINDS.map((bind) => JSON.stringify(bind)).join(", ")})`;

// CFG-4
it.each<[document: object, path: string, message: string, more?: object]>([
  [
    { gatway: {} },
    "",
    'Unrecognized key: "gatway" (did you mean "gateway"?)',
    { at: ["gatway"], unknownKey: "gatway", suggestion: "gateway" },
  ],
  [{ zzzzzz: {} }, "", 'Unrecognized key: "zzzzzz"', { at: ["zzzzzz"], unknownKey: "zzzzzz" }],
  [
    { agents: { list: [{ id: "a", modl: 1 }] } },
    "agents.list[0]",
    'Unrecognized key: "modl" (did you mean "model"?)',
    { at: ["agents", "list", 0, "modl"], unknownKey: "modl", suggestion: "model" },
  ],
  [{ gateway: [] }, "gateway", "Invalid input: expected object"],
  [{ env: { vars: [] } }, "env.vars", "Invalid input: expected object"],
  [{ gateway: { port: 1.5 } }, "gateway.port", "Invalid input: expected integer"],
  [{ gateway: { port: 0 } }, "gateway.port", "Invalid input: must be at least 1"],
  [defaults({ failover: { retries: 21 } }), "agents.defaults.failover.retries", "Invalid input: must be at most 20"],
  [defaults({ mediaMaxMb: 0 }), "agents.defaults.mediaMaxMb", "Invalid input: must be more than 0"],
  [routing({ max_price: { prompt: -1 } }), `${ROUTING}.max_price.prompt`, "Invalid input: must be at least 0"],
  [
    { gateway: { http: { securityHeaders: { strictTransportSecurity: true } } } },
    "gateway.http.securityHeaders.strictTransportSecurity",
    "Invalid input: expected string or false",
  ],
  [
    { secrets: { providers: { Vault: { source: "env" } } } },
    "secrets.providers.Vault",
    "Invalid name: must match /^[a-z][a-z0-9_-]{0,63}$/",
    { at: ["secrets", "providers", "Vault"] },
  ],
  [defaults({ model: 5 }), "agents.defaults.model", "Invalid input: expected string or object"],
  [defaults({ model: "" }), "agents.defaults.model", "Invalid input: must not be blank"],
  [defaults({ model: " " }), "agents.defaults.model", "Invalid input: must not be blank"],
  [defaults({ model: { primary: 5 } }), "agents.defaults.model.primary", "Invalid input: expected string"],
  [openrouter({ attribution: "yes" }), "models.providers.openrouter.attribution", "Invalid input: expected boolean or object"],
  [
    openrouter({ attribution: { categories: 5 } }),
    "models.providers.openrouter.attribution.categories",
    "Invalid input: expected string or array",
  ],
  [
    openrouter({ apiKey: { source: "web", id: "A" } }),
    "models.providers.openrouter.apiKey.source",
    'Invalid input (allowed: "env", "file", "exec")',
    { allowedValues: ["env", "file", "exec"] },
  ],
  [openrouter({ apiKey: { source: "env" } }), "models.providers.openrouter.apiKey.id", "Invalid input: expected string"],
  [
    openrouter({ apiKey: { source: "env", id: "a" } }),
    "models.providers.openrouter.apiKey.id",
    "Invalid input: must match /^[A-Z][A-Z0-9_]{0,127}$/",
  ],
  [
    { gateway: { bind: "lopback" } },
    "gateway.bind",
    `Invalid input ${ALLOWED}; did you mean "loopback"?`,
    { allowedValues: BINDS, suggestion: "loopback" },
  ],
  [{ gateway: { bind: "zzzz" } }, "gateway.bind", `Invalid input ${ALLOWED}`, { allowedValues: BINDS }],
  [{ gateway: { bind: 5 } }, "gateway.bind", `Invalid input ${ALLOWED}`, { allowedValues: BINDS }],
])("%j is wrong at %j: %s", (document, path, message, more) => {
  const [issue, ...others] = validateDocument(document);
  expect(others).toEqual([]);
  const { at, ...words } = issue ?? { at: [] };
  expect({ ...words, ...(more !== undefined && "at" in more ? { at } : {}) }).toStrictEqual({ path, message, ...more });
});

it("says everything that is wrong inside a value that may be of several kinds", () => {
  expect(validateDocument(defaults({ model: { primary: 5, fallbacks: ["openrouter/auto", 5] } })).map(({ path }) => path)).toEqual([
    "agents.defaults.model.primary",
    "agents.defaults.model.fallbacks[1]",
  ]);
});
