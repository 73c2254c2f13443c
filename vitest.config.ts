import { defineConfig } from "vitest/config";

/** Tests read the packages' sources through the `openclaw-source` export condition, so no build stands between an edit and its test. */
export default defineConfig({
  ssr: { resolve: { conditions: ["openclaw-source", "module", "node", "default"] } },
  resolve: { conditions: ["openclaw-source", "module", "node", "default"] },
  test: {
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "tools/*/src/**/*.test.ts", "tests/**/*.test.ts"],
    environment: "node",
    maxWorkers: 2,
    testTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
