import { ToolkitError } from "./toolkit-error.js";

/** The caller's input was refused before anything was sent. */
export class RequestError extends ToolkitError {
  override readonly name = "RequestError";
}
