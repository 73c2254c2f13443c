import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import "../styles/studio.css";
import { revision } from "../api/connection.js";
import { adviceOn } from "../api/next-step.js";
import { type ImageModel, listImageModels } from "../api/images.js";
import { loadModels, modelsById } from "../api/models.js";
import { ModelPicker } from "../models/model-picker.js";
import type { Attachment } from "../ui/attachment.js";
import { Choices } from "../ui/choices.js";
import { Icon } from "../ui/icon.js";
import { PictureInput } from "../ui/picture-input.js";
import { PromptField } from "../ui/prompt-field.js";
import { make, makings } from "./made.js";
import { MakingCards } from "./making-cards.js";

/** What every image model of the configured chain surely takes. */
const COMMON: ImageModel = {
  id: "",
  ratios: ["1:1", "3:2", "2:3", "4:3", "3:4", "16:9", "9:16"],
  resolutions: [],
  most: 4,
  mostReferences: 4,
};

/** Pictures from words, or from other pictures. */
export function ImagesView(): JSX.Element {
  const known = useSignal<ReadonlyMap<string, ImageModel>>(new Map());
  const problem = useSignal("");
  const prompt = useSignal("");
  const model = useSignal("openclaw");
  const ratio = useSignal("");
  const resolution = useSignal("");
  const count = useSignal("");
  const references = useSignal<readonly Attachment[]>([]);
  useSignalEffect(() => {
    void revision.value;
    Promise.all([listImageModels(), loadModels()]).then(
      ([models]) => {
        known.value = models;
        problem.value = "";
      },
      (error: unknown) => (problem.value = adviceOn(error)),
    );
  });
  const can = known.value.get(model.value) ?? (modelsById.value.get(model.value)?.own === false ? { ...COMMON, most: 1 } : COMMON);
  useEffect(() => {
    // What the new model lacks goes back to its own choice.
    if (!can.ratios.includes(ratio.value)) ratio.value = "";
    if (!can.resolutions.includes(resolution.value)) resolution.value = "";
    if (Number(count.value) > can.most) count.value = "";
    if (references.value.length > can.mostReferences) references.value = references.value.slice(0, can.mostReferences);
  }, [can]);
  const submit = (event: Event): void => {
    event.preventDefault();
    const pictures = references.value.map(({ payload }) => blobOf(payload));
    void make({
      model: model.value,
      prompt: prompt.value.trim(),
      ratio: ratio.value,
      resolution: resolution.value,
      count: count.value === "" ? 1 : Number(count.value),
      references: pictures,
    });
  };
  return (
    <div class="studio">
      <form class="studio-form" onSubmit={submit} aria-label="New picture">
        <h1>Images</h1>
        <PromptField value={prompt} placeholder="A lighthouse at dusk, waves, warm light in the window" />
        <div class="field">
          <span class="label">Model</span>
          <ModelPicker
            value={model.value}
            onChoose={(id) => (model.value = id)}
            fits={({ output, own }) => own || output.includes("image")}
          />
        </div>
        <Choices label="Ratio" values={can.ratios} value={ratio.value} shapes onChoose={(value) => (ratio.value = value)} />
        <Choices label="Resolution" values={can.resolutions} value={resolution.value} onChoose={(value) => (resolution.value = value)} />
        <Choices
          label="How many"
          none="1"
          values={["2", "3", "4"].filter((text) => Number(text) <= can.most)}
          value={count.value}
          onChoose={(value) => (count.value = value)}
        />
        {can.mostReferences > 0 && (
          <PictureInput
            label="Start from pictures"
            hint="To change them, or as references."
            pictures={references.value}
            most={can.mostReferences}
            onChange={(next) => (references.value = next)}
          />
        )}
        {problem.value !== "" && <p class="note bad">{problem.value}</p>}
        <button class="button primary" type="submit" disabled={prompt.value.trim() === ""}>
          <Icon name="images" size={17} />
          {references.value.length > 0 ? "Change" : "Make"}
        </button>
      </form>
      <section class="studio-out" aria-label="Pictures">
        {makings.value.length === 0 ? (
          <div class="empty">
            <Icon name="images" size={26} />
            <p>Pictures stand here, with what each cost. They are kept until this tab is closed.</p>
          </div>
        ) : (
          <MakingCards />
        )}
      </section>
    </div>
  );
}

function blobOf(payload: string): Blob {
  const [head = "", data = ""] = payload.split(",", 2);
  return new Blob([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], { type: /^data:([^;]+)/.exec(head)?.[1] ?? "image/png" });
}
