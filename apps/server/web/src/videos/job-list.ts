import { signal } from "@preact/signals";
import { connection } from "../api/connection.js";
import { ApiFailure, messageOf } from "../api/failure.js";
import { deleteVideo, getVideo, listVideos, orderVideo, type VideoJob, type VideoWish } from "../api/videos.js";

export const jobs = signal<readonly VideoJob[]>([]);
export const listed = signal(false);
export const moreJobs = signal(false);
export const jobProblem = signal("");

const WATCH_MS = 1_500;
let watching = 0;

/** Loads the jobs: they are the server's, so a reload of the page finds them all. */
export async function refreshJobs(): Promise<void> {
  try {
    const page = await listVideos();
    jobs.value = page.jobs;
    moreJobs.value = page.more;
    jobProblem.value = "";
    listed.value = true;
  } catch (error) {
    jobProblem.value = messageOf(error);
  }
}

export async function loadMoreJobs(): Promise<void> {
  try {
    const page = await listVideos(jobs.value.at(-1)?.id);
    jobs.value = [...jobs.value, ...page.jobs.filter(({ id }) => !jobs.value.some((job) => job.id === id))];
    moreJobs.value = page.more;
  } catch (error) {
    jobProblem.value = messageOf(error);
  }
}

/** @throws ApiFailure */
export async function order(wish: VideoWish): Promise<void> {
  const job = await orderVideo(wish);
  jobs.value = [job, ...jobs.value.filter(({ id }) => id !== job.id)];
}

/** @throws ApiFailure */
export async function removeJob(id: string): Promise<void> {
  await deleteVideo(id);
  jobs.value = jobs.value.filter((job) => job.id !== id);
}

export function isRunning({ status }: VideoJob): boolean {
  return status === "queued" || status === "in_progress";
}

/** Asks about the running jobs for as long as somebody looks; the server needs nobody to. */
export function watchJobs(): () => void {
  const mine = ++watching;
  const look = async (): Promise<void> => {
    if (mine !== watching) return;
    if (connection.value.kind !== "down" && !document.hidden) await Promise.all(jobs.value.filter(isRunning).map(update));
    if (mine === watching) setTimeout(() => void look(), WATCH_MS);
  };
  void look();
  return () => void watching++;
}

async function update({ id }: VideoJob): Promise<void> {
  try {
    const job = await getVideo(id);
    jobs.value = jobs.value.map((one) => (one.id === id ? job : one));
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) jobs.value = jobs.value.filter((one) => one.id !== id);
  }
}
