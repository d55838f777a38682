import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";

/** What is wrong with one bar of a series. */
export interface BarProblem {
  /** Position in the series. */
  readonly index: number;
  readonly openAt: number;
  readonly field: keyof Bar;
  readonly value: number;
  readonly problem: string;
}

const PRICES = ["open", "high", "low", "close"] as const;
const AMOUNTS = ["volume", "quoteVolume", "trades", "takerBuyVolume"] as const;

/** Everything wrong with a series: order, grid, prices, ranges and amounts. Empty when the series is sound (gaps are allowed). */
export function validateBars(bars: readonly Bar[], interval: Interval): BarProblem[] {
  const problems: BarProblem[] = [];
  bars.forEach((bar, index) => {
    const previous = bars[index - 1];
    for (const { field, problem } of [...barProblems(bar, interval), ...orderProblems(bar, previous)]) {
      problems.push({ index, openAt: bar.openAt, field, value: bar[field], problem });
    }
  });
  return problems;
}

/** What is wrong with one bar on its own; the first finding per field. */
export function barProblems(bar: Bar, interval: Interval): { field: keyof Bar; problem: string }[] {
  const found: { field: keyof Bar; problem: string }[] = [];
  if (!Number.isSafeInteger(bar.openAt) || bar.openAt % INTERVAL_MS[interval] !== 0) {
    found.push({ field: "openAt", problem: `does not open on the ${interval} grid` });
  }
  for (const field of PRICES) {
    if (!Number.isFinite(bar[field])) found.push({ field, problem: "is not a finite number" });
    else if (bar[field] <= 0) found.push({ field, problem: "is not a positive price" });
  }
  for (const field of AMOUNTS) {
    if (!Number.isFinite(bar[field])) found.push({ field, problem: "is not a finite number" });
    else if (bar[field] < 0) found.push({ field, problem: "is negative" });
  }
  if (found.length > 0) return found;
  if (bar.high < Math.max(bar.open, bar.close)) found.push({ field: "high", problem: "is below open or close" });
  if (bar.low > Math.min(bar.open, bar.close)) found.push({ field: "low", problem: "is above open or close" });
  return found;
}

function orderProblems(bar: Bar, previous: Bar | undefined): { field: keyof Bar; problem: string }[] {
  if (previous === undefined || bar.openAt > previous.openAt) return [];
  const problem = bar.openAt === previous.openAt ? "repeats the time of the bar before" : "is earlier than the bar before";
  return [{ field: "openAt", problem }];
}
