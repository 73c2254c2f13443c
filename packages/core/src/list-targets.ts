import { RequestError } from "./errors/request-error.js";
import type { ModelTarget } from "./target.js";

/**
 * The candidates of a request, in order.
 *
 * @throws RequestError `input_invalid` when there is none, or one that `createTarget` did not make: without types, it may be a model's name
 */
export function listTargets(target: ModelTarget | readonly ModelTarget[]): readonly ModelTarget[] {
  const targets = [target].flat() as readonly (ModelTarget | undefined)[];
  const made = targets.flatMap((one) => (one?.endpoint === undefined ? [] : [one]));
  if (made.length > 0 && made.length === targets.length) return made;
  throw new RequestError("target must come from createTarget.", {
    code: "input_invalid",
    hint: 'Write target: createTarget({ model: "openrouter/<provider>/<model>", apiKey }), or a list of such.',
  });
}
