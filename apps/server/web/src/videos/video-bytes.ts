import { fetchVideo } from "../api/videos.js";

/** Clips that were fetched; older ones are fetched again when they are asked for. */
const MOST = 6;
const fetched = new Map<string, Promise<Blob>>();

/** A video's bytes. They need the key, so they are fetched and not linked. @throws ApiFailure */
export function videoBytes(id: string): Promise<Blob> {
  const known = fetched.get(id);
  if (known !== undefined) return known;
  const coming = fetchVideo(id);
  fetched.set(id, coming);
  coming.catch(() => fetched.delete(id));
  const [oldest] = fetched.keys();
  if (fetched.size > MOST && oldest !== undefined) fetched.delete(oldest);
  return coming;
}
