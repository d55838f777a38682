import { type GeneratedMarket, generateLabelledMarket, type MarketOptions, REGIMES, type Regime } from "@quantum/market";
import { INTERVAL_MS, type MarketState } from "@quantum/types";
import { createMscAiCore } from "../src/core/index.ts";
import { barsAt, closed, DAY, step } from "./scenario.ts";

/** Bars not scored: the history a fleet starts with. */
const WARM_UP_BARS = 400;

/** The true state of every bar. */
export function labelsOf({ regimes, interval }: GeneratedMarket): Regime[] {
  return regimes.flatMap(({ fromAt, toAt, regime }) => new Array<Regime>((toAt - fromAt) / INTERVAL_MS[interval] + 1).fill(regime));
}

/** The figures of several markets: of their symbols together, of the markets as wholes, and of the symbols of each. */
export interface Scores {
  readonly symbols: Score;
  readonly market: Score;
  readonly perSeed: readonly Score[];
}

/** Runs the core over one market per seed and compares every bar with the truth. */
export function scored(
  seeds: readonly string[],
  options: Pick<MarketOptions, "bars" | "symbols">,
  generate: (options: MarketOptions) => GeneratedMarket = generateLabelledMarket,
): Scores {
  const [symbols, market] = [createTally(), createTally()];
  const perSeed = seeds.map((seed) => {
    const own = createTally();
    const generated = generate({ ...options, seed, interval: "5m", fromAt: DAY });
    for (const [name, states] of Object.entries(classify(generated))) {
      for (const tally of name === "market" ? [market] : [symbols, own]) count(tally, generated, states);
    }
    return scoreOf(own);
  });
  return { symbols: scoreOf(symbols), market: scoreOf(market), perSeed };
}

/** What is counted while states are compared with the truth. */
export interface Tally {
  bars: number;
  right: Record<Regime, number>;
  all: Record<Regime, number>;
  /** Bars from the first of a true state until it is said; the whole stay when it never is. */
  delays: number[];
  switches: number;
  /** Changes to a state that is not the true one at that bar. */
  falseSwitches: number;
}

/** The figures of a tally. */
export interface Score {
  balancedAccuracy: number;
  medianDelayBars: number;
  falsePerThousand: number;
  switchesPerThousand: number;
  recall: Record<Regime, number>;
}

/** A tally of nothing. */
function createTally(): Tally {
  const none = () => Object.fromEntries(REGIMES.map((regime) => [regime, 0])) as Record<Regime, number>;
  return { bars: 0, right: none(), all: none(), delays: [], switches: 0, falseSwitches: 0 };
}

/** What the core says of every bar: per symbol, and of the market under the name "market". */
function classify(market: GeneratedMarket): Record<string, MarketState[]> {
  const state = createMscAiCore().initial();
  const names = Object.keys(market.series);
  const said: Record<string, MarketState[]> = Object.fromEntries([...names, "market"].map((name) => [name, []]));
  const length = Object.values(market.series)[0]?.length ?? 0;
  for (let i = 0; i < length; i++) {
    const answer = step(state, closed(barsAt(market.series, i)));
    said.market?.push(answer.market.state);
    for (const { symbol, state: told } of answer.symbols) said[symbol]?.push(told);
  }
  return said;
}

/** Compares one series with the truth. */
function count(tally: Tally, market: GeneratedMarket, said: readonly MarketState[]): void {
  const labels = labelsOf(market);
  let since: number | null = null;
  labels.forEach((truth, i) => {
    if (i < WARM_UP_BARS) return;
    const right = said[i] === truth;
    tally.bars++;
    tally.all[truth]++;
    if (right) tally.right[truth]++;
    if (said[i] !== said[i - 1]) {
      tally.switches++;
      if (!right) tally.falseSwitches++;
    }
    if (truth !== labels[i - 1]) {
      if (since !== null) tally.delays.push(i - since);
      since = i;
    }
    if (since !== null && right) {
      tally.delays.push(i - since);
      since = null;
    }
  });
}

/** The figures. Balanced accuracy is the mean recall of the states, so that rare ones count as much as frequent ones; UNKNOWN is never right. */
function scoreOf(tally: Tally): Score {
  const seen = REGIMES.filter((regime) => tally.all[regime] > 0);
  const recall = Object.fromEntries(seen.map((regime) => [regime, tally.right[regime] / tally.all[regime]])) as Record<Regime, number>;
  const delays = tally.delays.toSorted((a, b) => a - b);
  return {
    balancedAccuracy: seen.reduce((sum, regime) => sum + recall[regime], 0) / seen.length,
    medianDelayBars: delays[delays.length >> 1] ?? Number.NaN,
    falsePerThousand: (1000 * tally.falseSwitches) / tally.bars,
    switchesPerThousand: (1000 * tally.switches) / tally.bars,
    recall,
  };
}
