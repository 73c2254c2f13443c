// Every relative link of every page leads to a file of the repository, and to a heading that is there.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./architecture/workspace.js";
import { allPages } from "./snippets/read-snippets.js";

/** As GitHub names headings. */
function slug(heading: string): string {
  const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

function withoutCode(text: string): string {
  return text.replace(/^(`{3,})[^]*?^\1`*$/gm, "").replace(/`[^`\n]*`/g, "");
}

function deadLinksOf(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^([a-z][a-z\d+.-]*:|\/\/)/i.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const file = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(ROOT, file))) return true;
    if (anchor === undefined || statSync(join(ROOT, file)).isDirectory() || !file.endsWith(".md")) return false;
    const headings = [...readFileSync(join(ROOT, file), "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));
    return !headings.includes(anchor);
  });
}

it("leaves no link without its end", () => {
  const dead = allPages().flatMap((page) => deadLinksOf(page).map((link) => `${page}: ${link}`));
  expect(dead).toEqual([]);
  expect(allPages().length).toBeGreaterThan(30);
});
