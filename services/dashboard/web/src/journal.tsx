import { time } from "./format.ts";
import type { Alert, Cycle } from "./model.ts";

/** Recent cycles: what came of them and why symbols were skipped. */
export function Cycles({ cycles }: { cycles: Cycle[] }) {
  return (
    <ul class="journal">
      {cycles.map((cycle) => (
        <li key={cycle.key}>
          <details>
            <summary>
              <time>{time(cycle.at)}</time>
              <span class={`outcome ${cycle.outcome.toLowerCase()}`}>{cycle.outcome.replaceAll("_", " ").toLowerCase()}</span>
              <span class="muted">
                {cycle.signals} signals · {cycle.requested} ordered · {cycle.skips.length} skipped
              </span>
              {cycle.missing.length > 0 ? <span class="loss"> missing: {cycle.missing.join(", ")}</span> : null}
            </summary>
            {cycle.skips.length === 0 ? <p class="muted">Nothing was skipped.</p> : <Skips cycle={cycle} />}
          </details>
        </li>
      ))}
    </ul>
  );
}

function Skips({ cycle }: { cycle: Cycle }) {
  return (
    <ul class="skips">
      {cycle.skips.map((skip) => (
        <li key={skip.symbol + skip.code}>
          <span class="symbol">{skip.symbol}</span> <span class="rule">{skip.code}</span> <span class="muted">{skip.detail}</span>
        </li>
      ))}
    </ul>
  );
}

/** What a person should know, newest first, each with what to do. */
export function Alerts({ alerts }: { alerts: Alert[] }) {
  return (
    <ul class="journal">
      {alerts.map((alert) => (
        <li key={alert.key} class={`alert ${alert.severity.toLowerCase()}`}>
          <div>
            <span class="severity">{alert.severity}</span> <span class="rule">{alert.code}</span>{" "}
            <time class="muted">{alert.at > 0 ? time(alert.at) : ""}</time> <span class="muted">{alert.service}</span>
          </div>
          <div>{alert.message}</div>
          <div class="muted">{alert.action}</div>
        </li>
      ))}
    </ul>
  );
}
