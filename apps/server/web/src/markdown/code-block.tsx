import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CopyButton } from "../ui/copy-button.js";
import type { Colored } from "./highlight.js";

type Highlight = (text: string, language: string) => readonly Colored[] | undefined;

let highlighter: Highlight | undefined;
/** While a block still grows, it is coloured anew at most this often, and only up to a size that is done in a frame. */
const RECOLOR_MS = 400;
const RECOLOR_LIMIT = 8_000;
const COLOR_LIMIT = 60_000;

/** A code block: plain at once, coloured as soon as the languages are loaded. */
export function CodeBlock({
  text,
  language,
  closed,
}: {
  readonly text: string;
  readonly language: string;
  readonly closed: boolean;
}): JSX.Element {
  const name = language.trim().split(/\s+/, 1)[0]?.toLowerCase() ?? "";
  const colors = useColors(text, name, closed);
  return (
    <figure class="code" dir="ltr">
      <figcaption>
        <span>{name === "" ? "text" : name}</span>
        <CopyButton text={text} label="Copy the code" />
      </figcaption>
      <pre tabIndex={0} aria-label={`Code${name === "" ? "" : ` in ${name}`}`}>
        <code>{colors ?? text}</code>
      </pre>
    </figure>
  );
}

function useColors(text: string, language: string, closed: boolean): ComponentChildren {
  const [colors, setColors] = useState<{ readonly upTo: number; readonly start: string; readonly drawn: ComponentChildren }>();
  const [ready, setReady] = useState(highlighter !== undefined);
  const wanted = language !== "" && text.length <= (closed ? COLOR_LIMIT : RECOLOR_LIMIT);
  useEffect(() => {
    if (wanted && !ready) {
      void import("./highlight.js").then((module) => {
        highlighter = module.highlight;
        setReady(true);
      });
    }
  }, [wanted, ready]);
  useEffect(() => {
    if (!wanted || !ready || highlighter === undefined) return undefined;
    const color = (): void => {
      const pieces = highlighter?.(text, language);
      if (pieces !== undefined) setColors({ upTo: text.length, start: text, drawn: draw(pieces) });
    };
    if (closed || colors === undefined) {
      color();
      return undefined;
    }
    const timer = setTimeout(color, RECOLOR_MS);
    return () => clearTimeout(timer);
    // Text that comes while a block is open waits for the timer that is running.
  }, [wanted, ready, closed, language, closed ? text : Math.floor(text.length / 160)]);
  if (colors === undefined || !text.startsWith(colors.start)) return undefined;
  return (
    <>
      {colors.drawn}
      {text.slice(colors.upTo)}
    </>
  );
}

function draw(pieces: readonly Colored[]): ComponentChildren {
  return pieces.map((piece, index) =>
    typeof piece === "string" ? (
      piece
    ) : (
      <span key={index} class={`syntax-${piece.kind}`}>
        {draw(piece.children)}
      </span>
    ),
  );
}
