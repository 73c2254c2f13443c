import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { messageOf } from "../api/failure.js";
import { modelsById } from "../api/models.js";
import type { VideoJob } from "../api/videos.js";
import { duration, moment, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { fileName, saveFile } from "../ui/save-file.js";
import { isRunning, removeJob } from "./job-list.js";
import { videoBytes } from "./video-bytes.js";

const STATUS_WORDS: Readonly<Record<VideoJob["status"], string>> = {
  queued: "Waiting",
  in_progress: "Being made",
  completed: "Done",
  failed: "Failed",
};

/** One job: how far it is, then the video. */
export function JobCard({ job }: { readonly job: VideoJob }): JSX.Element {
  const problem = useSignal("");
  const remove = (): void => {
    removeJob(job.id).catch((error: unknown) => (problem.value = messageOf(error)));
  };
  const download = (): void => {
    videoBytes(job.id).then(
      (bytes) => saveFile(bytes, fileName(job.prompt, "mp4")),
      (error: unknown) => (problem.value = messageOf(error)),
    );
  };
  return (
    <article class="card" data-status={job.status} aria-label={`Video: ${job.prompt}`}>
      {job.status === "completed" ? (
        <Player job={job} onProblem={(text) => (problem.value = text)} />
      ) : job.status === "failed" ? null : (
        <Pending job={job} />
      )}
      <div class="card-words">
        <p class="prompt">{job.prompt}</p>
        {job.status === "failed" && (
          <p class="note bad">
            <Icon name="warning" size={16} />
            <span>{job.problem ?? "The provider gave no reason."}</span>
          </p>
        )}
        {problem.value !== "" && <p class="note bad">{problem.value}</p>}
        {job.warnings.map((warning) => (
          <p key={warning} class="tiny faint">
            {warning}
          </p>
        ))}
        <div class="row faint number">
          <span class={`tag ${job.status === "completed" ? "good" : job.status === "failed" ? "bad" : "warn"}`} role="status">
            {STATUS_WORDS[job.status]}
          </span>
          <span class="cut">{modelsById.value.get(job.model)?.name ?? job.model}</span>
          <span class="push">{usd(job.costUsd)}</span>
          {job.status === "completed" && (
            <button class="icon-button small" type="button" aria-label="Download the video" title="Download" onClick={download}>
              <Icon name="download" size={15} />
            </button>
          )}
          <button
            class="icon-button small"
            type="button"
            aria-label={isRunning(job) ? "Give the job up" : "Delete the video"}
            title={isRunning(job) ? "Give the job up" : "Delete"}
            onClick={remove}
          >
            <Icon name={isRunning(job) ? "close" : "remove"} size={15} />
          </button>
        </div>
      </div>
    </article>
  );
}

const SHAPE = { aspectRatio: "16 / 9" } as const;

function Pending({ job }: { readonly job: VideoJob }): JSX.Element {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const elapsedMs = job.createdMs === undefined ? undefined : Math.max(0, now.value - job.createdMs);
  return (
    <div class="card-picture pending" style={SHAPE}>
      <div class="job-progress">
        <strong class="number">{duration(elapsedMs === undefined ? undefined : Math.floor(elapsedMs / 1000) * 1000)}</strong>
        <div class="progress unknown" role="progressbar" aria-label={`${STATUS_WORDS[job.status]} since ${moment(job.createdMs)}`}>
          <i />
        </div>
        <span class="faint small">
          {job.status === "queued"
            ? "Waiting for the provider"
            : job.progress >= 90
              ? "Being fetched to the server"
              : "The provider is at it"}
        </span>
      </div>
    </div>
  );
}

function Player({ job, onProblem }: { readonly job: VideoJob; readonly onProblem: (problem: string) => void }): JSX.Element {
  const url = useSignal("");
  const busy = useSignal(false);
  useEffect(() => () => URL.revokeObjectURL(url.value), []);
  const load = async (): Promise<void> => {
    busy.value = true;
    onProblem("");
    try {
      url.value = URL.createObjectURL(await videoBytes(job.id));
    } catch (error) {
      onProblem(messageOf(error));
    }
    busy.value = false;
  };
  return (
    <div class="card-picture" style={SHAPE}>
      {url.value === "" ? (
        <button class="play-cover" type="button" disabled={busy.value} onClick={() => void load()} aria-label={`Play: ${job.prompt}`}>
          {busy.value ? <span class="spinner" /> : <Icon name="play" size={26} />}
        </button>
      ) : (
        <video src={url.value} controls autoplay loop playsInline muted aria-label={job.prompt} />
      )}
    </div>
  );
}
