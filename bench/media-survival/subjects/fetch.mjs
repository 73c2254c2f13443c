// The three calls as most scripts write them.
import { writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { apiKey, baseUrl, imageModel, output, pollMs, prompt, seconds, videoModel } from "./settings.mjs";

const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };

export async function video() {
  await fetchVideo(await submit());
}

export async function submit() {
  const body = JSON.stringify({ model: videoModel, prompt, duration: seconds });
  const { id } = await ask(`${baseUrl}/videos`, { method: "POST", headers, body });
  return id;
}

export async function fetchVideo(id) {
  let job;
  do {
    await wait(pollMs);
    job = await ask(`${baseUrl}/videos/${id}`, { headers });
    if (["failed", "cancelled", "expired"].includes(job.status)) throw new Error(job.error ?? job.status);
  } while (job.status !== "completed");
  const response = await fetch(job.unsigned_urls[0], { headers });
  if (!response.ok) throw new Error(`The download ended with status ${response.status}.`);
  await writeFile(output, Buffer.from(await response.arrayBuffer()));
}

export async function image() {
  const { data } = await ask(`${baseUrl}/images`, { method: "POST", headers, body: JSON.stringify({ model: imageModel, prompt }) });
  await writeFile(output, Buffer.from(data[0].b64_json, "base64"));
}

async function ask(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}.`);
  return response.json();
}
