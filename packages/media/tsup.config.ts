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
  // Built-ins keep their `node:`: Deno and workers take no other spelling.
  removeNodeProtocol: false,
  external: [/^node:/],
});
