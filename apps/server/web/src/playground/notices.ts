import { type Json, numberOf, textOf } from "../api/read.js";

/** Something that the server did on the way to an answer, told in a sentence. */
export interface Notice {
  readonly kind: "failover" | "retry" | "cache" | "restart" | "other";
  readonly text: string;
}

/** The server's event as a sentence; `undefined` for what needs none. */
export function readNotice(event: Json): Notice | undefined {
  const type = textOf(event["type"]);
  const from = textOf(event["from"]) ?? textOf(event["failedModel"]) ?? textOf(event["previousModel"]);
  const to = textOf(event["to"]) ?? textOf(event["model"]);
  const cause = textOf(event["message"]) ?? causeWords(textOf(event["cause"]) ?? textOf(event["reason"]) ?? textOf(event["code"]));
  switch (type) {
    case "attempt": {
      const attempt = numberOf(event["attempt"]) ?? 1;
      return attempt > 1 ? { kind: "retry", text: `Try ${attempt}${to === undefined ? "" : ` at ${to}`}.` } : undefined;
    }
    case "failover": {
      const same = from !== undefined && from === to;
      const who = from ?? "The model";
      const next = same ? "it was asked again" : to === undefined ? "the next one was asked" : `${to} took over`;
      return { kind: same ? "retry" : "failover", text: `${who} failed${cause === undefined ? "" : ` (${cause})`}; ${next}.` };
    }
    case "cache":
      return { kind: "cache", text: "Answered from the cache: this cost nothing new." };
    case "restart":
      return {
        kind: "restart",
        text: `The answer began anew${to === undefined ? "" : ` at ${to}`}: what was shown before does not belong to it.`,
      };
    case undefined:
      return undefined;
    default:
      return { kind: "other", text: cause ?? type };
  }
}

function causeWords(code: string | undefined): string | undefined {
  return code?.replaceAll("_", " ");
}
