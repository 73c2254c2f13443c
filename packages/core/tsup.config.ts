import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/node.ts", "src/internal.ts", "src/internal-stream.ts", "src/internal-node.ts"],
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
});
