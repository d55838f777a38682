import { createRandom, nextUniform } from "../random/random.ts";
import type { Sector } from "../taxonomy/sectors.ts";
import { categoryOf, compareByCategory, sectorOf } from "../taxonomy/taxonomy.ts";

/** What is particular about one generated symbol. */
export interface SymbolProfile {
  readonly symbol: string;
  readonly sector: Sector;
  readonly startPrice: number;
  /** How strongly it follows the market and its sector. */
  readonly marketBeta: number;
  readonly sectorBeta: number;
  /** Standard deviation of its own log returns over a day. */
  readonly ownVolatilityPerDay: number;
  readonly turnoverPerDayUsd: number;
}

/** Price levels and daily turnovers (million USDT) of the order in which these futures have traded. */
const KNOWN: Readonly<Record<string, readonly [price: number, turnoverMillions: number]>> = {
  BTCUSDT: [30_000, 9_000],
  ETHUSDT: [1_900, 5_000],
  BNBUSDT: [245, 400],
  SOLUSDT: [24, 900],
  XRPUSDT: [0.52, 900],
  ADAUSDT: [0.3, 250],
  AVAXUSDT: [13.5, 150],
  DOTUSDT: [5.3, 110],
  LINKUSDT: [6.6, 140],
  LTCUSDT: [94, 350],
  TRXUSDT: [0.078, 80],
  BCHUSDT: [245, 300],
  ATOMUSDT: [9.6, 80],
  UNIUSDT: [5.6, 70],
  ETCUSDT: [18.8, 120],
  DOGEUSDT: [0.067, 350],
  "1000PEPEUSDT": [0.0016, 250],
  "1000SHIBUSDT": [0.0077, 120],
  AAVEUSDT: [73, 60],
  CRVUSDT: [0.8, 70],
  COMPUSDT: [58, 90],
  SANDUSDT: [0.43, 70],
  AXSUSDT: [6.1, 40],
  XLMUSDT: [0.1, 90],
  XMRUSDT: [166, 30],
  ZECUSDT: [32, 25],
  FILUSDT: [4.4, 100],
  ARBUSDT: [1.15, 200],
  OPUSDT: [1.3, 160],
  NEARUSDT: [1.4, 70],
};

/** The symbols to generate when only a number is given: CORE first, then MAJOR, then the rest. */
export function defaultSymbols(count: number): string[] {
  const names = Object.keys(KNOWN).sort(compareByCategory);
  if (!Number.isInteger(count) || count < 1 || count > names.length) {
    throw new RangeError(`between 1 and ${names.length} symbols can be chosen by number, got ${count}; name the symbols to have others`);
  }
  return names.slice(0, count);
}

const BETA: Readonly<Record<ReturnType<typeof categoryOf>, number>> = { CORE: 0.9, MAJOR: 1.05, ALT: 1.2, MEME: 1.35 };

/** The profile of a symbol: price and turnover as known, or drawn from its name; the same for every seed. */
export function profileOf(symbol: string): SymbolProfile {
  const random = createRandom(`profile ${symbol}`);
  const category = categoryOf(symbol);
  const drawn: readonly [number, number] = [10 ** (4 * nextUniform(random) - 2), 10 + 50 * nextUniform(random)];
  const [startPrice, turnoverMillions] = KNOWN[symbol] ?? drawn;
  return {
    symbol,
    sector: sectorOf(symbol),
    startPrice,
    marketBeta: BETA[category] * (0.9 + 0.2 * nextUniform(random)),
    sectorBeta: symbol === "BTCUSDT" ? 0.2 : 0.8 + 0.4 * nextUniform(random),
    ownVolatilityPerDay: category === "CORE" ? 0.006 : 0.012 + 0.012 * nextUniform(random),
    turnoverPerDayUsd: turnoverMillions * 1e6,
  };
}
