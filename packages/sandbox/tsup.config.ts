import { defineConfig } from "tsup";

/** The worker is an entry of its own: `createMediaStudio` starts it as a thread by its address beside the bundle. */
export default defineConfig({
  entry: { index: "src/index.ts", "media-worker": "src/media/media-worker.ts" },
  format: "esm",
  target: "es2023",
  platform: "node",
  dts: false,
  clean: true,
  sourcemap: true,
  splitting: true,
  // Built-ins keep their `node:`: Deno and workers take no other spelling.
  removeNodeProtocol: false,
  external: [/^node:/],
});
