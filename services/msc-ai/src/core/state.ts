import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import { evenProbabilities, expectedLogRange, weighEvidence } from "./evidence.ts";
import { createHold, type Hold, holdState, loseState } from "./hold-state.ts";
import { LIMITS } from "./limits.ts";
import { breakMeasures, createMeasures, type Measures, measureBar } from "./measure.ts";
import { worthOf } from "./usable-data.ts";

/** What is known about one symbol. */
export interface SymbolState {
  /** Close of the newest usable bar, epoch ms; 0 before the first. */
  closeAt: number;
  /** Traded bars in a row since the last gap. */
  unbrokenBars: number;
  /** Bars without trades in a row. */
  idleBars: number;
  measures: Measures;
  /** In the order of the prototypes. */
  probabilities: number[];
  hold: Hold;
}

/** The state of the service. */
export interface MscAiState {
  /** The trading interval; null until history or the first cycle tells it. */
  interval: Interval | null;
  lastCycleAt: number;
  /** Close at which the state was announced last. */
  announcedAt: number;
  market: { probabilities: number[]; hold: Hold; volatilityRatio: number | null; knownRatio: number };
  symbols: Record<string, SymbolState>;
  /** Symbols of the newest cycle, with and without a bar. */
  inCycle: string[];
}

/** A service that has seen nothing. */
export function initialState(): MscAiState {
  const market = { probabilities: [], hold: createHold(), volatilityRatio: null, knownRatio: 0 };
  return { interval: null, lastCycleAt: 0, announcedAt: 0, market, symbols: {}, inCycle: [] };
}

/** A changed interval makes everything seen so far useless: all starts anew. */
export function adoptInterval(state: MscAiState, interval: Interval): void {
  if (state.interval === interval) return;
  state.interval = interval;
  state.symbols = {};
}

/** Takes one bar of a symbol in. A bar that is not newer than the last one is ignored, one that is no bar counts as missing. */
export function addBar(state: MscAiState, symbol: string, bar: Bar): void {
  if (state.interval === null) throw new Error("bars came before the trading interval was known");
  const known = state.symbols[symbol] ?? createSymbol();
  if (bar.openAt < known.closeAt) return;
  const worth = worthOf(bar, known.closeAt, state.interval);
  if (worth === "BAD") return;
  state.symbols[symbol] = known;
  if (worth === "AFTER_GAP") startAnew(known);
  known.closeAt = bar.openAt + INTERVAL_MS[state.interval];
  if (bar.volume > 0) takeBar(known, bar);
  else takePause(known);
}

/** History that reaches at least as far as what is known replaces a symbol that is not warm yet; otherwise only what is new is added. */
export function addHistory(state: MscAiState, symbol: string, bars: readonly Bar[]): void {
  const last = bars.at(-1);
  if (last === undefined || state.interval === null) return;
  const known = state.symbols[symbol];
  const warm = known !== undefined && known.measures.count >= LIMITS.leastHistoryBars && known.unbrokenBars >= LIMITS.leastUnbrokenBars;
  if (known !== undefined && !warm && last.openAt + INTERVAL_MS[state.interval] >= known.closeAt) delete state.symbols[symbol];
  for (const bar of bars) addBar(state, symbol, bar);
}

function takeBar(known: SymbolState, bar: Bar): void {
  known.idleBars = 0;
  known.unbrokenBars++;
  const observation = measureBar(known.measures, bar, expectedLogRange(known.probabilities));
  if (observation === null || known.measures.count < LIMITS.leastHistoryBars) return loseState(known.hold);
  weighEvidence(known.probabilities, observation);
  if (known.unbrokenBars < LIMITS.leastUnbrokenBars) loseState(known.hold);
  else holdState(known.hold, known.probabilities);
}

/** Nothing happened: there is no evidence, and after more than a pause there is no state either. */
function takePause(known: SymbolState): void {
  known.idleBars++;
  if (known.idleBars > LIMITS.maxIdleBars) startAnew(known);
  else known.hold.sinceBars++;
}

function startAnew(known: SymbolState): void {
  known.unbrokenBars = 0;
  breakMeasures(known.measures);
  known.probabilities = evenProbabilities();
  loseState(known.hold);
}

function createSymbol(): SymbolState {
  return {
    closeAt: 0,
    unbrokenBars: 0,
    idleBars: 0,
    measures: createMeasures(),
    probabilities: evenProbabilities(),
    hold: createHold(),
  };
}
