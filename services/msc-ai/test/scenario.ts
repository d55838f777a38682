import { existsSync } from "node:fs";
import { join } from "node:path";
import { generateLabelledMarket } from "@quantum/market";
import { loadBars } from "@quantum/market/files";
import { event } from "@quantum/test-kit";
import { type Bar, type EventData, type FleetEvent, INTERVAL_MS } from "@quantum/types";
import { createMscAiCore, type MscAiState } from "../src/core/index.ts";

/** Length of the bars of the scenarios. */
export const STEP_MS = INTERVAL_MS["5m"];
/** When generated series begin, and the real day. */
export const DAY = Date.UTC(2023, 6, 13);
const REAL = join(import.meta.dirname, "../../../../shared/data/um/5m");

/** Bars by symbol. */
export type Series = Readonly<Record<string, readonly Bar[]>>;
/** What the service says of a cycle. */
export type Answer = EventData<"regime.classified">;

/** A labelled market. */
export function labelled(symbols: readonly string[], bars: number, seed = "msc") {
  return generateLabelledMarket({ seed, symbols, interval: "5m", fromAt: DAY, bars });
}

/** Three real days where there are some, a labelled market elsewhere. */
export async function marketOf(symbols: readonly string[]): Promise<Series> {
  if (!existsSync(REAL)) return labelled(symbols, 864).series;
  return (await loadBars({ dir: REAL, interval: "5m", symbols, fromAt: DAY, toAt: DAY + 3 * 86_400_000 })).series;
}

/** History of one symbol. */
export function history(symbol: string, bars: readonly Bar[], interval: "1m" | "5m" = "5m"): FleetEvent<"bars.backfilled"> {
  return event("bars.backfilled", { symbol, interval, bars: [...bars] });
}

/** The close of the bars of some symbols. */
export function closed(
  bars: Readonly<Record<string, Bar>>,
  about: { closeAt?: number; missing?: string[]; opensCycle?: boolean; interval?: "1m" | "5m" } = {},
): FleetEvent<"bars.closed"> {
  const interval = about.interval ?? "5m";
  const first = Object.values(bars)[0];
  const closeAt = about.closeAt ?? (first === undefined ? DAY : first.openAt + INTERVAL_MS[interval]);
  const list = Object.entries(bars).map(([symbol, bar]) => ({ symbol, bar }));
  const data = { interval, closeAt, bars: list, missing: about.missing ?? [], opensCycle: about.opensCycle ?? true };
  return event("bars.closed", data, { cycle: closeAt });
}

/** The bars that opened `i` bars after the beginning. */
export function barsAt(series: Series, i: number): Record<string, Bar> {
  return Object.fromEntries(Object.entries(series).map(([symbol, bars]) => [symbol, bars[i] as Bar]));
}

/** One close after the other. */
export function closes(series: Series, from: number, to: number): FleetEvent<"bars.closed">[] {
  return Array.from({ length: to - from }, (_, i) => closed(barsAt(series, from + i)));
}

/** The answer to one input, and the state after it. */
export function step(state: MscAiState, input: Parameters<ReturnType<typeof createMscAiCore>["decide"]>[1]): Answer {
  return (createMscAiCore().decide(state, input).effects[0] as unknown as { data: Answer }).data;
}

/** The answers to a series. */
export function answersTo(series: Series, to: number): Answer[] {
  const state = createMscAiCore().initial();
  return closes(series, 0, to).map((input) => step(state, input));
}
