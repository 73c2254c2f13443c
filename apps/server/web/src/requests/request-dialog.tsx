import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { messageOf } from "../api/failure.js";
import { textOf } from "../api/read.js";
import { type Attempt, getRequest, type Plan } from "../api/requests.js";
import { CodeBlock } from "../markdown/code-block.js";
import "../markdown/markdown.css";
import { duration, usd } from "../ui/format.js";
import { Modal } from "../ui/modal.js";
import { OutcomeTag } from "./outcome-tag.js";

/** One request: its attempts, and the plan that was sent. */
export function RequestDialog({ requestId, onClose }: { readonly requestId: string; readonly onClose: () => void }): JSX.Element {
  const found = useSignal<{ readonly attempts: readonly Attempt[]; readonly plan: Plan | undefined } | undefined>(undefined);
  const problem = useSignal("");
  useEffect(() => {
    getRequest(requestId).then(
      (request) => (found.value = request),
      (error: unknown) => (problem.value = messageOf(error)),
    );
  }, [requestId]);
  const request = found.value;
  return (
    <Modal title="Request" onClose={onClose}>
      <p class="mono small faint request-id">{requestId}</p>
      <Names attempt={request?.attempts[0]} />
      {problem.value !== "" && <p class="note bad">{problem.value}</p>}
      {request?.attempts.map((row) => (
        <div key={row.id} class="attempt">
          <div class="row wrap">
            <strong>{row.attempt === 1 ? "First try" : `Try ${row.attempt}`}</strong>
            <span class="soft">{row.model}</span>
            <OutcomeTag row={row} />
          </div>
          <p class="faint small number">
            {[row.provider, `${row.promptTokens ?? "–"} in, ${row.completionTokens ?? "–"} out`, usd(row.costUsd), duration(row.latencyMs)]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </div>
      ))}
      {request !== undefined && (request.plan === undefined ? <NoPlan /> : <PlanView plan={request.plan} />)}
    </Modal>
  );
}

/** Under which names it stands elsewhere: at its client, and where traces are kept. */
function Names({ attempt }: { readonly attempt: Attempt | undefined }): JSX.Element {
  const { clientRequestId, traceId } = attempt ?? {};
  return (
    <>
      {clientRequestId !== undefined && <Name what="Its client’s name" id={clientRequestId} />}
      {traceId !== undefined && <Name what="Trace" id={traceId} />}
    </>
  );
}

function Name({ what, id }: { readonly what: string; readonly id: string }): JSX.Element {
  return (
    <p class="small faint request-id">
      {what} <span class="mono">{id}</span>
    </p>
  );
}

function NoPlan(): JSX.Element {
  return (
    <p class="note">
      What was sent is kept in memory for the last requests only, and for chat requests only; this one’s is not there any more.
    </p>
  );
}

/** What was sent, and why it looked as it did: the `--dry-run` of a past request. */
function PlanView({ plan }: { readonly plan: Plan }): JSX.Element {
  const { method, url, headers, body, steps, warnings } = plan;
  return (
    <div class="stack">
      <h3>What was sent</h3>
      <CodeBlock
        text={[`${method} ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join("\n")}
        language=""
        closed
      />
      {body !== undefined && <CodeBlock text={JSON.stringify(body, undefined, 2)} language="json" closed />}
      {warnings.length > 0 && (
        <ul class="stack">
          {warnings.map((warning, index) => (
            <li key={index} class="note warn">
              {textOf(warning["message"]) ?? JSON.stringify(warning)}
            </li>
          ))}
        </ul>
      )}
      {steps.length > 0 && (
        <>
          <h3>Why it looked so</h3>
          <ul class="steps">
            {steps.map((step, index) => (
              <li key={index}>
                <span class={step["applied"] === true ? "tag good" : "tag"}>{step["applied"] === true ? "applied" : "not needed"}</span>
                <span>
                  <strong>{textOf(step["step"]) ?? textOf(step["name"]) ?? ""}</strong>{" "}
                  <span class="soft">{textOf(step["reason"]) ?? textOf(step["why"]) ?? textOf(step["note"]) ?? ""}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
