import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { run } from "../steps/run-step.mjs";
import { differs } from "./expected.mjs";

/** Bun and Deno on the same project. Their programs lie in packages of their platform, since no install script was run. */
export function runtimeConsumers({ project, folder, baseUrl, runtimes }) {
  const cache = join(folder, "deno");
  mkdirSync(cache);
  const bun = platformProgram(runtimes, "bun", `@oven/bun-${platform("x64", "aarch64")}`, "bin/bun");
  const deno = platformProgram(
    runtimes,
    "deno",
    `@deno/${platform("x64", "arm64")}${process.platform === "linux" ? "-glibc" : ""}`,
    "deno",
  );
  const denoEnvironment = { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  const denoArgs = ["run", "--quiet", "--allow-net=127.0.0.1", "--allow-env", "--allow-read", "--node-modules-dir=manual"];
  return [
    { name: "Bun", use: async () => differs((await run(bun, ["main.mjs", baseUrl], { cwd: project })).output) },
    {
      name: "Deno, allowed the loopback network and nothing else outside",
      use: async () => differs((await run(deno, [...denoArgs, "main.mjs", baseUrl], { cwd: project, env: denoEnvironment })).output),
    },
  ];
}

function platform(x64, arm64) {
  return `${process.platform === "win32" ? "windows" : process.platform}-${process.arch === "arm64" ? arm64 : x64}`;
}

/** Beside its owner, where pnpm puts what a package depends on. */
function platformProgram(runtimes, owner, name, file) {
  return join(realpathSync(join(runtimes, owner)), "..", name, file);
}
