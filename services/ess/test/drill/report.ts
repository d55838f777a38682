import type { DrillResult } from "./drill.ts";

/** Where and when it was measured. */
export interface DrillPlace {
  readonly machine: string;
  readonly measuredAt: string;
  readonly faults: string;
}

/** Targets of the specification, ms. */
const LAST_CANCEL_MAX_MS = 2_000;
const FLAT_MAX_MS = 20_000;

/** The report of a drill as Markdown: what was asked of it, what came out, and every single drill. */
export function renderDrillReport(results: readonly DrillResult[], place: DrillPlace): string {
  const line = (name: string, figures: readonly number[], target: string): string =>
    `| ${name} | ${percentile(figures, 0.5).toFixed(0)} | ${percentile(figures, 0.99).toFixed(0)} | ${Math.max(...figures).toFixed(0)} | ${target} |`;
  const [first] = results;
  return [
    "# ESS drill",
    "",
    `${results.length} drills on the simulator, ${place.machine}, ${place.measuredAt}. ess ran as its own process, Redis and Postgres were not there.`,
    `Each: ${first?.entries} entry orders of both classes (${first?.orders} orders with stops and take-profits) and ${first?.positions} positions, some larger than the book. Faults: ${place.faults}.`,
    "",
    "| from the stop to ... (ms) | p50 | p99 | worst | target p99 |",
    "| --- | --- | --- | --- | --- |",
    line(
      "last entry order gone",
      results.map((each) => each.lastCancelMs),
      `${LAST_CANCEL_MAX_MS}`,
    ),
    line(
      "all positions flat",
      results.map((each) => each.flatMs),
      `${FLAT_MAX_MS}`,
    ),
    line(
      "verified twice and said",
      results.map((each) => each.doneMs),
      "none",
    ),
    "",
    `Looks at which an open position had no stop: ${sum(results.map((each) => each.bareLooks))} of ${sum(results.map((each) => each.looks))}. Faults injected: ${sum(results.map((each) => each.faults))}.`,
    `Left over after a drill: ${sum(results.map((each) => each.left.orders))} orders, ${sum(results.map((each) => each.left.positions))} positions.`,
    "",
    "| drill | entries | positions | last cancel ms | flat ms | done ms | faults | left |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...results.map((each, index) => {
      const times = [each.lastCancelMs, each.flatMs, each.doneMs].map((ms) => ms.toFixed(0)).join(" | ");
      return `| ${index + 1} | ${each.entries} | ${each.positions} | ${times} | ${each.faults} | ${each.left.orders + each.left.positions} |`;
    }),
    "",
  ].join("\n");
}

/** The smallest figure that a share of all does not exceed. */
function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
