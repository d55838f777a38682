import { isEnforced } from "@quantum/roster";
import { type EventData, INTERVAL_MS, type Interval } from "@quantum/types";
import { slopeOf } from "./calibration.ts";
import { whyNoCosts } from "./costs.ts";
import { type Evaluated, evaluate, type Known } from "./evaluate.ts";
import { LIMITS, type RankerSettings } from "./limits.ts";
import { type HeardSignals, lookUp, type OpenCycle, type RankerState } from "./state.ts";

type Skipped = EventData<"opportunities.ranked">["skipped"];

/** The sides of all symbols, best first, and the symbols that could not be judged with the reason. */
export interface Ranked {
  readonly evaluated: readonly Evaluated[];
  readonly skipped: Skipped;
}

/** Judges every symbol of a cycle. Without signals nobody is. Symbols, ties included, are in an order that depends on nothing but the figures. */
export function rank(state: Readonly<RankerState>, cycle: Readonly<OpenCycle>, settings: RankerSettings): Ranked {
  const { signals } = cycle;
  if (signals === null)
    return {
      evaluated: [],
      skipped: [...cycle.symbols].sort().map((symbol) => ({ symbol, reason: "no signals: ai_engine did not answer" })),
    };
  const signalOf = new Map(signals.signals.map((signal) => [signal.symbol, signal]));
  const symbols = [...new Set([...cycle.symbols, ...signalOf.keys()])].sort();
  const evaluated: Evaluated[] = [];
  const skipped: Skipped = [];
  for (const symbol of symbols) {
    const known = knownOf(state, { cycle, signals, symbol, signal: signalOf.get(symbol) ?? null });
    if (typeof known === "string") skipped.push({ symbol, reason: known });
    else evaluated.push(evaluate("LONG", known, settings), evaluate("SHORT", known, settings));
  }
  evaluated.sort(
    (a, b) => b.score - a.score || (a.symbol < b.symbol ? -1 : Number(a.symbol > b.symbol)) || (a.direction < b.direction ? -1 : 1),
  );
  return { evaluated, skipped };
}

/** OR-08: the places that may be traded: at most the limit, and never one that is worth less than it costs. */
export function tradablePlaces(evaluated: readonly Evaluated[], limit: number): number {
  return Math.min(limit, evaluated.filter(({ expectedValueBps }) => expectedValueBps > 0).length);
}

interface Asked {
  readonly cycle: Readonly<OpenCycle>;
  readonly signals: HeardSignals;
  readonly symbol: string;
  readonly signal: HeardSignals["signals"][number] | null;
}

/** All that is needed to judge a symbol, or why it cannot be judged. */
function knownOf(state: Readonly<RankerState>, { cycle, signals, symbol, signal }: Asked): Known | string {
  const interval = state.interval as Interval;
  const stepMs = INTERVAL_MS[interval];
  if (!cycle.symbols.includes(symbol)) return "no bar in this cycle";
  if (signal === null) return "no signal in this cycle";
  const { probabilityUp, atrRatio } = signal;
  if (probabilityUp === null) return "no probability: the ensemble abstained";
  if (atrRatio === null || !(atrRatio > 0)) return "OR-02: no average true range to put stop and target by";
  const contract = lookUp(state.contracts, symbol);
  const quote = lookUp(cycle.quotes, symbol);
  const unknown = whyNoCosts(contract, quote, cycle.at - LIMITS.quoteMaxAgeBars * stepMs);
  if (unknown !== null || contract === null || quote === null) return unknown ?? "OR-01: costs are not known";
  return {
    signal: { ...signal, probabilityUp, atrRatio },
    costs: { takerFeeRatio: contract.takerFeeRatio, quote, at: cycle.at, horizonMs: signals.horizonBars * stepMs },
    measure: lookUp(state.measures, symbol),
    heard: { binding: isEnforced(state.roster, "msc_ai"), regimes: cycle.regimes },
    horizonBars: signals.horizonBars,
    interval,
    slope: slopeOf(state.calibration),
  };
}
