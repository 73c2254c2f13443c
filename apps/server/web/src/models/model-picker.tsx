import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { loadModels, type Model, models, modelsById } from "../api/models.js";
import { count, perMillion } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { Modal } from "../ui/modal.js";
import "./model-picker.css";
import { favourites, toggleFavourite } from "./favourites.js";

export interface ModelPickerProps {
  readonly value: string;
  readonly onChoose: (id: string) => void;
  /** Which models fit here. */
  readonly fits: (model: Model) => boolean;
  readonly label?: string;
}

/** The chosen model as a button; it opens the catalogue. */
export function ModelPicker({ value, onChoose, fits, label = "Model" }: ModelPickerProps): JSX.Element {
  const open = useSignal(false);
  const model = modelsById.value.get(value);
  return (
    <>
      <button class="button quiet model-button" type="button" aria-haspopup="dialog" onClick={() => (open.value = true)} title={value}>
        <span class="visually-hidden">{label}: </span>
        <span class="cut">{model?.name ?? value}</span>
        <Icon name="chevron" size={15} />
      </button>
      {open.value && (
        <Modal title="Choose a model" onClose={() => (open.value = false)}>
          <Catalogue
            value={value}
            fits={fits}
            onChoose={(id) => {
              onChoose(id);
              open.value = false;
            }}
          />
        </Modal>
      )}
    </>
  );
}

const SHOWN = 120;

function Catalogue({ value, onChoose, fits }: Omit<ModelPickerProps, "label">): JSX.Element {
  const text = useSignal("");
  const active = useSignal(-1);
  const list = useRef<HTMLUListElement>(null);
  // The catalogue may have been out of reach when the page was opened.
  useEffect(() => void loadModels().catch(() => undefined), []);
  const found = search(models.value.filter(fits), text.value);
  const shown = found.slice(0, SHOWN);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active.value]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") active.value = Math.min(shown.length - 1, active.value + 1);
    else if (event.key === "ArrowUp") active.value = Math.max(0, active.value - 1);
    else if (event.key === "Enter") {
      const model = shown[Math.max(0, active.value)];
      if (model !== undefined) onChoose(model.id);
    } else return;
    event.preventDefault();
  };
  return (
    <div class="catalogue">
      <div class="search">
        <Icon name="search" size={15} />
        <input
          class="input"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="catalogue-list"
          aria-activedescendant={active.value >= 0 ? `catalogue-${active.value}` : undefined}
          aria-label="Search models"
          placeholder="Name, provider, image, free, 1M…"
          value={text.value}
          autofocus
          onInput={(event) => {
            text.value = event.currentTarget.value;
            active.value = -1;
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul id="catalogue-list" ref={list} role="listbox" aria-label="Models" tabIndex={-1}>
        {shown.map((model, index) => (
          <li
            key={model.id}
            id={`catalogue-${index}`}
            role="option"
            aria-selected={index === active.value || (active.value === -1 && model.id === value)}
            onClick={() => onChoose(model.id)}
          >
            <span class="catalogue-row">
              <span class="catalogue-name">
                <strong class="cut">{model.name}</strong>
                <span class="faint tiny cut mono">{model.own ? "As configured on the server" : model.id}</span>
              </span>
              <Facts model={model} />
            </span>
            <Star id={model.id} />
          </li>
        ))}
      </ul>
      <p class="faint tiny" role="status">
        {found.length === 0
          ? "No model fits."
          : found.length > SHOWN
            ? `${SHOWN} of ${found.length} models: search to see the others. Prices per million tokens, in and out.`
            : `${found.length} models. Prices per million tokens, in and out.`}
      </p>
    </div>
  );
}

/** For the pointer only: an option of a list holds no button. With the keyboard a model is marked in the catalogue's own view. */
function Star({ id }: { readonly id: string }): JSX.Element {
  const marked = favourites.value.has(id);
  return (
    <span
      class="icon-button small star"
      data-marked={marked}
      title={marked ? "A favourite: stands first" : "Make it a favourite"}
      onClick={(event) => {
        event.stopPropagation();
        toggleFavourite(id);
      }}
    >
      <Icon name="star" size={15} />
      {marked && <span class="visually-hidden">favourite</span>}
    </span>
  );
}

function Facts({ model }: { readonly model: Model }): JSX.Element | null {
  if (model.own) return null;
  const extras = model.input.filter((name) => name !== "text");
  return (
    <span class="catalogue-facts number">
      <span>
        {perMillion(model.promptUsd)} / {perMillion(model.completionUsd)}
      </span>
      <span class="faint tiny">
        {count(model.contextTokens)} context{extras.length > 0 && ` · ${extras.join(", ")}`}
      </span>
    </span>
  );
}

/** Favourites and configured names first; every word must be found somewhere. */
function search(all: readonly Model[], text: string): readonly Model[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (model: Model): number => (favourites.value.has(model.id) ? 0 : model.own ? 1 : 2);
  return all
    .filter((model) => {
      const haystack = [
        model.id,
        model.name,
        ...model.input,
        ...model.output,
        model.promptUsd === 0 ? "free" : "",
        count(model.contextTokens),
      ]
        .join(" ")
        .toLowerCase();
      return words.every((word) => haystack.includes(word));
    })
    .toSorted((a, b) => rank(a) - rank(b));
}
