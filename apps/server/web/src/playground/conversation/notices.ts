import { type Json, numberOf, textOf } from "../../api/read.js";
import { count } from "../../ui/format.js";

/** Something that the server did on the way to an answer, told in a sentence. */
export interface Notice {
  readonly kind: "failover" | "retry" | "cache" | "restart" | "waiting";
  readonly text: string;
}

/** The turn before was cut by a crash: the server lets go of it after half a minute. */
export const BUSY: Notice = { kind: "waiting", text: "Waiting until the server has let go of the turn that broke off." };

/** The server's event as a sentence; `undefined` for what needs none. */
export function readNotice(event: Json): Notice | undefined {
  switch (event["type"]) {
    case "failover":
      return readFailover(event);
    case "cache": {
      const cached = numberOf(event["cachedTokens"]);
      const prompt = numberOf(event["promptTokens"]);
      if (cached === undefined) return { kind: "cache", text: "Answered from the cache." };
      return {
        kind: "cache",
        text: `${count(cached)}${prompt === undefined ? "" : ` of ${count(prompt)}`} prompt tokens came from the cache, at a lower price.`,
      };
    }
    case "restart":
      return { kind: "restart", text: "The answer began anew: what had come before is dropped." };
    default:
      return undefined;
  }
}

function readFailover(event: Json): Notice {
  const failed = textOf(event["model"]) ?? "The model";
  const next = textOf(event["next"]);
  const code = textOf(event["code"])?.replaceAll("_", " ");
  const again = next === undefined || next === failed;
  const cause = code === undefined ? "" : ` (${code})`;
  const goesOn = event["recovering"] === true ? " to go on where it stopped" : "";
  return again
    ? { kind: "retry", text: `${failed} failed${cause} and was asked again${goesOn}.` }
    : { kind: "failover", text: `${failed} failed${cause}; ${next} took over${goesOn}.` };
}
