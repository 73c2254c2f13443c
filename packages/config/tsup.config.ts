import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/node.ts"],
  format: "esm",
  target: "es2023",
  platform: "neutral",
  dts: false,
  clean: true,
  sourcemap: true,
  splitting: true,
  // Built-ins keep their `node:`; only the ./node entry has any.
  removeNodeProtocol: false,
  external: [/^node:/],
  // zod's own entry loads every language it speaks, 57 ms of them; in the bundle only what is used is left. It stays a dependency for its types.
  noExternal: [/^zod/],
});
