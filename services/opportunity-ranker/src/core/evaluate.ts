import { type Direction, INTERVAL_MS, type Interval, type Opportunity } from "@quantum/types";
import { shrink } from "./calibration.ts";
import { type CostInputs, costsOf, totalOf } from "./costs.ts";
import { LIMITS, type RankerSettings } from "./limits.ts";
import { liquidity } from "./liquidity.ts";
import { payoffOf } from "./payoff.ts";
import { type QualityParts, qualityOf, scoreOf } from "./quality.ts";
import { type Heard, regimeFit } from "./regime-fit.ts";
import { rounded } from "./rounded.ts";
import type { SignalFigures, SymbolMeasure } from "./state.ts";
import { trendFit } from "./trend-fit.ts";

/** All that is known of a symbol in a cycle. */
export interface Known {
  readonly signal: SignalFigures & { readonly probabilityUp: number; readonly atrRatio: number };
  readonly costs: CostInputs;
  readonly measure: Readonly<SymbolMeasure> | null;
  readonly heard: Heard;
  readonly horizonBars: number;
  readonly interval: Interval;
  /** Share of a claimed edge that is believed. */
  readonly slope: number;
}

/** An opportunity before it has its place, and what is lost when its stop is hit. */
export interface Evaluated extends Omit<Opportunity, "rank"> {
  readonly riskBps: number;
}

/** What one side of one symbol is worth. */
export function evaluate(direction: Direction, known: Known, settings: RankerSettings): Evaluated {
  const { signal, slope, horizonBars } = known;
  const up = shrink(signal.probabilityUp, slope);
  const probability = direction === "LONG" ? up : 1 - up;
  const payoff = payoffOf({ probability, atrRatio: signal.atrRatio, horizonBars }, settings);
  const costs = costsOf(direction, known.costs);
  const totalBps = totalOf(costs);
  const riskBps = payoff.stopBps + Math.max(0, totalBps);
  const expectedValueBps = rounded(payoff.grossBps - totalBps, LIMITS.bpsDecimals);
  const parts: QualityParts = {
    trend: trendFit(direction, known.measure),
    agreement: agreement(direction, signal),
    liquidity: liquidity(known.measure, INTERVAL_MS[known.interval]),
    volatility: room(totalBps, payoff.deviationBps),
    regime: regimeFit(direction, signal.symbol, known.heard),
  };
  const quality = qualityOf(parts);
  return {
    symbol: signal.symbol,
    direction,
    score: rounded(scoreOf(expectedValueBps, riskBps, quality), LIMITS.scoreDecimals),
    expectedValueBps,
    costs,
    components: componentsOf({ ...parts, quality, probability, ...payoff, riskBps }),
    riskBps: rounded(riskBps, LIMITS.bpsDecimals),
  };
}

/** The weight of the models on this side beyond a tie; none for the side the ensemble is against. */
function agreement(direction: Direction, { probabilityUp, agreementRatio }: Known["signal"]): number {
  const majority = probabilityUp >= 0.5 ? "LONG" : "SHORT";
  return direction === majority ? Math.max(0, 2 * agreementRatio - 1) : 0;
}

/** What costs leave of one usual move over the horizon. */
function room(totalBps: number, deviationBps: number): number {
  return deviationBps > 0 ? Math.max(0, 1 - Math.max(0, totalBps) / deviationBps) : 0;
}

function componentsOf(figures: Readonly<Record<string, number | null>>): Record<string, number> {
  const components: Record<string, number> = {};
  for (const [name, value] of Object.entries(figures)) if (value !== null) components[name] = rounded(value, LIMITS.bpsDecimals);
  return components;
}
