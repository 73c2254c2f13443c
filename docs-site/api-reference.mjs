import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../scripts/steps/run-step.mjs";

/** Writes `api/…`: a page for each entry of each package, from the docstrings of the sources. Answers with the entries, for the sidebar. */
export async function writeApiReference(folder) {
  const { Application } = await import("typedoc");
  const entries = readdirSync(join(ROOT, "packages")).flatMap((name) =>
    ["index.ts", "node.ts"]
      .map((file) => join(ROOT, "packages", name, "src", file))
      .filter((file) => existsSync(file))
      .map((file) => ({ file, title: `@openclaw/${name}${file.endsWith("node.ts") ? "/node" : ""}` })),
  );
  const app = await Application.bootstrapWithPlugins({
    entryPoints: entries.map(({ file }) => file),
    tsconfig: join(ROOT, "tsconfig.json"),
    plugin: ["typedoc-plugin-markdown"],
    outputs: [{ name: "markdown", path: join(folder, "api") }],
    outputFileStrategy: "modules",
    entryFileName: "index",
    hideBreadcrumbs: true,
    hidePageHeader: true,
    readme: "none",
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    sort: ["source-order"],
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    typeDeclarationFormat: "table",
    logLevel: "Error",
    // Checked by the project's own compiler run; a neighbour's unfinished file must not stop the documentation.
    skipErrorChecking: true,
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("typedoc could not read the sources.");
  // The sources' folders are no names that a reader knows: `chat/src` is `@openclaw/chat`.
  for (const module of project.children ?? []) module.name = module.name.replace(/\/src\b/, "");
  await app.generateOutputs(project);
  for (const file of readdirSync(join(folder, "api"), { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".md")) nameAnchors(join(folder, "api", file));
  }
  return entries.map(({ title }) => title);
}

/** typedoc keeps underscores in the names of headings, the site turns them into hyphens. */
function nameAnchors(file) {
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/\]\(([\w./-]*#[a-z\d_]+)\)/g, (_whole, link) => `](${link.replace(/(?<=#.*)_/g, "-")})`),
  );
}
