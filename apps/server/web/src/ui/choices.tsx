import type { JSX } from "preact";
import { useId } from "preact/hooks";

export interface ChoicesProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
  /** What the choice of nothing is called. */
  readonly none?: string;
  /** Draws each as the shape that it names (`16:9`). */
  readonly shapes?: boolean;
  readonly words?: (value: string) => string;
}

/** One of a few, all in sight; "" is the model's own. */
export function Choices({
  label,
  values,
  value,
  onChoose,
  none = "Auto",
  shapes = false,
  words = (text) => text,
}: ChoicesProps): JSX.Element | null {
  const id = useId();
  if (values.length === 0) return null;
  return (
    <div class="field" role="group" aria-labelledby={id}>
      <span class="label" id={id}>
        {label}
      </span>
      <div class="choices">
        {["", ...values].map((one) => (
          <button key={one} class="choice" type="button" aria-pressed={one === value} onClick={() => onChoose(one)}>
            {shapes && one !== "" && <Shape ratio={one} />}
            {one === "" ? none : words(one)}
          </button>
        ))}
      </div>
    </div>
  );
}

const LONG_SIDE_PX = 15;

function Shape({ ratio }: { readonly ratio: string }): JSX.Element | null {
  const [width, height] = ratio.split(/[:x]/).map(Number);
  if (width === undefined || height === undefined || !(width > 0) || !(height > 0)) return null;
  const scale = LONG_SIDE_PX / Math.max(width, height);
  return <span class="ratio" style={{ width: `${Math.round(width * scale)}px`, height: `${Math.round(height * scale)}px` }} />;
}
