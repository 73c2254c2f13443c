import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "tsup";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { version: string };

const REQUIRE = 'import{createRequire as __openclawRequire}from"node:module";const require=__openclawRequire(import.meta.url);';

/**
 * One small entry and a chunk for each thing that is loaded later: a command pays for what it uses. Everything is bundled, so that a copied
 * `dist` starts without node_modules (F-4), but the sandbox and the server, which are packages of their own.
 */
export default defineConfig({
  entry: { openclaw: "src/main.ts" },
  format: "esm",
  target: "node22",
  platform: "node",
  dts: false,
  clean: true,
  splitting: true,
  external: ["@openclaw/sandbox", "@openclaw/server"],
  minify: true,
  sourcemap: false,
  noExternal: [/^(?!@openclaw\/(?:sandbox|server)(?:\/|$)).*/],
  esbuildPlugins: [
    {
      name: "undici-parts",
      setup(build) {
        const path = fileURLToPath(new URL("bundle/undici-parts.js", import.meta.url));
        build.onResolve({ filter: /^undici$/ }, () => ({ path }));
      },
    },
  ],
  esbuildOptions(options) {
    // From the packages' sources: what is in the bundle is what is in the checkout, whether or not they were built.
    options.conditions = ["openclaw-source", "module"];
  },
  define: { OPENCLAW_VERSION: JSON.stringify(version) },
  plugins: [
    {
      // CommonJS packages in the bundle ask for `require`. Making one takes longer than reading most chunks, so only those few that ask get it.
      name: "require-where-it-is-used",
      renderChunk(code) {
        return /\brequire\b/.test(code) ? { code: `${REQUIRE}\n${code}` } : undefined;
      },
    },
  ],
});
