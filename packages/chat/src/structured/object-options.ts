import type { ChatEvent } from "../events.js";
import type { ChatOptions } from "../options.js";
import type { PartialObject } from "./partial-object.js";

export interface ObjectOptions<Output> extends ChatOptions {
  /** Told of every event of every turn: a turn ends with `finish` or `error`, also where the whole ends in the caller's abort. */
  readonly onEvent?: ((event: ChatEvent) => void) | undefined;
  /**
   * Told of the answer while it is written, each time with more of it. It is not checked yet, and stands as the model writes it: before the
   * schema's defaults and transformations. An answer that starts over, or is corrected, begins again.
   */
  readonly onPartial?: ((partial: PartialObject<Output>) => void) | undefined;
}
