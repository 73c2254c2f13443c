import type { BodyFaultName, ContentFaultName, FaultName, MediaFaultName, StreamFaultName } from "./fault.js";
import { STATUS_FAULTS, type StatusFault } from "./status-faults.js";

interface FaultNote {
  /** What the part after the colon means, when there is one. */
  param?: string;
  effect: string;
}

/** Every fault that is no plain status (SBX-3), with its parameter and effect. */
const DESCRIBED: Record<BodyFaultName | StreamFaultName | ContentFaultName | MediaFaultName, FaultNote> = {
  "refuse-connection": { effect: "the socket is reset before any header" },
  "slow-headers": { param: "ms (2000)", effect: "silence before the headers" },
  flapping: { param: "good/bad (1/1)", effect: "so many good answers, then so many 503, in turn" },
  "error-in-200": { effect: "HTTP 200 whose body is an error" },
  "choices-empty": { effect: "an answer with `choices: []`" },
  "empty-body": { effect: "HTTP 200 with no body" },
  "blank-lines-body": { effect: "HTTP 200 with blank lines only" },
  "leading-blank-lines": { effect: "a good JSON answer after blank lines (not for streams)" },
  "html-page": { param: "status (502)", effect: "an HTML page of the edge; `html-page:200` too" },
  "context-overflow": { param: "limit (8192)", effect: "400 context_length_exceeded" },
  "prefill-refusal": { effect: "400 when the last message is the assistant's" },
  "slow-first-token": { param: "ms (2000)", effect: "headers and comments at once, the first token late" },
  stall: { param: "chunks (3)", effect: "silence after so many chunks, connection open" },
  cut: { param: "chunks (3), or bytes as 500b", effect: "the socket dies there" },
  "eof-without-finish": { effect: "a clean end without finish_reason, usage or [DONE]" },
  "comments-only": { param: "comments (20)", effect: "keep-alive comments, then silence" },
  "malformed-chunk": { param: "chunks (2)", effect: "one broken JSON frame after so many chunks" },
  "error-first": { effect: "the first frame of the stream is an error" },
  "error-mid-stream": { param: "chunks (3)", effect: "an error chunk (502) ends the stream" },
  "error-mid-stream-string-code": { param: "chunks (3)", effect: 'the same with `code: "server_error"`' },
  "bare-error-chunk": { param: "chunks (3)", effect: "an error chunk without id and choices" },
  "usage-missing": { effect: "no usage at all" },
  "usage-null": { effect: "`usage: null`" },
  "usage-in-last-content-chunk": { effect: "usage beside the finish_reason, no chunk of its own" },
  crlf: { effect: "frames end in CR LF" },
  cr: { effect: "frames end in CR" },
  "no-done": { effect: "no [DONE]" },
  "duplicate-tool-ids": { effect: "all calls share one id" },
  "repeated-tool-id": { effect: "id and name are repeated on every delta" },
  "missing-tool-ids": { param: "empty", effect: 'no id on calls; `missing-tool-ids:empty` sends ""' },
  "missing-tool-index": { effect: "no index on call deltas" },
  "object-arguments": { effect: "arguments as an object, not as text" },
  "late-tool-name": { effect: "the name comes with the last delta" },
  "trailing-whitespace-arguments": { effect: "blank deltas after complete arguments" },
  "finish-null-with-tools": { effect: "finish_reason null although tools were called" },
  "reasoning-duplicate": { effect: "all reasoning_details are sent a second time" },
  "reasoning-only": { effect: "reasoning, then finish length, no text" },
  "malformed-function-call": { effect: "Gemini's MALFORMED_FUNCTION_CALL with no output" },
  "image-none": { effect: "success without a picture" },
  "job-slow": { param: "polls (20)", effect: "so many polls before completion" },
  "job-failed": { effect: "the job ends failed" },
  "job-expired": { effect: "the job ends expired" },
  "job-cancelled": { effect: "the job ends cancelled" },
  "job-unknown-status": { param: "status (queued)", effect: "an undocumented status for two polls, then completion" },
  "job-404-after-completion": { effect: "polls and downloads give 404 once it is completed" },
  "wrong-origin-polling-url": { param: "origin", effect: "polling_url points to another origin" },
  "foreign-unsigned-urls": { param: "origin", effect: "unsigned_urls point to another origin" },
  "truncated-download": { effect: "the socket dies in the middle of a file" },
  "wrong-content-type": { param: "type", effect: "a good file under a wrong media type" },
  "redirect-other-origin": { param: "origin", effect: "a download redirects to another origin" },
  "html-download": { effect: "an HTML page with status 200 instead of a file" },
  "zero-byte": { effect: "a file of no bytes" },
  "speech-json-error": { param: "zod", effect: "HTTP 200 with a JSON error instead of sound; `:zod` gives the raw 400 dump" },
  "speech-html": { effect: "HTTP 200 with an HTML page instead of sound" },
  "speech-cut": { effect: "the socket dies after the first sound" },
  "speech-empty": { effect: "HTTP 200 with no sound" },
};

const STATUS_NAMES = Object.keys(STATUS_FAULTS) as (keyof typeof STATUS_FAULTS)[];

/** Every fault by name, with its parameter and effect: for help texts and for checking names. */
export const FAULTS: ReadonlyMap<FaultName, FaultNote> = new Map<FaultName, FaultNote>([
  ...(Object.entries(DESCRIBED) as [FaultName, FaultNote][]),
  ...STATUS_NAMES.map((name): [FaultName, FaultNote] => [
    name,
    { param: "Retry-After seconds", effect: statusEffect(STATUS_FAULTS[name]) },
  ]),
]);

function statusEffect(fault: StatusFault): string {
  return `HTTP ${fault.status}: ${fault.message}`;
}

export function isFaultName(name: string): name is FaultName {
  return (FAULTS as ReadonlyMap<string, FaultNote>).has(name);
}
