/** What `tests/consumers/programs/portable.mjs` gives, wherever it runs. */
const EXPECTED = {
  answer: "6 * 7 = 42",
  bodies: ["6 * 7 = 42", "6 * 7 = 42"],
  ends: ["finish"],
  rescuedBy: "openai/gpt-5-mini",
  attempts: 2,
  called: ["get_time", "get_weather"],
  image: "image/png",
  speech: true,
  configured: "openrouter/auto",
  refused: "model_ref_invalid",
};

/** undefined when `text` ends in a line of JSON that equals `expected`; else what to tell. */
export function differs(text, expected = EXPECTED) {
  const line = text.trim().split("\n").at(-1) ?? "";
  const wanted = JSON.stringify(expected);
  return line === wanted ? undefined : `expected ${wanted}\nbut got:\n${text}`;
}
