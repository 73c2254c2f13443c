// npm run pictures: takes the pictures of the page that the documents show anew, into docs/assets; look at them before they are committed.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT } from "./steps/run-step.mjs";

readArguments("npm run pictures   writes docs/assets/page-*.png anew");
const SERVER = join(ROOT, "apps", "server");
// Inside the server's own folder, where the packages that it imports are found.
const folder = join(SERVER, "node_modules", ".cache", "pictures");
try {
  await build({
    entryPoints: {
      "take-pictures": join(SERVER, "web", "e2e", "support", "take-pictures.ts"),
      // A thread that the program starts by the place it stands in.
      "executor-worker": join(SERVER, "src", "store", "sqlite", "executor-worker.ts"),
    },
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    packages: "external",
    logLevel: "error",
  });
  const { takePictures } = await import(pathToFileURL(join(folder, "take-pictures.js")).href);
  await takePictures({ program: join(SERVER, "dist", "openclaw-server.js"), folder: join(ROOT, "docs", "assets") });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
