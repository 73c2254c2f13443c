import temml from "temml";

/** What a formula may ask for at most: in em, and in replacements of its macros. */
const LIMITS = { maxSize: [10, 40] as [number, number], maxExpand: 500 };

/** The chunk with TeX, loaded when the first formula is there. Draws into an element; `false` for what is not TeX, which leaves it as it was. */
export function renderFormula(tex: string, element: HTMLElement, display: boolean): boolean {
  const drawn = document.createElement("span");
  try {
    temml.render(tex, drawn, { displayMode: display, throwOnError: true, trust: false, ...LIMITS });
  } catch {
    return false;
  }
  element.replaceChildren(...drawn.childNodes);
  return true;
}
