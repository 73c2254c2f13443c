import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import type { Route } from "../http/route-table.js";
import { PAGE_HEADERS } from "../page/page-headers.js";
import { type PageFile, pageFolder, readPageFiles } from "../page/page-files.js";
import { pickEncoding } from "../page/pick-encoding.js";

/** Names under `/assets` hold a hash of their bytes: what was once loaded never changes. */
const FOREVER = "public, max-age=31536000, immutable";

/** The page: static files out of `dist/web`, open like any sign-in page; what it shows comes from routes that ask who it is (UI-1, UI-2). */
export function pageRoutes(folder: string | null = pageFolder() ?? null): readonly Route[] {
  let reading: Promise<ReadonlyMap<string, PageFile>> | undefined;
  const handle = async (exchange: Exchange): Promise<void> => {
    if (folder === null)
      throw new Refusal("route_not_found", "The page is not built here: run  npm run build  and start the server again.");
    const files = await (reading ??= readPageFiles(folder));
    const path = exchange.path === "/" ? "/index.html" : exchange.path;
    const file = files.get(path);
    if (file === undefined) throw new Refusal("route_not_found", `There is nothing at ${exchange.method} ${exchange.path.slice(0, 200)}.`);
    sendFile(exchange, file, path.startsWith("/assets/") ? FOREVER : "no-cache");
  };
  const page = (path: string, summary: string): Route => ({
    method: "GET",
    path,
    open: true,
    about: { summary, gives: ["text/html"] },
    switchedOff: ({ controlUi }) => (controlUi.enabled ? undefined : "gateway.controlUi.enabled"),
    handle,
  });
  return [
    page("/", "The page: playground and dashboard."),
    page("/favicon.svg", "The page's icon."),
    page("/assets/*", "The page's files."),
  ];
}

function sendFile(exchange: Exchange, file: PageFile, cacheControl: string): void {
  const { response } = exchange;
  if (response.headersSent || response.destroyed) return;
  const { bytes, encoding } = pickEncoding(file, exchange.header("accept-encoding") ?? "");
  // Each coding is other bytes, so it has a tag of its own.
  const etag = encoding === undefined ? file.etag : `${file.etag.slice(0, -1)}-${encoding}"`;
  const headers = { ...exchange.headers, ...PAGE_HEADERS, "cache-control": cacheControl, etag, vary: "Accept-Encoding" };
  const known = (exchange.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known.includes(etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    "content-type": file.mediaType,
    ...(encoding === undefined ? {} : { "content-encoding": encoding }),
    "content-length": bytes.length,
  });
  response.end(exchange.method === "HEAD" ? undefined : bytes);
}
