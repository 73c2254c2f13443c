import { Refusal } from "../../errors/refusal.js";
import type { Exchange } from "../../http/exchange.js";
import { readJsonBody } from "../../http/read-body.js";
import { readForm } from "../../http/read-form.js";
import type { Route } from "../../http/route-table.js";
import { sendJson } from "../../http/send-json.js";
import type { OwnedVideoJob } from "../../jobs/video-job-types.js";
import { readValid } from "../../wire/read-valid.js";
import type { RouteDeps } from "../../route-deps.js";
import { isDryRun } from "../dry-run.js";
import { absentVideoRoute } from "./absent-route.js";
import { sendVideoPlan } from "./plan-video.js";
import { sendVideo } from "./send-video.js";
import { openAiVideoSchema, openRouterVideoSchema } from "./video-schema.js";
import { submitVideo } from "./submit-video.js";
import { readOpenAiOrder, readOpenRouterOrder, type VideoOrder } from "./video-order.js";
import { originOf, writeOpenAiVideo, writeOpenRouterVideo } from "./write-video.js";

const MAX_PAGE = 100;
const ID = /^video_[0-9a-f]{32}$/;

/** Video jobs in OpenAI's shape and in OpenRouter's; they are the server's own, and end after a crash and after their client has gone (SRV-6). */
export function videoRoutes(deps: RouteDeps): readonly Route[] {
  const { maxUploadBytes, bodyTimeoutMs: timeoutMs } = deps.limits;
  const limits = { maxBytes: maxUploadBytes, timeoutMs };
  const writeOpenRouter = (exchange: Exchange, job: OwnedVideoJob) => writeOpenRouterVideo(job, originOf(exchange, deps.videos.publicUrl));
  const orderOf = async (exchange: Exchange): Promise<VideoOrder> => {
    if (!/^multipart\//i.test(exchange.header("content-type") ?? "")) {
      return readOpenAiOrder(readValid(openAiVideoSchema, await readJsonBody(exchange, limits)), []);
    }
    const { texts, files } = await readForm(exchange, limits);
    const fields = Object.fromEntries([...texts].map(([name, [value]]) => [name, value]));
    const url = fields["input_reference[image_url]"];
    const wire = readValid(openAiVideoSchema, url === undefined ? fields : { ...fields, input_reference: { image_url: url } });
    return readOpenAiOrder(wire, files.get("input_reference") ?? []);
  };
  return [
    {
      method: "POST",
      path: "/v1/videos",
      about: { summary: "Submits a video job.", body: openAiVideoSchema, form: "too" },
      async handle(exchange) {
        const order = await orderOf(exchange);
        if (isDryRun(exchange)) return sendVideoPlan(exchange, deps, order);
        sendJson(exchange, 200, writeOpenAiVideo(await submitVideo(exchange, deps, order)));
      },
    },
    {
      method: "GET",
      path: "/v1/videos",
      about: { summary: "The caller's video jobs, newest first." },
      handle: (exchange) => listVideos(exchange, deps),
    },
    {
      method: "GET",
      path: "/v1/videos/*",
      about: {
        summary: "A video job, and the video itself.",
        below: {
          "{id}": { summary: "A video job." },
          "{id}/content": { summary: "The video itself, whole or by ranges.", gives: ["video/mp4"] },
        },
      },
      async handle(exchange, parameter) {
        const { job, content } = await findJob(exchange, deps, parameter);
        if (content) await sendVideo(exchange, deps, job);
        else sendJson(exchange, 200, writeOpenAiVideo(job));
      },
    },
    {
      method: "DELETE",
      path: "/v1/videos/*",
      about: { ...DELETES, below: { "{id}": DELETES } },
      async handle(exchange, id) {
        const { job } = await findJob(exchange, deps, id.endsWith("/content") ? "" : id);
        if (!(await deps.state.jobs.remove(job.id, exchange.caller.key?.id))) throw noSuchVideo();
        sendJson(exchange, 200, { id: job.id, object: "video.deleted", deleted: true });
      },
    },
    absentVideoRoute,
    {
      method: "POST",
      path: "/api/v1/videos",
      about: { summary: "Submits a video job, in OpenRouter's shape.", body: openRouterVideoSchema, status: 202 },
      async handle(exchange) {
        const order = readOpenRouterOrder(readValid(openRouterVideoSchema, await readJsonBody(exchange, limits)));
        if (isDryRun(exchange)) return sendVideoPlan(exchange, deps, order);
        sendJson(exchange, 202, writeOpenRouter(exchange, await submitVideo(exchange, deps, order)));
      },
    },
    {
      method: "GET",
      path: "/api/v1/videos/*",
      about: {
        summary: "A video job, in OpenRouter's shape, and the video itself.",
        below: {
          "{id}": { summary: "A video job, in OpenRouter's shape." },
          "{id}/content": { summary: "The video itself, whole or by ranges.", gives: ["video/mp4"] },
        },
      },
      async handle(exchange, parameter) {
        const { job, content } = await findJob(exchange, deps, parameter);
        if (content) await sendVideo(exchange, deps, job);
        else sendJson(exchange, 200, writeOpenRouter(exchange, job));
      },
    },
  ];
}

const DELETES = { summary: "Deletes a video; one that is being made is given up, and billed all the same." };

/** A job of the caller's own; another tenant's is not there. @throws Refusal `route_not_found` */
async function findJob(
  exchange: Exchange,
  { state }: RouteDeps,
  parameter: string,
): Promise<{ readonly job: OwnedVideoJob; readonly content: boolean }> {
  const content = parameter.endsWith("/content");
  const id = content ? parameter.slice(0, -"/content".length) : parameter;
  const job = ID.test(id) ? await state.jobs.get(id, exchange.caller.key?.id) : undefined;
  if (job === undefined) throw noSuchVideo();
  return { job, content };
}

async function listVideos(exchange: Exchange, { state }: RouteDeps): Promise<void> {
  const query = new URLSearchParams(exchange.query);
  const wanted = query.get("limit") ?? "20";
  if (!/^\d{1,3}$/.test(wanted) || Number(wanted) < 1 || Number(wanted) > MAX_PAGE) {
    throw new Refusal("body_unreadable", `limit: a number from 1 to ${MAX_PAGE}.`, { param: "limit" });
  }
  if ((query.get("order") ?? "desc") !== "desc")
    throw new Refusal("body_unreadable", "order: newest first only (desc).", { param: "order" });
  const after = query.get("after") ?? undefined;
  if (after !== undefined && !ID.test(after)) throw new Refusal("body_unreadable", "after: not an id of a video.", { param: "after" });
  const limit = Number(wanted);
  // One more than asked for tells whether there is more.
  const jobs = await state.jobs.list(exchange.caller.key?.id, { limit: limit + 1, ...(after === undefined ? {} : { beforeId: after }) });
  const data = jobs.slice(0, limit);
  sendJson(exchange, 200, {
    object: "list",
    data: data.map(writeOpenAiVideo),
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: jobs.length > limit,
  });
}

function noSuchVideo(): Refusal {
  return new Refusal("route_not_found", "There is no such video.");
}
