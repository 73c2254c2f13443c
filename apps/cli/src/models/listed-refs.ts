import { type Catalog, type ModelRow, ToolkitError } from "@openclaw/core";

/** The models of a catalogue as they are written on a command line. */
export function listedRefs(rows: readonly Pick<ModelRow, "id">[]): readonly string[] {
  return rows.map(({ id }) => (id.startsWith("openrouter/") ? id : `openrouter/${id}`));
}

/**
 * Does what reads a model's name; one that cannot be read is refused with the models of the stored catalogue that may be meant (REF-1).
 * Nothing is fetched for that, and nothing is read of it while names are good.
 */
export async function withSuggestions<Result>(
  work: (known: readonly string[] | undefined) => Result,
  catalog: Pick<Catalog, "all">,
): Promise<Result> {
  try {
    return work(undefined);
  } catch (error) {
    if (!ToolkitError.isInstance(error) || error.code !== "model_ref_invalid") throw error;
    const { rows } = await catalog.all({ network: "never" });
    return work(listedRefs(rows));
  }
}
