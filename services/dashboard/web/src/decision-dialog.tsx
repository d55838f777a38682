import { useEffect, useRef } from "preact/hooks";
import { UNKNOWN } from "./format.ts";
import { Loaded } from "./panel.tsx";
import { useResource } from "./resource.ts";

interface Verdict {
  rule: string;
  passed: boolean;
  observed: unknown;
  limit: unknown;
  reason: string;
}

interface Decision {
  decision: { rank: number | null; story: Record<string, unknown> } | null;
  clearance: { cleared: boolean; code: string | null; intent: { reason: string }; verdicts: Verdict[] } | null;
}

/** The story behind one order: who said what, and how every limit judged it. */
export function DecisionDialog({ intentId, onDone }: { intentId: string; onDone: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const story = useResource<Decision>(`/api/decisions/${encodeURIComponent(intentId)}`, ["orders"]);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="wide" onClose={onDone} aria-labelledby="decision-title">
      <h2 id="decision-title">Why this order</h2>
      <Loaded from={story} isEmpty={() => false} empty="">
        {(data) => (
          <>
            {data.clearance ? <Clearance clearance={data.clearance} /> : <p class="empty">No verdict of risk_safety is known.</p>}
            {data.decision ? <Story story={data.decision.story} /> : <p class="empty">What trading_bot knew is not recorded.</p>}
          </>
        )}
      </Loaded>
      <div class="buttons">
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}

/** What trading_bot's own rules found, and everything it knew. */
function Story({ story }: { story: Record<string, unknown> }) {
  const rules = Array.isArray(story.rules) ? (story.rules as Verdict[]) : [];
  return (
    <>
      {rules.length > 0 ? <Verdicts title="trading bot" verdicts={rules} /> : null}
      <details>
        <summary>Everything that was known</summary>
        <pre>{JSON.stringify(story, null, 2)}</pre>
      </details>
    </>
  );
}

function Clearance({ clearance }: { clearance: NonNullable<Decision["clearance"]> }) {
  return (
    <>
      <p>
        <strong class={clearance.cleared ? "gain" : "loss"}>{clearance.cleared ? "Cleared" : `Refused: ${clearance.code}`}</strong> ·{" "}
        {clearance.intent.reason}
      </p>
      <Verdicts title="risk safety" verdicts={clearance.verdicts} />
    </>
  );
}

function Verdicts({ title, verdicts }: { title: string; verdicts: Verdict[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul class="verdicts">
        {verdicts.map((verdict) => (
          <li key={verdict.rule} class={verdict.passed ? "" : "loss"}>
            <span class="rule">{verdict.rule}</span> {verdict.reason}
            <span class="muted">
              {" "}
              · {short(verdict.observed)}
              {verdict.limit === null || verdict.limit === undefined ? "" : ` of ${short(verdict.limit)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function short(value: unknown): string {
  if (value === null || value === undefined) return UNKNOWN;
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value);
}
