import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "tsup";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { version: string };

/** Everything is bundled, so that a copied `dist` starts without node_modules (F-4). */
export default defineConfig({
  // SQLite's writer is a thread of its own, started from a file of its own.
  entry: { "openclaw-server": "src/main.ts", "executor-worker": "src/store/sqlite/executor-worker.ts" },
  format: "esm",
  target: "node22",
  platform: "node",
  dts: false,
  clean: true,
  splitting: true,
  minify: true,
  sourcemap: false,
  noExternal: [/.*/],
  // node:sqlite has no name without its prefix.
  removeNodeProtocol: false,
  esbuildPlugins: [
    {
      name: "undici-parts",
      setup(build) {
        const path = fileURLToPath(new URL("bundle/undici-parts.js", import.meta.url));
        build.onResolve({ filter: /^undici$/ }, () => ({ path }));
      },
    },
  ],
  define: { OPENCLAW_VERSION: JSON.stringify(version) },
  // CommonJS packages in the bundle ask for `require`.
  banner: { js: 'import{createRequire as __openclawRequire}from"node:module";const require=__openclawRequire(import.meta.url);' },
});
