import { defineConfig } from "vitest/config";

// A developer's own key and settings must neither reach a test nor be needed by one.
for (const name of Object.keys(process.env)) if (/^(OPENROUTER|OPENCLAW)_/.test(name)) delete process.env[name];

// Tests read the packages' sources through this condition, so no build stands between an edit and its test.
const conditions = ["openclaw-source", "module", "node", "default"];

/** One suite for the whole workspace; tests stand beside their sources, and in tests/ when they cross packages. */
export default defineConfig({
  ssr: { resolve: { conditions } },
  resolve: { conditions },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/src/**/*.test.ts",
      "apps/server/web/**/*.test.{ts,tsx}",
      "tools/*/src/**/*.test.ts",
      "tests/**/*.test.ts",
    ],
    environment: "node",
    maxWorkers: 2,
    testTimeout: 20_000,
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
