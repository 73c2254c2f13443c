import { ToolkitError, type ToolkitErrorOptions } from "./toolkit-error.js";

/** One thing wrong with a config file: where, what, and what would be right. */
export interface ConfigIssue {
  /** Dotted path of the value, `""` for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly allowedValues?: readonly unknown[];
  readonly suggestion?: string;
}

export interface ConfigErrorOptions extends ToolkitErrorOptions {
  readonly issues?: readonly ConfigIssue[];
}

/** A config file, value or credential that cannot be used. Nothing was sent or written. */
export class ConfigError extends ToolkitError {
  override readonly name = "ConfigError";
  readonly issues: readonly ConfigIssue[];

  constructor(message: string, options: ConfigErrorOptions) {
    super(message, options);
    this.issues = options.issues ?? [];
  }
}
