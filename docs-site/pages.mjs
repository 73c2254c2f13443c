// Which files of the repository are pages of the site, and where they stand there.
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../scripts/steps/run-step.mjs";

/** Path in the repository → path on the site, both of the Markdown file. */
export function sitePages() {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
  const packages = ["packages", "apps"].flatMap((parent) =>
    readdirSync(join(ROOT, parent))
      .filter((name) => existsSync(join(ROOT, parent, name, "README.md")))
      .map((name) => [`${parent}/${name}/README.md`, `packages/${name}.md`]),
  );
  return new Map([
    // A folder's README is what its address shows.
    ...docs.map((file) => [`docs/${slashes(file)}`, slashes(file).replace(/(^|\/)README\.md$/, "$1index.md")]),
    ...packages,
    ["examples/README.md", "examples.md"],
    ["AGENTS.md", "contributing/agents.md"],
    ["CONTRIBUTING.md", "contributing/index.md"],
    ["SECURITY.md", "contributing/reporting.md"],
  ]);
}

function slashes(file) {
  return relative("", file).replaceAll("\\", "/");
}
