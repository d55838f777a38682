import { LIMITS } from "./limits.ts";
import type { ReturnSeries } from "./state.ts";

/** Adds the bar that closed at `at`. A bar before or at the last one changes nothing; a gap is kept as such, so that symbols stay aligned. */
export function addClose(series: ReturnSeries | null, bar: { at: number; close: number }, intervalMs: number): ReturnSeries {
  if (series === null) return { lastAt: bar.at, lastClose: bar.close, window: [] };
  const steps = Math.round((bar.at - series.lastAt) / intervalMs);
  if (steps <= 0) return series;
  const skipped = Math.min(steps - 1, LIMITS.correlationBars);
  for (let i = 0; i < skipped; i++) series.window.push(null);
  // Seven places: a tenth of a millionth, and short as text.
  series.window.push(steps === 1 ? Math.round((bar.close / series.lastClose - 1) * 1e7) / 1e7 : null);
  series.window.splice(0, Math.max(0, series.window.length - LIMITS.correlationBars));
  series.lastAt = bar.at;
  series.lastClose = bar.close;
  return series;
}

/** Returns of the bars that all of these series have, newest first. */
export function commonReturns(series: readonly ReturnSeries[], intervalMs: number): number[][] {
  const rows: number[][] = series.map(() => []);
  const newestAt = Math.max(...series.map(({ lastAt }) => lastAt));
  const lag = series.map(({ lastAt }) => Math.round((newestAt - lastAt) / intervalMs));
  for (let back = 0; back < LIMITS.correlationBars; back++) {
    const values = series.map(({ window }, i) => window[window.length - 1 - (back - (lag[i] as number))] ?? null);
    if (values.some((value, i) => value === null || back < (lag[i] as number))) continue;
    values.forEach((value, i) => {
      rows[i]?.push(value as number);
    });
  }
  return rows;
}
