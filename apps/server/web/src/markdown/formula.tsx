import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MathToken } from "./math.js";

type Render = (tex: string, element: HTMLElement, display: boolean) => boolean;

let renderer: Render | undefined;
const LONGEST = 8_000;

/** A formula: its source at once and whenever it cannot be drawn, MathML as soon as TeX is loaded. */
export function Formula({ tex, raw, display }: MathToken): JSX.Element {
  const place = useRef<HTMLSpanElement>(null);
  const [ready, setReady] = useState(renderer !== undefined);
  const [drawn, setDrawn] = useState(false);
  const wanted = tex !== undefined && tex.length <= LONGEST;
  useLayoutEffect(() => {
    if (!wanted || ready) return;
    // Without it the source stays.
    import("./render-formula.js").then(
      (module) => {
        renderer = module.renderFormula;
        setReady(true);
      },
      () => undefined,
    );
  }, [wanted, ready]);
  useLayoutEffect(() => {
    const { current: element } = place;
    setDrawn(wanted && element !== null && renderer !== undefined && renderer(tex, element, display));
  }, [wanted, ready, tex, display]);
  return (
    <span
      class={display ? "formula display" : "formula"}
      dir="ltr"
      {...(display ? { tabIndex: 0, role: "group", "aria-label": "Formula" } : {})}
    >
      {!drawn && <code class="formula-source">{raw.trim()}</code>}
      <span ref={place} hidden={!drawn} />
    </span>
  );
}
