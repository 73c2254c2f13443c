// What every subject is told, by the environment: the same job, the same place for the file, the same pace.
const { BASE_URL, OUTPUT, STATE_DIR } = process.env;

export const baseUrl = BASE_URL;
export const output = OUTPUT;
/** A folder of the subject's own that outlives its process. */
export const stateDir = STATE_DIR;
export const apiKey = process.env.OPENROUTER_API_KEY;
export const videoModel = "google/veo-3.1-fast";
export const imageModel = "google/gemini-3.1-flash-image-preview";
export const prompt = "waves under a lighthouse";
export const seconds = 4;
/** Real jobs are asked after every few seconds; these take a second in all. */
export const pollMs = 150;
