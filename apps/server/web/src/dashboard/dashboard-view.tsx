import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import "./dashboard.css";
import { revision } from "../api/connection.js";
import { isAbort, messageOf } from "../api/failure.js";
import { loadModels } from "../api/models.js";
import { whoami } from "../api/whoami.js";
import { Icon } from "../ui/icon.js";
import { Breakdowns } from "./breakdowns.js";
import { ExportMenu } from "./export-menu.js";
import { Failures } from "./failures.js";
import { LivePanel } from "./live-panel.js";
import { LatencyPlot, RequestsPlot, SpendPlot, TokensPlot } from "./plots.js";
import { RequestDots } from "./request-dots.js";
import { loadRows, type Rows } from "./rows.js";
import { loadReport, type Report, SPEND_DIMENSIONS, type SpendDimension } from "./report.js";
import { Tiles } from "./tiles.js";
import { rangeOf, span, SPANS, timesOf } from "./time-range.js";

const REFRESH_MS = 30_000;

/** What was spent, on what, how fast and how often it failed (UI-2). */
export function DashboardView(): JSX.Element {
  const report = useSignal<Report | undefined>(undefined);
  const rows = useSignal<Rows>("loading");
  const problem = useSignal("");
  const dimension = useSignal<SpendDimension>("model");
  const tick = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) tick.value += 1;
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  useSignalEffect(() => {
    void revision.value;
    void tick.value;
    void loadModels().catch(() => undefined);
    const controller = new AbortController();
    loadReport(rangeOf(span.value, Date.now()), dimension.value, controller.signal).then(
      async (loaded) => {
        report.value = loaded;
        problem.value = "";
        rows.value = await loadRows(loaded.range, loaded.totals.attempts, controller.signal);
      },
      (error: unknown) => {
        if (!isAbort(error)) problem.value = messageOf(error);
      },
    );
    return () => controller.abort();
  });
  const shown = report.value;
  const times = useMemo(() => (shown === undefined ? [] : timesOf(shown.range)), [shown]);
  return (
    <div class="view">
      <div class="view-inner">
        <header class="view-head">
          <h1>Dashboard</h1>
          {whoami.value?.admin === false && <span class="tag">What this key used</span>}
          <span class="push" />
          <div class="segments" role="group" aria-label="Span of time">
            {SPANS.map(({ name }) => (
              <button key={name} type="button" aria-pressed={span.value === name} onClick={() => (span.value = name)}>
                {name}
              </button>
            ))}
          </div>
          {shown !== undefined && <ExportMenu range={shown.range} />}
        </header>
        {problem.value !== "" && (
          <p class="note bad" role="alert">
            <Icon name="warning" size={16} />
            <span>{problem.value}</span>
          </p>
        )}
        {shown === undefined ? (
          <div class="loading">{problem.value === "" && <span class="spinner" role="img" aria-label="Loading" />}</div>
        ) : (
          <>
            <Tiles report={shown} />
            <section class="panel pad stack">
              <SpendPlot report={shown} times={times} />
              {whoami.value?.admin === true && (
                <div class="segments small" role="group" aria-label="Spend by">
                  {SPEND_DIMENSIONS.map((name) => (
                    <button key={name} type="button" aria-pressed={dimension.value === name} onClick={() => (dimension.value = name)}>
                      By {name}
                    </button>
                  ))}
                </div>
              )}
            </section>
            <div class="halves">
              <section class="panel pad">
                <RequestsPlot report={shown} times={times} />
              </section>
              <section class="panel pad">
                <TokensPlot report={shown} times={times} />
              </section>
              <section class="panel pad">
                <LatencyPlot report={shown} times={times} />
              </section>
              <section class="panel pad">
                <RequestDots rows={rows.value} attempts={shown.totals.attempts} />
              </section>
            </div>
            <LivePanel />
            <Breakdowns report={shown} />
            <Failures rows={rows.value} times={times} failed={shown.totals.failed} />
          </>
        )}
      </div>
    </div>
  );
}
