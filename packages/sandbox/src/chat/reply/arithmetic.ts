/** The value of the first arithmetic expression in a text (`2 + 3 * (4 - 1)`), with its own words; `undefined` where there is none. */
export function solveArithmetic(text: string): string | undefined {
  const found = /\(*-?\d[\d\s.+\-*/×x÷^()]*[+\-*/×x÷^][\d\s.+\-*/×x÷^()]*\d\)*/.exec(
    text.replaceAll(/(\d)\s*(?:times|multiplied by)\s*(\d)/gi, "$1*$2"),
  );
  if (found === null) return undefined;
  const expression = found[0].replaceAll(/[×x]/g, "*").replaceAll("÷", "/").replaceAll(/\s+/g, "");
  const value = evaluate(expression);
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return `${found[0].trim()} = ${Number(value.toPrecision(12))}`;
}

/** A small recursive-descent calculator: + - * / ^ and brackets. */
function evaluate(expression: string): number | undefined {
  let at = 0;
  const take = (letter: string): boolean => {
    if (expression[at] !== letter) return false;
    at += 1;
    return true;
  };
  const factor = (): number => {
    if (take("-")) return -factor();
    if (take("(")) {
      const inner = sum();
      return take(")") ? power(inner) : Number.NaN;
    }
    const digits = /^\d+(?:\.\d+)?/.exec(expression.slice(at))?.[0] ?? "";
    at += digits.length;
    return digits === "" ? Number.NaN : power(Number(digits));
  };
  const power = (base: number): number => (take("^") ? base ** factor() : base);
  const product = (): number => {
    let value = factor();
    for (;;) {
      if (take("*")) value *= factor();
      else if (take("/")) value /= factor();
      else return value;
    }
  };
  const sum = (): number => {
    let value = product();
    for (;;) {
      if (take("+")) value += product();
      else if (take("-")) value -= product();
      else return value;
    }
  };
  const value = sum();
  return at === expression.length && !Number.isNaN(value) ? value : undefined;
}
