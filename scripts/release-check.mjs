// `npm run release-check`: the next release and a canary, without publishing. In a copy of HEAD the versions are set as the workflow would, and
// npm is asked what it would upload; the changelog is shown. Nothing of the checkout changes.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { publishedPackages } from "./steps/pack.mjs";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT, run } from "./steps/run-step.mjs";

readArguments("npm run release-check   the next release and a canary, without publishing");

const pending = readdirSync(join(ROOT, ".changeset")).filter((file) => file.endsWith(".md") && file !== "README.md");
if (pending.length === 0) {
  console.log("No changeset is pending: there is nothing to release.");
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "openclaw-release-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const packages = publishedPackages();
let failures = 0;

await rehearse("release", [], /^(?!0\.0\.0$)\d+\.\d+\.\d+$/);
await rehearse("canary", ["--snapshot", "canary"], /^0\.0\.0-canary-\d{14}$/);
process.exitCode = failures === 0 ? 0 : 1;

async function rehearse(name, versionArgs, pattern) {
  const copy = join(folder, name);
  await must("git", ["clone", "--quiet", ROOT, copy], ROOT);
  await must("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", "--ignore-scripts"], copy);
  await must("changeset", ["version", ...versionArgs], copy);
  const versions = new Set();
  for (const { folder: source, manifest } of packages) {
    const home = join(copy, relative(ROOT, source));
    if (!existsSync(join(source, "dist"))) throw new Error(`${manifest.name} is not built (npm run build).`);
    cpSync(join(source, "dist"), join(home, "dist"), { recursive: true });
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    versions.add(version);
    const { code, output } = await run(bin("pnpm"), ["publish", "--dry-run", "--no-git-checks", "--tag", name], { cwd: home });
    const right = code === 0 && pattern.test(version) && output.includes(version);
    const changelog = name === "release" ? readFileSync(join(home, "CHANGELOG.md"), "utf8") : version;
    report(`${name}: ${manifest.name}@${version}`, right && changelog.includes(version) ? undefined : `exit code ${code}\n${output}`);
    // What is above the last release's heading is what this one says.
    if (name === "release") console.log(changelog.split(/^## /m).slice(0, 2).join("## "));
  }
  report(`${name}: one version for all packages`, versions.size === 1 ? undefined : [...versions].join(", "));
}

async function must(command, args, cwd) {
  const { code, output } = await run(command === "git" ? command : bin(command), args, { cwd, env: { CI: "true" } });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output}`);
}

function bin(name) {
  return join(ROOT, "node_modules", ".bin", name);
}

function report(what, problem) {
  console.log(`${problem === undefined ? "ok    " : "FAILED"} ${what}`);
  if (problem === undefined) return;
  failures += 1;
  console.log(problem);
}
