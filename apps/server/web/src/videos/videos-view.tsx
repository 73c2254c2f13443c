import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import "../styles/studio.css";
import { revision } from "../api/connection.js";
import { adviceOn } from "../api/next-step.js";
import { loadModels } from "../api/models.js";
import { listVideoModels, type VideoModel } from "../api/videos.js";
import { ModelPicker } from "../models/model-picker.js";
import type { Attachment } from "../ui/attachment.js";
import { Choices } from "../ui/choices.js";
import { Icon } from "../ui/icon.js";
import { PictureInput } from "../ui/picture-input.js";
import { PromptField } from "../ui/prompt-field.js";
import { JobCard } from "./job-card.js";
import { jobProblem, jobs, listed, loadMoreJobs, moreJobs, order, refreshJobs, watchJobs } from "./job-list.js";
import { PriceNote } from "./price-note.js";

const COMMON: VideoModel = {
  id: "",
  ratios: ["16:9", "9:16", "1:1"],
  resolutions: ["720p", "1080p"],
  seconds: ["4", "6", "8"],
  firstFrame: true,
  sound: false,
};

/** Video jobs: ordered here, made and kept by the server. */
export function VideosView(): JSX.Element {
  const known = useSignal<ReadonlyMap<string, VideoModel>>(new Map());
  const prompt = useSignal("");
  const model = useSignal("openclaw");
  const seconds = useSignal("");
  const ratio = useSignal("");
  const resolution = useSignal("");
  const sound = useSignal(false);
  const frame = useSignal<readonly Attachment[]>([]);
  const problem = useSignal("");
  const busy = useSignal(false);
  useSignalEffect(() => {
    void revision.value;
    void refreshJobs();
    void loadModels().catch(() => undefined);
    listVideoModels().then(
      (models) => (known.value = models),
      () => undefined,
    );
  });
  useEffect(() => watchJobs(), []);
  const can = known.value.get(model.value) ?? COMMON;
  useEffect(() => {
    if (!can.ratios.includes(ratio.value)) ratio.value = "";
    if (!can.resolutions.includes(resolution.value)) resolution.value = "";
    if (!can.seconds.includes(seconds.value)) seconds.value = "";
    if (!can.firstFrame) frame.value = [];
  }, [can]);
  const wish = {
    model: model.value,
    seconds: seconds.value,
    ratio: ratio.value,
    resolution: resolution.value,
    sound: can.sound ? sound.value : undefined,
    firstFrame: frame.value[0]?.payload,
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    problem.value = "";
    try {
      await order({ ...wish, prompt: prompt.value.trim() });
    } catch (error) {
      problem.value = adviceOn(error);
    }
    busy.value = false;
  };
  return (
    <div class="studio">
      <form class="studio-form" onSubmit={(event) => void submit(event)} aria-label="New video">
        <h1>Videos</h1>
        <PromptField value={prompt} placeholder="Waves at night under a full moon, slow camera" />
        <div class="field">
          <span class="label">Model</span>
          <ModelPicker
            value={model.value}
            onChoose={(id) => (model.value = id)}
            fits={({ output, own }) => own || output.includes("video")}
          />
        </div>
        <Choices
          label="Length"
          values={can.seconds}
          value={seconds.value}
          words={(text) => `${text} s`}
          onChoose={(value) => (seconds.value = value)}
        />
        <Choices label="Ratio" values={can.ratios} value={ratio.value} shapes onChoose={(value) => (ratio.value = value)} />
        <Choices label="Resolution" values={can.resolutions} value={resolution.value} onChoose={(value) => (resolution.value = value)} />
        {can.sound && (
          <label class="row">
            <input type="checkbox" checked={sound.value} onChange={(event) => (sound.value = event.currentTarget.checked)} />
            With sound
          </label>
        )}
        {can.firstFrame && (
          <PictureInput
            label="First frame"
            hint="The video begins with this picture."
            pictures={frame.value}
            most={1}
            onChange={(next) => (frame.value = next)}
          />
        )}
        {problem.value !== "" && (
          <p class="note bad" role="alert">
            {problem.value}
          </p>
        )}
        <PriceNote wish={wish} />
        <button class="button primary" type="submit" disabled={busy.value || prompt.value.trim() === ""}>
          <Icon name="videos" size={17} />
          {busy.value ? "Ordering…" : "Order the video"}
        </button>
        <p class="faint tiny">The server owns the job: it finishes when this page is closed, and after a restart.</p>
      </form>
      <section class="studio-out" aria-label="Video jobs">
        {jobProblem.value !== "" && <p class="note bad">{jobProblem.value}</p>}
        {listed.value && jobs.value.length === 0 && (
          <div class="empty">
            <Icon name="videos" size={26} />
            <p>Video jobs stand here, with their progress and what each cost.</p>
          </div>
        )}
        <div class="cards">
          {jobs.value.map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        </div>
        {moreJobs.value && (
          <button class="button" type="button" onClick={() => void loadMoreJobs()}>
            Older ones
          </button>
        )}
      </section>
    </div>
  );
}
