import { factsOf, resolveRelative } from "./import-graph.js";

/**
 * Files that import one another in a circle, each circle once and as the way round it; types count too, since a reader follows them as well.
 * What is loaded later by `import()` does not: it is above the file that asks for it, and may well look back.
 */
export function importCircles(files: readonly string[]): readonly (readonly string[])[] {
  const done = new Set<string>();
  const circles: (readonly string[])[] = [];
  const walk = (file: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(file);
    if (seenAt !== -1) {
      circles.push([...trail.slice(seenAt), file]);
      return;
    }
    if (done.has(file)) return;
    for (const next of importsOf(file)) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return circles;
}

function importsOf(file: string): readonly string[] {
  const { imports } = factsOf(file);
  const later = new Set(imports.flatMap(({ specifier, kind }) => (kind === "dynamic" ? specifier : [])));
  const atOnce = imports.filter(({ specifier }) => specifier.startsWith(".") && !later.has(specifier));
  const files = atOnce.flatMap(({ specifier }) => resolveRelative(file, specifier) ?? []);
  return [...new Set(files)].filter((next) => /\.(tsx?|mjs)$/.test(next));
}
