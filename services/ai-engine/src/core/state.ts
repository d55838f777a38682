import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import { createFeatureState, type FeatureState, updateFeatures } from "./features.ts";

/** What is known about one symbol. */
export interface SymbolState {
  /** Unbroken bars seen since the last gap. */
  bars: number;
  closeAt: number;
  close: number;
  features: FeatureState;
}

/** The state of the service. */
export interface AiEngineState {
  /** The trading interval; null until configuration, history or the first cycle tells it. */
  interval: Interval | null;
  lastCycleAt: number;
  symbols: Record<string, SymbolState>;
  /** Symbols that had a bar in the newest cycle. */
  inCycle: string[];
  /** How many instances shared the symbols when the newest cycle came; 1: it had them all. */
  partitions: number;
}

/** A service that has seen nothing. */
export function initialState(interval: Interval | null): AiEngineState {
  return { interval, lastCycleAt: 0, symbols: {}, inCycle: [], partitions: 1 };
}

/** A changed interval makes everything seen so far useless: all symbols start anew. */
export function adoptInterval(state: AiEngineState, interval: Interval): void {
  if (state.interval === interval) return;
  state.interval = interval;
  state.symbols = {};
}

/**
 * AI-01: a bar counts only if it follows its predecessor. After a gap the symbol starts to warm up anew, because averages
 * over a hole are not what they say; a bar that is not newer than the last one is ignored.
 */
export function addBar(state: AiEngineState, symbol: string, bar: Bar): void {
  let known = state.symbols[symbol];
  if (known !== undefined && bar.openAt < known.closeAt) return;
  if (known === undefined || bar.openAt !== known.closeAt) known = fresh();
  updateFeatures(known.features, bar);
  known.bars++;
  known.closeAt = bar.openAt + stepMs(state);
  known.close = bar.close;
  state.symbols[symbol] = known;
}

/** Takes history in. History that reaches at least as far as what is known replaces a symbol that is not warm yet. */
export function addHistory(state: AiEngineState, symbol: string, bars: readonly Bar[], warmUpBars: number): void {
  const last = bars.at(-1);
  if (last === undefined) return;
  const known = state.symbols[symbol];
  const reaches = known === undefined || last.openAt + stepMs(state) >= known.closeAt;
  if (known !== undefined && known.bars < warmUpBars && reaches) delete state.symbols[symbol];
  for (const bar of bars) addBar(state, symbol, bar);
}

function fresh(): SymbolState {
  return { bars: 0, closeAt: 0, close: 0, features: createFeatureState() };
}

function stepMs({ interval }: AiEngineState): number {
  if (interval === null) throw new Error("bars came before the trading interval was known");
  return INTERVAL_MS[interval];
}
