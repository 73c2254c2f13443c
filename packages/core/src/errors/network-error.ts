import { ToolkitError, type ToolkitErrorOptions } from "./toolkit-error.js";

export interface NetworkErrorOptions extends ToolkitErrorOptions {
  /** Origin only: paths and queries stay out of messages and logs. */
  readonly origin?: string;
  /** The system's own code, such as `ECONNREFUSED` or `ENOTFOUND`. */
  readonly systemCode?: string;
}

/** The connection could not be made, or broke. Retryable unless the certificate was refused. */
export class NetworkError extends ToolkitError {
  override readonly name = "NetworkError";
  readonly origin: string | undefined;
  readonly systemCode: string | undefined;

  constructor(message: string, options: NetworkErrorOptions) {
    super(message, { retryable: options.code !== "tls_rejected", ...options });
    this.origin = options.origin;
    this.systemCode = options.systemCode;
  }
}
