// `npm run release`, in the release workflow: builds, writes down where each package comes from, publishes what has a new version. npm's
// provenance wants the repository in the manifest; it is known where the workflow runs, so a fork publishes its own address.
// `--canary` publishes what is pending as 0.0.0-canary-… under the tag `canary`, and leaves `latest` alone.
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { publishedPackages } from "./steps/pack.mjs";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT, run } from "./steps/run-step.mjs";
import { withOrigin } from "./steps/with-origin.mjs";

const { canary } = readArguments(
  `npm run release               build, and publish what has a new version; for the release workflow
npm run release -- --canary   publish what is pending as 0.0.0-canary-…, and leave latest alone`,
  { options: { canary: { type: "boolean", default: false } } },
).values;
const tool = (name, ...args) => step(join(ROOT, "node_modules", ".bin", name), args);

await tool("turbo", "run", "build");
if (canary) await tool("changeset", "version", "--snapshot", "canary");
writeOrigin(process.env.GITHUB_REPOSITORY);
await tool("changeset", "publish", ...(canary ? ["--tag", "canary", "--no-git-tag"] : []));

async function step(command, args) {
  const { code } = await run(command, args, { live: true });
  if (code !== 0) process.exit(code);
}

function writeOrigin(repository) {
  if (repository === undefined) throw new Error("GITHUB_REPOSITORY is not set: releases are made by the workflow, which sets it.");
  for (const { folder } of publishedPackages()) {
    const file = join(folder, "package.json");
    const manifest = withOrigin(JSON.parse(readFileSync(file, "utf8")), { repository, directory: relative(ROOT, folder) });
    writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
  }
}
