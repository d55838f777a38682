import { createRandom, nextUniform, type Random } from "@quantum/market";
import type { LabelledPrediction } from "../src/core/evaluation/index.ts";

/** What kind of predictions to make up. Prices are a random walk with a market that all symbols share; labels overlap by the horizon. */
export interface MadeUp {
  readonly seed: number | string;
  readonly days: number;
  readonly symbols: number;
  /** Hours between two cycles. Shorter ones cost time and change nothing: everything is summed by hour. */
  readonly cycleHours: number;
  readonly horizonCycles: number;
  /** How much of its last value a model's opinion keeps from cycle to cycle. */
  readonly memory: number;
  /** How far a model's probabilities stray from one half. */
  readonly boldness: number;
  /** Share of the coming return's direction that XGB knows; LGBM, NH and PT know nothing. */
  readonly knowledge: number;
  /** What every return has added; makes a rising market. */
  readonly drift?: number;
}

const HOUR_MS = 3_600_000;
/** Close of the first made-up cycle. */
export const MADE_FROM = Date.UTC(2026, 0, 1);

/** Predictions with their labels, oldest first. */
export function* madePredictions(about: MadeUp): Generator<LabelledPrediction & { readonly symbol: string }> {
  const { days, symbols, cycleHours, horizonCycles, knowledge, boldness } = about;
  const random = createRandom(about.seed);
  const cycles = Math.floor((days * 24) / cycleHours);
  const returns = returnsOf(about, cycles + horizonCycles, random);
  const noise = Array.from({ length: symbols * 4 }, () => normal(random));
  for (let cycle = 0; cycle < cycles; cycle++) {
    const at = MADE_FROM + cycle * cycleHours * HOUR_MS;
    for (let symbol = 0; symbol < symbols; symbol++) {
      const ahead = (returns[symbol] as number[]).slice(cycle, cycle + horizonCycles).reduce((sum, value) => sum + value, 0);
      const opinions = [0, 1, 2, 3].map((slot) => {
        const i = symbol * 4 + slot;
        noise[i] = about.memory * (noise[i] as number) + Math.sqrt(1 - about.memory ** 2) * normal(random);
        const known = slot === 0 ? knowledge * Math.sign(ahead) : 0;
        return Math.min(0.99, Math.max(0.01, 0.5 + boldness * (noise[i] as number) + known));
      });
      yield prediction({ at, labelledAt: at + horizonCycles * cycleHours * HOUR_MS, returnRatio: ahead, symbol, opinions });
    }
  }
}

function prediction(made: { at: number; labelledAt: number; returnRatio: number; symbol: number; opinions: readonly number[] }) {
  const slots = ["XGB", "LGBM", "NH", "PT"] as const;
  const votes = slots.map((slot, i) => ({ slot, model: slot.toLowerCase(), version: "1", probabilityUp: made.opinions[i] as number }));
  const probabilityUp = made.opinions.reduce((sum, value) => sum + value, 0) / made.opinions.length;
  const { at, labelledAt, returnRatio } = made;
  return { at, labelledAt, returnRatio, probabilityUp, votes, symbol: `S${made.symbol}USDT` };
}

function returnsOf({ symbols, drift = 0 }: MadeUp, steps: number, random: Random): number[][] {
  const market = Array.from({ length: steps }, () => normal(random));
  return Array.from({ length: symbols }, () => market.map((common) => 0.001 * (0.7 * common + 0.7 * normal(random)) + drift));
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - nextUniform(random))) * Math.cos(2 * Math.PI * nextUniform(random));
}
