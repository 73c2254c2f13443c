import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

const deployed = (name: string): string => readFileSync(new URL(`../../../../deploy/${name}`, import.meta.url), "utf8");
const rules = deployed("prometheus-rules.yaml");
const expressions = (JSON.parse(deployed("grafana-dashboard.json")) as { panels: { targets: { expr: string }[] }[] }).panels.flatMap(
  (panel) => panel.targets.map(({ expr }) => expr),
);

/** Each figure with the labels that something asks of it. */
function askedFor(text: string): readonly (readonly [figure: string, labels: readonly string[]])[] {
  const selectors = [...text.matchAll(/\b(openclaw_[a-z0-9_]+)(?:\{([^}]*)\})?/g)];
  return selectors.map(([, figure = "", labels = ""]) => [
    figure,
    [...labels.matchAll(/(\w+)\s*[=!]~?\s*"/g)].map(([, label = ""]) => label),
  ]);
}

// SRV-8
it("asks in its alerts and on its dashboard for figures that the server gives, with labels that they have", async () => {
  const server = await startServer();
  const body = { model: "sandbox/guide", messages: [{ role: "user", content: "hi" }], stream: true };
  await (await server.post("/v1/chat/completions", body)).text();
  // A model with a price, so that something is spent.
  await (await server.post("/v1/chat/completions", { ...body, model: "openai/gpt-4o-mini" })).text();
  const text = await (await server.get("/metrics")).text();
  const labelsOf = (figure: string): readonly string[] | undefined => {
    const lines = text.split("\n").filter((line) => line.startsWith(`${figure}{`) || line.startsWith(`${figure} `));
    return lines.length === 0 ? undefined : lines.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, label = ""]) => label));
  };
  const asked = [rules, ...expressions].flatMap(askedFor);
  expect(asked.length).toBeGreaterThan(35);
  const wrong = asked.filter(
    ([figure, labels]) => labels.some((label) => labelsOf(figure)?.includes(label) !== true) || labelsOf(figure) === undefined,
  );
  expect(wrong).toEqual([]);
  // What stands behind `by` and in words is a label of what is summed.
  const grouped = [rules, ...expressions].flatMap((one) => [...one.matchAll(/by \(([^)]+)\) \(.*?(openclaw_[a-z0-9_]+)/g)]);
  expect(grouped.length).toBeGreaterThan(15);
  for (const [, labels = "", figure = ""] of grouped) {
    for (const label of labels.split(", ")) expect([figure, label, labelsOf(figure)?.includes(label)]).toEqual([figure, label, true]);
  }
});

it("counts errors by their code and trouble by its event, from zero, so that the first one is an increase (SRV-8)", async () => {
  const server = await startServer();
  const figure = async (name: string): Promise<string | undefined> =>
    (await (await server.get("/metrics")).text()).split("\n").find((line) => line.startsWith(name));
  expect(await figure('openclaw_errors_total{code="budget_exceeded"}')).toMatch(/ 0$/);
  expect(await figure('openclaw_troubles_total{event="bill_not_written"}')).toMatch(/ 0$/);
  expect(await figure('openclaw_config_reloads_total{outcome="refused"}')).toMatch(/ 0$/);
  expect((await server.get("/v1/files")).status).toBe(404);
  await expect.poll(() => figure('openclaw_errors_total{code="route_not_found"}')).toMatch(/ 1$/);
  await server.writeConfig("{ nonsense");
  await expect.poll(() => figure('openclaw_troubles_total{event="config_refused"}'), { timeout: 5_000 }).toMatch(/ [1-9]/);
  expect(await figure("openclaw_resting_models")).toMatch(/ 0$/);
  expect(await figure("openclaw_build_info")).toMatch(/version=".+"\} 1$/);
});
