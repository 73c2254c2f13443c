import { ToolkitError, type ToolkitErrorOptions } from "./toolkit-error.js";

export interface StreamErrorOptions extends ToolkitErrorOptions {
  readonly generationId?: string;
}

/** The reply began and then could not be read to its end: cut, malformed, or departed from what was delivered. */
export class StreamError extends ToolkitError {
  override readonly name = "StreamError";
  readonly generationId: string | undefined;

  constructor(message: string, options: StreamErrorOptions) {
    super(message, { retryable: true, ...options });
    this.generationId = options.generationId;
  }
}
