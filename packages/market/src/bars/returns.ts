import type { Bar } from "@quantum/types";

/** close / previous close - 1 for every bar but the first. */
export function simpleReturns(bars: readonly Pick<Bar, "close">[]): number[] {
  return changes(bars, (ratio) => ratio - 1);
}

/** log(close / previous close) for every bar but the first. */
export function logReturns(bars: readonly Pick<Bar, "close">[]): number[] {
  return changes(bars, Math.log);
}

function changes(bars: readonly Pick<Bar, "close">[], measure: (ratio: number) => number): number[] {
  const result: number[] = [];
  for (let i = 1; i < bars.length; i++) result.push(measure((bars[i] as Bar).close / (bars[i - 1] as Bar).close));
  return result;
}
