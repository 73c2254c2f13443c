import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { differs } from "./expected.mjs";

/** Cloudflare's own runtime without `nodejs_compat`: a `node:` import would not even load there. */
export function workerConsumers({ project, baseUrl, runtimes }) {
  return [
    {
      name: "workerd without Node built-ins",
      use: async () => {
        const script = await bundleWorker(project);
        const { Miniflare } = createRequire(join(runtimes, "package.json"))("miniflare");
        const worker = new Miniflare({ modules: true, script, compatibilityDate: "2026-01-01" });
        try {
          const reply = await worker.dispatchFetch(`http://worker.test/?baseUrl=${encodeURIComponent(baseUrl)}`);
          return differs(await reply.text());
        } finally {
          await worker.dispose();
        }
      },
    },
  ];
}

async function bundleWorker(project) {
  const { outputFiles } = await build({
    entryPoints: [join(project, "worker.mjs")],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "import"],
    target: "es2023",
  });
  return outputFiles[0].text;
}
