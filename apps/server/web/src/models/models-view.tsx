import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import "./model-picker.css";
import "./models.css";
import { revision } from "../api/connection.js";
import { adviceOn } from "../api/next-step.js";
import { loadModels, type Model, models } from "../api/models.js";
import { Choices } from "../ui/choices.js";
import { count, perMillion } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { favourites, toggleFavourite } from "./favourites.js";

const SORTS = { newest: "Newest", price: "Cheapest", context: "Longest context", name: "Name" } as const;
type Sort = keyof typeof SORTS;

const ORDER: Readonly<Record<Sort, (a: Model, b: Model) => number>> = {
  newest: (a, b) => b.createdMs - a.createdMs,
  price: (a, b) => priceOf(a) - priceOf(b),
  context: (a, b) => (b.contextTokens ?? 0) - (a.contextTokens ?? 0),
  name: (a, b) => a.name.localeCompare(b.name),
};

const SHOWN = 60;

/** The catalogue: what there is, what it can and what it costs (UI-2). */
export function ModelsView(): JSX.Element {
  const text = useSignal("");
  const output = useSignal("");
  const input = useSignal("");
  const can = useSignal("");
  const sort = useSignal<Sort>("newest");
  const most = useSignal(SHOWN);
  const problem = useSignal("");
  useSignalEffect(() => {
    void revision.value;
    loadModels().then(
      () => (problem.value = ""),
      (error: unknown) => (problem.value = adviceOn(error)),
    );
  });
  const rows = models.value.filter(({ own }) => !own);
  const found = filterModels(rows, { text: text.value, output: output.value, input: input.value, can: can.value }).toSorted(
    ORDER[sort.value],
  );
  return (
    <div class="view">
      <div class="view-inner">
        <header class="view-head">
          <h1>Models</h1>
          <span class="faint small number" role="status">
            {found.length} of {rows.length}
          </span>
          <div class="search push">
            <Icon name="search" size={15} />
            <input
              class="input"
              type="search"
              placeholder="Search"
              aria-label="Search models"
              value={text.value}
              onInput={(event) => (text.value = event.currentTarget.value)}
            />
          </div>
          <label class="visually-hidden" for="model-sort">
            Order
          </label>
          <select
            id="model-sort"
            class="select sort"
            value={sort.value}
            onChange={(event) => (sort.value = event.currentTarget.value as Sort)}
          >
            {Object.entries(SORTS).map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </header>
        {problem.value !== "" && <p class="note bad">{problem.value}</p>}
        <div class="model-filters">
          <Choices
            label="Makes"
            none="Anything"
            values={["text", "image", "video", "speech", "audio", "transcription", "embeddings"]}
            value={output.value}
            onChoose={(value) => (output.value = value)}
          />
          <Choices
            label="Reads"
            none="Anything"
            values={["image", "file", "audio", "video"]}
            value={input.value}
            onChoose={(value) => (input.value = value)}
          />
          <Choices
            label="Can"
            none="Anything"
            values={["tools", "reasoning", "structured_outputs"]}
            words={(value) => value.replaceAll("_", " ")}
            value={can.value}
            onChoose={(value) => (can.value = value)}
          />
        </div>
        <ul class="model-list">
          {found.slice(0, most.value).map((model) => (
            <ModelCard key={model.id} model={model} />
          ))}
        </ul>
        {found.length > most.value && (
          <button class="button older" type="button" onClick={() => (most.value += SHOWN)}>
            Show more
          </button>
        )}
      </div>
    </div>
  );
}

export interface ModelFilter {
  readonly text: string;
  readonly output: string;
  readonly input: string;
  readonly can: string;
}

/** Every word must stand somewhere in what names or describes the model. */
function filterModels(rows: readonly Model[], { text, output, input, can }: ModelFilter): readonly Model[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((model) => {
    const haystack = `${model.id} ${model.name} ${model.description}`.toLowerCase();
    return (
      words.every((word) => haystack.includes(word)) &&
      (output === "" || model.output.includes(output)) &&
      (input === "" || model.input.includes(input)) &&
      (can === "" || model.parameters.includes(can))
    );
  });
}

function priceOf({ promptUsd, completionUsd }: Model): number {
  return promptUsd === undefined || promptUsd < 0 ? Number.POSITIVE_INFINITY : promptUsd + (completionUsd ?? 0);
}

function ModelCard({ model }: { readonly model: Model }): JSX.Element {
  return (
    <li class="panel model-card">
      <div class="row">
        <h2 class="cut">{model.name}</h2>
        <button
          class="icon-button small star push"
          type="button"
          aria-pressed={favourites.value.has(model.id)}
          aria-label={`Favourite: ${model.name}`}
          onClick={() => toggleFavourite(model.id)}
        >
          <Icon name="star" size={15} />
        </button>
      </div>
      <p class="mono faint tiny cut">{model.id}</p>
      <p class="small soft model-words">{model.description}</p>
      <dl class="model-facts number" title="Dollars per million tokens; the context in tokens">
        <div>
          <dt>In</dt>
          <dd>{perMillion(model.promptUsd)}</dd>
        </div>
        <div>
          <dt>Out</dt>
          <dd>{perMillion(model.completionUsd)}</dd>
        </div>
        <div>
          <dt>Cached</dt>
          <dd>{perMillion(model.cacheReadUsd)}</dd>
        </div>
        <div>
          <dt>Context</dt>
          <dd>{count(model.contextTokens)}</dd>
        </div>
      </dl>
      <p class="row wrap model-tags">
        {model.input
          .filter((name) => name !== "text")
          .map((name) => (
            <span key={name} class="tag">
              reads {name}
            </span>
          ))}
        {model.output
          .filter((name) => name !== "text")
          .map((name) => (
            <span key={name} class="tag accent">
              makes {name}
            </span>
          ))}
        {model.parameters.includes("reasoning") && <span class="tag">thinks</span>}
        {model.parameters.includes("tools") && <span class="tag">tools</span>}
      </p>
    </li>
  );
}
