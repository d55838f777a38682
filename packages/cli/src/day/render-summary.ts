import type { DaySummary, Faults, ModuleReport, OrderCosts } from "@quantum/report";
import { duration, table } from "../output.ts";

const SHOWN_DIFFERENCES = 10;

/** The summary for a person. */
export function renderSummary(summary: DaySummary): string {
  const percent = (ratio: number | null) => (ratio === null ? "-" : `${(ratio * 100).toFixed(2)} %`);
  const ms = (value: number | null) => (value === null ? "-" : `${value.toFixed(1)} ms`);
  const rows: [string, string][] = [
    ["market day", `${summary.date}, ${summary.symbols.length} symbols${summary.generated ? ", GENERATED DATA" : ""}`],
    ["cycles", String(summary.cycles)],
    ["orders / fills", `${summary.orders} / ${summary.fills}`],
    ["trades", `${summary.trades.closed} closed, ${summary.trades.open} open`],
    ["win rate", percent(summary.winRate)],
    ["average R", summary.averageR === null ? "-" : summary.averageR.toFixed(3)],
    ["realised P&L", `${summary.realisedPnl} USD before fees and funding`],
    ["fees / funding", `${summary.fees} / ${summary.funding} USD`],
    ["final wallet", `${summary.finalWallet} USD`],
    ["final equity", `${summary.finalEquity} USD`],
    ["largest drawdown", percent(summary.maxDrawdown)],
    [
      "bar to order",
      `p50 ${ms(summary.barToOrderMs.p50)}, p99 ${ms(summary.barToOrderMs.p99)} (${summary.barToOrderMs.count} cycles with orders)`,
    ],
    ["took", duration(summary.wallSeconds * 1000)],
    ["fingerprint", summary.fingerprint],
    ["ledger = exchange", summary.ledgerMatchesExchange ? "yes, exactly" : "NO"],
    ["unexplained", `${summary.unexplainedDifferences} differences`],
  ];
  return [
    table(["", ""], rows).trimStart(),
    ...renderDifferences(summary),
    ...renderModules(summary.modules),
    ...renderCosts(summary.orderCosts),
    ...renderFaults(summary.faults),
  ].join("\n");
}

function renderDifferences(summary: DaySummary): string[] {
  const shown = summary.differences
    .slice(0, SHOWN_DIFFERENCES)
    .map(({ what, ours, theirs }) => `  ${what}: ours ${ours}, exchange ${theirs}`);
  const hidden = summary.differences.length - shown.length;
  return hidden > 0 ? [...shown, `  and ${hidden} more`] : shown;
}

/** What each module did, or would have done: the entries it was against and what became of them; then what it said. */
function renderModules(modules: readonly ModuleReport[]): string[] {
  if (modules.length === 0) return [];
  const r = (value: number | null) => (value === null ? "-" : `${value.toFixed(2)} R`);
  const rows = modules.map(({ service, modes, entries }) => [
    service,
    modes.join(", "),
    ...(entries.judged === 0 ? ["-", "-"] : [`${entries.blocked} of ${entries.judged}`, String(entries.shrunk)]),
    ...(entries.blocked === 0 ? ["-", "-"] : [`${entries.blockedNetUsd} USD`, r(entries.blockedAverageR)]),
    r(entries.passedAverageR),
  ]);
  const said = modules.map(({ service, tally }) => {
    const counted = Object.entries(tally).map(([what, count]) => `${what} ${count}`);
    return `  ${service}: ${counted.join(", ") || "nothing"}`;
  });
  const header = ["module", "mode", "against", "smaller", "which came to", "on average", "the others"];
  return ["", table(header, rows), "", "what they said (counted over cycles)", ...said];
}

/** aelm: what orders cost against their arrival price, and what the way not taken would have cost by its estimate. */
function renderCosts(costs: OrderCosts | null): string[] {
  if (costs === null) return [];
  const bps = (value: number | null) => (value === null ? "-" : `${value.toFixed(2)} bps`);
  const line = (cost: OrderCosts["plain"], how: string, other: string) =>
    cost.orders === 0
      ? []
      : [
          `  aelm: ${cost.orders} orders ${how} cost ${bps(cost.totalBps)} on average; ${cost.compared} of them ${bps(cost.sameBps)}, ${other} about ${bps(cost.otherBps)} (estimate)`,
        ];
  return [...line(costs.plain, "as market orders", "by its plans"), ...line(costs.planned, "by its plans", "as market orders")];
}

/** self_healing: what it found. */
function renderFaults(faults: Faults | null): string[] {
  if (faults === null) return [];
  const kinds = Object.entries(faults.kinds).map(([kind, count]) => `${kind} ${count}`);
  const found = kinds.length === 0 ? "nothing to heal" : `${faults.incidents} faults (${kinds.join(", ")}), ${faults.restarted} restarted`;
  return [`  self_healing: ${found}`];
}
