// `npm run docs`: gathers the pages of the repository, adds the references that are made from the sources, builds the site and looks at what
// came out: every link of every page, and the search, in a real browser. `--no-browser` leaves the last out.
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installApart } from "../scripts/steps/install-apart.mjs";
import { readArguments } from "../scripts/steps/read-arguments.mjs";
import { ROOT, run, since } from "../scripts/steps/run-step.mjs";
import { findDeadLinks } from "./dead-links.mjs";
import { programsPage } from "./programs-page.mjs";
import { rewriteLinks } from "./rewrite-links.mjs";
import { sitePages } from "./pages.mjs";

const { values } = readArguments(
  `npm run docs                   build the site, and look at its links and its search in a browser
npm run docs -- --no-browser   leave the browser out`,
  { options: { "no-browser": { type: "boolean" } } },
);
const HERE = fileURLToPath(new URL(".", import.meta.url));
const OUT = join(HERE, "dist");
const PAGES = join(OUT, "pages");
const startedMs = performance.now();

await installApart(HERE);
rmSync(OUT, { recursive: true, force: true });
const count = gather();
const { writeApiReference } = await import("./api-reference.mjs");
const entries = await writeApiReference(PAGES);
console.log(`${count} pages, ${entries.length} API pages (${since(startedMs)})`);

const { code, output } = await run(join(HERE, "node_modules", ".bin", "vitepress"), ["build", "."], { cwd: HERE });
if (code !== 0) fail(`vitepress build failed:\n${output}`);
const { default: site } = await import("./.vitepress/config.mjs");
const hidden = pagesWithoutWay(site.themeConfig);
if (hidden.length > 0) fail(`No entry of the sidebar leads to: ${hidden.join(", ")} (docs-site/.vitepress/config.mjs)`);
const dead = findDeadLinks(join(OUT, "site"));
if (dead.length > 0) fail(`${dead.length} links lead nowhere:\n${dead.join("\n")}`);
if (values["no-browser"] !== true) {
  const { searchProblem } = await import("./search-check.mjs");
  const problem = await searchProblem(join(OUT, "site"));
  if (problem !== undefined) fail(problem);
}
console.log(`docs-site/dist/site is ready (${since(startedMs)})`);

/** Copies every page with its links made right, and the pictures. */
function gather() {
  const pages = sitePages();
  const { GITHUB_REPOSITORY } = process.env;
  const repositoryUrl = GITHUB_REPOSITORY === undefined ? undefined : `https://github.com/${GITHUB_REPOSITORY}/blob/main`;
  for (const [from, to] of pages) {
    const file = join(PAGES, to);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, rewriteLinks(readFileSync(join(ROOT, from), "utf8"), { from, pages, repositoryUrl }));
  }
  writeFileSync(join(PAGES, "programs.md"), programsPage());
  cpSync(join(ROOT, "docs", "assets"), join(PAGES, "assets"), { recursive: true });
  mkdirSync(join(PAGES, "public"), { recursive: true });
  copyFileSync(join(ROOT, "LICENSE"), join(PAGES, "public", "LICENSE.txt"));
  return pages.size + 1;
}

/** Pages that can only be found by searching. */
function pagesWithoutWay({ sidebar }) {
  const linksOf = ({ link, items = [] }) => [...(link === undefined ? [] : [link]), ...items.flatMap(linksOf)];
  const reached = new Set(sidebar.flatMap(linksOf).map((link) => link.replace(/\/$/, "/index").slice(1)));
  const files = readdirSync(PAGES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
  return files.map((file) => file.replaceAll("\\", "/").replace(/\.md$/, "")).filter((page) => !reached.has(page));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
