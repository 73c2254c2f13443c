import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "@openclaw/core";
import { parseJson, readObject, readString } from "@openclaw/core/internal";

const PACKAGE = "@openclaw/server";
const PROGRAM = "openclaw-server";

/**
 * The server's program: a package of its own, installed where this one is, or beside it in the checkout. It is run, never imported: two
 * programs, two processes.
 *
 * @param from the address of a file of this program
 * @throws ConfigError `unsupported`: it is not installed, or the checkout was not built
 */
export function findServer(from: string): string {
  const folder = dirname(fileURLToPath(from));
  const manifest = installedManifest(folder) ?? checkoutManifest(folder);
  if (manifest === undefined) {
    throw new ConfigError("The server is not installed beside this program.", {
      code: "unsupported",
      hint: `Install it where openclaw is: npm install -g ${PACKAGE}`,
    });
  }
  const { bin } = readManifest(manifest);
  const script = join(dirname(manifest), readString(readObject(bin)?.[PROGRAM]) ?? readString(bin) ?? `dist/${PROGRAM}.js`);
  if (existsSync(script)) return script;
  throw new ConfigError(`The server is at ${dirname(manifest)}, but its program is not there: ${script}.`, {
    code: "unsupported",
    hint: "In a checkout build it first: npm run build",
  });
}

/** As Node looks for packages, by the place of this file alone. */
function installedManifest(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", PACKAGE, "package.json");
    if (existsSync(manifest)) return manifest;
    if (dirname(folder) === folder) return undefined;
  }
}

/** `apps/server` next to the package that holds this file. */
function checkoutManifest(start: string): string | undefined {
  let folder = start;
  while (readManifest(join(folder, "package.json"))["name"] !== "@openclaw/cli") {
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  const manifest = join(folder, "..", "server", "package.json");
  return readManifest(manifest)["name"] === PACKAGE ? manifest : undefined;
}

function readManifest(path: string): Readonly<Record<string, unknown>> {
  try {
    return readObject(parseJson(readFileSync(path, "utf8"))) ?? {};
  } catch {
    return {};
  }
}
