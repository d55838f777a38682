import { createRandom, nextUniform, type Random, sectorOf, simpleReturns } from "@quantum/market";
import { type Bar, INTERVAL_MS } from "@quantum/types";
import { assess, DEFAULT_SETTINGS, type HeldPosition, type PbaState, type Proposal } from "../src/core/index.ts";
import { LIMITS } from "../src/core/limits.ts";
import { addClose } from "../src/core/return-series.ts";
import { initialState } from "../src/core/state.ts";
import { proposal } from "./scenario.ts";

const EQUITY_USD = 100_000;
const MOST_POSITIONS = 9;
/** A day of bars on either side. */
const HINDSIGHT_BARS = 288;
const BAR_MS = INTERVAL_MS["5m"];

interface Line {
  readonly symbol: string;
  readonly long: boolean;
  readonly equityRatio: number;
}

/**
 * A portfolio anybody would call healthy, told without the rules: four to nine positions of 3 to 12 % of equity in both directions, 20 to
 * 75 % of equity in all, less than 60 % net, no sector with more than 38 % of what is held, and none that really moves with more than
 * two others.
 */
export function drawHealthy(random: Random, symbols: readonly string[]): Line[] {
  for (;;) {
    const wanted = 4 + Math.floor(nextUniform(random) * (MOST_POSITIONS - 3));
    const chosen = new Set<string>();
    while (chosen.size < wanted) chosen.add(symbols[Math.floor(nextUniform(random) * symbols.length)] as string);
    const lines = [...chosen].map((symbol) => ({
      symbol,
      long: nextUniform(random) < 0.6,
      equityRatio: 0.03 + 0.09 * nextUniform(random),
    }));
    const sum = (list: readonly Line[]) => list.reduce((total, { equityRatio }) => total + equityRatio, 0);
    const gross = sum(lines);
    const net = Math.abs(2 * sum(lines.filter(({ long }) => long)) - gross);
    const sectors = lines.map(({ symbol }) => sum(lines.filter((one) => sectorOf(one.symbol) === sectorOf(symbol))));
    if (gross >= 0.2 && gross <= 0.75 && net < 0.6 && Math.max(...sectors) <= 0.38 * gross) return lines;
  }
}

/** With the hindsight of a day before and a day after: whether one position really moves with more than two others. */
function isCrowded(lines: readonly Line[], returns: ReadonlyMap<string, readonly number[]>, end: number): boolean {
  const around = lines.map(({ symbol }) => (returns.get(symbol) ?? []).slice(end - HINDSIGHT_BARS, end + HINDSIGHT_BARS));
  return lines.some((a, i) => {
    const others = lines.filter((b, j) => {
      const together = i === j ? 0 : pearson(around[i] ?? [], around[j] ?? []);
      return (a.long === b.long ? together : -together) >= DEFAULT_SETTINGS.correlatedRatio;
    });
    return others.length > 2;
  });
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    const [x, y] = [value - meanA, (b[i] as number) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  });
  return ab / Math.sqrt(aa * bb);
}

/** The largest group of symbols that begin and end together, so that one place is one moment in all of them. */
function aligned(series: Readonly<Record<string, readonly Bar[]>>): string[] {
  const groups = Map.groupBy(Object.keys(series), (symbol) => `${series[symbol]?.[0]?.openAt} ${series[symbol]?.length}`);
  return [...groups.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

/** How many of so many healthy portfolios, each at a random moment of these bars, are objected to, and by which rules. */
export function objections(series: Readonly<Record<string, readonly Bar[]>>, count: number, seed: string) {
  const random = createRandom(seed);
  const symbols = aligned(series);
  const returns = new Map(symbols.map((symbol) => [symbol, simpleReturns(series[symbol] ?? [])]));
  if (symbols.length < MOST_POSITIONS) throw new Error(`only ${symbols.length} symbols have bars over the same time`);
  const length = series[symbols[0] as string]?.length ?? 0;
  const byRule: Record<string, number> = {};
  let flagged = 0;
  for (let i = 0; i < count; i++) {
    const end = HINDSIGHT_BARS + Math.floor(nextUniform(random) * (length - 2 * HINDSIGHT_BARS));
    let lines = drawHealthy(random, symbols);
    while (isCrowded(lines, returns, end)) lines = drawHealthy(random, symbols);
    const found = objectionsTo(lines, series, end);
    if (found.length > 0) flagged += 1;
    for (const rule of found) byRule[rule] = (byRule[rule] ?? 0) + 1;
  }
  return { count, flagged, byRule };
}

/** The last line comes as a proposal on top of the others. */
function objectionsTo(lines: readonly Line[], series: Readonly<Record<string, readonly Bar[]>>, end: number): string[] {
  const state: PbaState = { ...initialState(), interval: "5m" };
  for (const { symbol } of lines) {
    for (const { openAt, close } of series[symbol]?.slice(end - LIMITS.correlationBars - 1, end) ?? []) {
      state.returns[symbol] = addClose(state.returns[symbol] ?? null, { at: openAt + BAR_MS, close }, BAR_MS);
      state.prices[symbol] = { price: close, at: openAt + BAR_MS };
    }
    state.contracts[symbol] = { stepSize: "0.000001", minQuantity: "0.000001", minNotionalUsd: "5" };
  }
  const at = Math.max(...Object.values(state.prices).map((price) => price.at));
  const held = lines.slice(0, -1).map((line) => heldAs(line, state));
  const portfolio = { cycle: at, equityUsd: String(EQUITY_USD), positions: held, doubt: null };
  const { reviews, reductions } = assess(state, { proposals: [asProposal(lines.at(-1) as Line, state)], portfolio, at }, DEFAULT_SETTINGS);
  const rules = [...reviews.flatMap(({ verdicts }) => verdicts), ...reductions.map(({ verdict }) => verdict)].filter(
    ({ passed }) => !passed,
  );
  return [...new Set(rules.map(({ rule }) => rule))];
}

function amountOf({ symbol, equityRatio }: Line, state: PbaState): { quantity: string; price: string } {
  const price = state.prices[symbol]?.price ?? 1;
  return { quantity: ((equityRatio * EQUITY_USD) / price).toFixed(6), price: String(price) };
}

function heldAs(line: Line, state: PbaState): HeldPosition {
  const { quantity, price } = amountOf(line, state);
  const direction = line.long ? "LONG" : "SHORT";
  return {
    tradeId: `t-${line.symbol}`,
    symbol: line.symbol,
    direction,
    quantity,
    markPrice: price,
    leverage: 3,
    sector: sectorOf(line.symbol),
  };
}

function asProposal(line: Line, state: PbaState): Proposal {
  const { quantity, price } = amountOf(line, state);
  return proposal(line.symbol, quantity, { side: line.long ? "BUY" : "SELL", referencePrice: price });
}
