import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** Links of the built site that lead to no page, no file or no heading; each as `page: link`. Other sites are not asked. */
export function findDeadLinks(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  const pages = new Map(files.map((file) => [`/${file.replaceAll("\\", "/")}`, readFileSync(join(folder, file), "utf8")]));
  const anchors = new Map(
    [...pages].map(([page, html]) => [page, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((match) => decode(match[1])))]),
  );
  return [...pages].flatMap(([page, html]) => {
    if (page === "/404.html") return [];
    const body = html.replace(/<script[\s\S]*?<\/script>/g, "");
    const links = [...body.matchAll(/<(?:a|img)\b[^>]*?\s(?:href|src)="([^"]+)"/g)].map((match) => decode(match[1]));
    return [...new Set(links)].filter((link) => !leadsSomewhere(link, page)).map((link) => `${page}: ${link}`);
  });

  function leadsSomewhere(link, page) {
    if (/^([a-z][a-z\d+.-]*:|\/\/)/i.test(link)) return true;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : posix.join(path.startsWith("/") ? "/" : posix.dirname(page), path);
    const found = [target, `${target}.html`, posix.join(target, "index.html")].find((candidate) => pages.has(candidate));
    if (found === undefined) return existsSync(join(folder, target)) && !target.endsWith("/");
    return anchor === undefined || anchor === "" || anchors.get(found)?.has(decodeURIComponent(anchor)) === true;
  }
}

function decode(text) {
  return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
