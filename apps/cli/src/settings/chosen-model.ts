import { type Catalog, type ModelRow, parseModelRef, type ModelRef, RequestError } from "@openclaw/core";
import type { Context } from "../context.js";
import { listedRefs } from "../models/listed-refs.js";

export interface ChosenModel {
  readonly model: ModelRef;
  /** From what is stored or bundled; nothing is fetched to change a setting. */
  readonly row?: ModelRow;
}

/**
 * Reads a ref or alias that is to be written into the config. One that the stored catalogue does not know is taken with a note: it may be
 * newer than the catalogue. An author without a model is refused.
 *
 * @throws RequestError `model_ref_invalid`; nothing is written then
 */
export async function readChosenModel(context: Context, text: string): Promise<ChosenModel> {
  const [{ readAliases }, { config }, catalog] = await Promise.all([import("@openclaw/config"), context.config(), context.catalog()]);
  const { rows, source } = await catalog.all({ network: "never" });
  const known = listedRefs(rows);
  const model = parseModelRef(text, { aliases: readAliases(config), known });
  const row = catalog.peek(model.wireId);
  if (row !== undefined) return { model, row };
  // The routers are few and known: `openrouter/anthropic` is most likely half a ref.
  const isRouter = model.wireId.startsWith("openrouter/");
  if (isRouter) {
    await refuseAuthor(catalog, model);
    context.out.note(
      `note: ${model.ref} is no router that is known; a model is openrouter/<provider>/<model>. It is saved as it is. See all: openclaw models list --all`,
    );
  } else if (source !== "bundled" && !model.wireId.startsWith("@preset/")) {
    context.out.note(`note: ${model.ref} is not in the model catalogue; it is saved as it is.`);
  }
  return { model };
}

/** The catalogue is asked for here alone: half a ref would fail at each request. @throws RequestError `model_ref_invalid` */
async function refuseAuthor(catalog: Catalog, { wireId }: ModelRef): Promise<void> {
  const author = wireId.replace(/^openrouter\//, "");
  const { rows } = await catalog.all({ network: "when-stale" });
  const models = rows.map(({ id }) => id).filter((id) => id.startsWith(`${author}/`));
  if (models.length === 0) return;
  const some = models.slice(0, 3).map((id) => `openrouter/${id}`);
  throw new RequestError(`openrouter/${author} names an author and no model. Nothing was written.`, {
    code: "model_ref_invalid",
    hint: `Such as ${some.join(", ")}. See all: openclaw models list --all ${author}`,
  });
}
