import type { Token, Tokens } from "marked";
import type { ComponentChildren, JSX } from "preact";
import { CodeBlock } from "./code-block.js";
import { directionOf } from "./direction.js";
import { Formula } from "./formula.js";
import { isMath } from "./math.js";
import { safeHref, safeImage } from "./safe-href.js";

/**
 * Markdown's tokens as elements. No HTML is ever built from a model's text: what a model writes as HTML is shown as the text it is, so there is
 * nothing to sanitise.
 */
function Inline({ tokens, closed }: { readonly tokens: readonly Token[] | undefined; readonly closed: boolean }): JSX.Element {
  return (
    <>
      {tokens?.map((token, index) => (
        <One key={index} token={token} closed={closed} />
      ))}
    </>
  );
}

export function One({ token, closed }: { readonly token: Token; readonly closed: boolean }): ComponentChildren {
  if (isMath(token)) return <Formula {...token} />;
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return <Heading token={token as Tokens.Heading} closed={closed} />;
    case "paragraph":
      return (
        <p dir={directionOf(token.raw)}>
          <Inline tokens={token.tokens} closed={closed} />
        </p>
      );
    case "code": {
      const code = token as Tokens.Code;
      return <CodeBlock text={code.text} language={code.lang ?? ""} closed={closed} />;
    }
    case "blockquote":
      return (
        <blockquote dir={directionOf(token.raw)}>
          <Inline tokens={token.tokens} closed={closed} />
        </blockquote>
      );
    case "list":
      return <List list={token as Tokens.List} closed={closed} />;
    case "table":
      return <Table table={token as Tokens.Table} closed={closed} />;
    case "hr":
      return <hr />;
    case "strong":
      return (
        <strong>
          <Inline tokens={token.tokens} closed={closed} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Inline tokens={token.tokens} closed={closed} />
        </em>
      );
    case "del":
      return (
        <del>
          <Inline tokens={token.tokens} closed={closed} />
        </del>
      );
    case "codespan":
      return <code>{(token as Tokens.Codespan).text}</code>;
    case "br":
      return <br />;
    case "link":
      return <Link link={token as Tokens.Link} closed={closed} />;
    case "image":
      return <Picture image={token as Tokens.Image} />;
    case "escape":
      return (token as Tokens.Escape).text;
    case "text":
      return token.tokens === undefined ? (token as Tokens.Text).text : <Inline tokens={token.tokens} closed={closed} />;
    default:
      return token.raw;
  }
}

function Heading({ token, closed }: { readonly token: Tokens.Heading; readonly closed: boolean }): JSX.Element {
  // Below the page's own headings.
  const Level = (["h3", "h3", "h4", "h5", "h6", "h6"] as const)[token.depth - 1] ?? "h6";
  return (
    <Level dir={directionOf(token.raw)}>
      <Inline tokens={token.tokens} closed={closed} />
    </Level>
  );
}

function List({ list, closed }: { readonly list: Tokens.List; readonly closed: boolean }): JSX.Element {
  const items = list.items.map((item, index) => (
    <li key={index} class={item.task ? "task" : undefined}>
      {item.task && <input type="checkbox" checked={item.checked === true} disabled aria-label={item.checked === true ? "done" : "open"} />}
      <Inline tokens={item.tokens.filter(({ type }) => type !== "checkbox")} closed={closed} />
    </li>
  ));
  const dir = directionOf(list.raw);
  return list.ordered ? (
    <ol dir={dir} start={typeof list.start === "number" ? list.start : 1}>
      {items}
    </ol>
  ) : (
    <ul dir={dir}>{items}</ul>
  );
}

function Table({ table, closed }: { readonly table: Tokens.Table; readonly closed: boolean }): JSX.Element {
  const align = (index: number): string | undefined =>
    table.align[index] === "right" ? "end" : table.align[index] === "center" ? "middle" : undefined;
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-label="Table">
      <table dir={directionOf(table.raw)}>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index} class={align(index)}>
                <Inline tokens={cell.tokens} closed={closed} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                <td key={index} class={align(index)}>
                  <Inline tokens={cell.tokens} closed={closed} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Link({ link, closed }: { readonly link: Tokens.Link; readonly closed: boolean }): JSX.Element {
  const href = safeHref(link.href);
  const inner = <Inline tokens={link.tokens} closed={closed} />;
  if (href === undefined) return inner;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" title={link.title ?? undefined}>
      {inner}
    </a>
  );
}

function Picture({ image }: { readonly image: Tokens.Image }): JSX.Element {
  const shown = safeImage(image.href);
  if (shown !== undefined) return <img src={shown} alt={image.text} />;
  const href = safeHref(image.href);
  if (href === undefined) return <>{image.raw}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {image.text === "" ? href : image.text} (picture elsewhere)
    </a>
  );
}
