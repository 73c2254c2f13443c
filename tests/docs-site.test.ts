// The parts of `npm run docs` that decide what a reader gets: links, and that a dead one is found.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
// @ts-expect-error a script without declarations
import { findDeadLinks } from "../docs-site/dead-links.mjs";
// @ts-expect-error a script without declarations
import { sitePages } from "../docs-site/pages.mjs";
// @ts-expect-error a script without declarations
import { rewriteLinks } from "../docs-site/rewrite-links.mjs";

const pages = new Map([
  ["docs/cli.md", "cli.md"],
  ["docs/concepts/models.md", "concepts/models.md"],
  ["docs/decisions/README.md", "decisions/index.md"],
  ["packages/chat/README.md", "packages/chat.md"],
]);
const rewrite = (text: string, from = "docs/concepts/models.md", repositoryUrl?: string): string =>
  (rewriteLinks as (text: string, options: object) => string)(text, { from, pages, repositoryUrl });

describe("links on their way to the site", () => {
  it("become the page's place there, with their heading", () => {
    expect(rewrite("[CLI](../cli.md#chat), [why](../decisions/)")).toBe("[CLI](../cli.md#chat), [why](../decisions/index.md)");
    expect(rewrite("[all](../../docs/cli.md)", "packages/chat/README.md")).toBe("[all](../cli.md)");
    expect(rewrite("[chat](../packages/chat)", "docs/cli.md")).toBe("[chat](./packages/chat.md)");
  });

  it("may have code for words, several on a line, with brackets in it", () => {
    const text = "`null` | [`a [DONE] b`](../cli.md), [`c`](../cli.md) and `[not](../cli.md)`";
    expect(rewrite(text, "docs/concepts/models.md")).toBe(text);
    expect(rewrite(text.replaceAll("../cli.md", "../../docs/cli.md"), "packages/chat/README.md")).toBe(
      "`null` | [`a [DONE] b`](../cli.md), [`c`](../cli.md) and `[not](../../docs/cli.md)`",
    );
  });

  it("lead to the repository where the site has no page, or are plain text without one", () => {
    const text = "[one file](src/shape/index.ts)";
    expect(rewrite(text, "packages/chat/README.md", "https://git.test/blob/main")).toBe(
      "[one file](https://git.test/blob/main/packages/chat/src/shape/index.ts)",
    );
    expect(rewrite(text, "packages/chat/README.md")).toBe("one file");
  });

  it("stay as they are in code, and on other sites", () => {
    const text = "`[a](../cli.md)` [x](https://x.test) \n```md\n[a](../cli.md) <b>\n```\n";
    expect(rewrite(text)).toBe(text);
  });

  it("do not take signs for tags", () => {
    expect(rewrite("<name> and <https://x.test>")).toBe("&lt;name> and <https://x.test>");
    expect(rewrite("<!-- given\nlet a;\n-->\n\ntext")).toBe("text");
  });
});

describe("dead links", () => {
  it("are found: pages, files and headings", () => {
    const site = tempDir();
    mkdirSync(join(site, "concepts"));
    writeFileSync(
      join(site, "index.html"),
      '<h1 id="top">x</h1><a href="/concepts/a">a</a><a href="#top">t</a><a href="/gone">g</a><a href="concepts/a#no">n</a>',
    );
    writeFileSync(
      join(site, "concepts", "a.html"),
      '<a href="../index.html#top">home</a><img src="../gone.png"><a href="https://x.test">x</a>',
    );
    expect((findDeadLinks as (folder: string) => string[])(site).toSorted()).toEqual([
      "/concepts/a.html: ../gone.png",
      "/index.html: /gone",
      "/index.html: concepts/a#no",
    ]);
  });
});

it("gives every page of docs/, every package and the rules of the house a place", () => {
  const places = sitePages() as Map<string, string>;
  expect(places.get("docs/quick-start.md")).toBe("quick-start.md");
  expect(places.get("packages/chat/README.md")).toBe("packages/chat.md");
  expect(places.get("docs/decisions/README.md")).toBe("decisions/index.md");
  expect(new Set(places.values()).size).toBe(places.size);
});
