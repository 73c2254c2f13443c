import { parseJson5 } from "./parse-json5.js";
import { toValue } from "./to-value.js";

/**
 * Reads one JSON5 value as it is typed on a command line, digit separators included.
 *
 * @throws ConfigError `config_invalid` when the text is no JSON5
 */
export function parseJson5Value(text: string): unknown {
  return toValue(parseJson5(text, "value"));
}
