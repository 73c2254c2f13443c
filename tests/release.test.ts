// What is published can be told from what stands in the repository: origin and provenance, one version, and a note for the first release of each package.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
// @ts-expect-error a script without declarations
import { withOrigin } from "../scripts/steps/with-origin.mjs";
import { ROOT, workspacePackages } from "./architecture/workspace.js";

const published = workspacePackages()
  .map(({ folder }) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>)
  .filter((manifest) => manifest["private"] !== true);

it("says where a package comes from, and keeps what its manifest publishes", () => {
  const [first] = published;
  const made = (withOrigin as (manifest: unknown, origin: object) => Record<string, unknown>)(first, {
    repository: "someone/fork",
    directory: "packages/chat",
  });
  expect(made["repository"]).toEqual({ type: "git", url: "git+https://github.com/someone/fork.git", directory: "packages/chat" });
  expect(made["publishConfig"]).toEqual({ ...(first?.["publishConfig"] as object), provenance: true });
  expect(made["name"]).toBe(first?.["name"]);
});

it("publishes eight packages with a description, keywords, a licence and a Node version", () => {
  expect(published.map(({ name }) => name)).toHaveLength(8);
  for (const manifest of published) {
    expect(manifest).toMatchObject({ license: "MIT", description: expect.any(String), engines: { node: expect.any(String) } });
    expect(manifest["keywords"]).toContain("openrouter");
    expect(manifest["scripts"]).not.toHaveProperty("postinstall");
  }
});

it("says of each package what its first release is, in a note of its own", () => {
  const unreleased = published.filter(({ version }) => version === "0.0.0").map(({ name }) => String(name));
  for (const name of unreleased) {
    const note = readFileSync(join(ROOT, ".changeset", `first-${name.replace("@openclaw/", "")}.md`), "utf8");
    const [, head = "", text = ""] = note.split(/^---$/m);
    // Another package named here would have this text in its changelog too.
    expect(head.trim()).toBe(`"${name}": minor`);
    expect(text.trim()).toMatch(/^The first release/);
  }
});
