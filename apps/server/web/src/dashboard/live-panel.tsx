import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { getLive, type LiveState } from "../api/live.js";
import { hrefOf } from "../app/route.js";
import { bytes, duration, moment } from "../ui/format.js";
import { modelName } from "./plots.js";

const LOOK_MS = 2_000;

/** What goes on right now: requests, jobs, and models that rest after failures. */
export function LivePanel(): JSX.Element {
  const live = useSignal<LiveState | undefined>(undefined);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let closed = false;
    const look = async (): Promise<void> => {
      if (!document.hidden) {
        const state = await getLive().catch(() => undefined);
        if (closed) return;
        live.value = state;
      }
      timer = setTimeout(() => void look(), LOOK_MS);
    };
    void look();
    return () => {
      closed = true;
      clearTimeout(timer);
    };
  }, []);
  const state = live.value;
  if (state === undefined) return <section class="panel pad faint small">What goes on right now cannot be seen.</section>;
  return (
    <section class="panel" aria-label="Right now">
      <h2 class="panel-title">
        Right now
        <span class="faint small number live-facts">
          <span>{state.requests.length} requests</span>
          <span>{state.streams} streams</span>
          <a href={hrefOf("videos")}>
            {state.runningJobs} jobs running, {state.queuedJobs} waiting
          </a>
          <span>up {duration(state.uptimeMs)}</span>
          {state.draining && <span class="tag warn">shutting down</span>}
        </span>
      </h2>
      {state.requests.length > 0 && (
        <ul class="live-list">
          {state.requests.slice(0, 12).map((request) => (
            <li key={request.id}>
              <span class={request.phase === "streaming" ? "dot on" : "dot"} aria-hidden="true" />
              <span class="cut">{modelName(request.model)}</span>
              <span class="faint small cut">{request.keyName ?? "Gateway token"}</span>
              <span class="push small number">
                {request.phase === "streaming" ? bytes(request.receivedBytes) : "waiting"}
                {request.attempt > 1 && `, try ${request.attempt}`}
              </span>
              <span class="small number faint">{duration(Date.now() - (request.startedMs ?? Date.now()))}</span>
            </li>
          ))}
        </ul>
      )}
      {state.circuits.length > 0 && (
        <ul class="live-list" aria-label="Models that rest">
          {state.circuits.map((circuit) => (
            <li key={`${circuit.use} ${circuit.model} ${circuit.keyLabel}`}>
              <span class="tag warn">{circuit.state === "half-open" ? "being tried" : "resting"}</span>
              <span class="cut">{modelName(circuit.model)}</span>
              {circuit.use !== "chat" && <span class="faint small">for {circuit.use}</span>}
              <span class="faint small cut">{circuit.cause?.replaceAll("_", " ")}</span>
              {circuit.untilMs !== undefined && <span class="push small number faint">until {moment(circuit.untilMs)}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
