import type { JSX } from "preact";
import { Component } from "preact";
import { useMemo, useRef } from "preact/hooks";
import "./markdown.css";
import { type Block, GrowingText } from "./blocks.js";
import { One } from "./tokens.js";

/** Markdown that may still be growing. */
export function Markdown({ text, ended = true }: { readonly text: string; readonly ended?: boolean }): JSX.Element {
  const growing = useRef<GrowingText>(undefined);
  growing.current ??= new GrowingText();
  const parser = growing.current;
  const blocks = useMemo(() => parser.update(text, ended), [parser, text, ended]);
  return (
    <div class="markdown">
      {blocks.map((block) => (
        <DrawnBlock key={block.id} block={block} />
      ))}
    </div>
  );
}

/** Drawn once when it is closed, and only when its text changed while it is open. */
class DrawnBlock extends Component<{ readonly block: Block }> {
  override shouldComponentUpdate({ block }: { readonly block: Block }): boolean {
    const { block: shown } = this.props;
    return block.closed !== shown.closed || block.token.raw !== shown.token.raw;
  }

  override render(): JSX.Element {
    const { block } = this.props;
    return <>{One({ token: block.token, closed: block.closed })}</>;
  }
}
