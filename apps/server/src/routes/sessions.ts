import { THINKING_LEVELS } from "@openclaw/chat";
import * as z from "zod";
import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import { readJsonBody } from "../http/read-body.js";
import type { Handler, Route } from "../http/route-table.js";
import { sendJson } from "../http/send-json.js";
import type { Owner, Session, SessionMessage } from "../sessions/session-types.js";
import { readValid } from "../wire/read-valid.js";
import { writeMessage } from "../wire/write-message.js";
import { writeUsage } from "../wire/write-usage.js";
import { queryOf } from "./admin/admin-access.js";
import type { RouteDeps } from "../route-deps.js";

// Room for a system prompt whose every character takes four bytes, or is escaped.
const LIMITS = { maxBytes: 1024 * 1024, timeoutMs: 10_000 };

const settingsSchema = z.strictObject({
  title: z.string().trim().max(200).nullish(),
  model: z.string().trim().min(1).max(200).nullish(),
  thinking: z.enum(THINKING_LEVELS).nullish(),
  system: z.string().max(100_000).nullish(),
});
const keepSchema = z.strictObject({ keep: z.number().int().min(0).max(100_000) });
const listSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  before: z.string().max(100).optional(),
  search: z.string().max(500).optional(),
});

/** Conversations that the server keeps (CHAT-12); each caller's own, and all of them for the operator. */
export function sessionRoutes({ state: { sessions } }: Pick<RouteDeps, "state">): readonly Route[] {
  const found = (session: Session | undefined): Session => {
    if (session === undefined) throw new Refusal("route_not_found", "There is no such session.");
    return session;
  };
  const send = async (exchange: Exchange, status: number, session: Session): Promise<void> =>
    sendJson(exchange, status, { ...writeSession(session), messages: (await sessions.messages(session.id)).map(writeStored) });
  // `/{id}`, and what is done with it behind a slash.
  const post: Handler = async (exchange, rest) => {
    const [id = "", action, ...more] = rest.split("/");
    if ((action !== "fork" && action !== "truncate") || more.length > 0) {
      throw new Refusal("route_not_found", `There is nothing at POST ${exchange.path.slice(0, 200)}.`);
    }
    const { keep } = readValid(keepSchema, await readJsonBody(exchange, LIMITS));
    const owner = ownerOf(exchange);
    if (action === "fork") await send(exchange, 201, found(await sessions.fork(owner, id, keep)));
    else await send(exchange, 200, found(await sessions.truncate(owner, id, keep)));
  };
  return [
    {
      method: "GET",
      path: "/v1/sessions",
      about: { summary: "Stored conversations, the last used first.", query: listSchema },
      async handle(exchange) {
        const { limit = 50, before, search } = readValid(listSchema, queryOf(exchange));
        const rows = await sessions.list(ownerOf(exchange), { limit, beforeId: before, search });
        sendJson(exchange, 200, {
          object: "list",
          data: rows.map(writeSession),
          next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
        });
      },
    },
    {
      method: "POST",
      path: "/v1/sessions",
      about: {
        summary: "Begins a stored conversation; turns name it in the header x-openclaw-session.",
        body: settingsSchema,
        status: 201,
      },
      async handle(exchange) {
        const settings = readValid(settingsSchema, await readJsonBody(exchange, LIMITS));
        await send(exchange, 201, await sessions.create(exchange.caller.key?.id ?? "", settings));
      },
    },
    {
      method: "GET",
      path: "/v1/sessions/*",
      about: { summary: "One conversation with its messages." },
      handle: async (exchange, id) => send(exchange, 200, found(await sessions.get(ownerOf(exchange), id))),
    },
    {
      method: "PATCH",
      path: "/v1/sessions/*",
      about: { summary: "Changes its title, model, thinking level or system prompt; null takes one away.", body: settingsSchema },
      async handle(exchange, id) {
        const settings = readValid(settingsSchema, await readJsonBody(exchange, LIMITS));
        await send(exchange, 200, found(await sessions.patch(ownerOf(exchange), id, settings)));
      },
    },
    {
      method: "DELETE",
      path: "/v1/sessions/*",
      about: { summary: "Deletes a conversation." },
      async handle(exchange, id) {
        if (!(await sessions.remove(ownerOf(exchange), id))) throw new Refusal("route_not_found", "There is no such session.");
        sendJson(exchange, 200, { id, object: "session", deleted: true });
      },
    },
    {
      method: "POST",
      path: "/v1/sessions/*",
      about: {
        summary: "Forks a conversation, or cuts it.",
        below: {
          "{id}/fork": { summary: "Copies the first `keep` messages into a new conversation.", body: keepSchema, status: 201 },
          "{id}/truncate": { summary: "Forgets all but the first `keep` messages.", body: keepSchema },
        },
      },
      handle: post,
    },
  ];
}

/** Whoever is no virtual key may see all. */
function ownerOf({ caller }: Exchange): Owner {
  return caller.key?.id;
}

function writeSession({ owner: _owner, createdAtMs, updatedAtMs, ...session }: Session): Readonly<Record<string, unknown>> {
  return { object: "session", ...session, createdAt: new Date(createdAtMs).toISOString(), updatedAt: new Date(updatedAtMs).toISOString() };
}

function writeStored({ id, entry, partial }: SessionMessage): Readonly<Record<string, unknown>> {
  const { message, usage, atMs } = entry;
  return {
    id,
    ...writeMessage(message),
    ...(message.role === "assistant" && message.source !== undefined ? { model: message.source.model } : {}),
    ...(usage === undefined ? {} : { usage: writeUsage(usage) }),
    createdAt: new Date(atMs).toISOString(),
    ...(partial ? { partial: true } : {}),
  };
}
