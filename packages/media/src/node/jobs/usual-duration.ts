import { jobFolder, listJobIds, readJobRecord } from "./job-folder.js";

const LOOKED_AT = 50;

/**
 * How long jobs of this model took here, from the paid request to `completed`: the median of the last ones in the journal (VID-6). `undefined`
 * when none was seen to its end: then nobody knows, and nothing is guessed.
 */
export async function usualVideoMs({
  stateDir,
  model,
}: {
  readonly stateDir: string;
  readonly model: string;
}): Promise<number | undefined> {
  const folder = jobFolder(stateDir);
  const ids = (await listJobIds(folder).catch(() => [])).slice(0, LOOKED_AT);
  const records = await Promise.all(ids.map((id) => readJobRecord(folder, id, false).catch(() => undefined)));
  const durations = records.flatMap((record) => {
    if (record?.model !== model || record.sentAtMs === undefined || record.completedAtMs === undefined) return [];
    return [record.completedAtMs - record.sentAtMs];
  });
  const sorted = durations.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
