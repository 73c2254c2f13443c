import { ToolkitError, type ToolkitErrorOptions } from "./toolkit-error.js";

export interface JobErrorOptions extends ToolkitErrorOptions {
  readonly jobId?: string;
  /** The provider's terminal status, as it was sent. */
  readonly status?: string;
}

/** A long job ended without its result, or it is not known how it ended. The job id is kept so that it can be looked up again. */
export class JobError extends ToolkitError {
  override readonly name = "JobError";
  readonly jobId: string | undefined;
  readonly status: string | undefined;

  constructor(message: string, options: JobErrorOptions) {
    super(message, options);
    this.jobId = options.jobId;
    this.status = options.status;
  }
}
