import { Refusal } from "../../errors/refusal.js";
import type { Route, RouteAbout } from "../../http/route-table.js";

// What OpenAI's client can ask for and OpenRouter, which makes the videos, has nothing for: by the last part of the path.
const ABSENT: Readonly<Record<string, string>> = {
  remix: "No video is made from another one here",
  edits: "No video is changed here",
  extensions: "No video is made longer here",
  characters: "No characters are kept here",
};
const ABOUT: RouteAbout = { summary: "Always refused, in words: OpenRouter has no such thing." };

/** Says to users of OpenAI's client that a call of it has no counterpart, before anything is read or bought (SRV-1). */
export const absentVideoRoute: Route = {
  method: "POST",
  path: "/v1/videos/*",
  about: { ...ABOUT, below: { "{id}/remix": ABOUT, edits: ABOUT, extensions: ABOUT, characters: ABOUT } },
  handle(exchange, parameter) {
    const what = ABSENT[/^(?:[^/]+\/(?=remix$))?(remix|edits|extensions|characters)$/.exec(parameter)?.[1] ?? ""];
    if (what === undefined) {
      throw new Refusal("method_not_allowed", `${exchange.path.slice(0, 200)} takes GET, DELETE, not POST.`, {
        headers: { allow: "GET, DELETE" },
      });
    }
    const instead = "make a new one with POST /v1/videos, with a picture as its input_reference where it is to look like another";
    throw new Refusal("operation_unsupported", `${what}, because OpenRouter has no such thing: ${instead}.`);
  },
};
