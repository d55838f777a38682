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

/** What the drills came to: percentiles in ms, what was left, and whether every target was met. */
export interface DrillFigures {
  readonly drills: number;
  readonly lastCancelMs: Percentiles;
  readonly flatMs: Percentiles;
  readonly doneMs: Percentiles;
  readonly bareLooks: number;
  readonly faults: number;
  readonly ordersLeft: number;
  readonly positionsLeft: number;
  readonly passed: boolean;
}

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

/** Sums drills up and holds them against the targets. */
export function drillFigures(results: readonly DrillResult[]): DrillFigures {
  const of = (pick: (result: DrillResult) => number): Percentiles => {
    const figures = results.map(pick);
    return { p50: percentile(figures, 0.5), p99: percentile(figures, 0.99), worst: Math.max(...figures) };
  };
  const figures = {
    drills: results.length,
    lastCancelMs: of((each) => each.lastCancelMs),
    flatMs: of((each) => each.flatMs),
    doneMs: of((each) => each.doneMs),
    bareLooks: sum(results.map((each) => each.bareLooks)),
    faults: sum(results.map((each) => each.faults)),
    ordersLeft: sum(results.map((each) => each.left.orders)),
    positionsLeft: sum(results.map((each) => each.left.positions)),
  };
  const inTime = figures.lastCancelMs.p99 <= LAST_CANCEL_MAX_MS && figures.flatMs.p99 <= FLAT_MAX_MS;
  return { ...figures, passed: results.length > 0 && inTime && figures.bareLooks + figures.ordersLeft + figures.positionsLeft === 0 };
}

/** What a drill shows and what it does not, for whoever reads the report alone. */
const WHAT_IT_PROVES = [
  "## What it proves",
  "",
  "- The process that stops the desk needs neither Redis, Postgres nor any other service: none of them runs here.",
  "- Every entry order, plain and algo, is gone within the target, though orders are rejected, answers lost and requests refused; the exchange is read until it shows twice in a row that none is left.",
  "- Every position is closed within the target, also those larger than what the book takes at once, and none was ever without its stop before it was flat: the exchange's own books are looked at every 2 ms.",
  "- After a re-arm the next stop works like the first: all drills run on one exchange and one process.",
  "",
  "What it does not prove: that the real exchange is reachable, how deep its books are, or that a person hears the alert. The orders and positions of a drill are set up by a client of its own, not by the code that is proven.",
  "",
];

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
    drillFigures(results).passed ? "All targets were met." : "**Not all targets were met.**",
    "",
    ...WHAT_IT_PROVES,
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
