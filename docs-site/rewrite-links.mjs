import { posix } from "node:path";

const LINK = /(!?\[(?:`[^`\n]*`|[^\]\\`]|\\.)*\])\(([^)\s]+)\)/g;

// A link, whose words may be code, or code by itself: between two links with code for words there is none.
const TOKEN = /(!?\[(?:`[^`\n]*`|[^\]\\`]|\\.)*\]\([^)\s]+\)|`[^`\n]+`)/;

/**
 * Links of a page, written for the repository, made right for the site: pages become their address there, other files the repository's own
 * address, and without one the text alone. Code is left as it is.
 *
 * @param from the page's path in the repository
 * @param pages `sitePages()`
 * @param repositoryUrl such as `https://github.com/owner/name/blob/main`; `undefined` when it is not known
 */
export function rewriteLinks(text, { from, pages, repositoryUrl }) {
  const here = posix.dirname(pages.get(from));
  // Comments are notes for the tests; any other `<` outside code is a sign, not a tag.
  const shown = text.replace(/^<!--[^]*?-->\n*/gm, "");
  return outsideCode(shown, (part) =>
    part.replace(/<(?!https?:|mailto:)(?=[a-z/!])/gi, "&lt;").replace(LINK, (whole, label, address) => {
      if (/^([a-z][a-z\d+.-]*:|#|\/\/)/i.test(address)) return whole;
      const [path = "", anchor] = address.split("#");
      const target = posix.normalize(posix.join(posix.dirname(from), path)).replace(/\/$/, "");
      const page = pages.get(target) ?? pages.get(`${target}/README.md`) ?? pages.get(`${target}/index.md`);
      const suffix = anchor === undefined ? "" : `#${anchor}`;
      if (page !== undefined) return `${label}(${relativeTo(here, page)}${suffix})`;
      // Pictures are copied beside the pages.
      if (label.startsWith("!")) return `${label}(${relativeTo(here, target.replace(/^docs\//, ""))})`;
      return repositoryUrl === undefined ? label.slice(1, -1) : `${label}(${repositoryUrl}/${target}${suffix})`;
    }),
  );
}

function relativeTo(folder, file) {
  const path = posix.relative(folder, file);
  return path.startsWith(".") ? path : `./${path}`;
}

/** Applies `change` to what stands outside fenced blocks and inline code. */
function outsideCode(text, change) {
  return text
    .split(/(^(`{3,})[^\n]*\n[\s\S]*?^\2`*$)/m)
    .filter((_part, index) => index % 3 !== 2)
    .map((part) =>
      part.startsWith("```")
        ? part
        : part
            .split(TOKEN)
            .map((piece) => (piece.startsWith("`") ? piece : change(piece)))
            .join(""),
    )
    .join("");
}
