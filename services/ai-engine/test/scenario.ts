import { existsSync } from "node:fs";
import { join } from "node:path";
import { generateMarket } from "@quantum/market";
import { loadBars } from "@quantum/market/files";
import { event } from "@quantum/test-kit";
import { type Bar, type FleetEvent, INTERVAL_MS } from "@quantum/types";

const STEP_MS = INTERVAL_MS["5m"];
const DAY = Date.UTC(2023, 6, 13);
/** Real market data is not part of the project; where it lies beside it, it is used. */
const REAL = join(import.meta.dirname, "../../../../shared/data/um/5m");

/** Bars of a few symbols: a real day with history where there is one, a generated market elsewhere. */
export async function marketOf(symbols: readonly string[]): Promise<{ series: Readonly<Record<string, Bar[]>>; real: boolean }> {
  if (existsSync(REAL)) {
    const { series } = await loadBars({ dir: REAL, interval: "5m", symbols, fromAt: DAY, toAt: DAY + 86_400_000, warmUpBars: 200 });
    return { series, real: true };
  }
  return { series: generatedOf(symbols, 488), real: false };
}

/** Bars of a seeded market that ends with the real day's last bar. */
export function generatedOf(symbols: readonly string[], bars: number): Readonly<Record<string, Bar[]>> {
  return generateMarket({ seed: "ai-engine", symbols, interval: "5m", fromAt: DAY, bars }).series;
}

/** History of one symbol. */
export function history(symbol: string, bars: readonly Bar[], interval: "1m" | "5m" = "5m"): FleetEvent<"bars.backfilled"> {
  return event("bars.backfilled", { symbol, interval, bars: [...bars] });
}

/** The close of the bars of some symbols that opened at the same time. */
export function closed(
  bars: Readonly<Record<string, Bar>>,
  about: { opensCycle?: boolean; interval?: "1m" | "5m"; closeAt?: number } = {},
): FleetEvent<"bars.closed"> {
  const first = Object.values(bars)[0];
  const interval = about.interval ?? "5m";
  const closeAt = about.closeAt ?? (first === undefined ? DAY : first.openAt + INTERVAL_MS[interval]);
  const list = Object.entries(bars).map(([symbol, bar]) => ({ symbol, bar }));
  return event("bars.closed", { interval, closeAt, bars: list, missing: [], opensCycle: about.opensCycle ?? true }, { cycle: closeAt });
}

/** One close after the other for all symbols of a series. */
export function closes(series: Readonly<Record<string, readonly Bar[]>>, from: number, to: number): FleetEvent<"bars.closed">[] {
  return Array.from({ length: to - from }, (_, i) =>
    closed(Object.fromEntries(Object.entries(series).map(([symbol, bars]) => [symbol, bars[from + i] as Bar]))),
  );
}

/** The opening time one bar later. */
export function later(bar: Bar, bars = 1): Bar {
  return { ...bar, openAt: bar.openAt + bars * STEP_MS };
}
