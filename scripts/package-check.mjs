// Packs each published package as npm would and asks publint and attw about the tarball (F-3).
import { join } from "node:path";
import { packPackages, publishedPackages } from "./steps/pack.mjs";
import { ROOT, run } from "./steps/run-step.mjs";

const bin = (name) => join(ROOT, "node_modules", ".bin", name);
let failures = 0;

for (const { name, tarball, hasExports } of await packPackages(publishedPackages())) {
  const checks = [{ tool: "publint", args: ["run", tarball, "--strict"] }];
  if (hasExports) checks.push({ tool: "attw", args: [tarball, "--profile", "esm-only", "--no-emoji", "--no-color"] });
  for (const { tool, args } of checks) {
    const { code, output } = await run(bin(tool), args);
    console.log(`${code === 0 ? "ok" : "FAILED"} ${tool} ${name}`);
    if (code === 0) continue;
    failures += 1;
    console.log(output);
  }
}
process.exitCode = failures === 0 ? 0 : 1;
