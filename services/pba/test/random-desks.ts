import { Exact } from "@quantum/exact";
import { createRandom, nextUniform, type Random, sectorOf } from "@quantum/market";
import type { Direction } from "@quantum/types";
import { createBook, frameOf, type Holding } from "../src/core/book.ts";
import type { Correlations } from "../src/core/correlations.ts";
import { DEFAULT_SETTINGS } from "../src/core/limits.ts";
import { type Desk, type Proposal, type Review, reviewAll } from "../src/core/review.ts";
import { T0 } from "./scenario.ts";

/** Coins of eight sectors, and one of none. */
const SYMBOLS = `BTCUSDT ETHUSDT SOLUSDT ADAUSDT XRPUSDT LTCUSDT LINKUSDT GRTUSDT UNIUSDT AAVEUSDT DOGEUSDT PEPEUSDT ARBUSDT OPUSDT FILUSDT
  SANDUSDT XMRUSDT UNHEARDUSDT`.split(/\s+/);
const PRICES = SYMBOLS.map((_, i) => ["30123.4", "1875.21", "24.113", "0.3127", "0.000001234"][i % 5] as string);
const STEPS = ["0.001", "0.01", "1", "10", "100000"];
const PLACES = new Map(SYMBOLS.map((symbol, i) => [symbol, i]));
const MATRICES = 40;
/** Taken out of the global object, whose every look-up is slow where tests run. */
const { floor, max, min, round, sqrt } = Math;

/** A position of a random desk, in floats. */
export interface Line {
  readonly symbol: string;
  readonly direction: Direction;
  readonly usd: number;
  readonly leverage: number;
}

/** A random desk and the proposals that come to it. */
export interface RandomCase {
  readonly equityUsd: number;
  readonly held: readonly Holding[];
  readonly proposals: readonly Proposal[];
  readonly correlations: Correlations;
}

/** Random symmetric correlations, some unknown; a few matrices are enough, since every case draws other positions. */
export function randomMatrices(seed: string): Correlations[] {
  const random = createRandom(seed);
  return Array.from({ length: MATRICES }, () => {
    const level = nextUniform(random);
    const draw = () => (nextUniform(random) < 0.05 ? null : min(1, level + (nextUniform(random) - 0.5) * 1.2));
    const half = SYMBOLS.map(() => SYMBOLS.map(draw));
    const whole = new Map(SYMBOLS.map((a, i) => [a, new Map(SYMBOLS.map((b, j) => [b, half[min(i, j)]?.[max(i, j)] ?? null]))] as const));
    return (a, b) => whole.get(a)?.get(b) ?? null;
  });
}

/** Up to four positions, within the limits or not, and up to three proposals of any size. */
export function randomCase(random: Random, matrices: readonly Correlations[]): RandomCase {
  const equityUsd = round(500 + nextUniform(random) ** 3 * 99_500);
  const positions = floor(nextUniform(random) * 5);
  const largest = nextUniform(random) * 0.5;
  const held = Array.from({ length: positions }, (_, i) => holdingOf(drawProposal(random, equityUsd * largest, i)));
  const proposals = Array.from({ length: 1 + floor(nextUniform(random) * 3) }, (_, i) => drawProposal(random, equityUsd * 0.6, 10 + i));
  return { equityUsd, held, proposals, correlations: pick(random, matrices) };
}

function drawProposal(random: Random, mostUsd: number, id: number): Proposal {
  const place = floor(nextUniform(random) * SYMBOLS.length);
  const [symbol, referencePrice, step] = [SYMBOLS[place] as string, PRICES[place] as string, STEPS[place % 5] as string];
  const steps = max(1, floor((nextUniform(random) * mostUsd) / Number(referencePrice) / Number(step)));
  const quantity = new Exact(step).times(steps).toFixed();
  const side = nextUniform(random) < 0.65 ? ("BUY" as const) : ("SELL" as const);
  const order = {
    symbol,
    side,
    quantity,
    type: "MARKET" as const,
    price: null,
    leverage: pick(random, [1, 3, 3, 5, 6, 10]),
    referencePrice,
  };
  const rest = { purpose: "ENTRY" as const, stopPrice: null, takeProfitPrice: null, decidedAt: T0, reason: "random" };
  const intent = { intentId: `i${id}`, tradeId: `t${id}`, ...order, ...rest };
  return { rank: 1 + floor(nextUniform(random) * 3), confidence: floor(nextUniform(random) * 3) / 3, intent };
}

function holdingOf({ intent }: Proposal): Holding {
  const { tradeId, symbol, leverage } = intent;
  const [quantity, price] = [new Exact(intent.quantity), new Exact(intent.referencePrice)];
  const direction = intent.side === "BUY" ? "LONG" : "SHORT";
  const worth = { quantity, price, notionalUsd: quantity.times(price) };
  return { tradeId, symbol, sector: sectorOf(symbol), direction, leverage, orphan: false, ...worth };
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[floor(nextUniform(random) * list.length)] as T;
}

const CONTRACTS = Object.fromEntries(
  SYMBOLS.map((symbol, i) => [symbol, { stepSize: STEPS[i % 5] as string, minQuantity: STEPS[i % 5] as string, minNotionalUsd: "5" }]),
);
const LAST = Object.fromEntries(SYMBOLS.map((symbol, i) => [symbol, { price: Number(PRICES[i]), at: T0 }]));

/** The desk of a case, as the review sees it. */
export function deskOf({ equityUsd, held, correlations }: RandomCase): Desk {
  const book = createBook(frameOf(new Exact(equityUsd), DEFAULT_SETTINGS, correlations), held);
  return { state: { contracts: CONTRACTS, prices: LAST }, at: T0, book, portfolioDoubt: null };
}

/** Everything that a review must never do; empty when it did none of it. */
export function violationsOf(one: RandomCase, reviews: readonly Review[]): string[] {
  const byId = new Map(one.proposals.map(({ intent }) => [intent.intentId, intent]));
  const before = one.held.map(lineOf);
  const added = reviews.flatMap(({ intentId, quantityAfter }): Line[] => {
    const intent = byId.get(intentId);
    if (!intent || Number(quantityAfter) === 0) return [];
    const usd = Number(quantityAfter) * Number(intent.referencePrice);
    return [{ symbol: intent.symbol, direction: intent.side === "BUY" ? "LONG" : "SHORT", usd, leverage: intent.leverage }];
  });
  const [was, is] = [figuresOf(one, before), figuresOf(one, [...before, ...added])];
  const broken = Object.entries(is).flatMap(([name, { value, limit }]) => {
    const bound = max(limit, was[name]?.value ?? 0);
    return value > bound * (1 + 1e-9) ? [`${name}: ${value} above ${bound}`] : [];
  });
  return [...broken, ...reviews.flatMap(shapeOf)];
}

function shapeOf({ outcome, quantityBefore, quantityAfter, symbol }: Review): string[] {
  const [from, to] = [Number(quantityBefore), Number(quantityAfter)];
  const fits = { ALLOW: to === from, SHRINK: to > 0 && to < from, BLOCK: to === 0 }[outcome];
  const { minQuantity, minNotionalUsd, stepSize } = CONTRACTS[symbol] as (typeof CONTRACTS)[string];
  const steps = new Exact(quantityAfter).div(stepSize);
  const tradable =
    outcome !== "SHRINK" || (to >= Number(minQuantity) && to * Number(PRICES[PLACES.get(symbol) ?? 0]) >= Number(minNotionalUsd));
  return fits && tradable && steps.eq(steps.round()) ? [] : [`${outcome} of ${quantityBefore} to ${quantityAfter} ${symbol}`];
}

function lineOf({ symbol, direction, notionalUsd, leverage }: Holding): Line {
  return { symbol, direction, usd: notionalUsd.toNumber(), leverage };
}

/** The limits by their definition, in floats and from scratch: nothing here is taken from the rules. */
function figuresOf({ equityUsd, correlations }: RandomCase, lines: readonly Line[]): Record<string, { value: number; limit: number }> {
  const sum = (list: readonly Line[]) => list.reduce((total, { usd }) => total + usd, 0);
  const base = max(sum(lines), 0.8 * equityUsd);
  const sectors = [...new Set(lines.map(({ symbol }) => sectorOf(symbol)))];
  const together = (a: Line, b: Line) => {
    if (a.symbol === b.symbol) return a.direction === b.direction;
    const known = correlations(a.symbol, b.symbol);
    return known === null || (a.direction === b.direction ? known : -known) >= 0.8;
  };
  const group = lines.map((_, i) => i);
  for (let round = 0; round < lines.length; round++) {
    lines.forEach((a, i) => {
      lines.forEach((b, j) => {
        if (together(a, b)) group[i] = group[j] = min(group[i] as number, group[j] as number);
      });
    });
  }
  const clusters = [...new Set(group)].map((id) => sum(lines.filter((_, i) => group[i] === id)));
  const crowds = lines.map((a) => new Set(lines.filter((b) => together(a, b)).map(({ symbol, direction }) => symbol + direction)).size);
  const signed = lines.map(({ usd, direction }) => (direction === "LONG" ? usd : -usd));
  let squared = 0;
  lines.forEach((a, i) => {
    lines.forEach((b, j) => {
      squared += (signed[i] as number) * (signed[j] as number) * (a.symbol === b.symbol ? 1 : 0.9);
    });
  });
  return {
    total: { value: sum(lines) / equityUsd, limit: 0.8 },
    highLeverage: { value: sum(lines.filter(({ leverage }) => leverage > 5)) / base, limit: 0.25 },
    cluster: { value: max(0, ...clusters) / equityUsd, limit: 0.5 },
    crowd: { value: max(0, ...crowds), limit: 4 },
    stressed: { value: sqrt(max(0, squared)) / equityUsd, limit: 0.7 },
    ...Object.fromEntries(
      sectors.map((name) => [name, { value: sum(lines.filter(({ symbol }) => sectorOf(symbol) === name)) / base, limit: 0.4 }]),
    ),
  };
}

/** Reviews a case, and again what came of it: clamps that are idempotent let it pass unchanged. */
export function reviewTwice(one: RandomCase): { first: Review[]; second: Review[] } {
  const first = reviewAll(one.proposals, deskOf(one));
  const after = new Map(first.map(({ intentId, quantityAfter }) => [intentId, quantityAfter]));
  const passed = one.proposals.flatMap((proposal) => {
    const quantity = after.get(proposal.intent.intentId) ?? "0";
    return quantity === "0" ? [] : [{ ...proposal, intent: { ...proposal.intent, quantity } }];
  });
  return { first, second: reviewAll(passed, deskOf(one)) };
}
