import { type Bar, INTERVAL_MS, type Interval } from "@quantum/types";
import type { FundingRate } from "../importers/import-funding.ts";
import { createRandom, type Random } from "../random/random.ts";
import { generateFunding } from "./generate-funding.ts";
import { generateSymbol } from "./generate-symbol.ts";
import { generateMarketMoves, generateSectorMoves, type MarketMove } from "./market-factor.ts";
import { generateRandomWalk } from "./random-walk.ts";
import type { Regime } from "./regimes.ts";
import { defaultSymbols, profileOf, type SymbolProfile } from "./symbol-profile.ts";

/** What to generate. `symbols` is a list, or how many of the project's own list. */
export interface MarketOptions {
  readonly seed: number | string;
  readonly symbols: readonly string[] | number;
  readonly interval: Interval;
  readonly fromAt: number;
  readonly bars: number;
  /** "regimes" (default) resembles a market; "random-walk" is a fair game without anything to learn. */
  readonly mode?: "regimes" | "random-walk";
}

/** A stretch of time in one hidden regime, opening times of its first and last bar. */
export interface RegimeStretch {
  readonly fromAt: number;
  readonly toAt: number;
  readonly regime: Regime;
}

/** A generated market; it says of itself that it is generated. */
export interface GeneratedMarket {
  readonly generated: true;
  readonly description: string;
  readonly interval: Interval;
  readonly series: Readonly<Record<string, Bar[]>>;
  readonly funding: Readonly<Record<string, FundingRate[]>>;
  /** The truth that a classifier is scored against; empty for a random walk. */
  readonly regimes: readonly RegimeStretch[];
}

/** A market from a seed: the same options give the same bars on every machine, and more bars or symbols change none of the others. */
export function generateMarket(options: MarketOptions): GeneratedMarket {
  const { seed, interval, fromAt, bars, mode = "regimes" } = options;
  if (fromAt % INTERVAL_MS[interval] !== 0) throw new RangeError(`generated bars must begin on the ${interval} grid, got ${fromAt}`);
  if (!Number.isInteger(bars) || bars < 1) throw new RangeError(`at least one bar must be generated, got ${bars}`);
  const symbols = typeof options.symbols === "number" ? defaultSymbols(options.symbols) : options.symbols;
  const profiles = symbols.map(profileOf);
  const root = createRandom(seed);
  const market = mode === "regimes" ? generateMarketMoves(root, interval, bars) : [];
  const series = mode === "regimes" ? withFactors(root, profiles, { market, options }) : withoutFactors(profiles, options);
  const funding: Record<string, FundingRate[]> = {};
  for (const [symbol, symbolBars] of Object.entries(series))
    funding[symbol] = generateFunding(root, symbol, { bars: symbolBars, interval });
  const description = `generated market (${mode}), seed ${seed}`;
  return { generated: true, description, interval, series, funding, regimes: stretchesOf(market, { fromAt, interval }) };
}

function withFactors(
  root: Random,
  profiles: readonly SymbolProfile[],
  { market, options }: { readonly market: readonly MarketMove[]; readonly options: MarketOptions },
): Record<string, Bar[]> {
  const { interval, fromAt, bars } = options;
  const sectors = new Map(
    [...new Set(profiles.map((profile) => profile.sector))].map((name) => [name, generateSectorMoves(root, name, { interval, bars })]),
  );
  const series: Record<string, Bar[]> = {};
  for (const profile of profiles) {
    const sector = sectors.get(profile.sector) ?? [];
    series[profile.symbol] = generateSymbol(root, profile, { interval, fromAt, market, sector });
  }
  return series;
}

function withoutFactors(profiles: readonly SymbolProfile[], { seed, interval, fromAt, bars }: MarketOptions): Record<string, Bar[]> {
  const series: Record<string, Bar[]> = {};
  for (const { symbol, startPrice, turnoverPerDayUsd } of profiles) {
    series[symbol] = generateRandomWalk({ seed: `${seed} ${symbol}`, interval, fromAt, bars, startPrice, turnoverPerDayUsd });
  }
  return series;
}

/** The stretches in which the same regime held, from one entry per bar. */
export function stretchesOf(
  market: readonly { readonly regime: Regime }[],
  { fromAt, interval }: { fromAt: number; interval: Interval },
): RegimeStretch[] {
  const found: { fromAt: number; toAt: number; regime: Regime }[] = [];
  market.forEach(({ regime }, i) => {
    const at = fromAt + i * INTERVAL_MS[interval];
    const last = found.at(-1);
    if (last?.regime === regime) last.toAt = at;
    else found.push({ fromAt: at, toAt: at, regime });
  });
  return found;
}
